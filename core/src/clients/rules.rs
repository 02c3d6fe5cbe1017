//! What a card may hold, checked before anything is written.

use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Error, FieldError, Result};
use uuid::Uuid;

use super::{Email, MarketingConsent, NewClient, NewContact, Phone, Warning};
use crate::{
    contacts::ContactKey,
    emails,
    phones::{self, PhoneReader},
};

const MAX_NAME: usize = 200;
const MAX_NUMBER: usize = 40;
pub(crate) const MAX_CONTACTS: usize = 20;
const MAX_CONTACT: usize = 254;
pub(crate) const MAX_NOTES: usize = 200;
const MAX_WORDING: usize = 5_000;
pub(crate) const MAX_NOTE: usize = 20_000;

/// A card that keeps every rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Checked {
    pub(super) number: Option<String>,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) phones: Vec<Phone>,
    pub(super) emails: Vec<Email>,
    pub(super) notes: Vec<String>,
    pub(super) source_id: Option<Uuid>,
    pub(super) marketing_consent: Option<MarketingConsent>,
    pub(super) consent_wording: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

impl Checked {
    /// By what the phones and e-mails are known again, with their pointers.
    pub(super) fn contacts(&self) -> Vec<ContactKey> {
        ContactKey::of(&self.phones, &self.emails)
    }
}

/// Checks a card to be made.
///
/// # Errors
/// 422 with every broken rule.
pub(super) fn check_new(call: &Call, new: NewClient) -> Result<Checked> {
    let mut error = Error::invalid();
    let mut checked = Checked {
        number: new.number.and_then(|typed| number(&mut error, &typed)),
        first_name: name(
            &mut error,
            "/first_name",
            new.first_name.as_deref().unwrap_or_default(),
        ),
        last_name: name(
            &mut error,
            "/last_name",
            new.last_name.as_deref().unwrap_or_default(),
        ),
        source_id: new.source_id,
        consent_wording: new
            .consent_wording
            .and_then(|typed| wording(&mut error, &typed)),
        ..Checked::default()
    };
    checked.phones = check_phones(call, &mut error, &new.phones, &mut checked.warnings);
    checked.emails = check_emails(&mut error, &new.emails);
    let texts = new.notes.iter().map(|note| note.text.as_str());
    checked.notes = check_notes(&mut error, texts)
        .into_iter()
        .flatten()
        .collect();
    checked.marketing_consent = new
        .marketing_consent
        .and_then(|state| consent(&mut error, state));
    someone(
        &mut error,
        [&checked.first_name, &checked.last_name],
        checked.phones.len() + checked.emails.len(),
    );
    error.if_any()?;
    Ok(checked)
}

/// A card must tell someone apart: by a name, a phone or an e-mail.
pub(super) fn someone(error: &mut Error, names: [&String; 2], contacts: usize) {
    if contacts == 0 && names.iter().all(|name| name.is_empty()) && error.fields.is_empty() {
        error
            .fields
            .push(FieldError::new("", "name_or_contact_required"));
    }
}

/// A number chosen by hand. An empty one counts as none.
pub(super) fn number(error: &mut Error, typed: &str) -> Option<String> {
    let number = checks::tidy(typed);
    checks::too_long(error, "/number", number.as_str(), MAX_NUMBER);
    (!number.is_empty()).then_some(number)
}

pub(super) fn name(error: &mut Error, pointer: &str, typed: &str) -> String {
    let name = checks::tidy(typed);
    checks::too_long(error, pointer, name.as_str(), MAX_NAME);
    name
}

pub(super) fn check_phones(
    call: &Call,
    error: &mut Error,
    typed: &[NewContact],
    warnings: &mut Vec<Warning>,
) -> Vec<Phone> {
    checks::too_many(error, "/phones", typed.len(), MAX_CONTACTS);
    let reader = PhoneReader::new(&call.salon().country);
    let mut kept = Vec::with_capacity(typed.len());
    for (at, contact) in typed.iter().enumerate() {
        let pointer = format!("/phones/{at}/value");
        let phones::Phone { value, e164 } = reader.read(&contact.value);
        if value.is_empty() {
            continue;
        }
        checks::too_long(error, &pointer, value.as_str(), MAX_CONTACT);
        if e164.is_none() {
            warnings.push(Warning {
                code: "phone_not_understood".to_owned(),
                pointer,
                client_id: None,
                number: None,
                name: None,
            });
        }
        kept.push(Phone { value, e164 });
    }
    kept
}

pub(super) fn check_emails(error: &mut Error, typed: &[NewContact]) -> Vec<Email> {
    checks::too_many(error, "/emails", typed.len(), MAX_CONTACTS);
    let mut kept = Vec::with_capacity(typed.len());
    for (at, contact) in typed.iter().enumerate() {
        let pointer = format!("/emails/{at}/value");
        let value = checks::tidy(&contact.value);
        if value.is_empty() {
            continue;
        }
        match emails::parse_email(&value) {
            Ok(email) => kept.push(Email { value: email.value }),
            Err(problem) => error.fields.push(FieldError::new(pointer, problem.code())),
        }
    }
    kept
}

/// The texts of notes, cleaned; `None` stands for an empty one.
pub(super) fn check_notes<'a>(
    error: &mut Error,
    texts: impl ExactSizeIterator<Item = &'a str>,
) -> Vec<Option<String>> {
    checks::too_many(error, "/notes", texts.len(), MAX_NOTES);
    let mut kept = Vec::with_capacity(texts.len());
    for (at, text) in texts.enumerate() {
        let text = checks::tidy_lines(text);
        checks::too_long(error, &format!("/notes/{at}/text"), text.as_str(), MAX_NOTE);
        kept.push((!text.is_empty()).then_some(text));
    }
    kept
}

/// The words by which a client was asked; the usual ones where they are empty.
pub(super) fn wording(error: &mut Error, typed: &str) -> Option<String> {
    let wording = checks::tidy_lines(typed);
    checks::too_long(error, "/consent_wording", wording.as_str(), MAX_WORDING);
    (!wording.is_empty()).then_some(wording)
}

/// Consent is given or withdrawn; nobody can make it unknown again.
pub(super) fn consent(error: &mut Error, state: MarketingConsent) -> Option<MarketingConsent> {
    if state == MarketingConsent::Unknown {
        error.fields.push(FieldError::new(
            "/marketing_consent",
            "consent_given_or_withdrawn",
        ));
        return None;
    }
    Some(state)
}
