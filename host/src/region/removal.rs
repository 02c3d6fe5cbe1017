//! Taking someone out of a salon, and taking that back.

use chrono::TimeDelta;
use kartoteka_plugin::{Call, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::{Region, Role, journal::Note, member::Member};

const MANAGE: &str = "users.manage";
/// For so long a removal can be taken back.
pub(super) const REMEMBERED: TimeDelta = TimeDelta::days(1);

impl Region {
    /// Takes a user out of the salon. The tokens they made for it are revoked, and
    /// invitations they sent are withdrawn: nobody leaves a door open behind them.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 404; 409 `last_owner`.
    pub(super) async fn remove_user(&self, call: &Call, user: Uuid) -> Result<()> {
        call.require(MANAGE)?;
        let (salon, now) = (call.salon().id, call.now());
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, now).await?;
        let had = tx.role_of(salon, user).await?;
        let had = had.ok_or_else(Error::not_found)?;
        self.may_assign(call, had).await?;
        tx.remove_member(salon, user, now).await?;
        if had == Role::Owner && tx.owners(salon).await? == 0 {
            return Err(Error::conflict("last_owner"));
        }
        tx.withdraw_invitations_of(salon, user).await?;
        tx.revoke_tokens_of(salon, user, now).await?;
        let note = Note::of_user("region.user.removed/1", user);
        let note = note.before(json!({"role": had}));
        self.record(&mut tx, salon, &call.stamp(), note).await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }

    /// Takes a removal back, within a day: role and tokens are as they were.
    /// Invitations that were withdrawn with it stay so.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 404.
    pub(super) async fn restore_user(&self, call: &Call, user: Uuid) -> Result<Member> {
        call.require(MANAGE)?;
        let (salon, now) = (call.salon().id, call.now());
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, now).await?;
        let removed = tx.removed_member(salon, user, now - REMEMBERED).await?;
        let (role, removed_at) = removed.ok_or_else(Error::not_found)?;
        self.may_assign(call, role).await?;
        tx.restore_member(salon, user).await?;
        tx.restore_tokens_of(salon, user, removed_at).await?;
        let note = Note::of_user("region.user.restored/1", user);
        let note = note.after(json!({"role": role}));
        self.record(&mut tx, salon, &call.stamp(), note).await?;
        self.keep_answer(&mut tx, call, 200, &format!("/users/{user}"))
            .await?;
        tx.commit().await?;
        self.cache.forget();
        self.show_user(call, user).await
    }
}
