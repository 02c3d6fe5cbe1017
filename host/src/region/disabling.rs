//! Keeping someone out for now: of one salon, by those who manage its people; of the
//! whole region, by the operator. What they have and made stays as it is.

use kartoteka_plugin::{Actor, Call, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::{Region, Role, journal::Note, member::Member};

const MANAGE: &str = "users.manage";
const DISABLED: &str = "region.user.disabled/1";
const ENABLED: &str = "region.user.enabled/1";

impl Region {
    /// Keeps a user of the salon out of it until they are enabled: their sessions and
    /// the tokens they made open it no more.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 404; 409 `last_owner`.
    pub(super) async fn disable_user(&self, call: &Call, user: Uuid) -> Result<Member> {
        call.require(MANAGE)?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        let role = tx.role_of(salon, user).await?;
        let role = role.ok_or_else(Error::not_found)?;
        self.may_assign(call, role).await?;
        if tx.disable_member(salon, user, call.now()).await? {
            if role == Role::Owner && tx.owners(salon).await? == 0 {
                return Err(Error::conflict("last_owner"));
            }
            let note = Note::of_user(DISABLED, user);
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        }
        self.keep_answer(&mut tx, call, 200, &format!("/users/{user}"))
            .await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        self.show_user(call, user).await
    }

    /// Lets a disabled user into the salon again.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 404; 409 `disabled_by_operator`.
    pub(super) async fn enable_user(&self, call: &Call, user: Uuid) -> Result<Member> {
        call.require(MANAGE)?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        let role = tx.role_of(salon, user).await?;
        let role = role.ok_or_else(Error::not_found)?;
        self.may_assign(call, role).await?;
        if tx.enable_member(salon, user).await? {
            let note = Note::of_user(ENABLED, user);
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        } else if tx.is_disabled(user).await? {
            return Err(Error::conflict("disabled_by_operator"));
        }
        self.keep_answer(&mut tx, call, 200, &format!("/users/{user}"))
            .await?;
        tx.commit().await?;
        self.cache.forget();
        self.show_user(call, user).await
    }

    /// Keeps a user out of the whole region: sessions end, and neither passwords nor
    /// tokens are taken until they are enabled; for the operator.
    ///
    /// # Errors
    /// 404; 409 `last_owner_of` with the `salon` that would have no owner left.
    pub async fn disable_account(&self, user: Uuid) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let salons = tx.salons_of_member(user).await?;
        for salon in &salons {
            tx.lock_members(*salon, now).await?;
        }
        if !tx.set_disabled(user, Some(now)).await? {
            return Err(Error::not_found());
        }
        for salon in &salons {
            let role = tx.role_of(*salon, user).await?;
            if role == Some(Role::Owner) && tx.owners(*salon).await? == 0 {
                let slug = self
                    .store
                    .salon_by_id(*salon)
                    .await?
                    .map(|row| row.salon.slug);
                let error = Error::conflict("last_owner_of");
                return Err(error.arg("salon", slug.unwrap_or_default()));
            }
        }
        tx.delete_sessions_but(user, Uuid::nil()).await?;
        tx.delete_challenges(user).await?;
        tx.drop_recoveries(user, now).await?;
        let note = Note::of_user(DISABLED, user).after(json!({"everywhere": true}));
        let stamp = self.stamp(&Actor::System);
        self.record_everywhere(&mut tx, user, &stamp, note).await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }

    /// Lets a user into the region again; for the operator. A salon that disabled them
    /// itself keeps them out.
    ///
    /// # Errors
    /// 404.
    pub async fn enable_account(&self, user: Uuid) -> Result<()> {
        let mut tx = self.store.begin().await?;
        if !tx.set_disabled(user, None).await? {
            return Err(Error::not_found());
        }
        let note = Note::of_user(ENABLED, user).after(json!({"everywhere": true}));
        let stamp = self.stamp(&Actor::System);
        self.record_everywhere(&mut tx, user, &stamp, note).await?;
        tx.commit().await?;
        self.cache.forget();
        Ok(())
    }
}
