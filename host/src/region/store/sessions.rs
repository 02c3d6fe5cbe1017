//! Statements about sessions and the second step of signing in.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Locale};
use uuid::Uuid;

use super::{Store, StoreTx, binds};

/// A session with its user.
pub(in crate::region) struct SessionRow {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) user: Uuid,
    pub(in crate::region) name: String,
    pub(in crate::region) locale: Option<Locale>,
    pub(in crate::region) seen_at: DateTime<Utc>,
    pub(in crate::region) expires_at: DateTime<Utc>,
}

/// A session to be inserted.
pub(in crate::region) struct NewSessionRow<'a> {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) hash: &'a [u8],
    pub(in crate::region) user: Uuid,
    pub(in crate::region) agent: &'a str,
    pub(in crate::region) now: DateTime<Utc>,
    pub(in crate::region) expires_at: DateTime<Utc>,
}

impl Store {
    /// The session of this hash, of a user who is not disabled.
    pub(in crate::region) async fn session(
        &self,
        hash: &[u8],
    ) -> Result<Option<SessionRow>, DbError> {
        let sql = "select s.id, s.user_id, s.seen_at, s.expires_at, u.name, u.locale \
                   from sessions s join users u on u.id = s.user_id \
                   where s.hash = $1 and u.disabled_at is null";
        let Some(row) = self.query(sql).bind(hash).optional().await? else {
            return Ok(None);
        };
        let locale: Option<String> = row.get("locale")?;
        Ok(Some(SessionRow {
            id: row.get("id")?,
            user: row.get("user_id")?,
            name: row.get("name")?,
            locale: locale.and_then(|code| code.parse().ok()),
            seen_at: row.get("seen_at")?,
            expires_at: row.get("expires_at")?,
        }))
    }

    /// Id, agent and last use of a user's sessions, the latest first.
    pub(in crate::region) async fn sessions(
        &self,
        user: Uuid,
    ) -> Result<Vec<(Uuid, String, DateTime<Utc>)>, DbError> {
        let sql = "select id, agent, seen_at from sessions \
                   where user_id = $1 order by seen_at desc, id desc";
        let rows = self.query(sql).bind(user).all().await?;
        rows.iter()
            .map(|row| Ok((row.get("id")?, row.get("agent")?, row.get("seen_at")?)))
            .collect()
    }

    pub(in crate::region) async fn see_session(
        &self,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update sessions set seen_at = $2 where id = $1 and seen_at < $2";
        self.write(sql, binds![id, now]).await.map(drop)
    }

    pub(in crate::region) async fn delete_session(
        &self,
        user: Uuid,
        id: Uuid,
    ) -> Result<bool, DbError> {
        let sql = "delete from sessions where user_id = $1 and id = $2";
        Ok(self.write(sql, binds![user, id]).await?.affected == 1)
    }

    /// The user whose second factor is awaited under this hash.
    pub(in crate::region) async fn challenge(
        &self,
        hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, DbError> {
        let sql = "select user_id from sign_in_challenges where hash = $1 and expires_at > $2";
        let row = self.query(sql).bind(hash).bind(now).optional().await?;
        row.map(|row| row.get("user_id")).transpose()
    }

    /// Removes what has expired: sessions unseen since `idle` or past their end,
    /// challenges, links, invitations, members taken out and answers kept before `day`,
    /// and counters of attempts unused since `counted` that remember no sign-in since
    /// `known`.
    pub(in crate::region) async fn sweep(
        &self,
        now: DateTime<Utc>,
        idle: DateTime<Utc>,
        day: DateTime<Utc>,
        counted: DateTime<Utc>,
        known: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let mut tx = self.begin().await?;
        tx.run(
            "delete from sessions where expires_at < $1 or seen_at < $2",
            binds![now, idle],
        )
        .await?;
        tx.run(
            "delete from sign_in_challenges where expires_at < $1",
            binds![now],
        )
        .await?;
        tx.run("delete from recoveries where expires_at < $1", binds![now])
            .await?;
        tx.run("delete from invitations where expires_at < $1", binds![now])
            .await?;
        tx.run("delete from memberships where removed_at < $1", binds![day])
            .await?;
        tx.run("delete from kept_answers where at < $1", binds![day])
            .await?;
        tx.run(
            "delete from sign_in_attempts where last_at < $1 and not_before < $1 \
             and (succeeded_at is null or succeeded_at < $2)",
            binds![counted, known],
        )
        .await?;
        tx.commit().await
    }
}

impl StoreTx {
    pub(in crate::region) async fn insert_challenge(
        &mut self,
        hash: &[u8],
        user: Uuid,
        expires_at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into sign_in_challenges (hash, user_id, expires_at) \
                   values ($1, $2, $3)";
        self.run(sql, binds![hash, user, expires_at])
            .await
            .map(drop)
    }

    pub(in crate::region) async fn insert_session(
        &mut self,
        new: NewSessionRow<'_>,
    ) -> Result<(), DbError> {
        let sql = "insert into sessions (id, hash, user_id, agent, created_at, seen_at, \
                   expires_at) values ($1, $2, $3, $4, $5, $5, $6)";
        let binds = binds![
            new.id,
            new.hash,
            new.user,
            new.agent,
            new.now,
            new.expires_at
        ];
        self.run(sql, binds).await.map(drop)
    }

    /// Ends the sessions of a user, all but `keep`; an unknown id keeps none.
    pub(in crate::region) async fn delete_sessions_but(
        &mut self,
        user: Uuid,
        keep: Uuid,
    ) -> Result<(), DbError> {
        let sql = "delete from sessions where user_id = $1 and id <> $2";
        self.run(sql, binds![user, keep]).await.map(drop)
    }

    /// Ends the sign-ins of a user that await their second step.
    pub(in crate::region) async fn delete_challenges(&mut self, user: Uuid) -> Result<(), DbError> {
        let sql = "delete from sign_in_challenges where user_id = $1";
        self.run(sql, binds![user]).await.map(drop)
    }

    /// Takes a challenge out; false where another request was quicker.
    pub(in crate::region) async fn take_challenge(&mut self, hash: &[u8]) -> Result<bool, DbError> {
        let sql = "delete from sign_in_challenges where hash = $1";
        Ok(self.run(sql, binds![hash]).await?.affected == 1)
    }
}
