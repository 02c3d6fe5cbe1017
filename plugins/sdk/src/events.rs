//! What happened, told after the commit.
//!
//! A module declares the events it records in its manifest (`[[events]]`), and names those of
//! others it `listens` to. The host reads them from the salon's journal in order of commit and
//! hands them over in batches, at least once, each feature with a cursor of its own. A handler is
//! therefore idempotent by the event's [`number`](Event::number). One that keeps failing at an
//! event is passed by: the event is set aside and shown.
//!
//! ```
#![doc = include_str!("../shown/events.rs")]
//! ```

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{Features, Manifest, Permissions};

/// One entry of the journal, as listeners are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its number in the salon's journal: grows in order of commit, and never changes.
    pub number: i64,
    /// Versioned name: `core.client.registered/1`.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `user:<id>`, `token:<id>`, `plugin:<id>` or `system`.
    pub actor: String,
    /// Whether the listener itself did it.
    pub own: bool,
    /// The client it is about, where it is about one.
    pub subject: Option<Uuid>,
    /// The import, merge or other whole that it is part of.
    pub batch: Option<Uuid>,
    /// What was there before, by the schema of `what`; absent also once a person is erased.
    pub before: Option<Json>,
    /// What is there now.
    pub after: Option<Json>,
}

/// Who may learn from a card's history what modules did, by their manifests. What the registry
/// itself did is for all who may read the card. What a feature did is for those who hold the
/// permission of its event, while the feature is on; an event that no manifest declares is for
/// nobody, so that what is forgotten is hidden and not shown.
#[derive(Debug, Clone, Default)]
pub struct Readers {
    /// What stands before the names of events that all may read: `core.`.
    open: Vec<String>,
    /// By event: the feature, and the permission.
    events: HashMap<String, (String, String)>,
}

impl Readers {
    /// Reads the manifests of all modules.
    pub fn of<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Self {
        let mut readers = Self::default();
        for manifest in manifests {
            if !manifest.is_feature() {
                readers.open.push(format!("{}.", manifest.id));
                continue;
            }
            for event in &manifest.events {
                if let Some(permission) = manifest.reader_of(event) {
                    let needs = (manifest.id.clone(), permission.to_owned());
                    readers.events.insert(event.name.clone(), needs);
                }
            }
        }
        readers
    }

    /// Whether who holds `permissions` may learn of `what`, where these `features` are on.
    pub fn may_learn(&self, what: &str, permissions: &Permissions, features: &Features) -> bool {
        let open = self.open.iter().any(|begin| what.starts_with(begin));
        let allowed = |(feature, permission): &(String, String)| {
            features.is_on(feature) && permissions.allow(permission)
        };
        open || self.events.get(what).is_some_and(allowed)
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use serde_json::json;

    use super::*;

    fn readers(permission: Option<&str>) -> Readers {
        let begun = |id: &str| json!({"id": id, "version": "1", "contract": "0.1", "names": {}});
        let (mut registry, mut feature) = (begun("core"), begun("tips"));
        registry["segments"] = json!(["clients"]);
        let brought = ["tips.read", "tips.count"].map(|name| json!({"name": name, "roles": []}));
        feature["permissions"] = json!(brought);
        let event =
            json!({"name": "tips.tip.given/1", "about": "A tip.", "permission": permission});
        feature["events"] = json!([event]);
        let read = |json| serde_json::from_value::<Manifest>(json).expect("a manifest");
        Readers::of(&[read(registry), read(feature)])
    }

    #[test]
    fn an_event_is_for_who_holds_its_permission_while_its_feature_is_on() {
        let (on, off): (Features, Features) = (["tips"].into_iter().collect(), Features::default());
        let holds = |name: &str| -> Permissions { [name].into_iter().collect() };
        let plain = readers(None);
        let told = "tips.tip.given/1";
        assert!(plain.may_learn(told, &holds("tips.read"), &on));
        assert!(!plain.may_learn(told, &holds("tips.count"), &on));
        assert!(!plain.may_learn(told, &holds("tips.read"), &off));
        let named = readers(Some("tips.count"));
        assert!(named.may_learn(told, &holds("tips.count"), &on));
        assert!(!named.may_learn(told, &holds("tips.read"), &on));
        let none = Permissions::default();
        assert!(plain.may_learn("core.client.changed/1", &none, &off));
        assert!(!plain.may_learn("tips.tip.taken/1", &holds("tips.read"), &on));
    }
}
