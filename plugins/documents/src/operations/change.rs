//! Changing what stands beside a file.

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{WRITE, check_there, current, record};
use crate::{file::File, input::FileChanges, store};

/// Changes what stands beside the file `id` of version `based_on`.
///
/// # Errors
/// 403 without `documents.write`; 404; 409 `document_deleted`; 412 `changed_meanwhile`, with the
/// version as it stands in the member `current_version`; 422 where a rule is broken.
pub async fn change(call: &Call, id: Uuid, based_on: i64, changes: FileChanges) -> Result<File> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, Some(based_on)).await?;
    check_there(&before)?;
    let mut after = changes.of(&before, call.today())?;
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    if !store::change(&mut tx, &after).await? {
        return Err(Error::changed_meanwhile());
    }
    record(call, &mut tx, "documents.file.changed/1", &after);
    tx.commit().await?;
    Ok(after)
}
