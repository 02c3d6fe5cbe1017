//! Small charts: bars and lines with few labels, drawn on the server. This is where
//! everything stands; the macro `chart` of `templates/macros.html` draws it.

use std::fmt::Write as _;

/// Width of a point's column, in units of the picture; its height is 100.
const COLUMN: usize = 100;
/// What a bar leaves free at each side of its column.
const GAP: usize = 18;
/// More labels than this would run into each other on a phone.
const LABELS: usize = 8;
/// What is left free above the highest point, so that a line is not cut.
const ABOVE: f64 = 2.0;

/// How the numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bars,
    Line,
}

/// A number of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it belongs to: a month, a source.
    pub label: String,
    /// How much.
    pub value: u64,
    /// The same as people read it: `1.248`, `12,50 €`.
    pub shown: String,
}

/// A bar: where it stands and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar<'a> {
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: f64,
    /// How wide.
    pub width: usize,
    /// How high.
    pub height: f64,
    /// What it belongs to.
    pub label: &'a str,
    /// How much, as people read it.
    pub shown: &'a str,
    /// Whether none is higher.
    pub most: bool,
}

/// Numbers with a title, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    title: String,
    kind: Kind,
    points: Vec<Point>,
}

impl Chart {
    /// Things beside each other: bars.
    pub fn bars_of(title: impl Into<String>, points: Vec<Point>) -> Self {
        Self::new(title.into(), Kind::Bars, points)
    }

    /// One thing over time: a line.
    pub fn line_of(title: impl Into<String>, points: Vec<Point>) -> Self {
        Self::new(title.into(), Kind::Line, points)
    }

    fn new(title: String, kind: Kind, points: Vec<Point>) -> Self {
        Self {
            title,
            kind,
            points,
        }
    }

    /// What the numbers are.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The numbers, for the table.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How wide the picture is.
    pub fn width(&self) -> usize {
        self.points.len().max(1) * COLUMN
    }

    fn most(&self) -> u64 {
        self.points
            .iter()
            .map(|point| point.value)
            .max()
            .unwrap_or(0)
    }

    /// How high a value stands above the ground. Nothing at all lies on the ground.
    fn height(&self, value: u64) -> f64 {
        let most = self.most().max(1);
        let share = value as f64 / most as f64;
        (share * (100.0 - ABOVE) * 10.0).round() / 10.0
    }

    /// The bars; none of a line.
    pub fn bars(&self) -> Vec<Bar<'_>> {
        let points = match self.kind {
            Kind::Bars => self.points.as_slice(),
            Kind::Line => &[],
        };
        let most = self.most();
        let bars = points.iter().enumerate().map(|(at, point)| {
            let height = self.height(point.value);
            Bar {
                x: at * COLUMN + GAP,
                y: 100.0 - height,
                width: COLUMN - 2 * GAP,
                height,
                label: &point.label,
                shown: &point.shown,
                most: point.value == most && most > 0,
            }
        });
        bars.collect()
    }

    /// Where a line goes, as SVG writes points; none of bars.
    pub fn line(&self) -> Option<String> {
        if self.kind != Kind::Line || self.points.is_empty() {
            return None;
        }
        let mut line = String::new();
        for (at, point) in self.points.iter().enumerate() {
            let x = at * COLUMN + COLUMN / 2;
            // Writing into a string cannot fail.
            let _ = write!(line, "{x},{} ", 100.0 - self.height(point.value));
        }
        line.truncate(line.trim_end().len());
        Some(line)
    }

    /// A label for each column, empty where there is no room for all of them.
    pub fn labels(&self) -> Vec<&str> {
        let every = self.points.len().div_ceil(LABELS).max(1);
        let labels =
            self.points
                .iter()
                .enumerate()
                .map(|(at, point)| match at.is_multiple_of(every) {
                    true => point.label.as_str(),
                    false => "",
                });
        labels.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[u64]) -> Vec<Point> {
        let point = |(at, value): (usize, &u64)| Point {
            label: format!("{}", at + 1),
            value: *value,
            shown: value.to_string(),
        };
        values.iter().enumerate().map(point).collect()
    }

    #[test]
    fn bars_stand_on_the_ground_and_only_the_highest_is_marked() {
        let chart = Chart::bars_of("Visits", points(&[50, 100, 0]));
        assert_eq!(chart.width(), 300);
        let bars = chart.bars();
        for bar in &bars {
            assert!((bar.y + bar.height - 100.0).abs() < 0.01, "{bar:?}");
        }
        let heights: Vec<f64> = bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [49.0, 98.0, 0.0]);
        let marked: Vec<bool> = bars.iter().map(|bar| bar.most).collect();
        assert_eq!(marked, [false, true, false]);
        assert_eq!(chart.line(), None);
    }

    #[test]
    fn a_line_goes_through_the_middle_of_each_column() {
        let chart = Chart::line_of("Visits", points(&[0, 10, 5]));
        assert_eq!(chart.line().unwrap_or_default(), "50,100 150,2 250,51");
        assert!(chart.bars().is_empty());
    }

    #[test]
    fn nothing_is_drawn_flat_and_no_number_is_no_line() {
        let chart = Chart::bars_of("Visits", points(&[0, 0]));
        assert!(
            chart
                .bars()
                .iter()
                .all(|bar| bar.height == 0.0 && !bar.most)
        );
        let none = Chart::line_of("Visits", Vec::new());
        assert_eq!((none.line(), none.width()), (None, 100));
    }

    #[test]
    fn labels_do_not_run_into_each_other() {
        let chart = Chart::bars_of("Visits", points(&[1; 12]));
        let shown = chart.labels();
        assert_eq!(shown.len(), 12);
        assert_eq!(shown.iter().filter(|label| !label.is_empty()).count(), 6);
    }
}
