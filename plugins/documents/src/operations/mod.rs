//! What can be done with files. Both doors call these.

mod add;
mod archive;
mod change;
mod list;
mod sweep;
mod withdraw;

pub use add::{add, add_version};
pub use archive::{delete, restore};
pub use change::change;
pub use list::{FileFilter, FilePage, list, show};
pub(crate) use list::{people, person};
pub use sweep::sweep;
pub(crate) use sweep::{SOON, wake_soon};
pub(crate) use withdraw::{may_withdraw, may_withdraw_all};
pub use withdraw::{withdraw, withdraw_version};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Call, Error, Result, Tx, clients, db::Ask};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{file::File, store};

const READ: &str = "documents.read";
pub(crate) const WRITE: &str = "documents.write";
const DELETE: &str = "documents.delete";

/// After which time what was put and shown nowhere is deleted. No upload takes half as long.
const LOST: TimeDelta = TimeDelta::hours(1);
/// How long an upload may take.
pub(crate) const SLOWEST: TimeDelta = TimeDelta::minutes(30);

/// What documents are woken for.
pub(crate) const SWEEP: &str = "documents.sweep";

/// Asks to be woken, at `at` or a little later.
async fn wake(call: &Call, at: DateTime<Utc>) -> Result<()> {
    call.wake(SWEEP, at).await
}

/// Notes that something is about to be put under a fresh key, which it gives: whatever happens,
/// it does not stay there unseen.
pub(crate) async fn intend(call: &Call) -> Result<Uuid> {
    let (object, due) = (call.new_id(), call.now() + LOST);
    wake(call, due).await?;
    let mut tx = call.begin().await?;
    store::pend_one(&mut tx, object, due).await?;
    tx.commit().await?;
    Ok(object)
}

/// Lets go of what was put and will not be shown. What fails here is done by the sweep.
pub(crate) async fn let_go(call: &Call, objects: &[Uuid]) {
    if objects.is_empty() {
        return;
    }
    let letting_go = async {
        wake_soon(call).await?;
        let mut tx = call.begin().await?;
        store::to_delete_later(&mut tx, objects, call.now()).await?;
        tx.commit().await?;
        Ok(())
    };
    // The note is there with a later time, too.
    let _: Result<()> = letting_go.await;
}

/// The file `id` with its versions.
async fn whole(ask: &mut impl Ask, id: Uuid) -> Result<File> {
    let file = store::load(ask, id).await?.ok_or_else(Error::not_found)?;
    let mut files = store::with_versions(ask, vec![file]).await?;
    files.pop().ok_or_else(Error::not_found)
}

/// The file as a transaction sees it, of the version that a change is based on.
async fn current(tx: &mut Tx, id: Uuid, based_on: Option<i64>) -> Result<File> {
    let file = whole(tx, id).await?;
    if !clients::hold(tx, file.client_id).await? {
        // Erased in this moment, and the file with them.
        return Err(Error::not_found());
    }
    match based_on {
        Some(version) if version != file.version => {
            Err(Error::changed_meanwhile().with("current_version", file.version))
        }
        _ => Ok(file),
    }
}

/// What is deleted must be taken back before it is changed.
fn check_there(file: &File) -> Result<()> {
    match file.archived_at {
        Some(_) => Err(Error::conflict("document_deleted")),
        None => Ok(()),
    }
}

/// Notes in the journal what was done. Titles, notes and names of files are not said: who reads
/// the changes of a card need not read its documents.
fn record(call: &Call, tx: &mut Tx, what: &'static str, file: &File) {
    let entry = call.entry(what).subject(file.client_id);
    tx.record(entry.after(&said(file)));
}

fn said(file: &File) -> Json {
    json!({
        "id": file.id,
        "kind": file.kind,
        "number": file.latest().map(|version| version.number),
        "review_on": file.review_on,
        "retention_until": file.retention_until,
    })
}
