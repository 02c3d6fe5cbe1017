//! Statements about the journal of access and the answers of repeatable requests.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row, call::Idempotency, db::JsonText, journal::Stamp};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Store, StoreTx, binds};

/// An entry to be inserted.
pub(in crate::region) struct NewEntryRow<'a> {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) salon: Option<Uuid>,
    pub(in crate::region) stamp: &'a Stamp,
    pub(in crate::region) what: &'static str,
    pub(in crate::region) subject: &'a str,
    pub(in crate::region) before: Option<JsonText>,
    pub(in crate::region) after: Option<JsonText>,
}

/// An entry.
pub(in crate::region) struct EntryRow {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) at: DateTime<Utc>,
    pub(in crate::region) actor: String,
    pub(in crate::region) what: String,
    pub(in crate::region) subject: String,
    pub(in crate::region) before: Option<Json>,
    pub(in crate::region) after: Option<Json>,
}

/// An answer that was kept.
pub(in crate::region) struct AnswerRow {
    pub(in crate::region) fingerprint: Vec<u8>,
    pub(in crate::region) status: u32,
    pub(in crate::region) location: String,
}

fn entry(row: &Row) -> Result<EntryRow, DbError> {
    Ok(EntryRow {
        id: row.get("id")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        what: row.get("what")?,
        subject: row.get("subject")?,
        before: row.get("before")?,
        after: row.get("after")?,
    })
}

impl Store {
    /// Entries of a salon, newest first, those before `before`.
    pub(in crate::region) async fn entries(
        &self,
        salon: Uuid,
        before: Uuid,
        limit: i64,
    ) -> Result<Vec<EntryRow>, DbError> {
        let sql = "select id, at, actor, what, subject, before, after from access_journal \
                   where salon = $1 and id < $2 order by id desc limit $3";
        let query = self.query(sql).bind(salon).bind(before).bind(limit);
        query.all().await?.iter().map(entry).collect()
    }

    /// How many entries there are since `since`.
    pub(in crate::region) async fn count_entries(
        &self,
        since: DateTime<Utc>,
    ) -> Result<i64, DbError> {
        let sql = "select count(*) as entries from access_journal where at >= $1";
        self.query(sql).bind(since).one().await?.get("entries")
    }

    /// How many entries of this name there are since `since`.
    pub(in crate::region) async fn count_entries_of(
        &self,
        what: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, DbError> {
        let sql = "select count(*) as entries from access_journal where what = $1 and at >= $2";
        let query = self.query(sql).bind(what).bind(since);
        query.one().await?.get("entries")
    }

    /// What a repeatable request of `actor` answered.
    pub(in crate::region) async fn kept_answer(
        &self,
        salon: Uuid,
        actor: &str,
        key: &str,
    ) -> Result<Option<AnswerRow>, DbError> {
        let sql = "select fingerprint, status, location from kept_answers \
                   where salon = $1 and actor = $2 and key = $3";
        let query = self.query(sql).bind(salon).bind(actor).bind(key);
        let Some(row) = query.optional().await? else {
            return Ok(None);
        };
        Ok(Some(AnswerRow {
            fingerprint: row.get("fingerprint")?,
            status: row.get("status")?,
            location: row.get("location")?,
        }))
    }
}

impl StoreTx {
    pub(in crate::region) async fn insert_entry(
        &mut self,
        new: NewEntryRow<'_>,
    ) -> Result<(), DbError> {
        let sql = "insert into access_journal \
                   (id, salon, at, actor, request, what, subject, before, after) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let binds = binds![
            new.id,
            new.salon,
            new.stamp.at,
            &new.stamp.actor,
            &new.stamp.request,
            new.what,
            new.subject,
            new.before,
            new.after,
        ];
        self.run(sql, binds).await.map(drop)
    }

    pub(in crate::region) async fn insert_answer(
        &mut self,
        salon: Uuid,
        stamp: &Stamp,
        idempotency: &Idempotency,
        status: u16,
        location: &str,
    ) -> Result<(), DbError> {
        let sql = "insert into kept_answers \
                   (salon, actor, key, fingerprint, status, location, at) \
                   values ($1, $2, $3, $4, $5, $6, $7)";
        let binds = binds![
            salon,
            &stamp.actor,
            &idempotency.key,
            idempotency.fingerprint.as_slice(),
            u32::from(status),
            location,
            stamp.at,
        ];
        self.run(sql, binds).await.map(drop)
    }
}
