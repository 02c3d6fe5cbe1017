//! Members of a JSON merge patch (RFC 7396), and a door that takes one.
//!
//! ```
#![doc = include_str!("../shown/changes.rs")]
//! ```

use serde::{Deserialize, Deserializer};

/// A member that may be absent (leave it), null (take it away) or given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The patch says nothing about it.
    #[default]
    Absent,
    /// It is to go.
    Null,
    /// It is to be this.
    Value(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

impl<T> Patch<T> {
    /// What is to be there, where `before` is.
    pub fn or(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Absent => before,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T: Default> Patch<T> {
    /// What is to be there, where the patch says something: null means empty.
    pub fn or_empty(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Null => Some(T::default()),
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}
