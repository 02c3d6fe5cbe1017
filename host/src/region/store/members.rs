//! Statements about who belongs to which salon, and what roles may do there.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row};
use uuid::Uuid;

use super::{Store, StoreTx, binds};
use crate::region::Role;

/// A user as a member of one salon.
pub(in crate::region) struct MemberRow {
    pub(in crate::region) user: Uuid,
    pub(in crate::region) name: String,
    pub(in crate::region) email: String,
    pub(in crate::region) role: Role,
    pub(in crate::region) totp_confirmed_at: Option<DateTime<Utc>>,
    pub(in crate::region) since: DateTime<Utc>,
    /// In this salon or in the region.
    pub(in crate::region) disabled_at: Option<DateTime<Utc>>,
}

pub(super) fn role(row: &Row) -> Result<Role, DbError> {
    let code: String = row.get("role")?;
    code.parse().map_err(|()| DbError::Decode {
        column: "role".to_owned(),
        found: "an unknown word".to_owned(),
    })
}

fn member(row: &Row) -> Result<MemberRow, DbError> {
    Ok(MemberRow {
        user: row.get("user_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: role(row)?,
        totp_confirmed_at: row.get("totp_confirmed_at")?,
        since: row.get("created_at")?,
        disabled_at: row.get("disabled_at")?,
    })
}

macro_rules! select_member {
    ($rest:literal) => {
        concat!(
            "select m.user_id, m.role, m.created_at, u.name, u.email, u.totp_confirmed_at, ",
            "coalesce(m.disabled_at, u.disabled_at) as disabled_at ",
            "from memberships m join users u on u.id = m.user_id ",
            "where m.removed_at is null and ",
            $rest
        )
    };
}

impl Store {
    /// The salons that a user may enter, with the role in each.
    pub(in crate::region) async fn memberships(
        &self,
        user: Uuid,
    ) -> Result<Vec<(Uuid, Role)>, DbError> {
        let sql = "select salon, role from memberships \
                   where user_id = $1 and disabled_at is null and removed_at is null";
        let rows = self.query(sql).bind(user).all().await?;
        rows.iter()
            .map(|row| Ok((row.get("salon")?, role(row)?)))
            .collect()
    }

    /// How the roles of a salon differ from the manifests.
    pub(in crate::region) async fn role_changes(
        &self,
        salon: Uuid,
    ) -> Result<Vec<(Role, String, bool)>, DbError> {
        let sql = "select role, permission, granted from role_permissions where salon = $1 \
                   order by role, permission";
        let rows = self.query(sql).bind(salon).all().await?;
        rows.iter()
            .map(|row| Ok((role(row)?, row.get("permission")?, row.get("granted")?)))
            .collect()
    }

    pub(in crate::region) async fn member(
        &self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<Option<MemberRow>, DbError> {
        let query = self.query(select_member!("m.salon = $1 and m.user_id = $2"));
        let row = query.bind(salon).bind(user).optional().await?;
        row.as_ref().map(member).transpose()
    }

    /// Members by id, from after `after` on.
    pub(in crate::region) async fn members(
        &self,
        salon: Uuid,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<MemberRow>, DbError> {
        let query = self.query(select_member!(
            "m.salon = $1 and m.user_id > $2 order by m.user_id limit $3"
        ));
        let query = query.bind(salon).bind(after).bind(limit);
        query.all().await?.iter().map(member).collect()
    }
}

impl StoreTx {
    /// Takes the salon's row, so that changes to its members come one after the
    /// other. False where there is no such salon.
    pub(in crate::region) async fn lock_members(
        &mut self,
        salon: Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update salons set members_changed_at = $2 where id = $1";
        Ok(self.run(sql, binds![salon, now]).await?.affected == 1)
    }

    /// Makes a user a member, or gives a member another role. Who was taken out comes
    /// in as somebody new.
    pub(in crate::region) async fn put_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
        role: Role,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into memberships (salon, user_id, role, created_at) \
                   values ($1, $2, $3, $4) \
                   on conflict (salon, user_id) do update set role = excluded.role, \
                   created_at = case when memberships.removed_at is null \
                   then memberships.created_at else excluded.created_at end, \
                   disabled_at = case when memberships.removed_at is null \
                   then memberships.disabled_at end, removed_at = null";
        self.run(sql, binds![salon, user, role.code(), now])
            .await
            .map(drop)
    }

    /// Takes a member out; the row stays until it is swept.
    pub(in crate::region) async fn remove_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "update memberships set removed_at = $3 where salon = $1 and user_id = $2";
        self.run(sql, binds![salon, user, now]).await.map(drop)
    }

    /// The role of someone who was taken out since `since`, and when that was.
    pub(in crate::region) async fn removed_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
        since: DateTime<Utc>,
    ) -> Result<Option<(Role, DateTime<Utc>)>, DbError> {
        let sql = "select role, removed_at from memberships \
                   where salon = $1 and user_id = $2 and removed_at > $3";
        let outcome = self.run(sql, binds![salon, user, since]).await?;
        let found = |row| Ok((role(row)?, row.get("removed_at")?));
        outcome.rows.first().map(found).transpose()
    }

    pub(in crate::region) async fn restore_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<(), DbError> {
        let sql = "update memberships set removed_at = null where salon = $1 and user_id = $2";
        self.run(sql, binds![salon, user]).await.map(drop)
    }

    /// Keeps a member out; false where they are kept out already.
    pub(in crate::region) async fn disable_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        let sql = "update memberships set disabled_at = $3 \
                   where salon = $1 and user_id = $2 and disabled_at is null";
        Ok(self.run(sql, binds![salon, user, now]).await?.affected == 1)
    }

    /// Lets a member in again; false where the salon did not keep them out.
    pub(in crate::region) async fn enable_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<bool, DbError> {
        let sql = "update memberships set disabled_at = null \
                   where salon = $1 and user_id = $2 and disabled_at is not null";
        Ok(self.run(sql, binds![salon, user]).await?.affected == 1)
    }

    /// The salons that a user is a member of, kept out or not, in one order for all.
    pub(in crate::region) async fn salons_of_member(
        &mut self,
        user: Uuid,
    ) -> Result<Vec<Uuid>, DbError> {
        let sql = "select salon from memberships \
                   where user_id = $1 and removed_at is null order by salon";
        let outcome = self.run(sql, binds![user]).await?;
        outcome.rows.iter().map(|row| row.get("salon")).collect()
    }

    /// The role of a user in a salon, read within the transaction.
    pub(in crate::region) async fn role_of(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<Option<Role>, DbError> {
        let sql = "select role from memberships \
                   where salon = $1 and user_id = $2 and removed_at is null";
        let outcome = self.run(sql, binds![salon, user]).await?;
        outcome.rows.first().map(role).transpose()
    }

    /// How many owners can enter the salon.
    pub(in crate::region) async fn owners(&mut self, salon: Uuid) -> Result<i64, DbError> {
        let sql = "select count(*) as owners from memberships m join users u on u.id = m.user_id \
                   where m.salon = $1 and m.role = 'owner' and m.disabled_at is null \
                   and m.removed_at is null and u.disabled_at is null";
        let outcome = self.run(sql, binds![salon]).await?;
        outcome.rows.first().map_or(Ok(0), |row| row.get("owners"))
    }

    pub(in crate::region) async fn delete_role_changes(
        &mut self,
        salon: Uuid,
        role: Role,
    ) -> Result<(), DbError> {
        let sql = "delete from role_permissions where salon = $1 and role = $2";
        self.run(sql, binds![salon, role.code()]).await.map(drop)
    }

    pub(in crate::region) async fn insert_role_change(
        &mut self,
        salon: Uuid,
        role: Role,
        permission: &str,
        granted: bool,
    ) -> Result<(), DbError> {
        let sql = "insert into role_permissions (salon, role, permission, granted) \
                   values ($1, $2, $3, $4)";
        self.run(sql, binds![salon, role.code(), permission, granted])
            .await
            .map(drop)
    }
}
