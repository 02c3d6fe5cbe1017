//! The registry's reading of contacts, for everyone.

use kartoteka_plugin::{
    Salon,
    contacts::{ContactKey, ContactKind, Contacts},
};

use super::{email_key, phone_key};
use crate::{
    clients::Phone,
    phones::{self, PhoneReader},
};

/// Reads contacts as cards do.
pub struct ContactRules;

impl Contacts for ContactRules {
    fn read(&self, salon: &Salon, kind: ContactKind, text: &str) -> Option<ContactKey> {
        let key = match kind {
            ContactKind::Phone => {
                let phones::Phone { value, e164 } = PhoneReader::new(&salon.country).read(text);
                phone_key(&Phone { value, e164 })
            }
            ContactKind::Email => email_key(text),
        };
        (!key.is_empty()).then_some(ContactKey { kind, key })
    }

    fn show(&self, salon: &Salon, contact: &ContactKey) -> String {
        match contact.kind {
            ContactKind::Phone => phones::display_phone(&contact.key, &salon.country),
            ContactKind::Email => contact.key.clone(),
        }
    }
}
