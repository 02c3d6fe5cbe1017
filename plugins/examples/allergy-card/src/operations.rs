//! What can be done with allergies. Both doors call these.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result, Tx, clients, lists::Paging};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    allergy::{Allergy, AllergyChanges, NewAllergy},
    store,
};

const READ: &str = "example-allergy-card.read";
pub(crate) const WRITE: &str = "example-allergy-card.write";

/// A page of allergies of `client`, or of all, the first noted first, and where the next one begins.
///
/// # Errors
/// 403 without `example-allergy-card.read`; 422 for a limit or cursor that is none.
pub(crate) async fn list(
    call: &Call,
    client: Option<Uuid>,
    paging: &Paging,
) -> Result<(Vec<Allergy>, Option<String>)> {
    call.require(READ)?;
    let (after, most) = (paging.start()?, paging.to_read());
    let mut allergies = store::page(&mut call.db(), client, after, most).await?;
    let next = paging.cut(&mut allergies).map(|last| last.id.to_string());
    Ok((allergies, next))
}

/// The allergy `id`.
///
/// # Errors
/// 403 without `example-allergy-card.read`; 404.
pub(crate) async fn show(call: &Call, id: Uuid) -> Result<Allergy> {
    call.require(READ)?;
    let allergy = store::load(&mut call.db(), id).await?;
    allergy.ok_or_else(Error::not_found)
}

/// So many lists of clients are read at one time. Marks are asked for a list at once; the connections that are left are for who
/// opens a card. Waiting needs no runtime: the host polls who waits when a place is free.
static LISTS: Semaphore = Semaphore::const_new(4);

/// What these clients must not come near.
///
/// # Errors
/// 403 without `example-allergy-card.read`.
pub(crate) async fn severe(call: &Call, clients: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>> {
    call.require(READ)?;
    let place = LISTS.acquire().await;
    let _place = place.map_err(|_| Error::internal("lists are closed"))?;
    Ok(store::severe(&mut call.db(), clients).await?)
}

/// Notes that a client cannot stand something.
///
/// # Errors
/// 403 without `example-allergy-card.write`; 422 where a rule is broken or there is no such client.
pub(crate) async fn note(call: &Call, new: NewAllergy) -> Result<Allergy> {
    call.require(WRITE)?;
    let allergy = new.of(call.new_id(), call.today())?;
    let mut tx = call.begin().await?;
    if !clients::hold(&mut tx, allergy.client_id).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    store::insert(&mut tx, &allergy).await?;
    let entry = call.entry("example-allergy-card.allergy.noted/1");
    tx.record(entry.subject(allergy.client_id));
    tx.answers(
        201,
        format!("/example-allergy-card/allergies/{}", allergy.id),
    );
    tx.commit().await?;
    Ok(allergy)
}

/// Changes what was noted, based on a version.
///
/// # Errors
/// 403 without `example-allergy-card.write`; 404; 412 `changed_meanwhile`; 422 where a rule is broken.
pub(crate) async fn change(
    call: &Call,
    id: Uuid,
    based_on: i64,
    changes: AllergyChanges,
) -> Result<Allergy> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, based_on).await?;
    let after = before.changed(changes, call.today())?;
    let version = before.version;
    if before
        == (Allergy {
            version,
            ..after.clone()
        })
    {
        return Ok(before);
    }
    if !store::change(&mut tx, &after).await? {
        return Err(Error::changed_meanwhile());
    }
    let entry = call.entry("example-allergy-card.allergy.changed/1");
    tx.record(entry.subject(after.client_id));
    tx.commit().await?;
    Ok(after)
}

/// Removes what was noted, based on a version. Whose it was is given back.
///
/// # Errors
/// 403 without `example-allergy-card.write`; 404; 412 `changed_meanwhile`.
pub(crate) async fn remove(call: &Call, id: Uuid, based_on: i64) -> Result<Uuid> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, based_on).await?;
    if !store::remove(&mut tx, id, before.version).await? {
        return Err(Error::changed_meanwhile());
    }
    let entry = call.entry("example-allergy-card.allergy.removed/1");
    tx.record(entry.subject(before.client_id));
    tx.commit().await?;
    Ok(before.client_id)
}

/// The allergy as a transaction sees it, of the version that a change is based on. Its client stays
/// until the transaction ends.
async fn current(tx: &mut Tx, id: Uuid, based_on: i64) -> Result<Allergy> {
    let allergy = store::load(tx, id).await?.ok_or_else(Error::not_found)?;
    if !clients::hold(tx, allergy.client_id).await? {
        return Err(Error::not_found());
    }
    match allergy.version == based_on {
        true => Ok(allergy),
        false => Err(Error::changed_meanwhile().with("current_version", allergy.version)),
    }
}
