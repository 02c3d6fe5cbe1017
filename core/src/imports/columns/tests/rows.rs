use super::super::*;
use super::cells;
use crate::imports::sheet::CellFlags;

#[test]
fn answers_about_consent() {
    let of = |answer, texts: &[&str]| {
        for text in texts {
            assert_eq!(ConsentCell::read(text), answer, "{text}");
        }
    };
    of(ConsentCell::Nothing, &["", "  ", "-", "?"]);
    of(
        ConsentCell::Given,
        &[
            "1", "Ja", "YES", "tak", "sì", "x", "TRUE", "✓", "opt-in", "WAHR",
        ],
    );
    of(
        ConsentCell::Withdrawn,
        &[
            "0",
            "no",
            "Nein",
            "nee",
            "nie",
            "false",
            "Unsubscribed",
            "FALSCH",
        ],
    );
    of(ConsentCell::Unreadable, &["2", "vielleicht", "12.03.2024"]);
}

fn reading(mapping: &str, texts: &[&str]) -> RowReading {
    read_row(&Mapping::from_json(mapping).unwrap(), &cells(texts))
}

#[test]
fn rows_become_raw_clients() {
    let mapping = r#"{"A":"first_name","B":"last_name_prefix","C":"last_name","D":"phone","E":"phone","F":"email","G":"note","H":"marketing_consent","I":"number","J":"source"}"#;
    let read = reading(
        mapping,
        &[
            "Anna",
            "van der",
            "Berg",
            "0176 1",
            "030 2\n030 3",
            "a@b.de",
            "x\ny",
            "ja",
            "007",
            "Google",
            "egal",
        ],
    );
    let expected = RawClient {
        number: Some("007".to_owned()),
        name_raw: None,
        first_name: Some("Anna".to_owned()),
        last_name: Some("van der Berg".to_owned()),
        phones: vec!["0176 1".to_owned(), "030 2\n030 3".to_owned()],
        emails: vec!["a@b.de".to_owned()],
        notes: vec!["x\ny".to_owned()],
        consent: ConsentCell::Given,
        source: Some("Google".to_owned()),
    };
    assert_eq!(
        (read.client, read.problems, read.refusal),
        (expected, vec![], None)
    );
}

#[test]
fn bad_cells_are_named_and_the_row_lives() {
    let mapping = Mapping::from_json(
        r#"{"A":"name","B":"phone","C":"email","D":"marketing_consent","E":"note"}"#,
    )
    .unwrap();
    let mut cells = cells(&["Anna", "176000000000", "anna(at)example", "vielleicht", "x"]);
    cells[1].flags = CellFlags::DIGITS_LOST;
    cells[4].flags = CellFlags::FORMULA_ERROR;
    let read = read_row(&mapping, &cells);
    let problems: Vec<_> = read
        .problems
        .iter()
        .map(|p| format!("{} {}", p.column, p.code.as_str()))
        .collect();
    assert_eq!(
        problems,
        [
            "B digits_lost",
            "C email_implausible",
            "D consent_unreadable",
            "E formula_error"
        ]
    );
    assert_eq!(read.client.emails, ["anna(at)example"]);
    assert!(read.client.phones.is_empty() && read.client.notes.is_empty());
    assert_eq!(
        (read.client.consent, read.refusal),
        (ConsentCell::Unreadable, None)
    );
    let long = "x".repeat(201);
    assert_eq!(
        reading(r#"{"A":"name","B":"phone"}"#, &[&long, "0176"]).problems[0].code,
        ProblemCode::TooLong
    );
}

#[test]
fn rows_that_name_nobody_are_refused() {
    let mapping = r#"{"A":"name","B":"phone","C":"note"}"#;
    assert_eq!(
        reading(mapping, &["", "", "nur Notiz"]).refusal,
        Some(Refusal::NothingToKeep)
    );
    assert_eq!(
        reading(mapping, &["Name", "Telefon"]).refusal,
        Some(Refusal::HeadAgain)
    );
    assert_eq!(reading(mapping, &["", "0176"]).refusal, None);
    assert_eq!(reading(mapping, &["Telefon", "0176"]).refusal, None);
}
