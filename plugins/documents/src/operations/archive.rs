//! Deleting a file, and taking that back.

use kartoteka_plugin::{Call, Error, Result, Tx};
use uuid::Uuid;

use super::{DELETE, current, record, wake};
use crate::{
    file::{File, KEPT},
    store,
};

/// Deletes the file `id`: for 30 days that can be taken back. One that is deleted stays so.
///
/// # Errors
/// 403 without `documents.delete`; 404; 412 `changed_meanwhile`.
pub async fn delete(call: &Call, id: Uuid, based_on: Option<i64>) -> Result<File> {
    call.require(DELETE)?;
    wake(call, call.now() + KEPT).await?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, based_on).await?;
    let after = put_away(call, &mut tx, before).await?;
    tx.commit().await?;
    Ok(after)
}

/// Makes a file a deleted one; one that is deleted stays so.
pub(super) async fn put_away(call: &Call, tx: &mut Tx, before: File) -> Result<File> {
    if before.archived_at.is_some() {
        return Ok(before);
    }
    let after = File {
        archived_at: Some(call.now()),
        archived_by: Some(call.actor().to_string()),
        version: before.version + 1,
        ..before
    };
    if !store::set_archived(tx, &after).await? {
        return Err(Error::changed_meanwhile());
    }
    record(call, tx, "documents.file.deleted/1", &after);
    Ok(after)
}

/// Takes it back that the file `id` was deleted; one that is there stays as it is.
///
/// # Errors
/// 403 without `documents.delete`; 404, also where the 30 days are over.
pub async fn restore(call: &Call, id: Uuid) -> Result<File> {
    call.require(DELETE)?;
    let mut tx = call.begin().await?;
    let mut file = current(&mut tx, id, None).await?;
    if file.archived_at.is_some() {
        file.archived_at = None;
        file.archived_by = None;
        file.version += 1;
        if !store::set_archived(&mut tx, &file).await? {
            return Err(Error::changed_meanwhile());
        }
        record(call, &mut tx, "documents.file.restored/1", &file);
    }
    tx.answers(200, format!("/documents/files/{id}"));
    tx.commit().await?;
    Ok(file)
}
