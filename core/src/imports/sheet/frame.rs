//! What the reader says: one head, the filled rows, and an end or a failure.
//!
//! On the pipe each frame is its length (four bytes, little endian) and the frame itself in postcard.

use serde::{Deserialize, Serialize};

use super::{Cell, Failure};

/// A frame longer than this (4 MiB) is not ours.
pub const MAX_FRAME: usize = 4 << 20;

/// One message of the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// What kind of file it is and which sheet is read; always first, unless the file fails before.
    Head(Head),
    /// A row that holds something, in the order of the sheet.
    Row(Row),
    /// All rows have been sent.
    End(End),
    /// The file is refused; rows sent before are not to be used.
    Failed(Failure),
}

/// [`Frame`] with borrowed cells: the same variants in the same order, so the same bytes.
#[derive(Serialize)]
pub(super) enum FrameRef<'a> {
    Head(&'a Head),
    Row(RowRef<'a>),
    End(&'a End),
    Failed(&'a Failure),
}

/// [`Row`] with borrowed cells.
#[derive(Serialize)]
pub(super) struct RowRef<'a> {
    pub(super) row: u32,
    pub(super) cells: &'a [Cell],
}

/// What kind of file it is, judged by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The format.
    pub format: Format,
    /// All sheets in their order; of a CSV file one without a name.
    pub sheets: Vec<SheetInfo>,
    /// The encoding of a CSV file, by the name of its standard, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The separator of a CSV file.
    pub separator: Option<char>,
    /// What should be said about the choice made.
    pub notes: Vec<Note>,
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Excel 97 to 2003 and 5.
    Xls,
    /// Excel since 2007.
    Xlsx,
    /// Excel since 2007, binary.
    Xlsb,
    /// OpenDocument, of LibreOffice and others.
    Ods,
    /// Text with separators.
    Csv,
}

/// One sheet of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInfo {
    /// Its name, as [`Options::sheet`](super::Options::sheet) takes it.
    pub name: String,
    /// Filled rows, where they were counted to the end; of the sheet that is read, [`End::rows`] says it.
    pub rows_seen: Option<u32>,
    /// Whether the salon has hidden it.
    pub hidden: bool,
    /// Whether it is the one that is read.
    pub used: bool,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number as the salon sees it in the sheet, from 1; empty rows are counted, not sent.
    pub row: u32,
    /// Its filled cells by ascending column.
    pub cells: Vec<Cell>,
}

/// The sheet has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Rows sent.
    pub rows: u32,
    /// What should be said about them.
    pub notes: Vec<Note>,
}

/// Something the salon should be told about its file. The codes are stable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// There are several sheets with rows, and only one is read.
    SeveralSheets,
    /// The sheet has merged areas; the text is in the first cell of each.
    MergedCells,
    /// Empty rows between the filled ones.
    EmptyRows(u32),
    /// Cells that held a formula's error.
    FormulaErrors(u32),
    /// Cells from which invisible characters were taken.
    CleanedCells(u32),
    /// Cells cut off at their maximum length.
    TruncatedCells(u32),
    /// Cells whose number had been shortened to `1.76E+11`.
    DigitsLost(u32),
    /// Cells that were numbers; leading zeros may have been lost in the spreadsheet.
    NumberCells(u32),
    /// Cells that were dates.
    DateCells(u32),
    /// Cells right of the last column that is read.
    ColumnsLeftOut(u32),
    /// Cells with letters that the encoding does not have.
    UndecodedCells(u32),
    /// Cells that look like `MÃ¼ller`: broken before the file was made.
    GarbledCells(u32),
    /// Most of the file is UTF-8, some cells were not and were read as Windows-1252.
    MixedEncoding(u32),
}

impl Note {
    /// How many rows or cells it is about, where it counts any.
    pub fn count(&self) -> Option<u32> {
        match self {
            Self::SeveralSheets | Self::MergedCells => None,
            Self::EmptyRows(n)
            | Self::FormulaErrors(n)
            | Self::CleanedCells(n)
            | Self::TruncatedCells(n)
            | Self::DigitsLost(n)
            | Self::NumberCells(n)
            | Self::DateCells(n)
            | Self::ColumnsLeftOut(n)
            | Self::UndecodedCells(n)
            | Self::GarbledCells(n)
            | Self::MixedEncoding(n) => Some(*n),
        }
    }

    /// The code as it stands in answers and text keys.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SeveralSheets => "several_sheets",
            Self::MergedCells => "merged_cells",
            Self::EmptyRows(_) => "empty_rows",
            Self::FormulaErrors(_) => "formula_errors",
            Self::CleanedCells(_) => "cleaned_cells",
            Self::TruncatedCells(_) => "truncated_cells",
            Self::DigitsLost(_) => "digits_lost",
            Self::NumberCells(_) => "number_cells",
            Self::DateCells(_) => "date_cells",
            Self::ColumnsLeftOut(_) => "columns_left_out",
            Self::UndecodedCells(_) => "undecoded_cells",
            Self::GarbledCells(_) => "garbled_cells",
            Self::MixedEncoding(_) => "mixed_encoding",
        }
    }
}
