//! The salon's sheet comes back with our columns, and nothing in it is run.

use std::io::Read;

use super::super::{BackRow, BackSheet, BackWriter, Cell, write_csv_back};
use super::tell;

const FORMULA: &str = "=HYPERLINK(\"http://example.org\")";

fn rows() -> Vec<BackRow> {
    let texts = [["Name", "Telefon"], ["Müller", "+49 176"], [FORMULA, "@x"]];
    let numbers = [1, 2, 5];
    let row = |(row, texts): (u32, [&str; 2])| BackRow {
        row,
        cells: (0..)
            .zip(texts)
            .map(|(column, text)| Cell::new(column, text))
            .collect(),
        extra: vec!["neu".to_owned(), "-1".to_owned()],
    };
    numbers.into_iter().zip(texts).map(row).collect()
}

#[test]
fn xlsx_comes_back_as_texts_in_the_same_rows() {
    let heads = ["Urteil".to_owned(), "Nummer".to_owned()];
    let sheet = BackSheet {
        name: "Kunden: 2026/1'",
        first_extra: 2,
        head: Some((1, &heads)),
    };
    let mut writer = BackWriter::new(&sheet).unwrap();
    let mut bytes = Vec::new();
    for row in rows() {
        writer.write(&row).unwrap();
        bytes.extend(writer.take());
    }
    bytes.extend(writer.finish().unwrap());
    let told = tell(&bytes);
    assert_eq!(told.head.as_ref().unwrap().sheets[0].name, "Kunden  2026 1");
    assert_eq!(told.row(1), ["Name", "Telefon", "Urteil", "Nummer"]);
    assert_eq!(told.row(2), ["Müller", "+49 176", "neu", "-1"]);
    assert_eq!(told.row(5), [FORMULA, "@x", "neu", "-1"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut xml = String::new();
    archive
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    assert!(!xml.contains("<f>") && xml.contains("HYPERLINK"));
}

#[test]
fn csv_comes_back_disarmed_and_can_be_read_again() {
    let sheet = BackSheet {
        name: "",
        first_extra: 2,
        head: None,
    };
    let mut bytes = Vec::new();
    assert_eq!(write_csv_back(&mut bytes, &sheet, rows()).unwrap(), 3);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(
        text.starts_with("\u{feff}Name;Telefon;neu;'-1\r\n"),
        "{text}"
    );
    assert!(
        text.contains("\r\nMüller;'+49 176;neu;'-1\r\n\r\n\r\n\"'=HYPERLINK("),
        "{text}"
    );
    let told = tell(&bytes);
    assert_eq!(told.row(2), ["Müller", "+49 176", "neu", "-1"]);
    assert_eq!(told.row(5), [FORMULA, "@x", "neu", "-1"]);
}
