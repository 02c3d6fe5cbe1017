//! From a client to the one line by which it is found.

use super::record::{EMAIL, EMAIL_FORM, NAME, NAME_FORM, NUMBER, PHONE, is_mark};
use crate::phones;
use kartoteka_plugin::fold::{self, Kind};

/// A phone, as far as finding needs it.
#[derive(Clone, Copy, Debug)]
pub struct FindablePhone<'a> {
    /// As typed.
    pub value: &'a str,
    /// In international form, where the number is one: `+491761234567`.
    pub e164: Option<&'a str>,
}

/// What a client is found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Findable<'a> {
    /// The client number, empty where there is none.
    pub number: &'a str,
    /// May be empty.
    pub first_name: &'a str,
    /// May be empty.
    pub last_name: &'a str,
    /// In the order of the card.
    pub phones: &'a [FindablePhone<'a>],
    /// In the order of the card.
    pub emails: &'a [&'a str],
}

/// Builds the line by which a client is found; empty where there is nothing to find it by.
///
/// The line is for [`super::Index`] and for no eye: its form may change, and then all are built anew.
pub fn find_text(client: &Findable<'_>) -> String {
    let mut line = String::with_capacity(96);
    push_number(&mut line, client.number);
    for name in [client.first_name, client.last_name] {
        for word in fold::words(name) {
            push_forms(&mut line, word, NAME, NAME_FORM);
        }
    }
    for phone in client.phones {
        push_phone(&mut line, phone);
    }
    for email in client.emails {
        let kept: String = email.chars().filter(|&c| may_be_in_email(c)).collect();
        push_forms(&mut line, &kept, EMAIL, EMAIL_FORM);
    }
    line
}

/// Pushes the spelling of `word`, and its folded and collapsed forms where they differ from it.
fn push_forms(line: &mut String, word: &str, mark: u8, form_mark: u8) {
    let spelled = fold::spelled(word);
    if spelled.is_empty() {
        return;
    }
    let folded = fold::fold(word);
    push(line, mark, &spelled);
    if folded != spelled && !folded.is_empty() {
        push(line, form_mark, &folded);
    }
    if let Some(collapsed) = fold::collapse(&folded) {
        push(line, form_mark, &collapsed);
    }
}

/// `K-4711` is found by `k`, by `4711` and by `k4711`.
fn push_number(line: &mut String, number: &str) {
    let parts: Vec<String> = fold::words(number).map(fold::fold_fully).collect();
    for part in &parts {
        push(line, NUMBER, part);
    }
    if parts.len() > 1 {
        push(line, NUMBER, &parts.concat());
    }
}

/// Pushes the digits of a phone in national and in international form, and as typed where these do
/// not hold it already.
fn push_phone(line: &mut String, phone: &FindablePhone<'_>) {
    let start = line.len();
    if let Some(e164) = phone.e164 {
        push(line, PHONE, &phones::national_digits(e164));
        push(line, PHONE, e164.trim_start_matches('+'));
    }
    let typed = phones::typed_digits(phone.value);
    let known = line[start..]
        .split(char::from(PHONE))
        .any(|form| form == typed.digits);
    if !known && !typed.digits.is_empty() {
        push(line, PHONE, &typed.digits);
    }
}

fn push(line: &mut String, mark: u8, word: &str) {
    if !word.is_empty() {
        line.push(char::from(mark));
        line.push_str(word);
    }
}

/// Whether `c` is kept in the line of an e-mail, and in a query for one.
pub(crate) fn may_be_in_email(c: char) -> bool {
    let mark = u8::try_from(c).is_ok_and(is_mark);
    !mark && !c.is_whitespace() && fold::kind(c) != Kind::Dropped
}
