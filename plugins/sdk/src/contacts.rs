//! By what phones and e-mails are known again, wherever they were typed.
//!
//! ```
#![doc = include_str!("../shown/contacts.rs")]
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::call::Salon;

/// The kind of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContactKind {
    /// A phone.
    Phone,
    /// An e-mail.
    Email,
}

impl ContactKind {
    /// `phone`, `email`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

impl fmt::Display for ContactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A phone or e-mail by what it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContactKey {
    /// Which.
    pub kind: ContactKind,
    /// E.164 (`+4930123456`), bare digits where that cannot be told; an e-mail folded.
    pub key: String,
}

/// The rules by which contacts are read. The registry has them, and everyone reads by them.
pub trait Contacts: Send + Sync {
    /// What `text`, as somebody of the salon typed it, is known by; nothing where it is no
    /// contact of this kind.
    fn read(&self, salon: &Salon, kind: ContactKind, text: &str) -> Option<ContactKey>;

    /// A contact as the salon's country writes it.
    fn show(&self, salon: &Salon, contact: &ContactKey) -> String;
}
