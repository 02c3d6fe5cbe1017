//! Who is not called.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{USE, held};
use crate::{
    calls::DoNotCall,
    input::{self, NewDoNotCall},
    store,
};

/// Writes down that `client` is not to be called. Of who is not already, the reason is replaced.
///
/// # Errors
/// 403 without `call-link.use`; 404; 422 for a reason that is too long.
pub async fn forbid(call: &Call, client: Uuid, new: &NewDoNotCall) -> Result<DoNotCall> {
    call.require(USE)?;
    let mut error = Error::invalid();
    let reason = new.reason.as_deref();
    let reason = input::tidy(&mut error, "/reason", reason, input::REASON);
    error.if_any()?;
    let mut tx = call.begin().await?;
    held(&mut tx, client).await?;
    let before = store::not_called(&mut tx, &[client]).await?.remove(&client);
    let after = match before.clone() {
        Some(before) => DoNotCall { reason, ..before },
        None => DoNotCall {
            client_id: client,
            since: call.now(),
            by: call.actor().to_string(),
            reason,
        },
    };
    if before.as_ref() != Some(&after) {
        store::set(&mut tx, &after).await?;
        if before.is_none() {
            tx.record(call.entry("call-link.do_not_call.set/1").subject(client));
        }
        tx.commit().await?;
    }
    Ok(after)
}

/// Writes down that `client` may be called again; of who may already, nothing.
///
/// # Errors
/// 403 without `call-link.use`; 404.
pub async fn permit(call: &Call, client: Uuid) -> Result<()> {
    call.require(USE)?;
    let mut tx = call.begin().await?;
    held(&mut tx, client).await?;
    if store::lift(&mut tx, client).await? {
        let entry = call.entry("call-link.do_not_call.lifted/1");
        tx.record(entry.subject(client));
        tx.commit().await?;
    }
    Ok(())
}

/// Who of `clients` is not to be called.
///
/// # Errors
/// 403 without `call-link.use`.
pub(crate) async fn not_called(call: &Call, clients: &[Uuid]) -> Result<HashMap<Uuid, DoNotCall>> {
    call.require(USE)?;
    Ok(store::not_called(&mut call.db(), clients).await?)
}

/// Whether `client` is not to be called, and why.
///
/// # Errors
/// 403 without `call-link.use`.
pub(crate) async fn one_not_called(call: &Call, client: Uuid) -> Result<Option<DoNotCall>> {
    Ok(not_called(call, &[client]).await?.remove(&client))
}
