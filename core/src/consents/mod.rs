//! What clients allowed or took back: a ledger that only grows. The state of a
//! purpose is its last entry (GDPR art. 7(1) and 7(3)).

pub mod api;
mod consent;
mod store;

pub use consent::{Consent, NewConsent};
pub(crate) use store::{add_row, append, rows};

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use crate::clients;

/// The ledger of the client `id`, newest first.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn ledger(call: &Call, id: Uuid) -> Result<Vec<Consent>> {
    call.require("clients.read")?;
    let db = &mut call.db();
    clients::store::state(db, id)
        .await?
        .ok_or_else(Error::not_found)?;
    Ok(store::of_client(db, id).await?)
}
