//! Whom the operator trusts with plugins.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::plugins::bundle;

/// Plugins of partners: whom the operator trusts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plugins {
    /// SHA-256 of the indexes of bundles that are not loaded, whoever signed them.
    pub revoked: Vec<String>,
    /// The public keys of publishers, by name.
    pub publishers: BTreeMap<String, Keys>,
}

/// Public keys in base64: of Ed25519, 32 bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// One.
    One(String),
    /// Several, while one takes another's place.
    Several(Vec<String>),
}

impl Keys {
    /// All of them.
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Several(keys) => keys,
        }
    }
}

impl Plugins {
    /// The first key that is none, and why.
    pub(super) fn fault(&self) -> Option<(String, &'static str)> {
        for (name, keys) in &self.publishers {
            let key = format!("plugins.publishers.{name}");
            if !bundle::is_publisher(name) {
                return Some((key, "a publisher is one word of small letters and digits"));
            }
            if keys.list().is_empty() || keys.list().iter().any(|key| bundle::key(key).is_none()) {
                return Some((
                    key,
                    "must be a public key, or a list of them: 32 bytes in base64",
                ));
            }
        }
        let is_hash = |text: &String| {
            let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            text.len() == 64 && text.bytes().all(digit)
        };
        let all = self.revoked.iter().all(is_hash);
        let what =
            "must be hashes of 64 small hexadecimal digits, as `kartoteka plugin check` prints";
        (!all).then(|| ("plugins.revoked".to_owned(), what))
    }
}
