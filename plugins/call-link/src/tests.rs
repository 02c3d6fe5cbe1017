//! Templates and what comes of them: never another scheme, never anything to be escaped, and
//! exactly the number's digits.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use kartoteka_plugin::{
    Error,
    phone_link::{NumberForm, PhoneLink, SCHEMES},
};
use proptest::prelude::*;

use crate::way::{Form, Kind, NUMBER, Way};

fn template(template: &str) -> Way {
    Way {
        kind: Kind::Template,
        template: Some(template.to_owned()),
        number: Form::Plus,
    }
}

fn code(error: &Error) -> &str {
    &error.fields.first().unwrap().code
}

#[test]
fn a_template_is_kept_with_its_scheme_in_small_letters() {
    for (typed, kept) in [
        (
            "HTTPS://pbx.example/call?to={number}",
            "https://pbx.example/call?to={number}",
        ),
        ("  sip:{number}@pbx.example ", "sip:{number}@pbx.example"),
        ("tel:{number};ext=1", "tel:{number};ext=1"),
        ("sips:{number}@10.0.0.1:5061", "sips:{number}@10.0.0.1:5061"),
        ("callto:{number}", "callto:{number}"),
        (
            "http://10.0.0.1:8080/{number}#now",
            "http://10.0.0.1:8080/{number}#now",
        ),
    ] {
        let way = template(typed).checked().unwrap();
        assert_eq!(way.template.as_deref(), Some(kept));
    }
}

#[test]
fn what_is_wrong_about_a_template_is_said() {
    let long = format!("https://pbx.example/{}{NUMBER}", "x".repeat(280));
    for (typed, wrong) in [
        ("", "required"),
        ("  ", "required"),
        (long.as_str(), "too_long"),
        ("https://pbx.example/a b/{number}", "template_has_spaces"),
        ("https://pbx.example/\u{7}{number}", "template_has_spaces"),
        ("tel:\u{a0}{number}", "template_has_spaces"),
        ("https://pbx.example/call", "template_needs_number"),
        (
            "https://pbx.example/{number}/{number}",
            "template_needs_number",
        ),
        ("javascript:alert({number})", "template_scheme"),
        ("data:text/html,{number}", "template_scheme"),
        ("{number}", "template_scheme"),
        ("{number}:tel", "template_scheme"),
        ("//pbx.example/{number}", "template_scheme"),
        ("https:{number}", "template_no_page"),
        ("https://{number}", "template_no_page"),
        ("https://{number}.pbx.example/", "template_no_page"),
        ("https://pbx.example{number}/", "template_no_page"),
        ("https://name:word@pbx.example/{number}", "template_no_page"),
        ("http:///{number}", "template_no_page"),
        ("https://pbx.example/ü/{number}", "template_no_page"),
        ("sip:{number}@pbx.example/\"", "template_no_address"),
        ("tel:{number}<b>", "template_no_address"),
        ("tel:{number}%4", "template_no_address"),
        ("tel:{number}{name}", "template_no_address"),
    ] {
        let error = template(typed).checked().unwrap_err();
        assert_eq!((code(&error), typed), (wrong, typed));
    }
    let other = Way {
        kind: Kind::Tel,
        ..template("tel:{number}")
    };
    assert_eq!(code(&other.checked().unwrap_err()), "only_with_template");
}

#[test]
fn each_way_has_its_scheme() {
    for (kind, number, address) in [
        (Kind::Tel, Form::Plus, "tel:+49176123456"),
        (Kind::Sip, Form::Bare, "sip:49176123456"),
        (Kind::Callto, Form::Zeros, "callto:0049176123456"),
    ] {
        let way = Way {
            kind,
            template: None,
            number,
        };
        let made = way.checked().unwrap().link(String::new());
        assert_eq!(made.to("+49176123456").as_deref(), Some(address));
    }
}

/// What only an address may be made of: nothing that a page would have to escape but `&`.
fn is_plain(address: &str) -> bool {
    let bad = |c: char| {
        c.is_whitespace() || c.is_control() || !c.is_ascii() || "<>\"'\\`{}|^".contains(c)
    };
    !address.contains(bad)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Texts that look like templates, or nearly.
fn nearly_templates() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        Just("https://pbx.example/"),
        Just("https://"),
        Just("http://h/?a="),
        Just("sip:"),
        Just("tel:"),
        Just("TEL:"),
        Just("javascript:"),
        Just("data:"),
        Just("vbscript:"),
        Just(" tel:"),
        Just(""),
    ];
    let part = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,6}",
        "[a-z0-9/?&=%@:;.]{0,12}",
        Just("%2B".to_owned()),
        Just("\n".to_owned()),
    ];
    (scheme, part.clone(), 0_usize..3, part)
        .prop_map(|(scheme, a, times, b)| format!("{scheme}{a}{}{b}", NUMBER.repeat(times)))
}

fn numbers() -> impl Strategy<Value = String> {
    "[1-9][0-9]{2,14}".prop_map(|digits| format!("+{digits}"))
}

fn forms() -> impl Strategy<Value = NumberForm> {
    prop::sample::select(NumberForm::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn of_a_kept_template_comes_an_address_with_the_numbers_digits(
        typed in nearly_templates(), number in numbers(), form in forms(),
    ) {
        let way = Way { number: form.into(), ..template(&typed) };
        if let Ok(way) = way.checked() {
            let link = way.link(String::new());
            let address = link.to(&number).unwrap();
            prop_assert!(SCHEMES.iter().any(|scheme| address.starts_with(scheme)), "{address}");
            prop_assert!(is_plain(&address), "{address}");
            let middle = address.strip_prefix(&link.before).unwrap();
            let middle = middle.strip_suffix(&link.after).unwrap();
            let sign = match form {
                NumberForm::Plus if address.starts_with("http") => "%2B",
                NumberForm::Plus => "+",
                NumberForm::Zeros => "00",
                NumberForm::Bare => "",
            };
            prop_assert_eq!(middle.strip_prefix(sign).unwrap(), digits(&number));
            // Kept once more, it stays as it is.
            prop_assert_eq!(way.clone().checked().unwrap(), way);
        }
    }

    #[test]
    fn whatever_a_feature_says_no_page_shows_more_than_an_address(
        before in nearly_templates(), after in "\\PC{0,12}", number in "\\PC{0,18}", form in forms(),
    ) {
        let link = PhoneLink { before, number: form, after, word: String::new() };
        if let Some(address) = link.to(&number) {
            prop_assert!(SCHEMES.iter().any(|scheme| address.starts_with(scheme)), "{address}");
            prop_assert!(is_plain(&address), "{address}");
        }
        if let Some(address) = link.to("+49176123456") {
            prop_assert!(address.contains("49176123456") && is_plain(&address), "{address}");
        }
    }
}
