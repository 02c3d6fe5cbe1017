//! The journal of access: who changed what about people, roles, tokens and ways in.
//!
//! An entry is written in the transaction of what it tells, names what happened by a
//! versioned name, and holds ids and codes alone: names and addresses are looked up
//! when it is shown.

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{
    Actor, Call, Result, call::Directory as _, call::Idempotency, db::JsonText, journal::Stamp,
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Region,
    store::{NewEntryRow, StoreTx},
};
use crate::journal::KeptAnswer;

/// What a series of wrong passwords or codes is called.
pub(super) const SIGN_IN_FAILED: &str = "region.sign_in.failed/1";

/// What happened, without when and by whom.
pub(super) struct Note {
    what: &'static str,
    subject: String,
    before: Option<JsonText>,
    after: Option<JsonText>,
}

impl Note {
    /// `what` happened to `subject`.
    pub(super) fn new(what: &'static str, subject: String) -> Self {
        Self {
            what,
            subject,
            before: None,
            after: None,
        }
    }

    /// `what` happened to a user.
    pub(super) fn of_user(what: &'static str, user: Uuid) -> Self {
        Self::new(what, format!("user:{user}"))
    }

    /// What was there before.
    pub(super) fn before(mut self, value: Json) -> Self {
        self.before = Some(JsonText::of(&value));
        self
    }

    /// What is there now.
    pub(super) fn after(mut self, value: Json) -> Self {
        self.after = Some(JsonText::of(&value));
        self
    }
}

/// A change to the people, roles, tokens or features of a salon, or to a way in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct AccessChange {
    pub(super) id: Uuid,
    pub(super) at: DateTime<Utc>,
    /// Who: `user:<id>`, `token:<id>` or `system`, the operator.
    pub(super) actor: String,
    /// Their name, where it is still known.
    pub(super) actor_name: Option<String>,
    /// What happened: `region.user.removed/1`.
    pub(super) what: String,
    /// To whom or what: `user:<id>`, `token:<id>`, `invitation:<id>`, `role:<code>`,
    /// `feature:<id>`, `salon:<id>`.
    pub(super) subject: String,
    /// The name of it, where it has one that is still known.
    pub(super) subject_name: Option<String>,
    /// What was there before, by the schema of `what`.
    #[schema(value_type = Option<Object>)]
    pub(super) before: Option<Json>,
    /// What was there after.
    #[schema(value_type = Option<Object>)]
    pub(super) after: Option<Json>,
}

/// The region in figures, for its operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overview {
    /// Salons.
    pub salons: usize,
    /// Users, disabled ones among them.
    pub users: i64,
    /// Users whom the operator keeps out.
    pub disabled_users: i64,
    /// Entries of the journal of the last day.
    pub changes: i64,
    /// Series of failed sign-ins among them.
    pub failed_series: i64,
}

impl Region {
    /// When and by whom, where no call says so.
    pub(super) fn stamp(&self, actor: &Actor) -> Stamp {
        Stamp {
            at: self.clock.now(),
            actor: actor.to_string(),
            request: String::new(),
        }
    }

    /// Notes what happened in a salon.
    pub(super) async fn record(
        &self,
        tx: &mut StoreTx,
        salon: Uuid,
        stamp: &Stamp,
        note: Note,
    ) -> Result<()> {
        self.insert(tx, Some(salon), stamp, &note).await
    }

    /// Notes what happened to a user, in every salon they belong to.
    pub(super) async fn record_everywhere(
        &self,
        tx: &mut StoreTx,
        user: Uuid,
        stamp: &Stamp,
        note: Note,
    ) -> Result<()> {
        let salons = tx.salons_of_member(user).await?;
        if salons.is_empty() {
            return self.insert(tx, None, stamp, &note).await;
        }
        for salon in salons {
            self.insert(tx, Some(salon), stamp, &note).await?;
        }
        Ok(())
    }

    async fn insert(
        &self,
        tx: &mut StoreTx,
        salon: Option<Uuid>,
        stamp: &Stamp,
        note: &Note,
    ) -> Result<()> {
        let row = NewEntryRow {
            id: self.clock.new_id(),
            salon,
            stamp,
            what: note.what,
            subject: &note.subject,
            before: note.before.clone(),
            after: note.after.clone(),
        };
        Ok(tx.insert_entry(row).await?)
    }

    /// Keeps what the request of `call` answers, if it may be repeated.
    pub(super) async fn keep_answer(
        &self,
        tx: &mut StoreTx,
        call: &Call,
        status: u16,
        location: &str,
    ) -> Result<()> {
        let Some(idempotency) = call.idempotency() else {
            return Ok(());
        };
        let (salon, stamp) = (call.salon().id, call.stamp());
        let kept = tx.insert_answer(salon, &stamp, idempotency, status, location);
        Ok(kept.await?)
    }

    /// What a request of `call` that changed access answered under this key before.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn kept_answer(
        &self,
        call: &Call,
        idempotency: &Idempotency,
    ) -> Result<Option<KeptAnswer>> {
        let (salon, actor) = (call.salon().id, call.actor().to_string());
        let kept = self.store.kept_answer(salon, &actor, &idempotency.key);
        Ok(kept.await?.map(|row| KeptAnswer {
            fingerprint: row.fingerprint,
            status: u16::try_from(row.status).unwrap_or_default(),
            location: row.location,
        }))
    }

    /// How many people sign in to how many salons, and what the last day's journal says.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn overview(&self) -> Result<Overview> {
        let day = self.clock.now() - TimeDelta::days(1);
        let (users, disabled_users) = self.store.count_users().await?;
        Ok(Overview {
            salons: self.store.salons().await?.len(),
            users,
            disabled_users,
            changes: self.store.count_entries(day).await?,
            failed_series: self.store.count_entries_of(SIGN_IN_FAILED, day).await?,
        })
    }

    /// Changes to access in the salon, newest first, from before `before` on.
    ///
    /// # Errors
    /// 403.
    pub(super) async fn list_access_changes(
        &self,
        call: &Call,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<AccessChange>> {
        call.require("users.manage")?;
        let before = before.unwrap_or(Uuid::max());
        let rows = self.store.entries(call.salon().id, before, limit).await?;
        let both = |row: &super::store::EntryRow| [row.actor.clone(), row.subject.clone()];
        let mut known: Vec<String> = rows.iter().flat_map(both).collect();
        known.sort_unstable();
        known.dedup();
        let names = self.names(&known).await?;
        let change = |row: super::store::EntryRow| AccessChange {
            id: row.id,
            at: row.at,
            actor_name: names.get(&row.actor).cloned(),
            actor: row.actor,
            what: row.what,
            subject_name: names.get(&row.subject).cloned(),
            subject: row.subject,
            before: row.before,
            after: row.after,
        };
        Ok(rows.into_iter().map(change).collect())
    }
}
