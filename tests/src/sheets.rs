//! Spreadsheets for stories.

use rust_xlsxwriter::Workbook;

/// An XLSX of these rows.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a file")
}

/// A CSV of these rows, separated by semicolons, in Windows-1252 as Excel writes it.
pub fn csv_1252(rows: &[&[&str]]) -> Vec<u8> {
    let text: String = rows.iter().map(|cells| cells.join(";") + "\r\n").collect();
    let byte = |c: char| u8::try_from(u32::from(c)).expect("a letter of Latin-1");
    text.chars().map(byte).collect()
}

/// An XLSX of so many people, no two alike, below a head.
pub fn people(rows: usize) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0..).zip(["Name", "Telefon", "E-Mail"]) {
        sheet.write_string(0, column, head).expect("a cell");
    }
    for (row, at) in (1..).zip(0..rows) {
        let cells = [
            format!("Anna Nummer{at}"),
            format!("0176 {at:08}"),
            format!("anna.{at}@example.org"),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a file")
}
