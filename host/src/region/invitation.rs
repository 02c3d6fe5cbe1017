//! Inviting someone into a salon by mail.

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Actor, Call, Error, Locale, Result};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    NewUser, Region, Role,
    journal::Note,
    secret,
    store::{InvitationRow, NewInvitationRow},
    user,
};
use crate::mail::Mail;

const MANAGE: &str = "users.manage";
/// For so long an invitation is good.
const GOOD: TimeDelta = TimeDelta::days(7);

/// An open invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Invitation {
    pub(super) id: Uuid,
    pub(super) email: String,
    /// What they will be.
    pub(super) role: Role,
    pub(super) created_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
}

impl From<InvitationRow> for Invitation {
    fn from(row: InvitationRow) -> Self {
        Self {
            id: row.id,
            email: row.email,
            role: row.role,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

/// An invitation, as the invited person sees it.
pub(super) struct Invited {
    pub(super) salon: String,
    pub(super) email: String,
    pub(super) locale: Locale,
    /// Whether they sign in to this region already, and need no password.
    pub(super) known: bool,
}

fn spent() -> Error {
    Error::new(http::StatusCode::NOT_FOUND, "invitation_spent")
}

impl Region {
    /// Invites someone; an earlier invitation of the same address is replaced.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 409 `already_member`; 422 with field
    /// `/email`; 429 `slow_down`; 503 `mail_not_set_up`.
    pub(super) async fn invite_user(
        &self,
        call: &Call,
        email: &str,
        role: Role,
    ) -> Result<Invitation> {
        call.require(MANAGE)?;
        self.may_assign(call, role).await?;
        if let Err(code) = user::check_email(email) {
            return Err(Error::invalid().field("/email", code));
        }
        self.mailer.ready()?;
        let salon = call.salon();
        let folded = user::fold(email);
        if let Some(user) = self.store.user_by_email(&folded).await?
            && self.store.member(salon.id, user.id).await?.is_some()
        {
            return Err(Error::conflict("already_member").field("/email", "already_member"));
        }
        self.attempt_invitation(salon.id, &folded).await?;
        let link = secret::long()?;
        let row = NewInvitationRow {
            id: call.new_id(),
            salon: salon.id,
            email: email.trim(),
            email_folded: &folded,
            role,
            hash: &secret::hash(&link),
            invited_by: &call.actor().to_string(),
            now: call.now(),
            expires_at: call.now() + GOOD,
        };
        let id = row.id;
        let mut tx = self.store.begin().await?;
        tx.put_invitation(row).await?;
        let note = Note::new("region.invitation.sent/1", format!("invitation:{id}"));
        let note = note.after(json!({"role": role}));
        self.record(&mut tx, salon.id, &call.stamp(), note).await?;
        self.keep_answer(&mut tx, call, 201, &format!("/invitations/{id}"))
            .await?;
        tx.commit().await?;
        self.post_invitation(call, email.trim(), &link);
        self.show_invitation(call, id).await
    }

    fn post_invitation(&self, call: &Call, email: &str, link: &str) {
        let texts = self.catalog.texts(call.salon().locale);
        let salon = call.salon().name.clone();
        let address = format!("{}/invitations/{link}", self.settings.public_url);
        self.mailer.post(Mail {
            to: email.to_owned(),
            subject: texts.with1("mail-invitation-subject", "salon", salon.clone()),
            body: texts.with2("mail-invitation-body", "salon", salon, "link", address),
            ..Mail::default()
        });
    }

    /// The open invitations of the salon, by id, from after `after` on.
    pub(super) async fn list_invitations(
        &self,
        call: &Call,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        call.require(MANAGE)?;
        let after = after.unwrap_or(Uuid::nil());
        let salon = call.salon().id;
        let rows = self.store.invitations(salon, after, limit, call.now());
        Ok(rows.await?.into_iter().map(Invitation::from).collect())
    }

    /// One open invitation.
    ///
    /// # Errors
    /// 404.
    pub(super) async fn show_invitation(&self, call: &Call, id: Uuid) -> Result<Invitation> {
        call.require(MANAGE)?;
        let row = self.store.invitation(call.salon().id, id, call.now());
        row.await?
            .map(Invitation::from)
            .ok_or_else(Error::not_found)
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// 404.
    pub(super) async fn withdraw_invitation(&self, call: &Call, id: Uuid) -> Result<()> {
        call.require(MANAGE)?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        if !tx.delete_invitation(salon, id).await? {
            return Err(Error::not_found());
        }
        let note = Note::new("region.invitation.withdrawn/1", format!("invitation:{id}"));
        self.record(&mut tx, salon, &call.stamp(), note).await?;
        Ok(tx.commit().await?)
    }

    /// What a link invites to.
    ///
    /// # Errors
    /// 404 `invitation_spent`.
    pub(super) async fn invited(&self, link: &str) -> Result<Invited> {
        let row = self.open_invitation(link).await?;
        let salon = self.store.salon_by_id(row.salon).await?;
        let salon = salon.ok_or_else(spent)?;
        let known = self.store.user_by_email(&row.email_folded).await?;
        Ok(Invited {
            salon: salon.salon.name,
            email: row.email,
            locale: salon.salon.locale,
            known: known.is_some(),
        })
    }

    async fn open_invitation(&self, link: &str) -> Result<InvitationRow> {
        let hash = secret::hash(link);
        let row = self.store.invitation_by_hash(&hash, self.clock.now());
        row.await?.ok_or_else(spent)
    }

    /// Follows an invitation: whoever has the link reads the mailbox, so it needs no
    /// other proof. Someone new chooses a name and a password; someone known only
    /// becomes a member, and signs in as always.
    ///
    /// # Errors
    /// 404 `invitation_spent`; 422 with fields `/name`, `/password`.
    pub(super) async fn accept_invitation(
        &self,
        link: &str,
        name: String,
        password: String,
        locale: Option<Locale>,
    ) -> Result<()> {
        let row = self.open_invitation(link).await?;
        let known = self.store.user_by_email(&row.email_folded).await?;
        let new = NewUser {
            email: row.email,
            name,
            password,
            locale,
        };
        let hash = match known {
            Some(_) => String::new(),
            None => {
                new.check()?;
                self.passwords.hash(&new.password).await?
            }
        };
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.lock_members(row.salon, now).await?;
        if !tx.take_invitation(&secret::hash(link)).await? {
            return Err(spent());
        }
        let user = match known {
            Some(user) => user.id,
            None => self.insert_user(&mut tx, &new, &hash).await?,
        };
        // Who came in another way meanwhile keeps the role they have.
        if tx.role_of(row.salon, user).await?.is_none() {
            tx.put_member(row.salon, user, row.role, now).await?;
            let note = Note::of_user("region.user.joined/1", user);
            let note = note.after(json!({"role": row.role, "invitation": row.id}));
            let stamp = self.stamp(&Actor::User(user));
            self.record(&mut tx, row.salon, &stamp, note).await?;
        }
        tx.commit().await?;
        self.cache.forget();
        Ok(())
    }
}
