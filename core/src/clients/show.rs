//! One card.

use kartoteka_plugin::{Call, Error, Result, Tx};
use uuid::Uuid;

use super::{Client, store};

/// The card `id`, archived or not.
///
/// # Errors
/// 403 without `clients.read`; 404 where there is none, or it was erased.
pub async fn show(call: &Call, id: Uuid) -> Result<Client> {
    call.require("clients.read")?;
    store::load(&mut call.db(), id)
        .await?
        .ok_or_else(Error::not_found)
}

/// The card `id` as a transaction sees it.
pub(super) async fn in_transaction(tx: &mut Tx, id: Uuid) -> Result<Client> {
    store::load(tx, id).await?.ok_or_else(Error::not_found)
}
