//! By what a phone or an e-mail is known again.

use crate::{
    clients::{Email, Phone},
    emails,
};

/// The kind of a contact, as its table has it.
pub(crate) const PHONE: &str = "phone";
/// The kind of a contact, as its table has it.
pub(crate) const EMAIL: &str = "email";

/// A contact by what it is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactKey {
    /// `phone` or `email`.
    pub(crate) kind: &'static str,
    /// E.164, else the bare digits; the folded e-mail.
    pub(crate) key: String,
    /// JSON pointer of the contact on its card.
    pub(crate) pointer: String,
}

impl ContactKey {
    /// The keys of a card's contacts.
    pub(crate) fn of(phones: &[Phone], emails: &[Email]) -> Vec<Self> {
        let phones = phones.iter().enumerate().map(|(at, phone)| Self {
            kind: PHONE,
            key: phone_key(phone),
            pointer: format!("/phones/{at}/value"),
        });
        let emails = emails.iter().enumerate().map(|(at, email)| Self {
            kind: EMAIL,
            key: email_key(&email.value),
            pointer: format!("/emails/{at}/value"),
        });
        phones
            .chain(emails)
            .filter(|contact| !contact.key.is_empty())
            .collect()
    }
}

/// By what a phone is known again: E.164, else its digits. A number of three digits
/// or fewer is nobody's.
pub(crate) fn phone_key(phone: &Phone) -> String {
    match &phone.e164 {
        Some(e164) => e164.clone(),
        None => {
            let digits: String = phone.value.chars().filter(char::is_ascii_digit).collect();
            if digits.len() > 3 {
                digits
            } else {
                String::new()
            }
        }
    }
}

/// By what an e-mail is known again.
pub(crate) fn email_key(value: &str) -> String {
    emails::parse_email(value)
        .map(|email| email.key)
        .unwrap_or_default()
}
