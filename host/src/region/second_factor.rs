//! The second factor: codes of an authenticator application (TOTP, RFC 6238) and,
//! for when the telephone is lost, codes on paper.

use kartoteka_plugin::{Actor, Error, Result};
use qrcode::{QrCode, render::svg};
use totp_rs::{Builder, Totp};
use uuid::Uuid;

use super::{Region, journal::Note, secret, store::UserRow};

const PURPOSE: &str = "second-factor";
const PAPER: &str = "recovery-code";
/// How many codes on paper there are.
const PAPERS: usize = 10;

/// What an authenticator application has to be told.
#[derive(Debug, Clone)]
pub(super) struct Enrolment {
    /// The secret as people type it, in Base32.
    pub(super) secret: String,
    /// A picture of the whole to be scanned, SVG.
    pub(super) picture: String,
}

fn totp(secret: Vec<u8>, email: &str) -> Result<Totp> {
    let built = Builder::new()
        .with_secret(secret)
        // The colon ends the issuer in the address that is scanned.
        .with_account_name(email.replace(':', " "))
        .with_issuer(Some("Kartoteka"))
        .build();
    built.map_err(|e| Error::internal(e.to_string()))
}

fn picture(address: &str) -> Result<String> {
    let code = QrCode::new(address.as_bytes()).map_err(|e| Error::internal(e.to_string()))?;
    let svg = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    // Within a page the XML declaration in front would be an error.
    let start = svg.find("<svg").unwrap_or_default();
    Ok(svg[start..].to_owned())
}

impl Region {
    /// The secret to be enrolled; the same until it is confirmed, so that a page may
    /// be loaded twice.
    ///
    /// # Errors
    /// 409 `second_factor_on`.
    pub(super) async fn enrol(&self, user: Uuid) -> Result<Enrolment> {
        let user = self.user(user).await?;
        if user.totp_confirmed_at.is_some() {
            return Err(Error::conflict("second_factor_on"));
        }
        let secret = match &user.totp_secret {
            Some(sealed) => self.keys.open(PURPOSE, sealed)?,
            None => {
                let fresh = secret::bytes::<20>()?;
                let sealed = self.keys.seal(PURPOSE, &fresh)?;
                if !self.store.keep_totp_secret(user.id, sealed).await? {
                    return Err(Error::conflict("second_factor_on"));
                }
                fresh.to_vec()
            }
        };
        let totp = totp(secret, &user.email)?;
        let address = totp.to_url().map_err(|e| Error::internal(e.to_string()))?;
        Ok(Enrolment {
            secret: totp.secret().to_base32(),
            picture: picture(&address)?,
        })
    }

    /// Switches the second factor on with a first code, and gives the codes on paper,
    /// which are not kept. It asks for the password: a telephone of whoever finds a
    /// session left open would lock its owner out.
    ///
    /// # Errors
    /// 409 `second_factor_on`; 422 with fields `/code`, `/proof`; 429 `slow_down`.
    pub(super) async fn confirm_enrolment(
        &self,
        user: Uuid,
        code: &str,
        password: &str,
    ) -> Result<Vec<String>> {
        let user = self.user(user).await?;
        if user.totp_confirmed_at.is_some() {
            return Err(Error::conflict("second_factor_on"));
        }
        let Some(step) = self.step_of(&user, code)? else {
            return Err(Error::invalid().field("/code", "code_wrong"));
        };
        self.prove_password(&user, password, "/proof").await?;
        let papers: Vec<_> = (0..PAPERS)
            .map(|_| secret::typed(3))
            .collect::<Result<_>>()?;
        let mut tx = self.store.begin().await?;
        if !tx.confirm_totp(user.id, step, self.clock.now()).await? {
            return Err(Error::conflict("second_factor_on"));
        }
        tx.delete_recovery_codes(user.id).await?;
        for paper in &papers {
            let hash = self.keys.hash(PAPER, secret::untyped(paper).as_bytes());
            tx.insert_recovery_code(user.id, &hash).await?;
        }
        let note = Note::of_user("region.second_factor.switched_on/1", user.id);
        let stamp = self.stamp(&Actor::User(user.id));
        self.record_everywhere(&mut tx, user.id, &stamp, note)
            .await?;
        tx.commit().await?;
        Ok(papers)
    }

    /// Switches the second factor off, by password.
    ///
    /// # Errors
    /// 422 with field `/password`; 429 `slow_down`.
    pub(super) async fn remove_second_factor(&self, user: Uuid, password: &str) -> Result<()> {
        let user = self.user(user).await?;
        self.prove_password(&user, password, "/password").await?;
        self.switch_off(Actor::User(user.id), user.id).await
    }

    /// Switches a user's second factor off; for the operator, after they have shown
    /// who they are by other means.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn reset_second_factor(&self, user: Uuid) -> Result<()> {
        self.switch_off(Actor::System, user).await
    }

    async fn switch_off(&self, by: Actor, user: Uuid) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.remove_totp(user).await?;
        let note = Note::of_user("region.second_factor.switched_off/1", user);
        let stamp = self.stamp(&by);
        self.record_everywhere(&mut tx, user, &stamp, note).await?;
        Ok(tx.commit().await?)
    }

    /// Whether `code` is good, which it is once.
    pub(super) async fn spend_code(&self, user: &UserRow, code: &str) -> Result<bool> {
        if let Some(step) = self.step_of(user, code)? {
            return Ok(self.store.spend_totp_step(user.id, step).await?);
        }
        let hash = self.keys.hash(PAPER, secret::untyped(code).as_bytes());
        let now = self.clock.now();
        Ok(self.store.spend_recovery_code(user.id, &hash, now).await?)
    }

    /// The step of 30 seconds whose code this is: the present one, the one before or
    /// the one after.
    fn step_of(&self, user: &UserRow, code: &str) -> Result<Option<i64>> {
        let Some(sealed) = &user.totp_secret else {
            return Ok(None);
        };
        let totp = totp(self.keys.open(PURPOSE, sealed)?, &user.email)?;
        let now = u64::try_from(self.clock.now().timestamp()).unwrap_or_default();
        let step = totp.check(&secret::untyped(code), now);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}
