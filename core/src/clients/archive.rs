//! Putting a card away, and taking it back.

use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

use super::{Client, change};

/// Puts the card `id` away: it is no longer listed or found, and loses nothing.
/// One that is away already stays as it is.
///
/// # Errors
/// 403 without `clients.write`; 404; 412 `changed_meanwhile`.
pub async fn archive(call: &Call, id: Uuid, based_on: i64) -> Result<Client> {
    set_archived(call, id, Some(based_on), true).await
}

/// Takes the card `id` back.
///
/// # Errors
/// 403 without `clients.write`; 404.
pub async fn restore(call: &Call, id: Uuid) -> Result<Client> {
    set_archived(call, id, None, false).await
}

async fn set_archived(
    call: &Call,
    id: Uuid,
    based_on: Option<i64>,
    archived: bool,
) -> Result<Client> {
    call.require("clients.write")?;
    let mut tx = call.begin().await?;
    let before = match based_on {
        Some(version) => change::current(&mut tx, id, version).await?,
        None => super::show::in_transaction(&mut tx, id).await?,
    };
    let mut after = before.clone();
    if before.archived_at.is_some() != archived {
        let now = call.now();
        after.archived_at = archived.then_some(now);
        after.changed_at = now;
        after.version += 1;
        change::save(call, &mut tx, &before, &after, None).await?;
        let what = if archived {
            "core.client.archived/1"
        } else {
            "core.client.restored/1"
        };
        tx.record(call.entry(what).subject(id));
    }
    tx.answers(200, format!("/clients/{id}"));
    tx.commit().await?;
    Ok(after)
}
