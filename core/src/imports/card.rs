//! From the salon's words in a row to a card: names split, phones and e-mails
//! understood, and a fingerprint of it all.

use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Result};
use serde::{Deserialize, Serialize};

use super::columns::{ConsentCell, RawClient};
use crate::{
    clients::{Client, Email, MAX_CONTACTS, MAX_NOTE, MAX_NOTES, MarketingConsent, Phone},
    contacts::{EMAIL, PHONE, email_key, phone_key},
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
                .map(|number| checks::tidy(&number))
                .filter(|n| !n.is_empty()),
            first_name: raw
                .first_name
                .map_or(split.first, |name| checks::tidy(&name)),
            last_name: raw.last_name.map_or(split.last, |name| checks::tidy(&name)),
            name_raw: raw.name_raw,
            notes: raw.notes,
            source: raw
                .source
                .map(|source| checks::tidy(&source))
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
        card.fit();
        card
    }

    /// Makes the card keep the rules of cards without losing a word: surplus phones and
    /// e-mails become notes, surplus notes one, a long note several.
    fn fit(&mut self) {
        let phones = self.phones.drain(MAX_CONTACTS.min(self.phones.len())..);
        self.notes.extend(phones.map(|phone| phone.value));
        let emails = self.emails.drain(MAX_CONTACTS.min(self.emails.len())..);
        self.notes.extend(emails.map(|email| email.value));
        let notes = self.notes.iter().map(|note| checks::tidy_lines(note));
        let mut notes: Vec<String> = notes.filter(|note| !note.is_empty()).collect();
        if notes.len() > MAX_NOTES {
            notes = vec![notes.join("\n")];
        }
        self.notes = notes.iter().flat_map(|note| pieces(note)).collect();
        // A row of a megabyte, cut into notes of their greatest length, stays below; this
        // holds whatever a reader may send.
        self.notes.truncate(MAX_NOTES);
    }

    /// Whether nobody could ever be found by it.
    pub(super) fn names_nobody(&self) -> bool {
        self.first_name.is_empty()
            && self.last_name.is_empty()
            && self.phones.is_empty()
            && self.emails.is_empty()
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

    /// By what its phones and e-mails are known again: kind and key.
    pub(super) fn contact_keys(&self) -> Vec<(&'static str, String)> {
        let phones = self.phones.iter().map(|phone| (PHONE, phone_key(phone)));
        let emails = self.emails.iter();
        let emails = emails.map(|email| (EMAIL, email_key(&email.value)));
        let contacts = phones.chain(emails).filter(|(_, key)| !key.is_empty());
        contacts.collect()
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

/// A note in pieces of the greatest length that a note may have.
fn pieces(note: &str) -> Vec<String> {
    if note.len() <= MAX_NOTE {
        return vec![note.to_owned()];
    }
    let chars: Vec<char> = note.chars().collect();
    chars
        .chunks(MAX_NOTE)
        .map(|piece| piece.iter().collect())
        .collect()
}

impl Added {
    /// Whether the card with all of it keeps the rules of cards.
    pub(super) fn fits(&self) -> bool {
        self.after.phones.len() <= MAX_CONTACTS
            && self.after.emails.len() <= MAX_CONTACTS
            && self.after.notes.len() + self.notes.len() <= MAX_NOTES
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

#[cfg(test)]
mod tests {
    use super::*;

    fn card(raw: RawClient) -> Card {
        Card::of(raw, &PhoneReader::new("DE"))
    }

    #[test]
    fn surplus_contacts_and_long_notes_lose_no_word() {
        let raw = RawClient {
            phones: (0..30).map(|n| format!("0176 55000{n:03}")).collect(),
            notes: vec!["x".repeat(MAX_NOTE + 7)],
            ..RawClient::default()
        };
        let card = card(raw);
        assert_eq!(card.phones.len(), MAX_CONTACTS);
        let lengths: Vec<usize> = card.notes.iter().take(2).map(String::len).collect();
        assert_eq!(lengths, [MAX_NOTE, 7]);
        assert_eq!(card.notes.len(), 2 + 10);
        assert_eq!(card.notes[2], "0176 55000020");
    }

    #[test]
    fn very_many_notes_become_few() {
        let notes = (0..=MAX_NOTES).map(|n| format!("note {n}")).collect();
        let raw = RawClient {
            notes,
            ..RawClient::default()
        };
        let card = card(raw);
        assert_eq!(card.notes.len(), 1);
        assert!(card.notes[0].starts_with("note 0\nnote 1\n"));
    }

    #[test]
    fn an_odd_email_alone_names_nobody() {
        let emails = vec!["none".to_owned()];
        let card = card(RawClient {
            emails,
            ..RawClient::default()
        });
        assert!(card.names_nobody());
        assert_eq!(card.notes, ["none"]);
    }
}
