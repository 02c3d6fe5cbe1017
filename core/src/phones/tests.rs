//! What people type, and what becomes of it.

use phonenumber::metadata::Descriptor;
use proptest::prelude::*;

use super::*;

fn e164(country: &str, typed: &str) -> Option<String> {
    PhoneReader::new(country).read(typed).e164
}

#[test]
fn what_people_type_is_read_as_their_country_writes_it() {
    for (country, typed, read) in [
        ("DE", "0176 1234567", "+491761234567"),
        ("DE", "0176/12 34 567", "+491761234567"),
        ("DE", "0031 6 12345678", "+31612345678"),
        ("DE", "+49 (0)176 1234567", "+491761234567"),
        ("DE", "(0176) 1234567", "+491761234567"),
        ("DE", "0049 176 1234567", "+491761234567"),
        ("DE", "0049(0)1761234567", "+491761234567"),
        ("DE", "491761234567", "+491761234567"),
        ("DE", "1761234567", "+491761234567"),
        ("DE", "Mama: 0176 1234567 (ab 18 Uhr)", "+491761234567"),
        ("DE", "\u{202a}+49 176 1234567\u{202c}", "+491761234567"),
        ("DE", "030 / 12 34 56-78", "+493012345678"),
        ("DE", "+43 660 1234567", "+436601234567"),
        ("DE", "436601234567", "+49436601234567"),
        ("NL", "436601234567", "+436601234567"),
        ("NL", "06-12345678", "+31612345678"),
        ("NL", "612345678", "+31612345678"),
        ("PL", "600 123 456", "+48600123456"),
        ("PL", "48600123456", "+48600123456"),
        ("IT", "06 6982 1234", "+390669821234"),
        ("IT", "669821234", "+390669821234"),
        ("IT", "333 1234567", "+393331234567"),
        ("IT", "+39 06 69821234", "+390669821234"),
        ("??", "+491761234567", "+491761234567"),
    ] {
        assert_eq!(
            e164(country, typed).as_deref(),
            Some(read),
            "{typed} in {country}"
        );
    }
}

#[test]
fn what_is_no_number_is_kept_and_marked() {
    for (country, typed) in [
        ("DE", "110"),
        ("DE", "234567"),
        ("DE", "keine"),
        ("DE", ""),
        ("DE", "+"),
        ("DE", "0176"),
        ("DE", "+49 176"),
        ("DE", "12345678901234567890123"),
        ("??", "0176 1234567"),
        ("NL", "06-123"),
    ] {
        let phone = PhoneReader::new(country).read(typed);
        assert_eq!(phone.e164, None, "{typed} in {country}");
        assert_eq!(phone.value, typed);
    }
}

#[test]
fn a_cell_with_several_phones_is_taken_apart() {
    for (cell, pieces) in [
        (
            "0176 1234567, 030 1234567",
            vec!["0176 1234567", "030 1234567"],
        ),
        (
            "0176/1234567; 030/1234567",
            vec!["0176/1234567", "030/1234567"],
        ),
        (
            "030/1234567/0176/12345678",
            vec!["030/1234567", "0176/12345678"],
        ),
        (
            "0176 1234567 / 030 1234567",
            vec!["0176 1234567", "030 1234567"],
        ),
        (
            "600 123 456 / 601 234 567",
            vec!["600 123 456", "601 234 567"],
        ),
        ("06/69821234", vec!["06/69821234"]),
        (
            "+49 176 1234567 +49 30 1234567",
            vec!["+49 176 1234567", "+49 30 1234567"],
        ),
        (
            "0176 1234567\nMama 030 1234567",
            vec!["0176 1234567", "Mama 030 1234567"],
        ),
        ("030 123456/78", vec!["030 123456/78"]),
        ("0176 1234567, abends", vec!["0176 1234567, abends"]),
        ("keine", vec!["keine"]),
        (" ; ", vec![]),
    ] {
        assert_eq!(split_phones(cell), pieces, "{cell}");
    }
}

#[test]
fn numbers_are_shown_as_at_home_or_from_abroad() {
    assert_eq!(display_phone("+491761234567", "DE"), "0176 1234567");
    assert_eq!(display_phone("+491761234567", "NL"), "+49 176 1234567");
    assert_eq!(display_phone("+390669821234", "IT"), "06 6982 1234");
    assert_eq!(display_phone("+48600123456", "PL"), "600 123 456");
    assert_eq!(display_phone("junk", "DE"), "junk");
    assert_eq!(display_phone("+999123", "DE"), "+999123");
    assert_eq!(national_digits("+491761234567"), "01761234567");
    assert_eq!(national_digits("+390669821234"), "0669821234");
    assert_eq!(national_digits("+48600123456"), "600123456");
    assert_eq!(national_digits("+1"), "");
}

#[test]
fn codes_of_countries_are_told_apart_as_the_metadata_does() {
    for metadata in DATABASE.iter() {
        let code = metadata.country_code().to_string();
        assert_eq!(
            country_code_len(&format!("{code}123")),
            code.len(),
            "{code}"
        );
    }
}

/// What the crate itself says of a number, as [`PhoneReader::read`] asks it.
fn the_long_way(reader: &PhoneReader, typed: &TypedDigits) -> Option<String> {
    if typed.international {
        return valid(None, &format!("+{}", typed.digits));
    }
    valid(reader.country, &typed.digits)
}

/// Every country's own examples, at home and from abroad, and their neighbours in length.
#[test]
fn the_short_way_knows_the_examples_of_every_country() {
    let mut answered = 0;
    for plan in DATABASE.iter() {
        let kinds = plan.descriptors();
        let kinds = [
            kinds.mobile(),
            kinds.fixed_line(),
            kinds.toll_free(),
            kinds.voip(),
        ];
        let examples = kinds.into_iter().flatten().filter_map(Descriptor::example);
        let code = plan.country_code();
        let trunk = plan.national_prefix().unwrap_or_default();
        let written = |example: &str| {
            let shorter = &example[..example.len() - 1];
            [
                example.to_owned(),
                format!("{example}1"),
                shorter.to_owned(),
            ]
            .map(|number| [format!("+{code}{number}"), format!("{trunk}{number}")])
        };
        for typed in examples.flat_map(written).flatten() {
            let reader = PhoneReader::new(plan.id());
            let digits = typed_digits(&typed);
            if let Some(short) = reader.plain(&digits) {
                answered += 1;
                assert_eq!(
                    Some(short),
                    the_long_way(&reader, &digits),
                    "{typed} in {}",
                    plan.id()
                );
            }
        }
    }
    assert!(answered > 500, "{answered}");
}

proptest! {
    #[test]
    fn nothing_that_can_be_typed_does_harm(
        typed in "(\\PC{0,20}|[+0-9()/ ,;a-z.-]{0,24}|[+]?[0-9]{0,18})",
        country in "(DE|NL|PL|IT|AR|BR|US|GB|VA|XX)",
    ) {
        let phone = PhoneReader::new(&country).read(&typed);
        if let Some(e164) = &phone.e164 {
            display_phone(e164, &country);
            national_digits(e164);
            let again = PhoneReader::new(&country).read(e164);
            prop_assert_eq!(again.e164.as_ref(), Some(e164));
        }
        display_phone(&typed, &country);
    }

    #[test]
    fn the_short_way_gives_the_answer_of_the_long_one(
        lead in "(0|\\+49|\\+31|\\+48|\\+39|\\+43|\\+33|\\+44|\\+[1-9][0-9]{0,2}|00|)",
        area in "(0?1[567][0-9]|0?30|6|[5-8][0-9]{2}|3[0-9]{2}|0[0-9]{1,3}|)",
        rest in "[0-9]{3,11}",
        country in "(DE|DE|NL|PL|IT|AT|GB|GG|VA|BR)",
    ) {
        let reader = PhoneReader::new(&country);
        let typed = typed_digits(&format!("{lead}{area}{rest}"));
        if let Some(short) = reader.plain(&typed) {
            prop_assert_eq!(Some(short), the_long_way(&reader, &typed));
        }
    }

    #[test]
    fn splitting_loses_no_digit(cell in "[0-9+/,;|()a-z &\n-]{0,40}") {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let pieces = split_phones(&cell);
        prop_assert_eq!(digits(&pieces.concat()), digits(&cell));
    }
}
