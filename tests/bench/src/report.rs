//! The table, and the words for figures.

use std::time::Duration;

/// One line of the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figure {
    pub(crate) work: String,
    pub(crate) engine: String,
    pub(crate) measured: String,
    pub(crate) reach: String,
    pub(crate) limit: String,
    /// Measured by limit.
    pub(crate) ratio: Option<f64>,
}

const HEAD: [&str; 6] = [
    "work",
    "engine",
    "measured",
    "reach for",
    "limit beside it",
    "ratio",
];

/// All lines as a table in Markdown, its columns lined up.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(figures.iter().map(|figure| {
        let ratio = figure
            .ratio
            .map_or("–".to_owned(), |ratio| format!("{ratio:.1}"));
        [
            figure.work.clone(),
            figure.engine.clone(),
            figure.measured.clone(),
            figure.reach.clone(),
            figure.limit.clone(),
            ratio,
        ]
    }));
    let mut widths = [0; HEAD.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut table = String::new();
    for (at, line) in lines.iter().enumerate() {
        for (width, cell) in widths.iter().zip(line) {
            table.push_str(&format!("| {cell:width$} "));
        }
        table.push_str("|\n");
        if at == 0 {
            let rule = widths.map(|width| "-".repeat(width + 2)).join("|");
            table.push_str(&format!("|{rule}|\n"));
        }
    }
    table
}

/// Each of `count`, in microseconds.
pub(crate) fn each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e6 / count.max(1) as f64
}

/// Microseconds, as milliseconds where there are many.
pub(crate) fn time(microseconds: f64) -> String {
    match microseconds {
        few if few < 10.0 => format!("{few:.1} µs"),
        some if some < 2_000.0 => format!("{some:.0} µs"),
        many => format!("{:.1} ms", many / 1e3),
    }
}

/// A time.
pub(crate) fn span(time: Duration) -> String {
    self::time(time.as_secs_f64() * 1e6)
}

/// Bytes in megabytes (10⁶).
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
