//! The salon's sheet as XLSX, row by row: its bytes are taken as they come, so that half a million rows are never
//! held at once.
//!
//! The texts stand in the cells themselves (`inlineStr`), which Excel, LibreOffice and Numbers read; nothing in them
//! is a formula, whatever it begins with.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::write_back::{BackRow, BackSheet, MAX_ROWS, WriteError};
use crate::imports::columns::Column;

/// What Excel takes in a cell, in UTF-16 units.
const MAX_CHARS: usize = 32_767;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Cell format 0 is plain, 1 is bold; both are texts, so that a phone that is edited keeps its zero.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

/// What was written and not yet taken.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes one sheet; rows are given in ascending order.
pub struct BackWriter {
    zip: ZipWriter<StreamWriter<Pipe>>,
    pipe: Pipe,
    first_extra: u16,
    head: Option<(u32, Vec<String>)>,
    xml: String,
}

impl BackWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// If the zip cannot be made.
    pub fn new(sheet: &BackSheet<'_>) -> Result<Self, WriteError> {
        let pipe = Pipe::default();
        let mut zip = ZipWriter::new_stream(pipe.clone());
        // The speediest level: the file goes to one person once.
        let packed = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1));
        let mut name = String::new();
        escape(&mut name, &allowed_name(sheet.name));
        let book = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        );
        for (part, text) in [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", &book),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/styles.xml", STYLES),
        ] {
            zip.start_file(part, packed)?;
            zip.write_all(text.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", packed)?;
        zip.write_all(
            br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        )?;
        Ok(Self {
            zip,
            pipe,
            first_extra: sheet.first_extra.min(Column::COUNT),
            head: sheet.head.map(|(row, heads)| (row, heads.to_vec())),
            xml: String::new(),
        })
    }

    /// Adds a row. Cells where ours begin are left out.
    ///
    /// # Errors
    /// If the zip cannot be made.
    pub fn write(&mut self, row: &BackRow) -> Result<(), WriteError> {
        if row.row == 0 || row.row > MAX_ROWS {
            return Ok(());
        }
        self.xml.clear();
        // Writing to a String cannot fail.
        let _ = write!(self.xml, "<row r=\"{}\">", row.row);
        let own = row
            .cells
            .iter()
            .filter(|cell| cell.column < self.first_extra);
        for cell in own {
            put(&mut self.xml, row.row, cell.column, 0, &cell.text);
        }
        let (style, extra) = match &self.head {
            Some((at, heads)) if *at == row.row => (1, heads),
            _ => (0, &row.extra),
        };
        for (column, text) in (self.first_extra..Column::COUNT).zip(extra) {
            put(&mut self.xml, row.row, column, style, text);
        }
        self.xml.push_str("</row>");
        self.zip.write_all(self.xml.as_bytes())?;
        Ok(())
    }

    /// The bytes of the file that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        self.pipe.take()
    }

    /// Ends the file and gives its last bytes.
    ///
    /// # Errors
    /// If the zip cannot be made.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        self.zip.finish()?;
        Ok(self.pipe.take())
    }
}

fn put(xml: &mut String, row: u32, column: u16, style: u8, text: &str) {
    let Some(letters) = Column::at(column).filter(|_| !text.is_empty()) else {
        return;
    };
    let _ = write!(
        xml,
        "<c r=\"{letters}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
    );
    escape(xml, fitting(text));
    xml.push_str("</t></is></c>");
}

/// Text of XML 1.0, which has no control characters.
fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
}

/// The part of a text that fits a cell; Excel counts UTF-16 units.
fn fitting(text: &str) -> &str {
    if text.len() <= MAX_CHARS {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MAX_CHARS
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// At most 31 characters, none of those that Excel forbids, no apostrophe at the ends, and not nothing.
fn allowed_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if "[]:*?/\\".contains(c) || c.is_control() || c > '\u{ffff}' {
                ' '
            } else {
                c
            }
        })
        .take(31)
        .collect();
    match clean.trim().trim_matches('\'') {
        "" => "Import".to_owned(),
        clean => clean.to_owned(),
    }
}
