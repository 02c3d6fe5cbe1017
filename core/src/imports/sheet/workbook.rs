//! Excel's three formats, through calamine.

use std::fs::File;
use std::io::{BufReader, Read};

use calamine::{
    Reader, SheetType, SheetVisible, Style, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use zip::ZipArchive;

use super::book::{Book, SheetName};
use super::failure::Stop;
use super::judge::damaged_zip;
use super::pattern::Pattern;
use super::sink::Cells;
use super::value::Value;
use super::{Failure, FailureCode, ole};

/// XLSX, streamed: only the table of shared strings is held.
pub(super) struct ZippedBook {
    book: Xlsx<BufReader<File>>,
    sheets: Vec<SheetName>,
    /// Whether some sheet has merged areas.
    merged: bool,
}

/// XLSB, streamed too.
pub(super) struct BinaryBook {
    book: Xlsb<BufReader<File>>,
    sheets: Vec<SheetName>,
}

/// XLS, which calamine reads whole; it has at most 65,536 rows a sheet.
pub(super) struct OldBook {
    book: Xls<BufReader<File>>,
    sheets: Vec<SheetName>,
}

fn sheet_names(metadata: &[calamine::Sheet]) -> Vec<SheetName> {
    let sheets = metadata
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets
        .map(|sheet| SheetName {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect()
}

impl ZippedBook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let merged = has_merged_areas(&file)?;
        let book = Xlsx::new(BufReader::new(file)).map_err(xlsx_failure)?;
        let sheets = sheet_names(book.sheets_metadata());
        Ok(Self {
            book,
            sheets,
            merged,
        })
    }
}

impl Book for ZippedBook {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn walk(&mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop> {
        let name = &self.sheets[sheet].name;
        let mut reader = match self.book.worksheet_cells_reader(name) {
            // A sheet that the book lists but does not contain is an empty one.
            Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => return Ok(()),
            reader => reader.map_err(xlsx_failure)?,
        };
        let patterns: Vec<Option<Pattern>> = reader.styles().iter().map(pattern_of).collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(xlsx_failure)? {
            let (row, column) = cell.get_position();
            let pattern = patterns.get(style).and_then(Option::as_ref);
            let value = Value::from(cell.get_value()).in_format(pattern);
            cells.cell(row, column, value)?;
        }
        Ok(())
    }

    fn is_merged(&mut self, sheet: usize) -> bool {
        // Which part a sheet is in is calamine's secret; it is asked only if some part has merged areas at all.
        self.merged
            && self
                .book
                .merge_cells_by_sheet_name(&self.sheets[sheet].name)
                .is_ok_and(|areas| !areas.is_empty())
    }
}

fn pattern_of(style: &Style) -> Option<Pattern> {
    Pattern::of(&style.number_format.as_ref()?.format_code)
}

/// Whether a part mentions merged areas. Unpacking once more costs a tenth of the reading, parsing once more a half.
fn has_merged_areas(file: &File) -> Result<bool, Failure> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged_zip)?;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged_zip)?;
        let is_sheet = part
            .name()
            .is_ok_and(|name| name.to_ascii_lowercase().contains("worksheets/"));
        if is_sheet && contains(part, b"mergeCell ")? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a stream contains `needle`, read in pieces that overlap by its length.
fn contains(mut from: impl Read, needle: &[u8]) -> Result<bool, Failure> {
    let finder = memchr::memmem::Finder::new(needle);
    let mut buffer = vec![0; 64 << 10];
    let mut kept = 0;
    loop {
        let read = from.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(false);
        }
        let filled = kept + read;
        if finder.find(&buffer[..filled]).is_some() {
            return Ok(true);
        }
        kept = filled.min(needle.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn xlsx_failure(error: XlsxError) -> Failure {
    match error {
        XlsxError::Password => Failure::new(FailureCode::PasswordProtected),
        XlsxError::Zip(error) => damaged_zip(error),
        error => Failure::damaged(error),
    }
}

impl BinaryBook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let book = Xlsb::new(BufReader::new(file)).map_err(xlsb_failure)?;
        let sheets = sheet_names(book.sheets_metadata());
        Ok(Self { book, sheets })
    }
}

impl Book for BinaryBook {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn walk(&mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop> {
        let name = &self.sheets[sheet].name;
        let mut reader = self
            .book
            .worksheet_cells_reader(name)
            .map_err(xlsb_failure)?;
        while let Some(cell) = reader.next_cell().map_err(xlsb_failure)? {
            let (row, column) = cell.get_position();
            cells.cell(row, column, Value::from(cell.get_value()))?;
        }
        Ok(())
    }

    fn is_merged(&mut self, _sheet: usize) -> bool {
        false
    }
}

fn xlsb_failure(error: XlsbError) -> Failure {
    match error {
        XlsbError::Password => Failure::new(FailureCode::PasswordProtected),
        XlsbError::Zip(error) => damaged_zip(error),
        error => Failure::damaged(error),
    }
}

impl OldBook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        ole::check(&file)?;
        refuse_encrypted_package(&file)?;
        let length = file.metadata()?.len();
        let book = Xls::new(BufReader::new(file)).map_err(|error| match error {
            // Programs write whole sectors; a part of one at the end, and something missing, is a cut.
            XlsError::Cfb(_) if length % 512 != 0 => Failure::new(FailureCode::TruncatedFile),
            error => xls_failure(error),
        })?;
        let sheets = sheet_names(book.sheets_metadata());
        Ok(Self { book, sheets })
    }
}

/// An encrypted XLSX is no zip but an OLE container with the stream `EncryptedPackage`; opening it as XLSX says so.
fn refuse_encrypted_package(file: &File) -> Result<(), Failure> {
    match Xlsx::new(BufReader::new(file)) {
        Err(XlsxError::Password) => Err(Failure::new(FailureCode::PasswordProtected)),
        _ => Ok(()),
    }
}

impl Book for OldBook {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn walk(&mut self, sheet: usize, cells: &mut dyn Cells) -> Result<(), Stop> {
        let range = self
            .book
            .worksheet_range(&self.sheets[sheet].name)
            .map_err(xls_failure)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            cells.cell(top + row as u32, left + column as u32, Value::from(data))?;
        }
        Ok(())
    }

    fn is_merged(&mut self, sheet: usize) -> bool {
        let areas = self
            .book
            .merge_cells_by_sheet_name(&self.sheets[sheet].name);
        areas.is_ok_and(|areas| !areas.is_empty())
    }
}

fn xls_failure(error: XlsError) -> Failure {
    use calamine::XlsError as E;

    let text = error.to_string();
    match error {
        E::Password => Failure::new(FailureCode::PasswordProtected),
        E::Cfb(_) if text.contains("past end of file") => Failure::new(FailureCode::TruncatedFile),
        E::Cfb(_) if text.contains("Cannot find") => {
            Failure::new(FailureCode::NotASpreadsheet).with("kind", "ole")
        }
        E::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Failure::new(FailureCode::TruncatedFile)
        }
        _ => Failure::damaged(text),
    }
}
