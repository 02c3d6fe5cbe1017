//! Files of every format, damaged in every way: outside, and inside of what is packed, where
//! no checksum stops the reading early. Nightly tests take far more of them.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use rust_xlsxwriter::Format;
use zip::ZipArchive;

use super::super::Options;
use super::fixtures::{XlsCell, ods, xls, xlsx, zipped};
use super::{Told, tell};

/// How many mutants of each kind.
fn mutants() -> u32 {
    let told = std::env::var("KARTOTEKA_MUTANTS").ok();
    told.and_then(|told| told.parse().ok()).unwrap_or(150)
}

/// What stands where something else did: ends of numbers, of places, of markup.
const PIECES: [&[u8]; 18] = [
    b"",
    b"0",
    b"-1",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"A1048577",
    b"XFE1",
    b"A0",
    b"<",
    b"/>",
    b"\"",
    b"&#0;",
    b"&x;",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\xc3",
];

#[derive(Clone, Debug)]
enum Damage {
    /// The rest is missing.
    Cut(u16),
    /// Some bytes became others.
    Turn(u16, u8),
    /// Bytes gave way to a piece.
    Put(u16, u8, usize),
    /// A part stands somewhere once more.
    Again(u16, u16, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        1 => any::<u16>().prop_map(Damage::Cut),
        4 => (any::<u16>(), 1..=255_u8).prop_map(|(at, with)| Damage::Turn(at, with)),
        6 => (any::<u16>(), 0..12_u8, 0..PIECES.len()).prop_map(|(at, gone, put)| Damage::Put(at, gone, put)),
        2 => (any::<u16>(), any::<u16>(), any::<u8>()).prop_map(|(from, to, long)| Damage::Again(from, to, long)),
    ]
}

impl Damage {
    fn on(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        let place = |at: u16| usize::from(at) * length / (usize::from(u16::MAX) + 1);
        match *self {
            Self::Cut(at) => bytes.truncate(place(at)),
            Self::Turn(at, with) => bytes[place(at)] ^= with,
            Self::Put(at, gone, piece) => {
                let end = (place(at) + usize::from(gone)).min(length);
                bytes.splice(place(at)..end, PIECES[piece].iter().copied());
            }
            Self::Again(from, to, long) => {
                let end = (place(from) + usize::from(long)).min(length);
                let part = bytes[place(from)..end].to_vec();
                bytes.splice(place(to)..place(to), part);
            }
        }
    }
}

/// A sound file of each format, with all that a format has.
fn sound(kind: usize) -> Vec<u8> {
    match kind {
        0 => xlsx(|book| {
            let day = Format::new().set_num_format("dd.mm.yyyy");
            let card = Format::new().set_num_format("00000");
            let page = book.add_worksheet();
            for row in 0..6 {
                page.write(row, 0, format!("Anna Müller {row}"))?;
                page.write(row, 1, 4_917_600_000_000_u64 + u64::from(row))?;
                page.write_with_format(row, 2, 29_586 + row, &day)?;
                page.write_with_format(row, 3, row, &card)?;
                page.write(row, 4, row % 2 == 0)?;
            }
            page.write_rich_string(6, 0, &[(&Format::new().set_bold(), "Frau "), (&Format::new(), "Groß")])?;
            page.write_formula(6, 1, "=A1&\"x\"")?;
            page.merge_range(7, 0, 7, 2, "Zusammen", &Format::new())?;
            book.add_worksheet().set_hidden(true).write(0, 0, "Liste")?;
            Ok(())
        }),
        1 => xls(
            &[
                (0, 0, XlsCell::Label("Anna Müller")),
                (0, 1, XlsCell::Number(4_917_600_000_000.0)),
                (1, 0, XlsCell::Date(29_586.0)),
                (1, 1, XlsCell::Error),
                (2, 2, XlsCell::Label("Groß")),
            ],
            None,
        ),
        2 => ods(
            "<style:style style:name=\"a\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
             <table:table table:name=\"A\" table:style-name=\"b\"><table:table-row table:number-rows-repeated=\"3\">\
             <table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\"><text:p>Anna<text:s text:c=\"3\"/>M&#252;ller</text:p></table:table-cell>\
             <table:covered-table-cell/><table:table-cell table:number-columns-repeated=\"4\" office:value-type=\"float\" office:value=\"815\"><text:p>00815</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"date\" office:date-value=\"1980-12-31T17:30:00\"><office:annotation><text:p>x</text:p></office:annotation><text:p>31.12.80</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"time\" office:time-value=\"PT17H30M00S\"/></table:table-row></table:table>",
        ),
        3 => "sep=;\r\nName;Telefon;Notiz\r\nAnna Müller;0176 1;\"eins\n\"\"zwei\"\"\"\r\n\"Groß, Eva\";1,76E+11;\r\n".into(),
        4 => {
            let text = "\u{feff}Name\tTelefon\r\nAnna Müller\t0176 1\r\nZoë\t\r\n";
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        _ => b"Name;Ort\r\nAnna M\xfcller;K\xf6ln\r\n\x84Gro\xdf\x93;\x80 5\r\n".to_vec(),
    }
}

const KINDS: usize = 6;

/// The file with one of its parts damaged, packed anew; the file itself where it has none.
fn inside(file: &[u8], part: u16, damages: &[Damage]) -> Vec<u8> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else {
        let mut bytes = file.to_vec();
        damages.iter().for_each(|damage| damage.on(&mut bytes));
        return bytes;
    };
    let chosen = usize::from(part) % archive.len();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut found = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        found.read_to_end(&mut bytes).unwrap();
        if index == chosen {
            damages.iter().for_each(|damage| damage.on(&mut bytes));
        }
        parts.push((found.name().unwrap().to_string(), bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zipped(&parts)
}

/// Rows or a failure, never both, and no more of anything than is allowed.
fn ends_well(told: &Told) -> bool {
    let limits = Options::default().limits;
    let cells = told.rows.iter().flat_map(|row| &row.cells);
    let fits = |text: &str| text.chars().count() <= limits.cell_chars as usize;
    told.failure.is_some() != told.end.is_some()
        && told.rows.len() <= limits.rows as usize
        && cells.into_iter().all(|cell| fits(&cell.text))
}

#[test]
fn the_sound_files_are_read() {
    for kind in 0..KINDS {
        let told = tell(&sound(kind));
        assert_eq!(told.code(), None, "{kind}");
        assert!(told.rows.len() > 1, "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(mutants()))]

    #[test]
    fn damaged_outside(kind in 0..KINDS, damages in prop::collection::vec(damage(), 1..6)) {
        let mut bytes = sound(kind);
        damages.iter().for_each(|damage| damage.on(&mut bytes));
        prop_assert!(ends_well(&tell(&bytes)));
    }

    #[test]
    fn damaged_inside(kind in 0..KINDS, part in any::<u16>(), damages in prop::collection::vec(damage(), 1..6)) {
        let bytes = inside(&sound(kind), part, &damages);
        prop_assert!(ends_well(&tell(&bytes)));
    }
}
