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
    })
}

impl Store {
    /// The salons of a user, with the role in each.
    pub(in crate::region) async fn memberships(
        &self,
        user: Uuid,
    ) -> Result<Vec<(Uuid, Role)>, DbError> {
        let sql = "select salon, role from memberships where user_id = $1";
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
        let sql = "select m.user_id, m.role, m.created_at, u.name, u.email, u.totp_confirmed_at \
                   from memberships m join users u on u.id = m.user_id \
                   where m.salon = $1 and m.user_id = $2";
        let row = self.query(sql).bind(salon).bind(user).optional().await?;
        row.as_ref().map(member).transpose()
    }

    /// Members by id, from after `after` on.
    pub(in crate::region) async fn members(
        &self,
        salon: Uuid,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<MemberRow>, DbError> {
        let sql = "select m.user_id, m.role, m.created_at, u.name, u.email, u.totp_confirmed_at \
                   from memberships m join users u on u.id = m.user_id \
                   where m.salon = $1 and m.user_id > $2 order by m.user_id limit $3";
        let query = self.query(sql).bind(salon).bind(after).bind(limit);
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

    pub(in crate::region) async fn put_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
        role: Role,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let sql = "insert into memberships (salon, user_id, role, created_at) \
                   values ($1, $2, $3, $4) \
                   on conflict (salon, user_id) do update set role = excluded.role";
        self.run(sql, binds![salon, user, role.code(), now])
            .await
            .map(drop)
    }

    pub(in crate::region) async fn delete_member(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<bool, DbError> {
        let sql = "delete from memberships where salon = $1 and user_id = $2";
        Ok(self.run(sql, binds![salon, user]).await?.affected == 1)
    }

    /// The role of a user in a salon, read within the transaction.
    pub(in crate::region) async fn role_of(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<Option<Role>, DbError> {
        let sql = "select role from memberships where salon = $1 and user_id = $2";
        let outcome = self.run(sql, binds![salon, user]).await?;
        outcome.rows.first().map(role).transpose()
    }

    pub(in crate::region) async fn owners(&mut self, salon: Uuid) -> Result<i64, DbError> {
        let sql = "select count(*) as owners from memberships m join users u on u.id = m.user_id \
                   where m.salon = $1 and m.role = 'owner' and u.disabled_at is null";
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
