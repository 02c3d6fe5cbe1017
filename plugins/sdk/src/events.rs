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

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

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
