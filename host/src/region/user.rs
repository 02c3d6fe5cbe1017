//! Users of the region, and what they change of themselves.

use kartoteka_plugin::{Actor, Error, Locale, Result};
use uuid::Uuid;

use super::{
    Region,
    journal::Note,
    password,
    store::{NewUserRow, StoreTx, UserRow},
};

/// A user to be made.
#[derive(Clone, Default)]
pub struct NewUser {
    /// The address to sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The password as typed.
    pub password: String,
    /// The language of their pages, if they chose one.
    pub locale: Option<Locale>,
}

/// What a user sees of their own account.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) locale: Option<Locale>,
    pub(super) second_factor: bool,
    /// Unspent recovery codes.
    pub(super) recovery_codes: i64,
}

/// The form of an address under which it is compared.
pub(super) fn fold(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether mail can be sent to it, as far as its form goes.
pub(super) fn check_email(email: &str) -> Result<(), &'static str> {
    let email = email.trim();
    if email.is_empty() {
        return Err("required");
    }
    if email.len() > 254 || email.parse::<lettre::Address>().is_err() {
        return Err("email_malformed");
    }
    Ok(())
}

pub(super) fn check_name(name: &str) -> Result<(), &'static str> {
    match name.trim().chars().count() {
        0 => Err("required"),
        1..=100 if !name.chars().any(char::is_control) => Ok(()),
        _ => Err("name_malformed"),
    }
}

impl NewUser {
    /// Whether this may become a user.
    ///
    /// # Errors
    /// 422 that names every bad field.
    pub(super) fn check(&self) -> Result<()> {
        let mut error = Error::invalid();
        if let Err(code) = check_email(&self.email) {
            error = error.field("/email", code);
        }
        if let Err(code) = check_name(&self.name) {
            error = error.field("/name", code);
        }
        if let Err(bad) = password::check(&self.password, &self.email, "/password") {
            error.fields.extend(bad.fields.iter().cloned());
        }
        error.if_any()
    }
}

impl Region {
    /// Makes a user and gives the id; in no salon yet.
    ///
    /// # Errors
    /// 422 with fields `/email`, `/name`, `/password`; 409 `email_taken`.
    pub async fn create_user(&self, new: NewUser) -> Result<Uuid> {
        new.check()?;
        let hash = self.passwords.hash(&new.password).await?;
        let mut tx = self.store.begin().await?;
        let id = self.insert_user(&mut tx, &new, &hash).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(super) async fn insert_user(
        &self,
        tx: &mut StoreTx,
        new: &NewUser,
        hash: &str,
    ) -> Result<Uuid> {
        let id = self.clock.new_id();
        let row = NewUserRow {
            id,
            email: new.email.trim(),
            email_folded: &fold(&new.email),
            name: new.name.trim(),
            locale: new.locale,
            password_hash: hash,
            now: self.clock.now(),
        };
        match tx.insert_user(row).await {
            Err(error) if error.is_unique("users_email_folded_key") => {
                Err(Error::conflict("email_taken").field("/email", "email_taken"))
            }
            other => {
                other?;
                Ok(id)
            }
        }
    }

    /// The user of this e-mail address.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<Uuid>> {
        let user = self.store.user_by_email(&fold(email)).await?;
        Ok(user.map(|user| user.id))
    }

    /// Sets a user's password and ends all their sessions; for the operator.
    ///
    /// # Errors
    /// 404; 422 with field `/password`.
    pub async fn set_password(&self, user: Uuid, new: &str) -> Result<()> {
        let row = self.user(user).await?;
        password::check(new, &row.email, "/password")?;
        let hash = self.passwords.hash(new).await?;
        let nobodys = Uuid::nil();
        self.replace_password(Actor::System, &row, &hash, nobodys)
            .await
    }

    /// The living user of this id.
    pub(super) async fn user(&self, id: Uuid) -> Result<UserRow> {
        let user = self.store.user(id).await?;
        user.filter(|user| user.disabled_at.is_none())
            .ok_or_else(Error::not_found)
    }

    pub(super) async fn account(&self, user: Uuid) -> Result<Account> {
        let row = self.user(user).await?;
        Ok(Account {
            second_factor: row.totp_confirmed_at.is_some(),
            recovery_codes: self.store.recovery_codes_left(user).await?,
            email: row.email,
            name: row.name,
            locale: row.locale,
        })
    }

    /// Changes a user's own name and language.
    pub(super) async fn change_account(
        &self,
        user: Uuid,
        name: &str,
        locale: Option<Locale>,
    ) -> Result<()> {
        if let Err(code) = check_name(name) {
            return Err(Error::invalid().field("/name", code));
        }
        self.store.update_user(user, name.trim(), locale).await?;
        self.cache.forget();
        Ok(())
    }

    /// Changes a user's own password; every other session of theirs ends.
    pub(super) async fn change_password(
        &self,
        user: Uuid,
        session: Uuid,
        current: &str,
        new: &str,
    ) -> Result<()> {
        let row = self.user(user).await?;
        self.prove_password(&row, current, "/current").await?;
        password::check(new, &row.email, "/password")?;
        let hash = self.passwords.hash(new).await?;
        self.replace_password(Actor::User(user), &row, &hash, session)
            .await
    }

    /// Asks for the password once more before something that matters. Wrong ones are
    /// slowed, for a session that was left open.
    pub(super) async fn prove_password(
        &self,
        user: &UserRow,
        password: &str,
        pointer: &str,
    ) -> Result<()> {
        let attempt = self.attempt_proof(user.id).await?;
        let kept = Some(user.password_hash.as_str());
        if !self.passwords.verify(password, kept).await? {
            return Err(Error::invalid().field(pointer, "password_wrong"));
        }
        self.succeed(&attempt).await
    }

    /// Keeps a new password, ends all sessions but `keep` and what was signed in to by
    /// half, and makes links that were sent useless.
    async fn replace_password(
        &self,
        by: Actor,
        user: &UserRow,
        hash: &str,
        keep: Uuid,
    ) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.set_password(user.id, hash).await?;
        tx.delete_sessions_but(user.id, keep).await?;
        tx.delete_challenges(user.id).await?;
        tx.drop_recoveries(user.id, self.clock.now()).await?;
        let note = Note::of_user("region.password.changed/1", user.id);
        let stamp = self.stamp(&by);
        self.record_everywhere(&mut tx, user.id, &stamp, note)
            .await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case_and_refused_without_form() {
        assert_eq!(fold(" Anna@Example.ORG "), "anna@example.org");
        assert_eq!(check_email("anna@example.org"), Ok(()));
        for bad in [
            "anna",
            "anna@",
            "@example.org",
            "an na@example.org",
            "a@b\r\nBcc: c@d",
        ] {
            assert_eq!(check_email(bad), Err("email_malformed"), "{bad}");
        }
    }
}
