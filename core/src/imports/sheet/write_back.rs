//! The salon's own sheet given back, with columns of ours behind its own.
//!
//! A cell such as `=HYPERLINK(…)` in an uploaded file must not become a formula in the file that comes back. In XLSX
//! every cell is written as text, which no program evaluates. A CSV file cannot say that; there a cell that begins
//! with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it, phones such as `+49…` included.
//! [`read`](super::read) takes that apostrophe off again, so that the sheet can be imported once more.

use std::fmt;
use std::io::{self, Write};

use zip::result::ZipError;

use super::Cell;

/// Excel's limit; what exceeds it would make a file that Excel calls damaged.
pub(super) const MAX_ROWS: u32 = 1_048_576;

/// What the sheet is called and where our columns begin.
#[derive(Clone, Debug)]
pub struct BackSheet<'a> {
    /// The sheet's name; what Excel does not allow in one is replaced.
    pub name: &'a str,
    /// The first column of ours, counted from 0: behind the widest row of the salon.
    pub first_extra: u16,
    /// The row, from 1, in which the heads of our columns stand, and the heads.
    pub head: Option<(u32, &'a [String])>,
}

/// A row that goes back.
#[derive(Clone, Debug, Default)]
pub struct BackRow {
    /// Its number in the salon's sheet, from 1; rows ascend.
    pub row: u32,
    /// The salon's own cells.
    pub cells: Vec<Cell>,
    /// Ours, in the order of their heads.
    pub extra: Vec<String>,
}

/// The sheet could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder or the output could not be written.
    Io(io::Error),
    /// The zip that an XLSX file is could not be made.
    Zip(ZipError),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the sheet could not be written: {error}"),
            Self::Zip(error) => write!(f, "the sheet could not be made: {error}"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<ZipError> for WriteError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Self::Io(error),
            error => Self::Zip(error),
        }
    }
}

/// Writes a CSV file, UTF-8 with the mark by which Excel knows it, and semicolons; gives the number of rows written.
/// Empty rows of the salon's sheet stay empty, so that row numbers are the same.
///
/// # Errors
/// If the output cannot be written.
pub fn write_csv_back<W: Write>(
    mut out: W,
    sheet: &BackSheet<'_>,
    rows: impl IntoIterator<Item = BackRow>,
) -> Result<u32, WriteError> {
    out.write_all(b"\xEF\xBB\xBF")?;
    let (mut written, mut next) = (0, 1);
    let mut line = Vec::new();
    for row in rows.into_iter().filter(|row| row.row > 0) {
        while next < row.row.min(MAX_ROWS) {
            out.write_all(b"\r\n")?;
            next += 1;
        }
        line.clear();
        line.resize(usize::from(sheet.first_extra), String::new());
        for cell in &row.cells {
            if let Some(place) = line.get_mut(usize::from(cell.column)) {
                place.clone_from(&cell.text);
            }
        }
        match sheet.head.filter(|(at, _)| *at == row.row) {
            Some((_, heads)) => line.extend_from_slice(heads),
            None => line.extend_from_slice(&row.extra),
        }
        write_line(&mut out, &line)?;
        next += 1;
        written += 1;
    }
    out.flush()?;
    Ok(written)
}

fn write_line(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for cell in cells {
        writer
            .write_field(disarmed(cell).as_bytes())
            .map_err(io::Error::other)?;
    }
    writer
        .write_record(None::<&[u8]>)
        .map_err(io::Error::other)?;
    let line = writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))?;
    out.write_all(&line)
}

/// A text that no spreadsheet program takes for a formula.
fn disarmed(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}
