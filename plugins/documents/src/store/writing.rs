//! Writing files and their versions.

use kartoteka_plugin::{DbError, Tx, db::places, fold::fold};
use uuid::Uuid;

use crate::file::{File, Version};

/// Inserts a file, without versions.
pub(crate) async fn insert(tx: &mut Tx, file: &File) -> Result<(), DbError> {
    tx.query(
        "insert into documents__files (salon_id, id, client_id, title, title_key, kind, note,
             review_on, retention_until, created_at, created_by, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(file.id)
    .bind(file.client_id)
    .bind(&file.title)
    .bind(fold(&file.title))
    .bind(file.kind.code())
    .bind(file.note.clone())
    .bind(file.review_on)
    .bind(file.retention_until)
    .bind(file.created_at)
    .bind(&file.created_by)
    .bind(file.version)
    .execute()
    .await?;
    Ok(())
}

/// Adds a version, whose SHA-256 is `hash`, to the file `of`.
pub(crate) async fn add_version(
    tx: &mut Tx,
    of: Uuid,
    version: &Version,
    hash: &[u8],
) -> Result<(), DbError> {
    tx.query(
        "insert into documents__versions (salon_id, file_id, number, object, size, content,
             media_type, sha256, file_name, uploaded_at, uploaded_by, preview)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(of)
    .bind(version.number)
    .bind(version.object)
    .bind(version.size)
    .bind(version.content.code())
    .bind(&version.media_type)
    .bind(hash)
    .bind(&version.file_name)
    .bind(version.uploaded_at)
    .bind(&version.uploaded_by)
    .bind(version.preview)
    .execute()
    .await?;
    Ok(())
}

/// Writes what was changed beside a file of the version before; `false` where it is another by
/// now.
pub(crate) async fn change(tx: &mut Tx, file: &File) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "update documents__files
             set title = $4, title_key = $5, kind = $6, note = $7, review_on = $8,
                 retention_until = $9, version = $10
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(file.id)
        .bind(file.version - 1)
        .bind(&file.title)
        .bind(fold(&file.title))
        .bind(file.kind.code())
        .bind(file.note.clone())
        .bind(file.review_on)
        .bind(file.retention_until)
        .bind(file.version)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Writes that a file of the version before was deleted, or is there again; `false` where it is
/// another by now.
pub(crate) async fn set_archived(tx: &mut Tx, file: &File) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "update documents__files set archived_at = $4, archived_by = $5, version = $6
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(file.id)
        .bind(file.version - 1)
        .bind(file.archived_at)
        .bind(file.archived_by.clone())
        .bind(file.version)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Takes away one version of a file.
pub(crate) async fn forget_version(tx: &mut Tx, of: Uuid, number: i64) -> Result<(), DbError> {
    tx.query(
        "delete from documents__versions where salon_id = $1 and file_id = $2 and number = $3",
    )
    .bind(of)
    .bind(number)
    .execute()
    .await?;
    Ok(())
}

/// Takes away the versions of these files.
pub(crate) async fn forget_versions(tx: &mut Tx, files: &[Uuid]) -> Result<(), DbError> {
    let (numbers, values) = places(1, files);
    tx.query(format!(
        "delete from documents__versions where salon_id = $1 and file_id in ({numbers})"
    ))
    .bind_all(values)
    .execute()
    .await?;
    Ok(())
}

/// Takes away the versions of all files of a client.
pub(crate) async fn forget_versions_of(tx: &mut Tx, client: Uuid) -> Result<(), DbError> {
    tx.query(
        "delete from documents__versions
         where salon_id = $1 and file_id in
             (select id from documents__files where salon_id = $1 and client_id = $2)",
    )
    .bind(client)
    .execute()
    .await?;
    Ok(())
}

/// Takes away these files.
pub(crate) async fn remove(tx: &mut Tx, files: &[Uuid]) -> Result<(), DbError> {
    let (numbers, values) = places(1, files);
    tx.query(format!(
        "delete from documents__files where salon_id = $1 and id in ({numbers})"
    ))
    .bind_all(values)
    .execute()
    .await?;
    Ok(())
}
