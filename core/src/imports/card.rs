//! From the salon's words in a row to a card: names split, phones and e-mails
//! understood, and a fingerprint of it all.

use kartoteka_plugin::{Call, Result};
use serde::{Deserialize, Serialize};

use super::columns::{ConsentCell, RawClient};
use crate::{
    clients::{Client, Email, MarketingConsent, Phone},
    contacts::{ContactKey, email_key, phone_key},
    emails::{parse_email, split_emails},
    names,
    phones::{PhoneReader, split_phones},
};

/// What a row says, understood. Kept with the row until the import is committed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Card {
    pub(super) number: Option<String>,
    pub(super) first_name: String,
    pub(super) last_name: String,
    /// The name as it stood in one cell.
    pub(super) name_raw: Option<String>,
    pub(super) phones: Vec<Phone>,
    pub(super) emails: Vec<Email>,
    pub(super) notes: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) consent: Option<MarketingConsent>,
}

impl Card {
    /// The card that `raw` describes. What cannot be understood is kept as it was
    /// written: an odd phone as a phone, an odd e-mail as a note.
    pub(super) fn of(raw: RawClient, phones: &PhoneReader) -> Self {
        let split = raw
            .name_raw
            .as_deref()
            .map(names::split_name)
            .unwrap_or_default();
        let mut card = Self {
            number: raw
                .number
                .map(|number| names::tidy(&number))
                .filter(|n| !n.is_empty()),
            first_name: raw
                .first_name
                .map_or(split.first, |name| names::tidy(&name)),
            last_name: raw.last_name.map_or(split.last, |name| names::tidy(&name)),
            name_raw: raw.name_raw,
            notes: raw
                .notes
                .iter()
                .map(|note| note.trim().to_owned())
                .collect(),
            source: raw
                .source
                .map(|source| names::tidy(&source))
                .filter(|s| !s.is_empty()),
            consent: match raw.consent {
                ConsentCell::Given => Some(MarketingConsent::Given),
                ConsentCell::Withdrawn => Some(MarketingConsent::Withdrawn),
                ConsentCell::Nothing | ConsentCell::Unreadable => None,
            },
            ..Self::default()
        };
        card.take_phones(&raw.phones, phones);
        card.take_emails(&raw.emails);
        card
    }

    fn take_phones(&mut self, cells: &[String], reader: &PhoneReader) {
        for typed in cells.iter().flat_map(|cell| split_phones(cell)) {
            let read = reader.read(typed);
            let phone = Phone {
                value: read.value,
                e164: read.e164,
            };
            if !phone.value.is_empty()
                && !self
                    .phones
                    .iter()
                    .any(|known| phone_key(known) == phone_key(&phone))
            {
                self.phones.push(phone);
            }
        }
    }

    fn take_emails(&mut self, cells: &[String]) {
        for typed in cells.iter().flat_map(|cell| split_emails(cell)) {
            match parse_email(typed) {
                Ok(email) => {
                    if !self
                        .emails
                        .iter()
                        .any(|known| email_key(&known.value) == email.key)
                    {
                        self.emails.push(Email { value: email.value });
                    }
                }
                Err(_) => self.notes.push(typed.to_owned()),
            }
        }
    }

    /// The keyed fingerprint of what the row says.
    ///
    /// # Errors
    /// Internal, where the card cannot be written as bytes.
    pub(super) fn fingerprint(&self, call: &Call) -> Result<[u8; 32]> {
        Ok(call.keys().hash("core.import_row", &self.to_bytes()?))
    }

    /// For the table.
    ///
    /// # Errors
    /// Internal, where the card cannot be written as bytes.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        postcard::to_allocvec(self).map_err(|e| kartoteka_plugin::Error::internal(e.to_string()))
    }

    /// From the table.
    ///
    /// # Errors
    /// Internal, where the bytes are no card.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        postcard::from_bytes(bytes).map_err(|e| kartoteka_plugin::Error::internal(e.to_string()))
    }

    /// The folded name by which an import knows a client.
    pub(super) fn name_key(&self) -> String {
        names::folded_name_key(&self.first_name, &self.last_name)
    }

    /// By what its phones and e-mails are known again.
    pub(super) fn contact_keys(&self) -> Vec<ContactKey> {
        ContactKey::of(&self.phones, &self.emails)
    }

    /// The client with what the row adds: filled cells win over what is there, contacts
    /// and notes are added, never taken away. Nothing, where it adds nothing.
    ///
    /// A row never turns a withdrawal into a consent.
    pub(super) fn added_to(&self, client: &Client) -> Option<Added> {
        let mut after = client.clone();
        for (mine, theirs) in [
            (&self.first_name, &mut after.first_name),
            (&self.last_name, &mut after.last_name),
        ] {
            if !mine.is_empty() {
                theirs.clone_from(mine);
            }
        }
        for phone in &self.phones {
            if !after
                .phones
                .iter()
                .any(|known| phone_key(known) == phone_key(phone))
            {
                after.phones.push(phone.clone());
            }
        }
        for email in &self.emails {
            if !after
                .emails
                .iter()
                .any(|known| email_key(&known.value) == email_key(&email.value))
            {
                after.emails.push(email.clone());
            }
        }
        let notes = self.notes.iter().filter(|text| {
            !text.is_empty() && !client.notes.iter().any(|note| note.text == **text)
        });
        let notes: Vec<String> = notes.cloned().collect();
        let source = self.source.clone().filter(|_| client.source.is_none());
        let consent = self.consent.filter(|new| match client.marketing_consent {
            MarketingConsent::Unknown => true,
            MarketingConsent::Given => *new == MarketingConsent::Withdrawn,
            MarketingConsent::Withdrawn => false,
        });
        let adds = after != *client || !notes.is_empty() || source.is_some() || consent.is_some();
        adds.then_some(Added {
            after,
            notes,
            source,
            consent,
        })
    }
}

/// What a row adds to a known client.
#[derive(Debug, Clone)]
pub(super) struct Added {
    /// The card with new names and contacts.
    pub(super) after: Client,
    /// Notes to append.
    pub(super) notes: Vec<String>,
    /// The name of a source, where the card had none.
    pub(super) source: Option<String>,
    /// An entry for the ledger.
    pub(super) consent: Option<MarketingConsent>,
}
