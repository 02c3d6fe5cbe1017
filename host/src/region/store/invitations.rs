//! Statements about invitations.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row};
use uuid::Uuid;

use super::{Store, StoreTx, binds, members::role};
use crate::region::Role;

/// An open invitation.
pub(in crate::region) struct InvitationRow {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) salon: Uuid,
    pub(in crate::region) email: String,
    pub(in crate::region) email_folded: String,
    pub(in crate::region) role: Role,
    pub(in crate::region) created_at: DateTime<Utc>,
    pub(in crate::region) expires_at: DateTime<Utc>,
}

/// An invitation to be inserted.
pub(in crate::region) struct NewInvitationRow<'a> {
    pub(in crate::region) id: Uuid,
    pub(in crate::region) salon: Uuid,
    pub(in crate::region) email: &'a str,
    pub(in crate::region) email_folded: &'a str,
    pub(in crate::region) role: Role,
    pub(in crate::region) hash: &'a [u8],
    pub(in crate::region) invited_by: &'a str,
    pub(in crate::region) now: DateTime<Utc>,
    pub(in crate::region) expires_at: DateTime<Utc>,
}

macro_rules! select_invitation {
    ($rest:literal) => {
        concat!(
            "select id, salon, email, email_folded, role, created_at, expires_at ",
            "from invitations where ",
            $rest
        )
    };
}

fn invitation(row: &Row) -> Result<InvitationRow, DbError> {
    Ok(InvitationRow {
        id: row.get("id")?,
        salon: row.get("salon")?,
        email: row.get("email")?,
        email_folded: row.get("email_folded")?,
        role: role(row)?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
    })
}

impl Store {
    pub(in crate::region) async fn invitation_by_hash(
        &self,
        hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<InvitationRow>, DbError> {
        let query = self.query(select_invitation!("hash = $1 and expires_at > $2"));
        let row = query.bind(hash).bind(now).optional().await?;
        row.as_ref().map(invitation).transpose()
    }

    pub(in crate::region) async fn invitation(
        &self,
        salon: Uuid,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Option<InvitationRow>, DbError> {
        let query = self.query(select_invitation!(
            "salon = $1 and id = $2 and expires_at > $3"
        ));
        let row = query.bind(salon).bind(id).bind(now).optional().await?;
        row.as_ref().map(invitation).transpose()
    }

    /// Open invitations by id, from after `after` on.
    pub(in crate::region) async fn invitations(
        &self,
        salon: Uuid,
        after: Uuid,
        limit: i64,
        now: DateTime<Utc>,
    ) -> Result<Vec<InvitationRow>, DbError> {
        let query = self.query(select_invitation!(
            "salon = $1 and id > $2 and expires_at > $4 order by id limit $3"
        ));
        let query = query.bind(salon).bind(after).bind(limit).bind(now);
        query.all().await?.iter().map(invitation).collect()
    }
}

impl StoreTx {
    pub(in crate::region) async fn delete_invitation(
        &mut self,
        salon: Uuid,
        id: Uuid,
    ) -> Result<bool, DbError> {
        let sql = "delete from invitations where salon = $1 and id = $2";
        Ok(self.run(sql, binds![salon, id]).await?.affected == 1)
    }

    /// Withdraws what a user, or a token they made, sent for a salon.
    pub(in crate::region) async fn withdraw_invitations_of(
        &mut self,
        salon: Uuid,
        user: Uuid,
    ) -> Result<(), DbError> {
        let sql = "select id from tokens where salon = $1 and user_id = $2";
        let tokens = self.run(sql, binds![salon, user]).await?;
        let mut makers = vec![format!("user:{user}")];
        for row in &tokens.rows {
            makers.push(format!("token:{}", row.get::<Uuid>("id")?));
        }
        for maker in makers {
            let sql = "delete from invitations where salon = $1 and invited_by = $2";
            self.run(sql, binds![salon, maker]).await?;
        }
        Ok(())
    }

    /// Keeps an invitation in place of an earlier one of the same address and salon.
    pub(in crate::region) async fn put_invitation(
        &mut self,
        new: NewInvitationRow<'_>,
    ) -> Result<(), DbError> {
        let sql = "delete from invitations where salon = $1 and email_folded = $2";
        self.run(sql, binds![new.salon, new.email_folded]).await?;
        let sql = "insert into invitations (id, salon, email, email_folded, role, hash, \
                   invited_by, created_at, expires_at) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let binds = binds![
            new.id,
            new.salon,
            new.email,
            new.email_folded,
            new.role.code(),
            new.hash,
            new.invited_by,
            new.now,
            new.expires_at,
        ];
        self.run(sql, binds).await.map(drop)
    }

    /// Takes an invitation out; false where another request was quicker.
    pub(in crate::region) async fn take_invitation(
        &mut self,
        hash: &[u8],
    ) -> Result<bool, DbError> {
        let sql = "delete from invitations where hash = $1";
        Ok(self.run(sql, binds![hash]).await?.affected == 1)
    }
}
