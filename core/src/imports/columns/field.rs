//! The fields of a client that a column may hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a column holds. The names are those of the API's `mapping`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First and last name in one cell.
    Name,
    /// The first name.
    FirstName,
    /// What Dutch lists keep between the names: `van der`. It is put before the last name.
    LastNamePrefix,
    /// The last name.
    LastName,
    /// A phone number; any number of columns may be one.
    Phone,
    /// An e-mail address; any number of columns may be one.
    Email,
    /// A note; any number of columns may be one.
    Note,
    /// Whether the client wants news from the salon.
    MarketingConsent,
    /// The client's number.
    Number,
    /// How the client came to the salon.
    Source,
    /// Nothing that is kept.
    Ignore,
}

impl Field {
    /// All fields, in the order in which a page offers them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::FirstName,
        Self::LastNamePrefix,
        Self::LastName,
        Self::Phone,
        Self::Email,
        Self::Note,
        Self::MarketingConsent,
        Self::Number,
        Self::Source,
        Self::Ignore,
    ];

    /// The name in the API and in text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastNamePrefix => "last_name_prefix",
            Self::LastName => "last_name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Note => "note",
            Self::MarketingConsent => "marketing_consent",
            Self::Number => "number",
            Self::Source => "source",
            Self::Ignore => "ignore",
        }
    }

    /// Whether several columns may hold it.
    pub fn is_several(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Note | Self::Ignore)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Field {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|field| field.as_str() == name)
            .ok_or(())
    }
}
