//! The uploaded file, kept sealed and in pieces in the salon's tables while it may be read
//! in another way: on whichever host, until the import is written or thrown away, until
//! somebody is erased, and for a day at most.

use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use kartoteka_plugin::{Call, Error, Result, Tx, workers::ScratchFile};
use uuid::Uuid;

use super::store;

/// Bytes of a piece.
const PIECE: usize = 256 << 10;
/// How long a file is kept.
pub(super) const KEEP: Duration = Duration::days(1);
/// Under what the pieces are sealed: what is deleted leaves nothing readable behind.
const PURPOSE: &str = "core.import_file";

/// Keeps the file of an import within the transaction that makes it.
pub(super) async fn keep(
    call: &Call,
    tx: &mut Tx,
    import: Uuid,
    file: &mut dyn ScratchFile,
) -> Result<()> {
    let mut at = 0;
    for position in 0.. {
        let piece = file.read(at, PIECE).await?;
        if piece.is_empty() {
            break;
        }
        at += piece.len() as u64;
        let sealed = call.keys().seal(PURPOSE, &piece)?;
        store::keep_piece(tx, import, position, sealed).await?;
    }
    Ok(())
}

/// The kept file of an import, laid down for a worker. Its pieces go all at once, the first
/// with the others: while that is there, none was missing.
///
/// # Errors
/// 409 `import_file_gone`, where it is not kept any more.
pub(super) async fn fetch(call: &Call, import: Uuid) -> Result<Box<dyn ScratchFile>> {
    let mut file = call.scratch().create().await?;
    let mut db = call.db();
    let mut position = 0;
    while let Some(sealed) = store::piece(&mut db, import, position).await? {
        let piece = call.keys().open(PURPOSE, &sealed)?;
        file.write(Bytes::from(piece)).await?;
        position += 1;
    }
    if !store::keeps_file(&mut db, import).await? {
        return Err(gone());
    }
    file.finish().await?;
    Ok(file)
}

/// Before when a file must have been uploaded to be forgotten.
pub(super) fn kept_since(call: &Call) -> DateTime<Utc> {
    call.now() - KEEP
}

/// Forgets the files whose day is over, and asks to be woken for the next.
///
/// # Errors
/// As the engine says.
pub(crate) async fn forget_old(call: &Call) -> Result<()> {
    let over = kept_since(call);
    if let Some(next) = store::oldest_file(&mut call.db(), over).await? {
        call.wake("core.forget_files", next + KEEP).await?;
    }
    let mut tx = call.begin().await?;
    store::forget_old_files(&mut tx, over).await?;
    Ok(tx.commit().await?)
}

/// Said where a file is not kept any more.
pub(super) fn gone() -> Error {
    Error::conflict("import_file_gone")
}

/// Forgets all uploaded files, because a person is erased who may be in them.
pub(crate) async fn forget_all(tx: &mut Tx) -> Result<()> {
    Ok(store::forget_files(tx).await?)
}
