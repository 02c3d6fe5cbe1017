//! A forgotten password: a link by mail that sets a new one.

use std::{net::IpAddr, sync::Arc};

use chrono::TimeDelta;
use kartoteka_plugin::{Actor, Error, Locale, Result};
use serde_json::json;
use uuid::Uuid;

use super::{Region, journal::Note, password, secret, user};
use crate::mail::Mail;

/// For so long a link is good.
const GOOD: TimeDelta = TimeDelta::hours(1);

fn spent() -> Error {
    Error::new(http::StatusCode::NOT_FOUND, "recovery_spent")
}

impl Region {
    /// Sends a link to this address if someone signs in with it. The answer is the
    /// same and as quick where nobody does: everything else happens afterwards.
    ///
    /// # Errors
    /// 422 with field `/email`; 429 `slow_down`; 503 `mail_not_set_up`.
    pub(super) async fn recover(
        self: &Arc<Self>,
        email: &str,
        locale: Locale,
        from: IpAddr,
    ) -> Result<()> {
        self.mailer.ready()?;
        if let Err(code) = user::check_email(email) {
            return Err(Error::invalid().field("/email", code));
        }
        self.attempt_mail(from).await?;
        let region = self.clone();
        let email = user::fold(email);
        self.mailer.afterwards(async move {
            if let Err(error) = region.send_recovery(&email, locale).await {
                tracing::error!(
                    code = %error.code,
                    cause = error.cause.as_deref(),
                    "a recovery link could not be sent"
                );
            }
        });
        Ok(())
    }

    async fn send_recovery(&self, email_folded: &str, locale: Locale) -> Result<()> {
        // Too many for one mailbox are left out in silence: to say so would say that
        // there is one.
        if self.attempt_mailbox(email_folded).await.is_err() {
            return Ok(());
        }
        let user = self.store.user_by_email(email_folded).await?;
        let Some(user) = user.filter(|user| user.disabled_at.is_none()) else {
            return Ok(());
        };
        let link = secret::long()?;
        let now = self.clock.now();
        let hash = secret::hash(&link);
        self.store
            .insert_recovery(&hash, user.id, now, now + GOOD)
            .await?;
        let texts = self.catalog.texts(user.locale.unwrap_or(locale));
        let address = format!("{}/recovery/{link}", self.settings.public_url);
        let mail = Mail {
            to_name: user.name.clone(),
            to: user.email,
            subject: texts.get("mail-recovery-subject"),
            body: texts.with2("mail-recovery-body", "name", user.name, "link", address),
            ..Mail::default()
        };
        self.mailer.send(mail).await
    }

    /// Whether a link is good, before its form is shown.
    ///
    /// # Errors
    /// 404 `recovery_spent`.
    pub(super) async fn check_recovery(&self, link: &str) -> Result<Uuid> {
        let hash = secret::hash(link);
        let user = self.store.recovery(&hash, self.clock.now());
        user.await?.ok_or_else(spent)
    }

    /// Sets a new password by a link, which is good once. Every session of the user
    /// ends; the second factor stays.
    ///
    /// # Errors
    /// 404 `recovery_spent`; 422 with field `/password`.
    pub(super) async fn use_recovery(&self, link: &str, new: &str) -> Result<()> {
        let user = self.user(self.check_recovery(link).await?).await?;
        password::check(new, &user.email, "/password")?;
        let kept = self.passwords.hash(new).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if !tx.use_recovery(&secret::hash(link), user.id, now).await? {
            return Err(spent());
        }
        tx.set_password(user.id, &kept).await?;
        tx.delete_sessions_but(user.id, Uuid::nil()).await?;
        tx.delete_challenges(user.id).await?;
        let note = Note::of_user("region.password.changed/1", user.id);
        let note = note.after(json!({"by": "mail"}));
        let stamp = self.stamp(&Actor::User(user.id));
        self.record_everywhere(&mut tx, user.id, &stamp, note)
            .await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        self.forgive(&user.email_folded).await
    }
}
