//! The uploaded files themselves, for as long as they may be read in another way.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{DbError, Tx, db::Ask};
use uuid::Uuid;

/// Keeps a piece of the file of an import.
pub(in crate::imports) async fn keep_piece(
    tx: &mut Tx,
    import: Uuid,
    position: i64,
    piece: Vec<u8>,
) -> Result<(), DbError> {
    tx.query(
        "insert into import_files (salon_id, import_id, position, piece) values ($1, $2, $3, $4)",
    )
    .bind(import)
    .bind(position)
    .bind(piece)
    .long()
    .execute()
    .await
    .map(drop)
}

/// The piece at a position, counted from 0; nothing behind the last, or where the file is
/// not kept.
pub(in crate::imports) async fn piece(
    ask: &mut impl Ask,
    import: Uuid,
    position: i64,
) -> Result<Option<Vec<u8>>, DbError> {
    let row = ask
        .ask(
            "select piece from import_files
             where salon_id = $1 and import_id = $2 and position = $3",
        )
        .bind(import)
        .bind(position)
        .long()
        .optional()
        .await?;
    row.map(|row| row.get("piece")).transpose()
}

/// Whether the file of an import is kept.
pub(in crate::imports) async fn keeps_file(
    ask: &mut impl Ask,
    import: Uuid,
) -> Result<bool, DbError> {
    let row = ask
        .ask(
            "select 1 from import_files
             where salon_id = $1 and import_id = $2 and position = 0",
        )
        .bind(import)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// When the first of the kept files was uploaded, of those after `after`.
pub(in crate::imports) async fn oldest_file(
    ask: &mut impl Ask,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let row = ask
        .ask(
            "select i.created_at from imports i
             where i.salon_id = $1 and i.created_at > $2 and exists
                   (select 1 from import_files f
                    where f.salon_id = $1 and f.import_id = i.id)
             order by i.created_at limit 1",
        )
        .bind(after)
        .optional()
        .await?;
    row.map(|row| row.get("created_at")).transpose()
}

/// Forgets the file of an import.
pub(in crate::imports) async fn forget_file(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query("delete from import_files where salon_id = $1 and import_id = $2")
        .bind(import)
        .execute()
        .await
        .map(drop)
}

/// Forgets the files that were uploaded before `before`.
pub(in crate::imports) async fn forget_old_files(
    tx: &mut Tx,
    before: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "delete from import_files
         where salon_id = $1 and import_id in
               (select id from imports where salon_id = $1 and created_at <= $2)",
    )
    .bind(before)
    .execute()
    .await
    .map(drop)
}

/// Forgets all files: nobody can tell who is in them.
pub(in crate::imports) async fn forget_files(tx: &mut Tx) -> Result<(), DbError> {
    tx.query("delete from import_files where salon_id = $1")
        .execute()
        .await
        .map(drop)
}
