//! All SQL of sources.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Row, Tx, db::Ask};
use uuid::Uuid;

use super::Source;
use kartoteka_plugin::fold;

/// What is violated by two entries of one name.
pub(super) const UNIQUE_NAME: &str = "sources_name_key_key";

/// More than a salon's list ever holds.
const MOST: i64 = 500;

/// What stands on the list, in the order of names.
pub(super) async fn listed(ask: &mut impl Ask) -> Result<Vec<Source>, DbError> {
    let rows = ask
        .ask(
            "select id, name, archived_at from sources
             where salon_id = $1 and archived_at is null order by name_key limit $2",
        )
        .bind(MOST)
        .all()
        .await?;
    rows.iter().map(source).collect()
}

/// The entry `id`, where it stands on the list.
pub(super) async fn find(ask: &mut impl Ask, id: Uuid) -> Result<Option<Source>, DbError> {
    let row = ask
        .ask(
            "select id, name, archived_at from sources
             where salon_id = $1 and id = $2 and archived_at is null",
        )
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(source).transpose()
}

/// The entry `id`, on the list or off it.
pub(super) async fn with_id(ask: &mut impl Ask, id: Uuid) -> Result<Option<Source>, DbError> {
    let row = ask
        .ask("select id, name, archived_at from sources where salon_id = $1 and id = $2")
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(source).transpose()
}

/// The id of the entry called `name`, on the list or off it.
pub(super) async fn id_of(ask: &mut impl Ask, name: &str) -> Result<Uuid, DbError> {
    let row = ask
        .ask("select id from sources where salon_id = $1 and name_key = $2")
        .bind(fold::fold_fully(name))
        .one()
        .await?;
    row.get("id")
}

/// Puts `name` on the list as `id`, or back on it: the id that it has then. Nothing
/// where it is listed already.
pub(super) async fn put(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, DbError> {
    let row = tx
        .query(
            "insert into sources (salon_id, id, name, name_key, created_at)
             values ($1, $2, $3, $4, $5)
             on conflict (salon_id, name_key) do update
             set archived_at = null, name = excluded.name
             where sources.archived_at is not null
             returning id",
        )
        .bind(id)
        .bind(name)
        .bind(fold::fold_fully(name))
        .bind(now)
        .optional()
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// Gives the entry `id` of the list another name; the old one, where it is on the list.
pub(super) async fn rename(tx: &mut Tx, id: Uuid, name: &str) -> Result<Option<String>, DbError> {
    let Some(before) = find(tx, id).await? else {
        return Ok(None);
    };
    tx.query("update sources set name = $3, name_key = $4 where salon_id = $1 and id = $2")
        .bind(id)
        .bind(name)
        .bind(fold::fold_fully(name))
        .execute()
        .await?;
    Ok(Some(before.name))
}

/// Takes the entry `id` off the list; `false` where it is not on it.
pub(super) async fn archive(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, DbError> {
    let archived = tx
        .query(
            "update sources set archived_at = $3
             where salon_id = $1 and id = $2 and archived_at is null",
        )
        .bind(id)
        .bind(now)
        .execute()
        .await?;
    Ok(archived == 1)
}

fn source(row: &Row) -> Result<Source, DbError> {
    Ok(Source {
        id: row.get("id")?,
        name: row.get("name")?,
        archived_at: row.get("archived_at")?,
    })
}
