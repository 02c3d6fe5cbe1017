//! Signing in: password, then the second factor where there is one.

use std::net::IpAddr;

use chrono::TimeDelta;
use http::StatusCode;
use kartoteka_plugin::{Error, Result};

use super::{Region, secret, user};

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
        &self,
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
        let Some(user) = user.filter(|_| right) else {
            return Err(failed());
        };
        self.succeed(&attempt).await?;
        if user.totp_confirmed_at.is_some() {
            let challenge = secret::long()?;
            let until = self.clock.now() + CHALLENGE;
            let hash = secret::hash(&challenge);
            self.store.insert_challenge(&hash, user.id, until).await?;
            return Ok(SignedIn::SecondFactor(challenge));
        }
        let mut tx = self.store.begin().await?;
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
        &self,
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
}
