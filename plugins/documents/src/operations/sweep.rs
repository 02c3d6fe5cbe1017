//! What is done without anybody asking: files that were deleted long ago go, and so do objects that
//! nothing shows.
//!
//! The order keeps a kill at any moment harmless. What is due is marked first, in a transaction of its
//! own: from then on no upload can make it visible. Then it is deleted from the store, and last of all
//! the note of it goes. Whatever was not reached comes again.

use chrono::TimeDelta;
use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

use super::{record, wake};
use crate::{
    file::{KEPT, Version},
    key, store,
};

/// As many at a time.
const AT_ONCE: i64 = 100;
/// By when a transaction is over that noted something to be deleted.
pub(crate) const SOON: TimeDelta = TimeDelta::minutes(1);

/// Asks for a sweep once the transaction of now is over.
pub(crate) async fn wake_soon(call: &Call) -> Result<()> {
    wake(call, call.now() + SOON).await
}

/// Purges and deletes what is due, and asks to be woken for what is not.
///
/// # Errors
/// As the engine and the store say; it comes again.
pub async fn sweep(call: &Call) -> Result<()> {
    while purge_some(call).await? {}
    let mut tx = call.begin().await?;
    store::claim_due(&mut tx, call.now()).await?;
    tx.commit().await?;
    while delete_some(call).await? {}
    let db = &mut call.db();
    let purge = store::next_to_purge(db).await?.map(|at| at + KEPT);
    let next = purge.into_iter().chain(store::next_due(db).await?).min();
    match next {
        Some(next) => wake(call, next).await,
        None => Ok(()),
    }
}

/// Takes away some of the files that were deleted 30 days ago; whether there were any.
async fn purge_some(call: &Call) -> Result<bool> {
    let mut tx = call.begin().await?;
    let files = store::to_purge(&mut tx, call.now() - KEPT, AT_ONCE).await?;
    let files = store::with_versions(&mut tx, files).await?;
    let ids: Vec<Uuid> = files.iter().map(|file| file.id).collect();
    if ids.is_empty() {
        return Ok(false);
    }
    let versions = files.iter().flat_map(|file| &file.versions);
    let objects: Vec<Uuid> = versions.flat_map(Version::objects).collect();
    store::pend(&mut tx, &objects, call.now()).await?;
    store::forget_versions(&mut tx, &ids).await?;
    store::remove(&mut tx, &ids).await?;
    for file in &files {
        record(call, &mut tx, "documents.file.purged/1", file);
    }
    tx.commit().await?;
    Ok(true)
}

/// Deletes some of the objects that are marked; whether there were any.
async fn delete_some(call: &Call) -> Result<bool> {
    let objects = store::claimed(&mut call.db(), call.now(), AT_ONCE).await?;
    if objects.is_empty() {
        return Ok(false);
    }
    for object in &objects {
        call.objects().delete(key(*object)).await?;
    }
    let mut tx = call.begin().await?;
    store::release(&mut tx, &objects).await?;
    tx.commit().await?;
    Ok(true)
}
