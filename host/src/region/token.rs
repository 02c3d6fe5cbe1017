//! Tokens for programs: `kt_` and 256 random bits, shown once, kept as a hash. A
//! token does at most what its maker may do at that moment.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Actor, Call, Error, Permissions, Result, journal::Stamp};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Access, Region, Role, beside,
    journal::Note,
    secret,
    store::{NewTokenRow, StoreTx, TokenRow},
};

const PREFIX: &str = "kt_";
const MANAGE: &str = "tokens.manage";
/// How exactly the last use is known.
const USED: TimeDelta = TimeDelta::minutes(10);

/// Who makes a token, and so what it can do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMaker {
    /// The operator: all that an owner may do.
    Operator,
    /// A user of the salon: what they may do, for as long as they may.
    User(Uuid),
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for, in the salon's words.
    pub name: String,
    /// Who makes it.
    pub maker: TokenMaker,
    /// What it may do; none given: all that its maker may.
    pub permissions: Option<Vec<String>>,
    /// When it ends by itself; none given: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token, without its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Token {
    pub(super) id: Uuid,
    /// What it is for.
    pub(super) name: String,
    /// Who made it; null for the operator.
    pub(super) made_by: Option<String>,
    /// Names of permissions; null for all that its maker has.
    pub(super) permissions: Option<Vec<String>>,
    pub(super) created_at: DateTime<Utc>,
    /// To about ten minutes; null if it never was.
    pub(super) last_used_at: Option<DateTime<Utc>>,
    /// When it ends by itself; null if it does not.
    pub(super) expires_at: Option<DateTime<Utc>>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            made_by: row.maker_name,
            permissions: row.permissions,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
        }
    }
}

impl Region {
    /// Who has this token (the text after `Bearer `), if it is alive. Remembered for
    /// a moment at most.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn authenticate_token(&self, token: &str) -> Result<Option<Arc<Access>>> {
        if !token.starts_with(PREFIX) {
            return Ok(None);
        }
        let hash = secret::hash(token);
        if let Some(access) = self.cache.access(&hash) {
            return Ok(Some(access));
        }
        let before = self.cache.before();
        let Some(row) = self.store.token_by_hash(&hash).await? else {
            return Ok(None);
        };
        let now = self.clock.now();
        if row.expires_at.is_some_and(|at| now >= at) {
            return Ok(None);
        }
        let Some(maker) = self.permissions_of_maker(row.salon, row.user).await? else {
            return Ok(None);
        };
        if row.last_used_at.is_none_or(|at| now - at >= USED) {
            let store = self.store.clone();
            beside(async move { store.use_token(row.id, now).await });
        }
        let permissions = match row.permissions {
            Some(names) => names.into_iter().collect::<Permissions>().and(&maker),
            None => maker,
        };
        let access = Arc::new(Access {
            actor: Actor::Token(row.id),
            user: row.user,
            session: None,
            name: row.name,
            locale: None,
            salons: HashMap::from([(row.salon, permissions)]),
        });
        self.cache.keep_access(before, hash, access.clone());
        Ok(Some(access))
    }

    /// What the maker of a token may do now; none where they left the salon.
    async fn permissions_of_maker(
        &self,
        salon: Uuid,
        maker: Option<Uuid>,
    ) -> Result<Option<Permissions>> {
        let Some(user) = maker else {
            return Ok(Some(self.book.of(Role::Owner)));
        };
        Ok(self.permissions_of(user).await?.remove(&salon))
    }

    /// Makes a token of a salon and gives its text, which is not kept; for the
    /// operator.
    ///
    /// # Errors
    /// 422 with fields `/name`, `/permissions/<n>`, `/expires_at`.
    pub async fn create_token(&self, salon: Uuid, new: NewToken) -> Result<String> {
        let stamp = self.stamp(&Actor::System);
        let mut tx = self.store.begin().await?;
        let (_, text) = self.insert_token(&mut tx, salon, &stamp, new).await?;
        tx.commit().await?;
        Ok(text)
    }

    async fn insert_token(
        &self,
        tx: &mut StoreTx,
        salon: Uuid,
        stamp: &Stamp,
        new: NewToken,
    ) -> Result<(Uuid, String)> {
        let name = new.name.trim();
        match name.chars().count() {
            0 => return Err(Error::invalid().field("/name", "required")),
            1..=100 if !name.chars().any(char::is_control) => {}
            1..=100 => return Err(Error::invalid().field("/name", "name_malformed")),
            _ => {
                let error = Error::invalid().field("/name", "too_long");
                return Err(error.field_arg("most", 100));
            }
        }
        self.check_permissions(new.permissions.as_deref().unwrap_or_default())?;
        if new.expires_at.is_some_and(|at| at <= stamp.at) {
            return Err(Error::invalid().field("/expires_at", "in_the_past"));
        }
        let text = format!("{PREFIX}{}", secret::long()?);
        let id = self.clock.new_id();
        let row = NewTokenRow {
            id,
            salon,
            user: match new.maker {
                TokenMaker::Operator => None,
                TokenMaker::User(user) => Some(user),
            },
            name,
            hash: &secret::hash(&text),
            permissions: new.permissions.as_deref(),
            expires_at: new.expires_at,
            now: stamp.at,
        };
        tx.insert_token(row).await?;
        let note = Note::new("region.token.made/1", format!("token:{id}"));
        let note = note.after(json!({
            "permissions": new.permissions,
            "expires_at": new.expires_at,
        }));
        self.record(tx, salon, stamp, note).await?;
        Ok((id, text))
    }

    /// Makes a token as the actor, and gives it with its text.
    ///
    /// # Errors
    /// 422 with fields `/name`, `/permissions/<n>`, among them `not_yours`, and
    /// `/expires_at`.
    pub(super) async fn make_token(
        &self,
        call: &Call,
        name: String,
        permissions: Option<Vec<String>>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<(Token, String)> {
        call.require(MANAGE)?;
        self.check_permissions(permissions.as_deref().unwrap_or_default())?;
        let mut error = Error::invalid();
        for (at, name) in permissions.iter().flatten().enumerate() {
            if !call.permissions().allow(name) {
                error = error.field(format!("/permissions/{at}"), "not_yours");
            }
        }
        error.if_any()?;
        let salon = call.salon().id;
        let maker = self.maker(call).await?;
        // A token makes no token that outlives its own narrowness.
        let permissions = match call.actor() {
            Actor::User(_) => permissions,
            _ => permissions.or_else(|| {
                let own = call.permissions().iter().map(str::to_owned);
                Some(own.filter(|name| self.book.has(name)).collect())
            }),
        };
        let new = NewToken {
            name,
            maker,
            permissions,
            expires_at,
        };
        let stamp = call.stamp();
        let mut tx = self.store.begin().await?;
        let (id, text) = self.insert_token(&mut tx, salon, &stamp, new).await?;
        self.keep_answer(&mut tx, call, 201, &format!("/tokens/{id}"))
            .await?;
        tx.commit().await?;
        Ok((self.show_token(call, id).await?, text))
    }

    /// For a token that makes a token, the maker is who made the first.
    async fn maker(&self, call: &Call) -> Result<TokenMaker> {
        let user = match call.actor() {
            Actor::User(user) => Some(*user),
            Actor::Token(id) => {
                let token = self.store.token(call.salon().id, *id).await?;
                token.ok_or_else(Error::unauthorized)?.user
            }
            Actor::Plugin(_) | Actor::System => None,
        };
        Ok(user.map_or(TokenMaker::Operator, TokenMaker::User))
    }

    /// The living tokens of the salon, by id, from after `after` on.
    pub(super) async fn list_tokens(
        &self,
        call: &Call,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Token>> {
        call.require(MANAGE)?;
        let after = after.unwrap_or(Uuid::nil());
        let rows = self.store.tokens(call.salon().id, after, limit).await?;
        Ok(rows.into_iter().map(Token::from).collect())
    }

    /// One token.
    ///
    /// # Errors
    /// 404.
    pub(super) async fn show_token(&self, call: &Call, id: Uuid) -> Result<Token> {
        call.require(MANAGE)?;
        let row = self.store.token(call.salon().id, id).await?;
        row.map(Token::from).ok_or_else(Error::not_found)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// 404.
    pub(super) async fn revoke_token(&self, call: &Call, id: Uuid) -> Result<()> {
        call.require(MANAGE)?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        if !tx.revoke_token(salon, id, call.now()).await? {
            return Err(Error::not_found());
        }
        let note = Note::new("region.token.revoked/1", format!("token:{id}"));
        self.record(&mut tx, salon, &call.stamp(), note).await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }
}
