//! The people of a salon and their roles.
//!
//! Nobody hands out what they do not have, and nobody changes someone who may do
//! more than they may; a salon never loses its last owner.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Actor, Call, Error, Permissions, Result};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Region, Role, journal::Note, store::MemberRow};

/// A user as a member of this salon.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = User)]
pub(super) struct Member {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: Role,
    /// Whether they sign in with a second factor.
    pub(super) second_factor: bool,
    /// Since when they belong to the salon.
    pub(super) since: DateTime<Utc>,
    /// Since when they are kept out, of this salon or by the operator of all; null for
    /// who may work here.
    pub(super) disabled_at: Option<DateTime<Utc>>,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            id: row.user,
            name: row.name,
            email: row.email,
            role: row.role,
            second_factor: row.totp_confirmed_at.is_some(),
            since: row.since,
            disabled_at: row.disabled_at,
        }
    }
}

/// What a role may do in this salon.
#[derive(Debug, Clone, Serialize, ToSchema)]

pub(super) struct RoleSet {
    pub(super) role: Role,
    /// Names of permissions, in the order in which features bring them.
    pub(super) permissions: Vec<String>,
    /// Whether the salon may change it; owners may always do everything.
    pub(super) changeable: bool,
}

/// The permission for everything about the people of a salon.
const MANAGE: &str = "users.manage";

/// Refuses to hand out or take away what the actor does not have.
fn within(call: &Call, permissions: &Permissions) -> Result<()> {
    match permissions
        .iter()
        .find(|name| !call.permissions().allow(name))
    {
        Some(missing) => Err(Error::forbidden(missing)),
        None => Ok(()),
    }
}

impl Region {
    /// The users of the salon, by id, from after `after` on.
    pub(super) async fn list_users(
        &self,
        call: &Call,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Member>> {
        call.require(MANAGE)?;
        let after = after.unwrap_or(Uuid::nil());
        let rows = self.store.members(call.salon().id, after, limit).await?;
        Ok(rows.into_iter().map(Member::from).collect())
    }

    /// One user of the salon.
    ///
    /// # Errors
    /// 404.
    pub(super) async fn show_user(&self, call: &Call, user: Uuid) -> Result<Member> {
        call.require(MANAGE)?;
        let row = self.store.member(call.salon().id, user).await?;
        row.map(Member::from).ok_or_else(Error::not_found)
    }

    /// Gives a user of the salon another role.
    ///
    /// # Errors
    /// 403 beyond the actor's own permissions; 404; 409 `last_owner`.
    pub(super) async fn change_user_role(
        &self,
        call: &Call,
        user: Uuid,
        role: Role,
    ) -> Result<Member> {
        call.require(MANAGE)?;
        self.may_assign(call, role).await?;
        let salon = call.salon().id;
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        let had = tx.role_of(salon, user).await?;
        let had = had.ok_or_else(Error::not_found)?;
        self.may_assign(call, had).await?;
        tx.put_member(salon, user, role, call.now()).await?;
        if had == Role::Owner && role != had && tx.owners(salon).await? == 0 {
            return Err(Error::conflict("last_owner"));
        }
        if had != role {
            let note = Note::of_user("region.user.role_changed/1", user);
            let note = note
                .before(json!({"role": had}))
                .after(json!({"role": role}));
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        }
        tx.commit().await?;
        self.forget_everywhere().await;
        self.show_user(call, user).await
    }

    /// Lets a user into a salon, or changes the role there; for the operator.
    ///
    /// # Errors
    /// 404; 409 `last_owner`.
    pub async fn set_member(&self, salon: Uuid, user: Uuid, role: Role) -> Result<()> {
        let stamp = self.stamp(&Actor::System);
        let mut tx = self.store.begin().await?;
        if !tx.lock_members(salon, stamp.at).await? {
            return Err(Error::not_found());
        }
        let had = tx.role_of(salon, user).await?;
        tx.put_member(salon, user, role, stamp.at).await?;
        if had == Some(Role::Owner) && role != Role::Owner && tx.owners(salon).await? == 0 {
            return Err(Error::conflict("last_owner"));
        }
        let note = match had {
            None => Note::of_user("region.user.joined/1", user),
            Some(had) => {
                Note::of_user("region.user.role_changed/1", user).before(json!({"role": had}))
            }
        };
        let note = note.after(json!({"role": role}));
        self.record(&mut tx, salon, &stamp, note).await?;
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }

    /// What each role may do in the salon.
    pub(super) async fn list_roles(&self, call: &Call) -> Result<Vec<RoleSet>> {
        call.require(MANAGE)?;
        let changes = self.store.role_changes(call.salon().id).await?;
        let set = |role| {
            let permissions = self.role_permissions(role, &changes);
            let names = self.book.names_with(&call.salon().features);
            let names = names.filter(|name| permissions.allow(name));
            RoleSet {
                role,
                permissions: names.map(str::to_owned).collect(),
                changeable: role != Role::Owner,
            }
        };
        Ok(Role::ALL.into_iter().map(set).collect())
    }

    /// Says what a role may do in the salon from now on. What it may do with features that
    /// are off stays as it is.
    ///
    /// # Errors
    /// 403 where it would gain or lose what the actor does not have; 409
    /// `owners_may_all`; 422 with fields `/permissions/<n>`.
    pub(super) async fn change_role(
        &self,
        call: &Call,
        role: Role,
        permissions: &[String],
    ) -> Result<()> {
        call.require(MANAGE)?;
        if role == Role::Owner {
            return Err(Error::conflict("owners_may_all"));
        }
        self.check_permissions(permissions)?;
        let salon = call.salon().id;
        let mut wanted: BTreeSet<_> = permissions.iter().map(String::as_str).collect();
        let had = self.permissions_as(salon, role).await?;
        let seen: BTreeSet<_> = self.book.names_with(&call.salon().features).collect();
        let unseen = self.book.names().filter(|name| !seen.contains(name));
        wanted.extend(unseen.filter(|name| had.allow(name)));
        let differs = |name: &&str| had.allow(name) != wanted.contains(*name);
        within(call, &self.book.names().filter(differs).collect())?;
        let plain = self.book.of(role);
        let mut tx = self.store.begin().await?;
        tx.lock_members(salon, call.now()).await?;
        tx.delete_role_changes(salon, role).await?;
        for name in self.book.names() {
            let granted = wanted.contains(name);
            if granted != plain.allow(name) {
                tx.insert_role_change(salon, role, name, granted).await?;
            }
        }
        let all = |may: &dyn Fn(&str) -> bool| -> Vec<&str> {
            self.book.names().filter(|name| may(name)).collect()
        };
        let before = all(&|name| had.allow(name));
        let after = all(&|name| wanted.contains(name));
        if before != after {
            let note = Note::new("region.role.changed/1", format!("role:{}", role.code()));
            let note = note.before(json!({"permissions": before}));
            let note = note.after(json!({"permissions": after}));
            self.record(&mut tx, salon, &call.stamp(), note).await?;
        }
        tx.commit().await?;
        self.forget_everywhere().await;
        Ok(())
    }

    /// Whether the actor may make someone this in the salon, or unmake them.
    pub(super) async fn may_assign(&self, call: &Call, role: Role) -> Result<()> {
        within(call, &self.permissions_as(call.salon().id, role).await?)
    }

    /// Names every permission that there is not.
    pub(super) fn check_permissions(&self, permissions: &[String]) -> Result<()> {
        let mut error = Error::invalid();
        for (at, name) in permissions.iter().enumerate() {
            if !self.book.has(name) {
                error = error.field(format!("/permissions/{at}"), "unknown_permission");
            }
        }
        error.if_any()
    }
}
