//! Facts about clients: what modules know, by versioned name, for whoever may ask.
//!
//! A module declares its facts in its manifest, each with the schema of its value, and is asked
//! for one client or for many at once. Who asks knows facts and not features: headers, segments
//! and lists show `blacklist.blocked/1` without knowing a blacklist. A feature that is off, may
//! not be asked by this reader, fails or is too slow is passed over, and its facts are absent.
//!
//! ```
#![doc = include_str!("../shown/facts.rs")]
//! ```

use std::collections::HashMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{BoxFuture, Call, Result};

/// What is known, by fact and client.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet(HashMap<String, HashMap<Uuid, Json>>);

impl Sheet {
    /// What is known of `client` under this name.
    pub fn of(&self, client: Uuid, fact: &str) -> Option<&Json> {
        self.0.get(fact)?.get(&client)
    }

    /// Notes what a module knows; for the host.
    pub fn add(&mut self, fact: String, values: HashMap<Uuid, Json>) {
        self.0.insert(fact, values);
    }

    /// All of one client, by name.
    pub fn all_of(&self, client: Uuid) -> Vec<(&str, &Json)> {
        let mut all: Vec<_> = (self.0.iter())
            .filter_map(|(fact, values)| Some((fact.as_str(), values.get(&client)?)))
            .collect();
        all.sort_by_key(|(fact, _)| *fact);
        all
    }
}

/// Asks modules for facts.
pub trait Facts: Send + Sync {
    /// The names of all facts that the reader of `call` may ask for in this salon.
    fn names(&self, call: &Call) -> Vec<String>;

    /// What modules know of `clients`, of the `facts` asked for.
    ///
    /// # Errors
    /// Internal, for a fact that nobody declares.
    fn ask<'a>(
        &'a self,
        call: &'a Call,
        facts: &'a [&'a str],
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<Sheet>>;
}
