//! Files made by hand, down to the container where no library writes it.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Workbook, XlsxError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An XLSX file of what `fill` puts in.
pub(super) fn xlsx(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A zip of these parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An XLSX file around the given `<sheetData>` and what follows it.
pub(super) fn raw_xlsx(sheet: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let book_rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// An ODS file around the given tables.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    ods_with_manifest(tables, "")
}

/// An ODS file with something in its manifest.
pub(super) fn ods_with_manifest(tables: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = format!(
        "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\">{manifest}</manifest:file-entry>\
         </manifest:manifest>"
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

const SECTOR: usize = 512;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT: u32 = 0xFFFF_FFFD;

/// An OLE container with one stream, made up to the size from which streams have sectors of their own.
pub(super) fn ole(name: &str, stream: &[u8]) -> Vec<u8> {
    let sectors = stream.len().max(4096).div_ceil(SECTOR);
    assert!(
        sectors < 120,
        "one table of sectors is enough for the tests"
    );
    let mut file = header();
    file.extend(fat(sectors).iter().flat_map(|entry| entry.to_le_bytes()));
    file.extend(entry("Root Entry", 5, 1, END_OF_CHAIN, 0));
    file.extend(entry(name, 2, FREE, 2, sectors * SECTOR));
    file.resize(3 * SECTOR, 0);
    file.extend(stream);
    file.resize((3 + sectors) * SECTOR, 0);
    file
}

/// The header: version 3, sectors of 512 bytes, the table in sector 0, the directory in sector 1.
fn header() -> Vec<u8> {
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    for word in [0_u32, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    header.resize(SECTOR, 0xFF);
    header
}

fn fat(sectors: usize) -> Vec<u32> {
    let mut table = vec![FREE; SECTOR / 4];
    table[0] = FAT;
    table[1] = END_OF_CHAIN;
    for (sector, next) in table.iter_mut().enumerate().skip(2).take(sectors) {
        *next = sector as u32 + 1;
    }
    table[1 + sectors] = END_OF_CHAIN;
    table
}

fn entry(name: &str, kind: u8, child: u32, start: u32, length: usize) -> Vec<u8> {
    let units: Vec<u16> = name.encode_utf16().collect();
    let mut entry: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    entry.resize(64, 0);
    entry.extend(((units.len() + 1) as u16 * 2).to_le_bytes());
    entry.extend([kind, 1]);
    for word in [FREE, FREE, child] {
        entry.extend(word.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend((length as u32).to_le_bytes());
    entry.resize(128, 0);
    entry
}

/// A cell of an XLS file.
pub(super) enum XlsCell<'a> {
    Label(&'a str),
    Number(f64),
    /// A number in a format that shows it as a date.
    Date(f64),
    /// `#REF!`
    Error,
}

/// An XLS file of one sheet, in BIFF8; `merged` names one area by first and last row and column.
pub(super) fn xls(cells: &[(u16, u16, XlsCell<'_>)], merged: Option<[u16; 4]>) -> Vec<u8> {
    let name: Vec<u16> = "Kunden".encode_utf16().collect();
    let mut globals = Vec::new();
    record(&mut globals, 0x0809, &words(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    for format in [0_u16, 14] {
        let mut xf = words(&[0, format]);
        xf.resize(20, 0);
        record(&mut globals, 0x00E0, &xf);
    }
    let mut bound = vec![0, 0, 0, 0, 0, 0, name.len() as u8, 1];
    bound.extend(words(&name));
    let start = globals.len() + 4 + bound.len() + 4;
    bound[..4].copy_from_slice(&(start as u32).to_le_bytes());
    record(&mut globals, 0x0085, &bound);
    record(&mut globals, 0x000A, &[]);
    record(
        &mut globals,
        0x0809,
        &words(&[0x0600, 16, 0, 0, 0, 0, 0, 0]),
    );
    for (row, column, cell) in cells {
        xls_cell(&mut globals, *row, *column, cell);
    }
    if let Some([top, bottom, left, right]) = merged {
        record(&mut globals, 0x00E5, &words(&[1, top, bottom, left, right]));
    }
    record(&mut globals, 0x000A, &[]);
    ole("Workbook", &globals)
}

fn xls_cell(stream: &mut Vec<u8>, row: u16, column: u16, cell: &XlsCell<'_>) {
    let mut data = words(&[row, column, u16::from(matches!(cell, XlsCell::Date(_)))]);
    match cell {
        XlsCell::Label(text) => {
            let units: Vec<u16> = text.encode_utf16().collect();
            data.extend(words(&[units.len() as u16]));
            data.push(1);
            data.extend(words(&units));
            record(stream, 0x0204, &data);
        }
        XlsCell::Number(number) | XlsCell::Date(number) => {
            data.extend(number.to_le_bytes());
            record(stream, 0x0203, &data);
        }
        XlsCell::Error => {
            data.extend([0x17, 1]);
            record(stream, 0x0205, &data);
        }
    }
}

/// An XLS file that begins like an encrypted one.
pub(super) fn encrypted_xls() -> Vec<u8> {
    let mut globals = Vec::new();
    record(&mut globals, 0x0809, &words(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    record(&mut globals, 0x002F, &words(&[1, 1, 0, 0]));
    ole("Workbook", &globals)
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn record(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend((data.len() as u16).to_le_bytes());
    stream.extend(data);
}
