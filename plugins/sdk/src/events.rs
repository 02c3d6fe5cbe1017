//! What happened, told after the commit.
//!
//! A module declares the events it records in its manifest (`[[events]]`), and names those of
//! others it `listens` to. The host reads them from the salon's journal in order of commit and
//! hands them over in batches, at least once, each feature with a cursor of its own. A handler is
//! therefore idempotent by the event's [`number`](Event::number). One that keeps failing at an
//! event is passed by: the event is set aside and shown.
//!
//! ```
//! use kartoteka_plugin::{Call, Result, events::Event};
//!
//! async fn told(call: &Call, events: &[Event]) -> Result<()> {
//!     let mut tx = call.begin().await?;
//!     for event in events.iter().filter(|event| !event.own) {
//!         // Once more changes nothing: the number is the key.
//!         let sql = "insert into welcome__letters (salon_id, number, client_id) values ($1, $2, $3) \
//!                    on conflict (salon_id, number) do nothing";
//!         tx.query(sql).bind(event.number).bind(event.subject).execute().await?;
//!     }
//!     Ok(tx.commit().await?)
//! }
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
