//! What happened, in the words of the journal.
//!
//! The journal is the salon's one append-only record: the change log of a card,
//! the events, the undo of an import and the proof of an erasure all come from
//! it. An entry names what happened by a versioned name
//! (`core.client.registered/1`), whom it concerns, and what was there before and
//! after.
//!
//! The example of [`db`](crate::db) writes a row and its entry.

use std::sync::Arc;

use uuid::Uuid;

use crate::{call::is_own, db::JsonText};

/// One entry, on its way into the journal. When, who, and by which request are
/// added by the host from the [`Call`](crate::Call).
#[derive(Debug, Clone)]
pub struct Entry {
    /// Versioned name of what happened, past tense: `core.client.changed/1`.
    pub what: &'static str,
    /// Everyone the entry concerns; the first is the one it is about.
    pub subjects: Vec<Uuid>,
    /// What was there before, by the schema of `what`; absent for something new.
    pub before: Option<JsonText>,
    /// What is there now, by the schema of `what`; absent for something gone.
    pub after: Option<JsonText>,
    /// The import, merge or other whole that the entry is part of.
    pub batch: Option<Uuid>,
    /// Who did it, when and where from. Filled by [`Call::entry`](crate::Call::entry).
    pub stamp: Stamp,
    /// The feature that made it, where it was one.
    pub(crate) by: Option<Arc<str>>,
}

/// When, who and by which request.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// When, by the clock of the call.
    pub at: chrono::DateTime<chrono::Utc>,
    /// `user:<uuid>`, `token:<uuid>`, `plugin:<id>` or `system`.
    pub actor: String,
    /// The request that did it.
    pub request: String,
}

impl Entry {
    /// Whether a feature says with it what is another module's to say, or that somebody else did
    /// it than `actor`.
    pub(crate) fn is_foreign(&self, actor: &str) -> bool {
        let own = |feature: &Arc<str>| is_own(feature, self.what) && self.stamp.actor == actor;
        self.by.as_ref().is_some_and(|feature| !own(feature))
    }

    /// Names someone the entry concerns.
    #[must_use]
    pub fn subject(mut self, client: Uuid) -> Self {
        self.subjects.push(client);
        self
    }

    /// Gives what was there before.
    #[must_use]
    pub fn before(mut self, value: &impl serde::Serialize) -> Self {
        self.before = Some(JsonText::of(value));
        self
    }

    /// Gives what is there now.
    #[must_use]
    pub fn after(mut self, value: &impl serde::Serialize) -> Self {
        self.after = Some(JsonText::of(value));
        self
    }

    /// Makes the entry part of a whole.
    #[must_use]
    pub fn batch(mut self, batch: Uuid) -> Self {
        self.batch = Some(batch);
        self
    }
}
