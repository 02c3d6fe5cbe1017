//! Signing in: password, then the second factor where there is one.

use std::{net::IpAddr, sync::Arc};

use chrono::TimeDelta;
use http::StatusCode;
use kartoteka_plugin::{Actor, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::{
    Region,
    journal::{Note, SIGN_IN_FAILED},
    secret,
    slowing::Attempt,
    user,
};

/// For so long the second factor is awaited.
const CHALLENGE: TimeDelta = TimeDelta::minutes(10);

/// Where a request to sign in comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) address: IpAddr,
    /// The `User-Agent` header.
    pub(super) agent: &'a str,
}

/// What a right password leads to.
#[derive(Debug)]
pub(super) enum SignedIn {
    /// A session; the value of its cookie.
    Session(String),
    /// The second step; what the form has to bring back.
    SecondFactor(String),
}

fn failed() -> Error {
    Error::new(StatusCode::UNAUTHORIZED, "sign_in_failed")
}

impl Region {
    /// The first step. An account that does not exist answers like a wrong password,
    /// and takes as long.
    ///
    /// # Errors
    /// 401 `sign_in_failed`; 429 `slow_down` with `seconds`.
    pub(super) async fn sign_in(
        self: &Arc<Self>,
        email: &str,
        password: &str,
        origin: Origin<'_>,
    ) -> Result<SignedIn> {
        let account = user::fold(email);
        let attempt = self.attempt_sign_in(&account, origin.address).await?;
        let user = self.store.user_by_email(&account).await?;
        let user = user.filter(|user| user.disabled_at.is_none());
        let kept = user.as_ref().map(|user| user.password_hash.as_str());
        let right = self.passwords.verify(password, kept).await?;
        let known = user.as_ref().map(|user| user.id);
        let Some(user) = user.filter(|_| right) else {
            self.note_series(&attempt, known, "password");
            return Err(failed());
        };
        self.succeed(&attempt).await?;
        let mut tx = self.store.begin().await?;
        // It may have been changed while it was compared, which ended all sessions: none
        // of the old password comes after.
        if !tx.holds_password(user.id, &user.password_hash).await? {
            return Err(failed());
        }
        if user.totp_confirmed_at.is_some() {
            let challenge = secret::long()?;
            let until = self.clock.now() + CHALLENGE;
            tx.insert_challenge(&secret::hash(&challenge), user.id, until)
                .await?;
            tx.commit().await?;
            return Ok(SignedIn::SecondFactor(challenge));
        }
        let cookie = self.open_session(&mut tx, user.id, origin.agent).await?;
        tx.commit().await?;
        Ok(SignedIn::Session(cookie))
    }

    /// The second step: a code of the authenticator application or a recovery code.
    /// Gives the value of the session's cookie.
    ///
    /// # Errors
    /// 401 `sign_in_expired` where the first step is too long ago; 401 `code_wrong`;
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn sign_in_second(
        self: &Arc<Self>,
        challenge: &str,
        code: &str,
        origin: Origin<'_>,
    ) -> Result<String> {
        let expired = || Error::new(StatusCode::UNAUTHORIZED, "sign_in_expired");
        let hash = secret::hash(challenge);
        let user = self.store.challenge(&hash, self.clock.now()).await?;
        let user = self.user(user.ok_or_else(expired)?).await?;
        let account = format!("second {}", user.id);
        let attempt = self.attempt_sign_in(&account, origin.address).await?;
        if !self.spend_code(&user, code).await? {
            self.note_series(&attempt, Some(user.id), "code");
            return Err(Error::new(StatusCode::UNAUTHORIZED, "code_wrong"));
        }
        self.succeed(&attempt).await?;
        let mut tx = self.store.begin().await?;
        if !tx.take_challenge(&hash).await? {
            return Err(expired());
        }
        let cookie = self.open_session(&mut tx, user.id, origin.agent).await?;
        tx.commit().await?;
        Ok(cookie)
    }

    /// Notes that somebody fails again and again, once a series. Afterwards, so that it
    /// takes no longer for a user than for nobody.
    fn note_series(self: &Arc<Self>, attempt: &Attempt, user: Option<Uuid>, step: &'static str) {
        let Some(user) = user.filter(|_| attempt.is_last_free) else {
            return;
        };
        let region = self.clone();
        self.mailer.afterwards(async move {
            if let Err(error) = region.record_series(user, step).await {
                let cause = error.cause.as_deref().unwrap_or_default();
                tracing::error!(cause, "a series of failed sign-ins was not noted");
            }
        });
    }

    async fn record_series(&self, user: Uuid, step: &str) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let note = Note::of_user(SIGN_IN_FAILED, user).after(json!({"step": step}));
        // Who it was is not known; the host tells of it.
        let stamp = self.stamp(&Actor::System);
        self.record_everywhere(&mut tx, user, &stamp, note).await?;
        Ok(tx.commit().await?)
    }
}
