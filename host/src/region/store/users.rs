//! Statements about users and their second factor.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Locale, Row};
use uuid::Uuid;

use super::{Store, StoreTx, binds};

/// A user.
#[derive(Clone)]
pub(in crate::region) struct UserRow {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) email: String,
    pub(in crate::region) email_folded: String,
    pub(in crate::region) name: String,
    pub(in crate::region) locale: Option<Locale>,
    pub(in crate::region) password_hash: String,
    /// Sealed; may be there without being confirmed.
    pub(in crate::region) totp_secret: Option<Vec<u8>>,
    pub(in crate::region) totp_confirmed_at: Option<DateTime<Utc>>,
    pub(in crate::region) disabled_at: Option<DateTime<Utc>>,
}

/// A user to be inserted.
pub(in crate::region) struct NewUserRow<'a> {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) email: &'a str,
    pub(in crate::region) email_folded: &'a str,
    pub(in crate::region) name: &'a str,
    pub(in crate::region) locale: Option<Locale>,
    pub(in crate::region) password_hash: &'a str,
    pub(in crate::region) now: DateTime<Utc>,
}

macro_rules! select_user {
    ($where:literal) => {
        concat!(
            "select id, email, email_folded, name, locale, password_hash, totp_secret, ",
            "totp_confirmed_at, disabled_at from users where ",
            $where
        )
    };
}

fn user(row: &Row) -> Result<UserRow, DbError> {
    let locale: Option<String> = row.get("locale")?;
    Ok(UserRow {
        id: row.get("id")?,
        email: row.get("email")?,
        email_folded: row.get("email_folded")?,
        name: row.get("name")?,
        locale: locale.and_then(|code| code.parse().ok()),
        password_hash: row.get("password_hash")?,
        totp_secret: row.get("totp_secret")?,
        totp_confirmed_at: row.get("totp_confirmed_at")?,
        disabled_at: row.get("disabled_at")?,
    })
}

impl Store {
    pub(in crate::region) async fn user_by_email(
        &self,
        folded: &str,
    ) -> Result<Option<UserRow>, DbError> {
        let query = self.query(select_user!("email_folded = $1")).bind(folded);
        query.optional().await?.as_ref().map(user).transpose()
    }

    pub(in crate::region) async fn user(&self, id: Uuid) -> Result<Option<UserRow>, DbError> {
        let query = self.query(select_user!("id = $1")).bind(id);
        query.optional().await?.as_ref().map(user).transpose()
    }

    pub(in crate::region) async fn any_user(&self) -> Result<bool, DbError> {
        let row = self
            .query("select id from users limit 1")
            .optional()
            .await?;
        Ok(row.is_some())
    }

    /// How many users there are, and how many of them are disabled.
    pub(in crate::region) async fn count_users(&self) -> Result<(i64, i64), DbError> {
        let sql = "select count(*) as users, count(disabled_at) as disabled from users";
        let row = self.query(sql).one().await?;
        Ok((row.get("users")?, row.get("disabled")?))
    }

    pub(in crate::region) async fn user_name(&self, id: Uuid) -> Result<Option<String>, DbError> {
        let sql = "select name from users where id = $1";
        let row = self.query(sql).bind(id).optional().await?;
        row.map(|row| row.get("name")).transpose()
    }

    pub(in crate::region) async fn update_user(
        &self,
        id: Uuid,
        name: &str,
        locale: Option<Locale>,
    ) -> Result<(), DbError> {
        let sql = "update users set name = $2, locale = $3 where id = $1";
        let binds = binds![id, name, locale.map(Locale::code).map(str::to_owned)];
        self.write(sql, binds).await.map(drop)
    }

    /// Keeps a sealed secret that is not confirmed yet; false where one is.
    pub(in crate::region) async fn keep_totp_secret(
        &self,
        user: Uuid,
        sealed: Vec<u8>,
    ) -> Result<bool, DbError> {
        let sql = "update users set totp_secret = $2 where id = $1 and totp_confirmed_at is null";
        Ok(self.write(sql, binds![user, sealed]).await?.affected == 1)
    }

    /// Spends the codes up to `step`; false where they were spent before.
    pub(in crate::region) async fn spend_totp_step(
        &self,
        user: Uuid,
        step: i64,
    ) -> Result<bool, DbError> {
        let sql = "update users set totp_last_step = $2 \
                   where id = $1 and (totp_last_step is null or totp_last_step < $2)";
        Ok(self.write(sql, binds![user, step]).await?.affected == 1)
    }

    /// Spends a recovery code; false where there is no unspent one like it.
    pub(in crate::region) async fn spend_recovery_code(
        &self,
        user: Uuid,
        hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update recovery_codes set used_at = $3 \
                   where user_id = $1 and hash = $2 and used_at is null";
        Ok(self.write(sql, binds![user, hash, now]).await?.affected == 1)
    }

    /// How many recovery codes are unspent.
    pub(in crate::region) async fn recovery_codes_left(&self, user: Uuid) -> Result<i64, DbError> {
        let sql = "select count(*) as unspent from recovery_codes \
                   where user_id = $1 and used_at is null";
        self.query(sql).bind(user).one().await?.get("unspent")
    }
}

impl StoreTx {
    pub(in crate::region) async fn insert_user(
        &mut self,
        new: NewUserRow<'_>,
    ) -> Result<(), DbError> {
        let sql = "insert into users (id, email, email_folded, name, locale, password_hash, \
                   created_at) values ($1, $2, $3, $4, $5, $6, $7)";
        let binds = binds![
            new.id,
            new.email,
            new.email_folded,
            new.name,
            new.locale.map(Locale::code).map(str::to_owned),
            new.password_hash,
            new.now,
        ];
        self.run(sql, binds).await.map(drop)
    }

    /// Disables a user or, without a time, enables them; false where there is none.
    pub(in crate::region) async fn set_disabled(
        &mut self,
        user: Uuid,
        at: Option<DateTime<Utc>>,
    ) -> Result<bool, DbError> {
        let sql = "update users set disabled_at = $2 where id = $1";
        Ok(self.run(sql, binds![user, at]).await?.affected == 1)
    }

    pub(in crate::region) async fn is_disabled(&mut self, user: Uuid) -> Result<bool, DbError> {
        let sql = "select id from users where id = $1 and disabled_at is not null";
        Ok(!self.run(sql, binds![user]).await?.rows.is_empty())
    }

    /// Holds a user's password as it is until the transaction ends; false where it is
    /// another one by now, or the user is disabled.
    pub(in crate::region) async fn holds_password(
        &mut self,
        user: Uuid,
        hash: &str,
    ) -> Result<bool, DbError> {
        let sql = "update users set password_hash = $2 \
                   where id = $1 and password_hash = $2 and disabled_at is null";
        Ok(self.run(sql, binds![user, hash]).await?.affected == 1)
    }

    pub(in crate::region) async fn set_password(
        &mut self,
        user: Uuid,
        hash: &str,
    ) -> Result<(), DbError> {
        let sql = "update users set password_hash = $2 where id = $1";
        self.run(sql, binds![user, hash]).await.map(drop)
    }

    /// Makes the waiting secret count; false where there is none or it counts already.
    pub(in crate::region) async fn confirm_totp(
        &mut self,
        user: Uuid,
        step: i64,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update users set totp_confirmed_at = $2, totp_last_step = $3 \
                   where id = $1 and totp_secret is not null and totp_confirmed_at is null";
        Ok(self.run(sql, binds![user, now, step]).await?.affected == 1)
    }

    pub(in crate::region) async fn remove_totp(&mut self, user: Uuid) -> Result<(), DbError> {
        let sql = "update users set totp_secret = null, totp_confirmed_at = null, \
                   totp_last_step = null where id = $1";
        self.run(sql, binds![user]).await?;
        self.delete_recovery_codes(user).await
    }

    pub(in crate::region) async fn delete_recovery_codes(
        &mut self,
        user: Uuid,
    ) -> Result<(), DbError> {
        let sql = "delete from recovery_codes where user_id = $1";
        self.run(sql, binds![user]).await.map(drop)
    }

    pub(in crate::region) async fn insert_recovery_code(
        &mut self,
        user: Uuid,
        hash: &[u8],
    ) -> Result<(), DbError> {
        let sql = "insert into recovery_codes (user_id, hash) values ($1, $2)";
        self.run(sql, binds![user, hash]).await.map(drop)
    }
}
