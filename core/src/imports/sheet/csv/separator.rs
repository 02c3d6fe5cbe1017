//! What separates the cells: in half of Europe a semicolon, because a comma stands in numbers.

use csv::{ByteRecord, ReaderBuilder};

/// The separators looked for; of equally good ones the first is taken.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// Rows that are looked at.
const ROWS: usize = 100;

/// The separator that the file names itself in a first line `sep=;`, as Excel writes and reads it.
pub(super) fn told(start: &[u8]) -> Option<u8> {
    let line = start.split(|byte| *byte == b'\n').next()?;
    let line = line
        .strip_prefix(b"\"")
        .and_then(|l| l.strip_suffix(b"\""))
        .unwrap_or(line);
    match line.get(..4)?.eq_ignore_ascii_case(b"sep=") {
        true if line.len() == 5 && line[4].is_ascii() => Some(line[4]),
        _ => None,
    }
}

/// The separator that splits the most rows into the same number of cells, more than one.
pub(super) fn detect(start: &[u8]) -> u8 {
    let mut best = (0.0, b',');
    for separator in SEPARATORS {
        let score = score(start, separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// The share of rows of the usual width, squared, times the separators in such a row (at most eight, so that a long
/// row of commas in a note does not beat an honest table).
fn score(start: &[u8], separator: u8) -> f64 {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(start);
    let mut widths: Vec<usize> = Vec::with_capacity(ROWS);
    let mut record = ByteRecord::new();
    while widths.len() < ROWS && reader.read_byte_record(&mut record).unwrap_or(false) {
        widths.push(record.len());
    }
    // The last row of a full sample may be cut.
    if widths.len() > 1 && widths.len() < ROWS && start.len() as u64 >= super::SAMPLE {
        widths.pop();
    }
    let usual = usual(&widths);
    if usual < 2 {
        return 0.0;
    }
    let same = widths.iter().filter(|width| **width == usual).count();
    let share = same as f64 / widths.len() as f64;
    share * share * (usual - 1).min(8) as f64
}

/// The width that most rows have; of equally frequent ones the larger.
fn usual(widths: &[usize]) -> usize {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), run[0]))
        .map_or(0, |run| run[0])
}
