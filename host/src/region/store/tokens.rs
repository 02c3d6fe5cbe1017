//! Statements about tokens.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row, db::JsonText};
use uuid::Uuid;

use super::{Store, StoreTx, binds};

/// A token.
pub(in crate::region) struct TokenRow {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) salon: Uuid,
    /// The maker, where a user made it.
    pub(in crate::region) user: Option<Uuid>,
    pub(in crate::region) maker_name: Option<String>,
    pub(in crate::region) name: String,
    /// None: all that the maker has.
    pub(in crate::region) permissions: Option<Vec<String>>,
    pub(in crate::region) created_at: DateTime<Utc>,
    pub(in crate::region) last_used_at: Option<DateTime<Utc>>,
    pub(in crate::region) expires_at: Option<DateTime<Utc>>,
}

/// A token to be inserted.
pub(in crate::region) struct NewTokenRow<'a> {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) salon: Uuid,
    pub(in crate::region) user: Option<Uuid>,
    pub(in crate::region) name: &'a str,
    pub(in crate::region) hash: &'a [u8],
    pub(in crate::region) permissions: Option<&'a [String]>,
    pub(in crate::region) expires_at: Option<DateTime<Utc>>,
    pub(in crate::region) now: DateTime<Utc>,
}

macro_rules! select_token {
    ($rest:literal) => {
        concat!(
            "select t.id, t.salon, t.user_id, t.name, t.permissions, t.created_at, ",
            "t.last_used_at, t.expires_at, u.name as maker_name ",
            "from tokens t left join users u on u.id = t.user_id where t.revoked_at is null and ",
            $rest
        )
    };
}

fn token(row: &Row) -> Result<TokenRow, DbError> {
    let permissions: Option<serde_json::Value> = row.get("permissions")?;
    let permissions = permissions
        .map(serde_json::from_value)
        .transpose()
        .map_err(|_| DbError::Decode {
            column: "permissions".to_owned(),
            found: "other JSON than a list of names".to_owned(),
        })?;
    Ok(TokenRow {
        id: row.get("id")?,
        salon: row.get("salon")?,
        user: row.get("user_id")?,
        maker_name: row.get("maker_name")?,
        name: row.get("name")?,
        permissions,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
    })
}

impl Store {
    /// The living token of this hash, unless its maker is disabled.
    pub(in crate::region) async fn token_by_hash(
        &self,
        hash: &[u8],
    ) -> Result<Option<TokenRow>, DbError> {
        let query = self.query(select_token!("t.hash = $1 and u.disabled_at is null"));
        let row = query.bind(hash).optional().await?;
        row.as_ref().map(token).transpose()
    }

    pub(in crate::region) async fn token(
        &self,
        salon: Uuid,
        id: Uuid,
    ) -> Result<Option<TokenRow>, DbError> {
        let query = self.query(select_token!("t.salon = $1 and t.id = $2"));
        let row = query.bind(salon).bind(id).optional().await?;
        row.as_ref().map(token).transpose()
    }

    /// Living tokens by id, from after `after` on.
    pub(in crate::region) async fn tokens(
        &self,
        salon: Uuid,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<TokenRow>, DbError> {
        let query = self.query(select_token!(
            "t.salon = $1 and t.id > $2 order by t.id limit $3"
        ));
        let query = query.bind(salon).bind(after).bind(limit);
        query.all().await?.iter().map(token).collect()
    }

    /// The name of a token, revoked ones too.
    pub(in crate::region) async fn token_name(&self, id: Uuid) -> Result<Option<String>, DbError> {
        let sql = "select name from tokens where id = $1";
        let row = self.query(sql).bind(id).optional().await?;
        row.map(|row| row.get("name")).transpose()
    }

    pub(in crate::region) async fn use_token(
        &self,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update tokens set last_used_at = $2 \
                   where id = $1 and (last_used_at is null or last_used_at < $2)";
        self.write(sql, binds![id, now]).await.map(drop)
    }
}

impl StoreTx {
    pub(in crate::region) async fn insert_token(
        &mut self,
        new: NewTokenRow<'_>,
    ) -> Result<(), DbError> {
        let sql = "insert into tokens (id, salon, user_id, name, hash, permissions, created_at, \
                   expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let permissions = new.permissions.map(|names| JsonText::of(&names));
        let binds = binds![
            new.id,
            new.salon,
            new.user,
            new.name,
            new.hash,
            permissions,
            new.now,
            new.expires_at
        ];
        self.run(sql, binds).await.map(drop)
    }

    pub(in crate::region) async fn revoke_token(
        &mut self,
        salon: Uuid,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update tokens set revoked_at = $3 \
                   where salon = $1 and id = $2 and revoked_at is null";
        Ok(self.run(sql, binds![salon, id, now]).await?.affected == 1)
    }

    /// Takes back that what a user made was revoked at that moment.
    pub(in crate::region) async fn restore_tokens_of(
        &mut self,
        salon: Uuid,
        user: Uuid,
        revoked_at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update tokens set revoked_at = null \
                   where salon = $1 and user_id = $2 and revoked_at = $3";
        self.run(sql, binds![salon, user, revoked_at])
            .await
            .map(drop)
    }

    /// Revokes what a user made for a salon.
    pub(in crate::region) async fn revoke_tokens_of(
        &mut self,
        salon: Uuid,
        user: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update tokens set revoked_at = $3 \
                   where salon = $1 and user_id = $2 and revoked_at is null";
        self.run(sql, binds![salon, user, now]).await.map(drop)
    }
}
