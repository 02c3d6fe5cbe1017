//! All that is held about a person (GDPR art. 15 and 20).

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Call, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Client, beyond, store};
use crate::{
    consents::{self, Consent},
    history::{self, Change},
};

/// Entries of the journal read at once.
const PAGE: usize = 200;

/// Everything about one person, but for the contents of files: `data.json` of their export.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientExport {
    /// When it was read.
    pub exported_at: DateTime<Utc>,
    /// The card.
    pub client: Client,
    /// What they allowed or took back, newest first.
    pub consents: Vec<Consent>,
    /// What was changed of the card, newest first.
    pub changes: Vec<Change>,
    /// What features hold, on or off: by feature, then table, a list of rows. To those that keep
    /// a file is added `file`, its path in the archive.
    #[schema(value_type = Object)]
    pub features: serde_json::Value,
}

/// All that is held about the client `id`, by the registry and by features, whether these are
/// on or off.
///
/// # Errors
/// 403 without `clients.export`; 404.
pub async fn export(call: &Call, id: Uuid) -> Result<ClientExport> {
    call.require("clients.export")?;
    let client = store::load(&mut call.db(), id).await?;
    let client = client.ok_or_else(Error::not_found)?;
    let mut changes = Vec::new();
    let mut before = None;
    loop {
        let (page, next) = history::all_changes(call, id, before, PAGE).await?;
        changes.extend(page);
        match next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    let mut features = call.erasure().export(call.db(), id).await?;
    beyond::export(call, id, &mut features).await?;
    Ok(ClientExport {
        exported_at: call.now(),
        client,
        consents: consents::ledger(call, id).await?,
        changes,
        features,
    })
}
