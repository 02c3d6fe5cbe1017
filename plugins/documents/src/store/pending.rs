//! Objects that nothing shows: about to become a version, or about to go.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Tx,
    db::{Ask, Bulk, places},
};
use uuid::Uuid;

/// Notes that `object` is to be deleted at `due`, unless it was taken by then.
pub(crate) async fn pend_one(tx: &mut Tx, object: Uuid, due: DateTime<Utc>) -> Result<(), DbError> {
    pend(tx, &[object], due).await
}

/// Notes that `objects` are to be deleted at `due`.
pub(crate) async fn pend(tx: &mut Tx, objects: &[Uuid], due: DateTime<Utc>) -> Result<(), DbError> {
    let mut rows =
        Bulk::into("documents__pending", &["object", "due_at"]).suffix("on conflict do nothing");
    for object in objects {
        rows.row([(*object).into(), due.into()]);
    }
    if !rows.is_empty() {
        tx.insert(rows).await?;
    }
    Ok(())
}

/// Takes the note of `object` away, because the same transaction makes it visible; `false` where
/// it was swept meanwhile.
pub(crate) async fn take(tx: &mut Tx, object: Uuid) -> Result<bool, DbError> {
    let taken = tx
        .query(
            "delete from documents__pending
             where salon_id = $1 and object = $2 and swept_at is null",
        )
        .bind(object)
        .execute()
        .await?;
    Ok(taken == 1)
}

/// Lets what is noted be due now.
pub(crate) async fn to_delete_later(
    tx: &mut Tx,
    objects: &[Uuid],
    due: DateTime<Utc>,
) -> Result<(), DbError> {
    let (numbers, values) = places(2, objects);
    tx.query(format!(
        "update documents__pending set due_at = $2 where salon_id = $1 and object in ({numbers})"
    ))
    .bind(due)
    .bind_all(values)
    .execute()
    .await?;
    Ok(())
}

/// Marks what is due: from now on it can become no version.
pub(crate) async fn claim_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<(), DbError> {
    tx.query(
        "update documents__pending set swept_at = $2
         where salon_id = $1 and due_at <= $2 and swept_at is null",
    )
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Some of what is marked, the longest due first.
pub(crate) async fn claimed(
    ask: &mut impl Ask,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask(
            "select object from documents__pending
             where salon_id = $1 and due_at <= $2 and swept_at is not null
             order by due_at limit $3",
        )
        .bind(now)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(|row| row.get("object")).collect()
}

/// Forgets notes whose objects are deleted.
pub(crate) async fn release(tx: &mut Tx, objects: &[Uuid]) -> Result<(), DbError> {
    let (numbers, values) = places(1, objects);
    tx.query(format!(
        "delete from documents__pending where salon_id = $1 and object in ({numbers})"
    ))
    .bind_all(values)
    .execute()
    .await?;
    Ok(())
}

/// When the next note is due.
pub(crate) async fn next_due(ask: &mut impl Ask) -> Result<Option<DateTime<Utc>>, DbError> {
    let row = ask
        .ask("select due_at from documents__pending where salon_id = $1 order by due_at limit 1")
        .optional()
        .await?;
    row.map(|row| row.get("due_at")).transpose()
}
