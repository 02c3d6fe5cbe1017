//! The value of a cell as a format's reader gives it, and its way to a text.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

use super::pattern::Pattern;
use super::text::clean;
use super::{Cell, CellFlags};

/// From here on Excel itself keeps only 15 digits of a number.
const EXACT_BELOW: f64 = 1e15;

/// A value on its way to a [`Cell`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    /// A number in a format that shows more than its digits.
    Shown(f64, &'a Pattern),
    Boolean(bool),
    /// A serial date of Excel.
    Date(ExcelDateTime),
    /// A date, or date and time, in ISO 8601.
    IsoDate(&'a str),
    /// A time of day or a duration in ISO 8601, `PT17H30M00S`.
    IsoDuration(&'a str),
    Error,
}

impl<'a> From<&'a DataRef<'_>> for Value<'a> {
    fn from(data: &'a DataRef<'_>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Int(number) => Self::Number(*number as f64),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Bool(truth) => Self::Boolean(*truth),
            DataRef::DateTime(date) => Self::Date(*date),
            DataRef::DateTimeIso(text) => Self::IsoDate(text),
            DataRef::DurationIso(text) => Self::IsoDuration(text),
            DataRef::Error(error) => Self::error(error),
        }
    }
}

impl<'a> From<&'a Data> for Value<'a> {
    fn from(data: &'a Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            Data::String(text) => Self::Text(text),
            Data::Int(number) => Self::Number(*number as f64),
            Data::Float(number) => Self::Number(*number),
            Data::Bool(truth) => Self::Boolean(*truth),
            Data::DateTime(date) => Self::Date(*date),
            Data::DateTimeIso(text) => Self::IsoDate(text),
            Data::DurationIso(text) => Self::IsoDuration(text),
            Data::Error(error) => Self::error(error),
        }
    }
}

impl<'a> Value<'a> {
    /// The same value in a cell of this format.
    pub(super) fn in_format(self, pattern: Option<&'a Pattern>) -> Self {
        match (self, pattern) {
            (Self::Number(number), Some(pattern)) => Self::Shown(number, pattern),
            (value, _) => value,
        }
    }
}

impl Value<'_> {
    fn error(_: &CellErrorType) -> Self {
        Self::Error
    }

    /// Whether the cell holds nothing that a row would be kept for.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Writes the text and the flags; `cell.text` is empty before and stays so for an empty value.
    pub(super) fn write_to(self, max_chars: usize, cell: &mut Cell) {
        cell.flags = match self {
            Self::Empty => CellFlags::default(),
            Self::Text(text) => clean(text, max_chars, &mut cell.text),
            Self::Number(number) => write_number(number, &mut cell.text),
            Self::Shown(number, pattern) => write_shown(number, pattern, &mut cell.text),
            Self::Boolean(truth) => {
                cell.text.push_str(if truth { "true" } else { "false" });
                CellFlags::FROM_BOOLEAN
            }
            Self::Date(date) => write_date(date, &mut cell.text),
            Self::IsoDate(text) => {
                let flags = clean(text, max_chars, &mut cell.text);
                shorten_iso_date(&mut cell.text);
                flags | CellFlags::FROM_DATE
            }
            Self::IsoDuration(text) => {
                let flags = clean(text, max_chars, &mut cell.text);
                if let Some(clock) = clock_of(&cell.text) {
                    cell.text = clock;
                }
                flags | CellFlags::FROM_DATE
            }
            Self::Error => CellFlags::FORMULA_ERROR,
        };
    }
}

/// Whole numbers as digits alone, others as short as they are exact; never with an exponent.
fn write_number(number: f64, text: &mut String) -> CellFlags {
    use std::fmt::Write as _;

    if !number.is_finite() {
        return CellFlags::FORMULA_ERROR;
    }
    // Writing to a `String` cannot fail.
    if number.fract() == 0.0 && number.abs() < 1e18 {
        let _ = write!(text, "{}", number as i64);
    } else {
        let _ = write!(text, "{number}");
    }
    if number.abs() >= EXACT_BELOW {
        CellFlags::FROM_NUMBER | CellFlags::DIGITS_LOST
    } else {
        CellFlags::FROM_NUMBER
    }
}

/// Whole numbers as their format shows them; it says nothing of others.
fn write_shown(number: f64, pattern: &Pattern, text: &mut String) -> CellFlags {
    if number.fract() == 0.0 && (0.0..EXACT_BELOW).contains(&number) {
        pattern.show(number as u64, text);
        return CellFlags::FROM_NUMBER;
    }
    write_number(number, text)
}

/// `YYYY-MM-DD`, with ` HH:MM` or ` HH:MM:SS` where there is a time, or the time alone for a serial below 1.
///
/// A number beyond the year 9999 or before 1900 is no date but a phone number in a cell of the wrong format.
fn write_date(date: ExcelDateTime, text: &mut String) -> CellFlags {
    let serial = date.as_f64();
    if date.is_duration() || (0.0..1.0).contains(&serial) {
        let seconds = (serial * 86_400.0).round();
        if (0.0..1e9).contains(&seconds) {
            push_clock(seconds as u64, text);
            return CellFlags::FROM_DATE;
        }
    }
    match date
        .as_datetime()
        .filter(|_| (0.0..2_958_466.0).contains(&serial))
    {
        Some(moment) => {
            let iso = moment.format("%Y-%m-%dT%H:%M:%S").to_string();
            text.push_str(&iso);
            shorten_iso_date(text);
            CellFlags::FROM_DATE
        }
        None => write_number(serial, text),
    }
}

fn push_clock(seconds: u64, text: &mut String) {
    use std::fmt::Write as _;

    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    // Writing to a `String` cannot fail.
    let _ = write!(text, "{hours:02}:{minutes:02}");
    if rest != 0 {
        let _ = write!(text, ":{rest:02}");
    }
}

/// `1980-12-31T00:00:00.000` as `1980-12-31`, `…T17:30:00` as `… 17:30`.
fn shorten_iso_date(text: &mut String) {
    let Some((day, clock)) = text.split_once('T') else {
        return;
    };
    let clock = clock.trim_end_matches('Z');
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let clock = clock
        .strip_suffix(":00")
        .filter(|c| c.contains(':'))
        .unwrap_or(clock);
    *text = if clock == "00:00" {
        day.to_owned()
    } else {
        format!("{day} {clock}")
    };
}

/// `PT17H30M00S` as `17:30`.
fn clock_of(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let seconds = seconds.split(['.', ',']).next()?;
    let total = hours.parse::<u32>().ok()? as u64 * 3600
        + minutes.parse::<u32>().ok()? as u64 * 60
        + seconds.parse::<u32>().ok()? as u64;
    let mut text = String::new();
    push_clock(total, &mut text);
    Some(text)
}
