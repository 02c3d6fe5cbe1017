//! Taking off again what was brought by mistake: somebody else's paper, the wrong scan. Who brought
//! it may do so for a day; who may delete documents, at any time.

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{DELETE, WRITE, archive, check_there, current, record, wake, wake_soon};
use crate::{
    file::{File, KEPT},
    store,
};

/// For how long who brought something may take it off again.
const OWN: TimeDelta = TimeDelta::days(1);

/// Whether what came from `by` at that time may be taken off again by who calls.
pub(crate) fn may_withdraw(call: &Call, by: &str, at: DateTime<Utc>) -> bool {
    let fresh = by == call.actor().to_string() && call.now() - at <= OWN;
    call.permissions().allow(DELETE) || (fresh && call.permissions().allow(WRITE))
}

/// Whether all of a file may be: somebody else's version of it stays with those who delete.
pub(crate) fn may_withdraw_all(call: &Call, file: &File) -> bool {
    let mut came = file.versions.iter();
    came.all(|version| may_withdraw(call, &version.uploaded_by, version.uploaded_at))
}

/// Takes these files off again, all of them or none, each where it is still of the version that was seen,
/// if one is named; as deleted ones they can be taken back for 30 days by who may delete.
///
/// # Errors
/// 403 without `documents.write`, and without `documents.delete` for what somebody else brought, or
/// oneself longer than a day ago; 404; 412.
pub async fn withdraw(call: &Call, files: &[(Uuid, Option<i64>)]) -> Result<Vec<File>> {
    call.require(WRITE)?;
    wake(call, call.now() + KEPT).await?;
    let mut tx = call.begin().await?;
    let mut withdrawn = Vec::with_capacity(files.len());
    for (id, based_on) in files {
        let file = current(&mut tx, *id, *based_on).await?;
        if !may_withdraw_all(call, &file) {
            return Err(Error::forbidden(DELETE));
        }
        withdrawn.push(archive::put_away(call, &mut tx, file).await?);
    }
    if let [(id, _)] = files {
        tx.answers(200, format!("/documents/files/{id}"));
    }
    tx.commit().await?;
    Ok(withdrawn)
}

/// Takes the version `number` off the file `id`, and its content out of the store: that cannot be
/// taken back. Its number is given again, so `based_on` is the file's version that was seen.
///
/// # Errors
/// As [`withdraw`]; 404, also where there is no such version; 409 `document_deleted`, or
/// `document_only_version`.
pub async fn withdraw_version(
    call: &Call,
    id: Uuid,
    number: i64,
    based_on: Option<i64>,
) -> Result<File> {
    call.require(WRITE)?;
    wake_soon(call).await?;
    let mut tx = call.begin().await?;
    let mut file = current(&mut tx, id, based_on).await?;
    check_there(&file)?;
    let at = (file.versions.iter()).position(|version| version.number == number);
    let version = at.map(|at| file.versions.remove(at));
    let version = version.ok_or_else(Error::not_found)?;
    if !may_withdraw(call, &version.uploaded_by, version.uploaded_at) {
        return Err(Error::forbidden(DELETE));
    }
    if file.versions.is_empty() {
        return Err(Error::conflict("document_only_version"));
    }
    file.version += 1;
    if !store::change(&mut tx, &file).await? {
        return Err(Error::changed_meanwhile());
    }
    let objects: Vec<Uuid> = version.objects().collect();
    store::pend(&mut tx, &objects, call.now()).await?;
    store::forget_version(&mut tx, id, number).await?;
    record(call, &mut tx, "documents.version.withdrawn/1", &file);
    tx.answers(200, format!("/documents/files/{id}"));
    tx.commit().await?;
    Ok(file)
}
