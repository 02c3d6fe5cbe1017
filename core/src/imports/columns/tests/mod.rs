#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod rows;

use proptest::prelude::*;

use super::words::fold;
use super::*;
use crate::imports::sheet::{Cell, Row};

fn cells(texts: &[&str]) -> Vec<Cell> {
    let filled = (0..).zip(texts).filter(|(_, text)| !text.is_empty());
    filled
        .map(|(column, text)| Cell::new(column, *text))
        .collect()
}

fn sheet(rows: &[&[&str]]) -> Vec<Row> {
    (1..)
        .zip(rows)
        .map(|(row, texts)| Row {
            row,
            cells: cells(texts),
        })
        .collect()
}

fn fields(recognition: &Recognition) -> String {
    recognition
        .mapping
        .iter()
        .map(|(column, field)| format!("{column}:{field}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn columns_are_letters() {
    for (index, letters) in [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16_383, "XFD"),
    ] {
        assert_eq!(Column::at(index).unwrap().to_string(), letters);
        assert_eq!(letters.parse::<Column>().unwrap().index(), index);
    }
    for wrong in ["", "a", "A1", "XFE", "ZZZ", "AAAA", "Ä"] {
        assert!(wrong.parse::<Column>().is_err(), "{wrong}");
    }
    assert_eq!(Column::at(16_384), None);
}

#[test]
fn mappings_are_strict_and_say_what_is_wrong() {
    let wrong = |json| Mapping::from_json(json).unwrap_err();
    assert_eq!(
        wrong(r#"{"A1":"name"}"#),
        MappingError::UnknownColumn("A1".to_owned())
    );
    let column = Column::at(1).unwrap();
    assert_eq!(
        wrong(r#"{"A":"name","B":"fax"}"#),
        MappingError::UnknownField {
            column,
            field: "fax".to_owned()
        }
    );
    assert_eq!(
        wrong(r#"{"A":"name","B":"name"}"#),
        MappingError::FieldTwice {
            column,
            field: Field::Name
        }
    );
    assert_eq!(
        wrong(r#"{"B":"phone","B":"email"}"#),
        MappingError::ColumnTwice(column)
    );
    assert_eq!(wrong(r#"{"A":"note"}"#), MappingError::NothingToKeep);
    for json in ["", "[]", "{}x", r#"{"A":1}"#, r#"{"A":null}"#] {
        assert_eq!(wrong(json).code(), "not_a_mapping", "{json}");
    }
    assert!(Mapping::from_json(r#"{"A":"name","B":"phone","C":"phone","D":"ignore"}"#).is_ok());
}

#[test]
fn heads_of_five_languages() {
    let heads: [(&[&str], &str); 12] = [
        (
            &[
                "First Name",
                "Last name",
                "Mobile number",
                "Email",
                "Accepts marketing",
                "Note",
            ],
            "A:first_name B:last_name C:phone D:email E:marketing_consent F:note",
        ),
        (
            &[
                "Vorname",
                "Name",
                "Handy-Nr.",
                "Telefon privat",
                "E-Mail-Adresse",
                "Bemerkungen",
                "Newsletter",
            ],
            "A:first_name B:last_name C:phone D:phone E:email F:note G:marketing_consent",
        ),
        (
            &["Kundennummer", "Name", "Telefon", "Quelle"],
            "A:number B:name C:phone D:source",
        ),
        (
            &[
                "Voornaam",
                "Tussenvoegsel",
                "Achternaam",
                "Mobiel",
                "E-mailadres",
                "Opmerkingen",
            ],
            "A:first_name B:last_name_prefix C:last_name D:phone E:email F:note",
        ),
        (
            &[
                "Imię",
                "Nazwisko",
                "Numer telefonu",
                "Adres e-mail",
                "Uwagi",
                "Zgoda marketingowa",
                "Źródło",
            ],
            "A:first_name B:last_name C:phone D:email E:note F:marketing_consent G:source",
        ),
        (&["Imię i nazwisko", "Telefon komórkowy"], "A:name B:phone"),
        (
            &[
                "Nome",
                "Cognome",
                "Cellulare",
                "Posta elettronica",
                "Annotazioni",
                "Consenso marketing",
            ],
            "A:first_name B:last_name C:phone D:email E:note F:marketing_consent",
        ),
        (&["Nome", "Telefono"], "A:name B:phone"),
        (
            &[
                "first_name",
                "last_name",
                "gender",
                "email",
                "mobile",
                "birthday",
                "address_street",
                "notes",
                "tags",
                "newsletter_status",
            ],
            "A:first_name B:last_name C:ignore D:email E:phone F:ignore G:ignore H:note I:ignore J:marketing_consent",
        ),
        (
            &[
                "clientId",
                "firstName",
                "lastName",
                "mobile",
                "email",
                "smsMarketingConsent",
                "emailMarketingConsent",
            ],
            "A:number B:first_name C:last_name D:phone E:email F:ignore G:marketing_consent",
        ),
        (
            &[
                "Client ID",
                "First Name",
                "Last Name",
                "Full Name",
                "Mobile Number",
                "Email",
                "Referral Source",
            ],
            "A:number B:first_name C:last_name D:ignore E:phone F:email G:source",
        ),
        (
            &["NAME *", "TELEFON (mobil)", "Telefon 2", "e_mail"],
            "A:name B:phone C:phone D:email",
        ),
    ];
    for (head, expected) in heads {
        let recognition = recognise(&sheet(&[head, &["x", "y"]]), None);
        assert_eq!(recognition.basis, Basis::Head, "{head:?}");
        assert_eq!(fields(&recognition), expected);
        assert_eq!(recognition.head_row, Some(1));
    }
}

#[test]
fn a_title_above_the_head_is_passed_over() {
    let rows = sheet(&[
        &["Kundenliste 2026"],
        &["Name", "Telefon"],
        &["Anna", "0176 123456"],
    ]);
    assert_eq!(recognise(&rows, None).head_row, Some(2));
}

#[test]
fn treatwells_layout_needs_no_head() {
    let rows = sheet(&[
        &[
            "Anna Müller",
            "0176 1234567",
            "anna@example.org",
            "mag Tee",
            "1",
        ],
        &["Paul Berg", "+49 (30) 123-456", "", "", ""],
    ]);
    let recognition = recognise(&rows, None);
    assert_eq!(
        (recognition.basis, recognition.head_row),
        (Basis::Treatwell, None)
    );
    assert_eq!(
        fields(&recognition),
        "A:name B:phone C:email D:note E:marketing_consent"
    );
}

#[test]
fn other_layouts_are_judged_by_content() {
    let rows = sheet(&[
        &[
            "1",
            "anna@example.org",
            "Anna",
            "Müller",
            "0176 1234567",
            "kommt immer zu spät, zahlt bar",
        ],
        &[
            "2",
            "paul@example.org",
            "Paul",
            "Berg",
            "0176 1234568",
            "Allergie: Nickel!",
        ],
    ]);
    let recognition = recognise(&rows, None);
    assert_eq!(recognition.basis, Basis::Content);
    assert_eq!(
        fields(&recognition),
        "A:ignore B:email C:first_name D:last_name E:phone F:note"
    );
    assert_eq!(recognise(&[], None).mapping, Mapping::default());
}

#[test]
fn signatures_are_of_the_head_alone() {
    let signature = head_signature(&cells(&["Vorname ", "", "E-Mail*"]));
    assert_eq!(signature, "A=vorname|C=e mail");
    assert_eq!(
        signature,
        head_signature(&cells(&["VORNAME", "", "e_mail"]))
    );
    assert_ne!(signature, head_signature(&cells(&["Vorname", "E-Mail"])));
}

#[test]
fn words_are_folded() {
    assert_eq!(fold("  E-Mail  (Privat)* "), "e mail privat");
    assert_eq!(fold("Źródło_pozyskania"), "zrodlo pozyskania");
    assert_eq!(fold("firstName"), "first name");
    assert_eq!(fold("STRASSE"), fold("Straße"));
}

proptest! {
    #[test]
    fn mappings_survive_json(columns in prop::collection::btree_map(0..16_384_u16, 0..11_usize, 0..30)) {
        let pairs: Vec<_> = columns.into_iter().map(|(c, f)| (Column::at(c).unwrap(), Field::ALL[f])).collect();
        if let Ok(mapping) = Mapping::new(pairs) {
            let json = serde_json::to_string(&mapping).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Mapping>(&json).unwrap(), &mapping);
            prop_assert_eq!(&mapping.to_json(), &json);
        }
    }

    #[test]
    fn any_cells_can_be_recognised_and_read(rows in prop::collection::vec(prop::collection::vec("\\PC{0,20}", 0..8), 0..20)) {
        let texts: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let slices: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        let rows = sheet(&slices);
        let recognition = recognise(&rows, None);
        for row in &rows {
            read_row(&recognition.mapping, &row.cells);
        }
    }
}
