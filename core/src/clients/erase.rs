//! Forgetting a person by law (GDPR art. 17).

use kartoteka_plugin::{Call, Error, Result, manifest::ErasureLine};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Client, beyond::Erased, store};
use crate::{find, imports};

/// What erasing a client will do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErasurePreview {
    /// What goes and what stays, table by table.
    pub rows: Vec<ErasedRows>,
    /// Whether the person counts as new on return: nothing that stays knows them again.
    pub counts_as_new: bool,
    /// The number on the card, which stays used.
    pub number: String,
}

/// What erasing a client did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErasureReceipt {
    /// The id of the card that is gone.
    pub client_id: Uuid,
    /// When.
    pub erased_at: chrono::DateTime<chrono::Utc>,
    /// What went and what stays, table by table.
    pub rows: Vec<ErasedRows>,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErasedRows {
    /// The module the table belongs to.
    pub module: String,
    /// The table.
    pub table: String,
    /// How many.
    pub count: u64,
    /// `deleted`, `blanked` or `kept`.
    pub outcome: String,
    /// Why what is kept is kept, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What erasing the client `id` would do.
///
/// # Errors
/// 403 without `clients.erase`; 404; 503 `feature_failed`.
pub async fn preview_erasure(call: &Call, id: Uuid) -> Result<(Client, ErasurePreview)> {
    call.require("clients.erase")?;
    let client = store::load(&mut call.db(), id)
        .await?
        .ok_or_else(Error::not_found)?;
    // What features do beyond their declarations is done, and undone with the transaction.
    let mut tx = call.begin().await?;
    let erased = Erased::by_features(call, &mut tx, id).await?;
    drop(tx);
    let counts_as_new = !erased.known_again;
    let lines = call.erasure().preview(call.db(), id).await?;
    let preview = ErasurePreview {
        rows: said(call, erased.beside(lines)),
        counts_as_new,
        number: client.number.clone(),
    };
    Ok((client, preview))
}

/// Erases the client `id`. It cannot be taken back.
///
/// # Errors
/// 403 without `clients.erase`; 404; 503 `feature_failed`.
pub async fn erase(call: &Call, id: Uuid) -> Result<ErasureReceipt> {
    call.require("clients.erase")?;
    let mut tx = call.begin().await?;
    // Before anything is looked at: who writes something about the client in this moment holds
    // them, too, so that one comes after the other, and sees what it did.
    store::hold(&mut tx, id).await?;
    let client = store::load(&mut tx, id).await?;
    let client = client.ok_or_else(Error::not_found)?;
    imports::forget(&mut tx, &client).await?;
    let erased = Erased::by_features(call, &mut tx, id).await?;
    let lines = call.erasure().erase(&mut tx, id).await?;
    find::store::forget(&mut tx, id).await?;
    imports::forget_files(&mut tx).await?;
    tx.record(call.entry("core.client.erased/1").subject(id));
    tx.commit().await?;
    call.erasure().settle().await?;
    Ok(ErasureReceipt {
        client_id: id,
        erased_at: call.now(),
        rows: said(call, erased.beside(lines)),
    })
}

fn said(call: &Call, lines: Vec<ErasureLine>) -> Vec<ErasedRows> {
    let texts = call.texts();
    let rows = lines.into_iter().map(|line| ErasedRows {
        module: line.module,
        table: line.table,
        count: line.rows,
        outcome: line.outcome.to_owned(),
        because: line.because.map(|key| texts.get(&key)),
    });
    rows.collect()
}
