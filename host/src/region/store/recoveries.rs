//! Statements about links that set a new password.

use chrono::{DateTime, Utc};
use kartoteka_plugin::DbError;
use uuid::Uuid;

use super::{Store, StoreTx, binds};

impl Store {
    /// Keeps a link. Those sent before stay good until one of them is used.
    pub(in crate::region) async fn insert_recovery(
        &self,
        hash: &[u8],
        user: Uuid,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into recoveries (hash, user_id, created_at, expires_at) \
                   values ($1, $2, $3, $4)";
        self.write(sql, binds![hash, user, now, expires_at])
            .await
            .map(drop)
    }

    /// Whose link this is, while it is good.
    pub(in crate::region) async fn recovery(
        &self,
        hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, DbError> {
        let sql = "select r.user_id from recoveries r join users u on u.id = r.user_id \
                   where r.hash = $1 and r.used_at is null and r.expires_at > $2 \
                   and u.disabled_at is null";
        let row = self.query(sql).bind(hash).bind(now).optional().await?;
        row.map(|row| row.get("user_id")).transpose()
    }
}

impl StoreTx {
    /// Uses a link up, and with it all others of its user; false where it is not
    /// good any more.
    pub(in crate::region) async fn use_recovery(
        &mut self,
        hash: &[u8],
        user: Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update recoveries set used_at = $2 \
                   where hash = $1 and used_at is null and expires_at > $2";
        if self.run(sql, binds![hash, now]).await?.affected == 0 {
            return Ok(false);
        }
        self.drop_recoveries(user, now).await?;
        Ok(true)
    }

    /// Makes every link of a user useless.
    pub(in crate::region) async fn drop_recoveries(
        &mut self,
        user: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update recoveries set used_at = $2 where user_id = $1 and used_at is null";
        self.run(sql, binds![user, now]).await.map(drop)
    }
}
