//! The question of the registry that documents answer, inside the registry's transaction.

use kartoteka_plugin::{Call, Error, Result, Tx};
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    operations::{SOON, SWEEP},
    store,
};

/// `core.erase/1`: this client is about to be erased.
#[derive(Debug, Deserialize)]
struct Erasure {
    client_id: Uuid,
}

/// Answers `hook`.
///
/// # Errors
/// As the engine says; internal, for a question that is none.
pub(crate) async fn answer(call: &Call, tx: &mut Tx, hook: &str, question: &Json) -> Result<Json> {
    if hook != "core.erase/1" {
        return Err(Error::internal(format!("documents do not answer {hook}")));
    }
    let asked = Erasure::deserialize(question)
        .map_err(|error| Error::internal(format!("{hook}: {error}")))?;
    forget(call, tx, asked.client_id).await?;
    Ok(Json::Object(serde_json::Map::new()))
}

/// Takes away the versions of all files of a client, and has their contents deleted. The files
/// themselves go by declaration.
async fn forget(call: &Call, tx: &mut Tx, client: Uuid) -> Result<()> {
    let objects = store::objects_of_client(tx, client).await?;
    if objects.is_empty() {
        return Ok(());
    }
    tx.wake(SWEEP, call.now() + SOON)?;
    store::pend(tx, &objects, call.now()).await?;
    store::forget_versions_of(tx, client).await?;
    Ok(())
}
