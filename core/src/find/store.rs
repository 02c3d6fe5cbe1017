//! The table `client_find`: the folded text of each client, and what changed in
//! it since a finder last looked.

use kartoteka_plugin::{Db, DbError, Sql, Tx};
use uuid::Uuid;

use super::{Findable, FindablePhone, find_text};
use crate::clients::Client;

/// Set before the text of a client that was put away; no text begins with it.
pub(crate) const ARCHIVED: char = '\u{2}';

/// Rows read at once while a finder is filled.
const PAGE: i64 = 5_000;

/// `changed` of a write. SQLite has one writer, so a count will do; on PostgreSQL it
/// is the transaction's id, which a reader follows up to the oldest one running, so
/// that a late commit is seen.
const PUT: Sql = Sql::by_engine(
    "insert into client_find (salon_id, client_id, seen_at, changed, text)
     values ($1, $2, $3,
             (select coalesce(max(changed), 0) + 1 from client_find where salon_id = $1), $4)
     on conflict (salon_id, client_id) do update
     set seen_at = excluded.seen_at, changed = excluded.changed, text = excluded.text",
    "insert into client_find (salon_id, client_id, seen_at, changed, text)
     values ($1, $2, $3, pg_current_xact_id()::text::bigint, $4)
     on conflict (salon_id, client_id) do update
     set seen_at = excluded.seen_at, changed = excluded.changed, text = excluded.text",
);

/// What changed after `$2`, and up to where the next reader need not look again.
const CHANGES: Sql = Sql::by_engine(
    "select client_id, seen_at, changed, text,
            (select max(changed) from client_find where salon_id = $1) as horizon
     from client_find
     where salon_id = $1 and (changed, client_id) > ($2, $3)
     order by changed, client_id limit $4",
    "select client_id, seen_at, changed, text,
            pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 as horizon
     from client_find
     where salon_id = $1 and (changed, client_id) > ($2, $3)
     order by changed, client_id limit $4",
);

/// What a transaction that writes many texts at once gives all of them as `changed`.
const STAMP: Sql = Sql::by_engine(
    "select coalesce(max(changed), 0) + 1 as changed from client_find where salon_id = $1",
    "select pg_current_xact_id()::text::bigint as changed
     from (select $1::uuid as salon_id) s",
);

/// `changed` for many texts written by this transaction.
pub(crate) async fn stamp(tx: &mut Tx) -> Result<i64, DbError> {
    tx.query(STAMP).one().await?.get("changed")
}

/// The line by which a client is found.
pub(crate) fn text_of(client: &Client) -> String {
    let phones: Vec<FindablePhone<'_>> = client
        .phones
        .iter()
        .map(|phone| FindablePhone {
            value: &phone.value,
            e164: phone.e164.as_deref(),
        })
        .collect();
    let emails: Vec<&str> = client
        .emails
        .iter()
        .map(|email| email.value.as_str())
        .collect();
    let mut text = find_text(&Findable {
        number: &client.number,
        first_name: &client.first_name,
        last_name: &client.last_name,
        phones: &phones,
        emails: &emails,
    });
    if client.archived_at.is_some() {
        text.insert(0, ARCHIVED);
    }
    text
}

/// Writes how a client is found, with the next statement of the transaction.
pub(crate) fn put(tx: &mut Tx, client: &Client) {
    tx.query(PUT)
        .bind(client.id)
        .bind(client.changed_at.timestamp_micros())
        .bind(text_of(client))
        .later();
}

/// Leaves a row without text, which tells every finder to forget the client.
pub(crate) async fn forget(tx: &mut Tx, client: Uuid) -> Result<(), DbError> {
    tx.query(PUT)
        .bind(client)
        .bind(0_i64)
        .bind("")
        .execute()
        .await
        .map(drop)
}

/// One changed client.
pub(super) struct Change {
    pub(super) client: Uuid,
    pub(super) seen_at: i64,
    pub(super) text: String,
}

/// A page of changes.
pub(super) struct Changes {
    pub(super) rows: Vec<Change>,
    /// Where the next page of the same reading begins, if there is one.
    pub(super) next: Option<(i64, Uuid)>,
    /// From where the next reading begins; absent where nothing changed.
    pub(super) horizon: Option<i64>,
}

/// What changed after `after`; a full load begins at 0.
pub(super) async fn changes(db: &Db, after: (i64, Uuid), long: bool) -> Result<Changes, DbError> {
    let query = db.query(CHANGES).bind(after.0).bind(after.1).bind(PAGE);
    let rows = if long {
        query.long().all().await?
    } else {
        query.all().await?
    };
    let horizon = rows.first().map(|row| row.get("horizon")).transpose()?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == PAGE);
    let next = match rows.last().filter(|_| full) {
        Some(row) => Some((row.get("changed")?, row.get("client_id")?)),
        None => None,
    };
    let rows = rows.iter().map(|row| {
        Ok(Change {
            client: row.get("client_id")?,
            seen_at: row.get("seen_at")?,
            text: row.get("text")?,
        })
    });
    Ok(Changes {
        rows: rows.collect::<Result<_, DbError>>()?,
        next,
        horizon,
    })
}
