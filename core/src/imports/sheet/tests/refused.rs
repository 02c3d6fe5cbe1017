//! Files that are refused say why, and no bytes at all can do more than that.

use proptest::prelude::*;

use super::super::{FailureCode, Options};
use super::fixtures::{
    XlsCell, encrypted_xls, ods, ods_with_manifest, ole, raw_xlsx, xls, xlsx, zipped,
};
use super::{Told, tell, tell_with};

fn small_xlsx() -> Vec<u8> {
    xlsx(|book| {
        let page = book.add_worksheet();
        for row in 0..200 {
            page.write(row, 0, format!("Anna {row}"))?;
            page.write(row, 1, 49_176_000_000_u64 + u64::from(row))?;
        }
        Ok(())
    })
}

fn code(bytes: &[u8]) -> Option<FailureCode> {
    tell(bytes).code()
}

#[test]
fn empty_files_and_files_without_rows() {
    assert_eq!(code(b""), Some(FailureCode::EmptyFile));
    assert_eq!(code(b"\n\n  \n;;;\n"), Some(FailureCode::NoRows));
    let empty = xlsx(|book| book.add_worksheet().write(0, 0, "  ").map(|_| ()));
    assert_eq!(code(&empty), Some(FailureCode::NoRows));
    assert_eq!(
        code(&ods(r#"<table:table table:name="A"></table:table>"#)),
        Some(FailureCode::NoRows)
    );
}

#[test]
fn other_files_by_whatever_name() {
    let kinds: [(&[u8], FailureCode); 8] = [
        (b"%PDF-1.7\n", FailureCode::NotASpreadsheet),
        (b"\x89PNG\r\n\x1a\n....", FailureCode::NotASpreadsheet),
        (b"a\0b\x01c,d\n\x02\x03", FailureCode::NotASpreadsheet),
        (b"\xEF\xBB\xBF\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", FailureCode::HtmlFile),
        (b"<table border=1><tr><td>Anna</td></tr></table>", FailureCode::HtmlFile),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", FailureCode::XmlFile),
        (b"BEGIN:VCARD\nVERSION:3.0\n", FailureCode::NotASpreadsheet),
        (b"{\"clients\":[]}", FailureCode::NotASpreadsheet),
    ];
    for (bytes, expected) in kinds {
        assert_eq!(
            code(bytes),
            Some(expected),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
    assert_eq!(
        code(&zipped(&[("Index/Document.iwa", b"x")])),
        Some(FailureCode::NumbersFile)
    );
    assert_eq!(
        code(&zipped(&[("word/document.xml", b"<x/>")])),
        Some(FailureCode::NotASpreadsheet)
    );
    assert_eq!(
        code(&zipped(&[("kunden.txt", b"x")])),
        Some(FailureCode::NotASpreadsheet)
    );
    assert_eq!(
        code(&ole("WordDocument", b"x")),
        Some(FailureCode::NotASpreadsheet)
    );
}

#[test]
fn the_first_formats_of_excel_are_named() {
    for start in [
        b"\x09\x00\x04\x00",
        b"\x09\x02\x06\x00",
        b"\x09\x04\x06\x00",
    ] {
        let told = tell(&[start.as_slice(), &[0; 600]].concat());
        assert_eq!(told.code(), Some(FailureCode::NotASpreadsheet));
        assert_eq!(told.failure.unwrap().args["kind"], "old_excel");
    }
}

#[test]
fn passwords() {
    assert_eq!(
        code(&ole("EncryptedPackage", b"x")),
        Some(FailureCode::PasswordProtected)
    );
    assert_eq!(code(&encrypted_xls()), Some(FailureCode::PasswordProtected));
    let locked = ods_with_manifest("", "<manifest:encryption-data/>");
    assert_eq!(code(&locked), Some(FailureCode::PasswordProtected));
}

#[test]
fn cut_off_files() {
    let whole = small_xlsx();
    assert_eq!(code(&whole), None);
    for length in [30, whole.len() / 2, whole.len() - 30] {
        assert_eq!(
            code(&whole[..length]),
            Some(FailureCode::TruncatedFile),
            "{length}"
        );
    }
    let old = xls(&[(0, 0, XlsCell::Label("Anna"))], None);
    assert_eq!(code(&old), None);
    for length in [100, 1400, old.len() - 3000] {
        assert_eq!(
            code(&old[..length]),
            Some(FailureCode::TruncatedFile),
            "{length}"
        );
    }
}

#[test]
fn damaged_files() {
    let broken = raw_xlsx("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>");
    assert_eq!(code(&broken), Some(FailureCode::DamagedFile));
    let mut flipped = small_xlsx();
    let at = flipped
        .windows(10)
        .position(|w| w == b"sheet1.xml")
        .unwrap()
        + 40;
    for byte in &mut flipped[at..at + 200] {
        *byte ^= 0x5a;
    }
    assert_eq!(code(&flipped), Some(FailureCode::DamagedFile));
    assert_eq!(
        code(&ods("<table:table table:name=\"A\"><table:table-row>")),
        Some(FailureCode::DamagedFile)
    );
}

#[test]
fn sectors_in_a_circle() {
    let whole = xls(&[(0, 0, XlsCell::Label("Anna"))], None);
    // The table of sectors is the first one behind the header: the directory stands in sector
    // 1, the workbook from sector 2 on.
    let table = 512;
    let last = (2..128)
        .find(|sector| whole[table + sector * 4..][..4] == [0xFE, 0xFF, 0xFF, 0xFF])
        .unwrap();
    for (sector, next) in [(1, 1_u32), (last, 2)] {
        let mut bytes = whole.clone();
        bytes[table + sector * 4..][..4].copy_from_slice(&next.to_le_bytes());
        let told = tell(&bytes);
        assert_eq!(told.code(), Some(FailureCode::DamagedFile), "{sector}");
        let detail = &told.failure.unwrap().args["detail"];
        assert!(detail.contains("circle"), "{detail}");
    }
    let mut bytes = whole;
    // More tables of sectors, told by a sector that tells of itself.
    bytes[68..72].copy_from_slice(&3_u32.to_le_bytes());
    let own = 4 * 512;
    bytes[own..own + 512].fill(0xFF);
    bytes[own + 508..own + 512].copy_from_slice(&3_u32.to_le_bytes());
    assert_eq!(code(&bytes), Some(FailureCode::DamagedFile));
}

#[test]
fn limits() {
    let bytes = small_xlsx();
    let with = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        tell_with(&bytes, &options)
    };
    assert_eq!(
        with(|o| o.limits.bytes = 1000).code(),
        Some(FailureCode::TooLarge)
    );
    assert_eq!(
        with(|o| o.limits.unpacked_bytes = 1000).code(),
        Some(FailureCode::TooLargeUncompressed)
    );
    let many = with(|o| o.limits.rows = 199);
    assert_eq!(many.code(), Some(FailureCode::TooManyRows));
    assert_eq!(many.failure.unwrap().args["limit"], "199");
    assert_eq!(with(|o| o.limits.rows = 200).code(), None);
    assert_eq!(
        with(|o| o.sheet = Some("Nein".to_owned())).code(),
        Some(FailureCode::UnknownSheet)
    );
}

#[test]
fn zip_bombs_that_tell_and_that_lie() {
    let blank = " ".repeat(70 << 20);
    let bomb = raw_xlsx(&format!("<sheetData>{blank}</sheetData>"));
    assert!(bomb.len() < 200_000);
    assert_eq!(code(&bomb), Some(FailureCode::TooLargeUncompressed));
    // The same with a directory that declares a small part: unpacking stops at what is declared.
    let mut lying = bomb;
    let directory = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    lying[directory + 24..directory + 28].copy_from_slice(&1000_u32.to_le_bytes());
    assert_eq!(code(&lying), Some(FailureCode::DamagedFile));
}

fn ends_well(told: &Told) -> bool {
    told.failure.is_some() != told.end.is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_end_in_rows_or_a_failure(bytes in prop::collection::vec(any::<u8>(), 0..3000), start in 0..5_usize) {
        let magic: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<", b"\xFF\xFE"];
        prop_assert!(ends_well(&tell(&[magic[start], &bytes].concat())));
    }
}
