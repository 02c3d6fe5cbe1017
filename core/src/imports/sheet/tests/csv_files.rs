//! CSV files as programs of four countries and thirty years write them.

use proptest::prelude::*;

use super::super::{FailureCode, Note, Options};
use super::{tell, tell_with};

#[test]
fn separators_are_found() {
    for separator in [';', ',', '\t', '|'] {
        let text = "Name;Telefon;Notiz\nAnna Müller;0176 1;\"sagt \"\"hallo\"\"; kommt, geht\"\nPaul;0176 2;\n".replace(';', &separator.to_string());
        let told = tell(text.as_bytes());
        assert_eq!(told.head.as_ref().unwrap().separator, Some(separator));
        assert_eq!(told.row(2)[..2], ["Anna Müller", "0176 1"]);
        assert_eq!(told.row(3), ["Paul", "0176 2"]);
    }
    let commas = tell(b"Name;Ort\n\"Berg, Anna\";Bonn\nCruz, Paul;K\xc3\xb6ln\n");
    assert_eq!(commas.row(3), ["Cruz, Paul", "Köln"]);
    let lone = tell(b"Anna\nPaul\n");
    assert_eq!(lone.row(2), ["Paul"]);
    let told = tell(b"sep=|\r\na;b|c;d\r\n");
    assert_eq!(told.row(2), ["a;b", "c;d"]);
    let options = Options {
        separator: Some(';'),
        ..Options::default()
    };
    assert_eq!(tell_with(b"a,b;c\n", &options).row(1), ["a,b", "c"]);
    let options = Options {
        separator: Some('ä'),
        ..Options::default()
    };
    assert_eq!(
        tell_with(b"a,b;c\n", &options).code(),
        Some(FailureCode::UnknownSeparator)
    );
}

#[test]
fn rows_count_as_a_spreadsheet_program_shows_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["Name;Notiz", "", "Anna;\"erste", "zweite\"", ";", "Paul;x"].join(end);
        let told = tell(text.as_bytes());
        let rows: Vec<u32> = told.rows.iter().map(|row| row.row).collect();
        assert_eq!(rows, [1, 3, 5], "{end:?}");
        assert_eq!(told.row(3), ["Anna", "erste\nzweite"]);
        assert_eq!(told.notes(), [Note::EmptyRows(2)]);
    }
}

#[test]
fn numbers_that_a_spreadsheet_has_spoiled() {
    let told = tell(
        "4917612345678.0;4,91761234567E+11;1,76E+11;=\"0176123\";'+49176;'t Hooft;12.0;#BEZUG!\n"
            .as_bytes(),
    );
    let texts = [
        "4917612345678",
        "491761234567",
        "176000000000",
        "0176123",
        "+49176",
        "'t Hooft",
        "12.0",
        "",
    ];
    assert_eq!(told.row(1), texts);
    assert_eq!(
        told.notes(),
        [
            Note::FormulaErrors(1),
            Note::DigitsLost(1),
            Note::NumberCells(3)
        ]
    );
}

#[test]
fn a_quotation_mark_that_never_closes_is_said() {
    let text = format!("Name;Notiz\nAnna;\"x\n{}", "Paul;y\n".repeat(500));
    let told = tell(text.as_bytes());
    assert_eq!(told.code(), Some(FailureCode::UnbalancedQuotes));
    assert_eq!(told.failure.unwrap().args["row"], "2");
    let short = tell(b"Anna;1\n\"Paul;2\n");
    assert_eq!(
        (short.row(1), short.row(2)),
        (vec!["Anna", "1"], vec!["Paul;2"])
    );
}

#[test]
fn encodings_are_told_and_may_be_forced() {
    let text = "Name;Ort\nMüller;Köln\n";
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    assert_eq!(tell(&marked).row(1), ["Name", "Ort"]);
    for little in [true, false] {
        let units = text.encode_utf16().flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        });
        let units: Vec<u8> = units.collect();
        let mark: &[u8] = if little { b"\xFF\xFE" } else { b"\xFE\xFF" };
        for bytes in [units.clone(), [mark, &units].concat()] {
            let told = tell(&bytes);
            assert_eq!(told.row(2), ["Müller", "Köln"]);
            assert_eq!(
                told.encoding(),
                if little { "UTF-16LE" } else { "UTF-16BE" }
            );
        }
    }
    let options = |label: &str| Options {
        encoding: Some(label.to_owned()),
        ..Options::default()
    };
    assert_eq!(
        tell_with(b"M\x81ller", &options("cp850")).row(1),
        ["Müller"]
    );
    assert_eq!(
        tell_with(b"M\x81ller", &options("klingon")).code(),
        Some(FailureCode::UnknownEncoding)
    );
}

#[test]
fn two_lists_put_together_are_read_cell_by_cell() {
    let told = tell(b"M\xc3\xbcller;K\xc3\xb6ln\nJ\xfcrgen;Bonn\n");
    assert_eq!(told.row(1), ["Müller", "Köln"]);
    assert_eq!(told.row(2), ["Jürgen", "Bonn"]);
    assert_eq!(told.notes(), [Note::MixedEncoding(1)]);
    let garbled = tell("MÃ¼ller;x\n".as_bytes());
    assert_eq!(garbled.notes(), [Note::GarbledCells(1)]);
}

proptest! {
    #[test]
    fn what_a_writer_quotes_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-zäłé\",;|\n\\- ]{1,12}", 2..5), 1..12)) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let options = Options { separator: Some(';'), ..Options::default() };
        let told = tell_with(&writer.into_inner().unwrap(), &options);
        let filled = rows.iter().enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
        let expected: Vec<(u32, String)> = filled.map(|(at, row)| (at as u32 + 1, row.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect())).collect();
        let found: Vec<(u32, String)> = told.rows.iter().map(|row| (row.row, row.cells.iter().map(|c| c.text.as_str()).collect())).collect();
        prop_assert_eq!(found, expected);
    }
}
