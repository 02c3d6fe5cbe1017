//! Statements that count attempts.

use chrono::{DateTime, Utc};
use kartoteka_plugin::DbError;

use super::{Store, StoreTx, binds};

/// What became of an attempt that was to be counted.
pub(in crate::region) enum Counted {
    /// It may be made; it is the so-manieth in a row.
    May(i64),
    /// Nothing was counted: it is too early until then.
    Wait(DateTime<Utc>),
}

impl Store {
    /// When an attempt of this subject last succeeded.
    pub(in crate::region) async fn succeeded_at(
        &self,
        subject: &[u8],
    ) -> Result<Option<DateTime<Utc>>, DbError> {
        let sql = "select succeeded_at from sign_in_attempts where subject = $1";
        let row = self.query(sql).bind(subject).optional().await?;
        row.map_or(Ok(None), |row| row.get("succeeded_at"))
    }
}

impl StoreTx {
    /// Counts an attempt in one statement, so that many at one time are counted one
    /// after the other. A row of failures whose last is before `forgotten` begins anew.
    pub(in crate::region) async fn count_attempt(
        &mut self,
        subject: &[u8],
        now: DateTime<Utc>,
        forgotten: DateTime<Utc>,
    ) -> Result<Counted, DbError> {
        let sql = "insert into sign_in_attempts (subject, failures, last_at, not_before) \
                   values ($1, 1, $2, $2) \
                   on conflict (subject) do update set \
                   failures = case when sign_in_attempts.last_at < $3 then 1 \
                   else sign_in_attempts.failures + 1 end, last_at = excluded.last_at \
                   where sign_in_attempts.not_before <= $2 returning failures";
        let counted = self.run(sql, binds![subject, now, forgotten]).await?;
        if let Some(row) = counted.rows.first() {
            return Ok(Counted::May(row.get("failures")?));
        }
        let sql = "select not_before from sign_in_attempts where subject = $1";
        let outcome = self.run(sql, binds![subject]).await?;
        let until = outcome.rows.first().map(|row| row.get("not_before"));
        Ok(Counted::Wait(until.transpose()?.unwrap_or(now)))
    }

    /// The next attempt of this subject has to wait.
    pub(in crate::region) async fn hold_attempts(
        &mut self,
        subject: &[u8],
        not_before: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update sign_in_attempts set not_before = $2 where subject = $1";
        self.run(sql, binds![subject, not_before]).await.map(drop)
    }

    pub(in crate::region) async fn forget_attempts(
        &mut self,
        subject: &[u8],
    ) -> Result<(), DbError> {
        let sql = "delete from sign_in_attempts where subject = $1";
        self.run(sql, binds![subject]).await.map(drop)
    }

    /// Takes back one attempt that was counted and then succeeded.
    pub(in crate::region) async fn uncount_attempt(
        &mut self,
        subject: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update sign_in_attempts set failures = failures - 1, not_before = $2 \
                   where subject = $1 and failures > 0";
        self.run(sql, binds![subject, now]).await.map(drop)
    }

    /// Remembers that this subject succeeded, whether or not it was counted before.
    pub(in crate::region) async fn remember_success(
        &mut self,
        subject: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into sign_in_attempts (subject, failures, last_at, not_before, \
                   succeeded_at) values ($1, 0, $2, $2, $2) \
                   on conflict (subject) do update set failures = 0, last_at = excluded.last_at, \
                   not_before = excluded.not_before, succeeded_at = excluded.succeeded_at";
        self.run(sql, binds![subject, now]).await.map(drop)
    }
}
