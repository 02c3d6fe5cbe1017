//! Changing a block, lifting it, and taking that back.

use kartoteka_plugin::{Call, Error, Result, Tx, clients};
use uuid::Uuid;

use super::{WRITE, proofs::checked, record, set::check_not_blocked, whole};
use crate::{
    block::Block,
    input::{BlockChanges, Terms},
    settings::Settings,
    store,
};
use kartoteka_plugin::patch::Patch;

/// Changes the block `id` of version `based_on`.
///
/// # Errors
/// 403 without `blacklist.write`; 404; 409 `block_lifted`; 412 `changed_meanwhile`, with the
/// version as it stands in the member `current_version`; 422 where a rule is broken.
pub async fn change(call: &Call, id: Uuid, based_on: i64, changes: BlockChanges) -> Result<Block> {
    call.require(WRITE)?;
    let changes = with_checked_documents(call, id, changes).await?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, Some(based_on)).await?;
    if before.lifted_at.is_some() {
        return Err(Error::conflict("block_lifted"));
    }
    let kept = Terms::of(&before);
    let terms = kept.changed(changes, call.today())?;
    if terms == kept {
        return Ok(before);
    }
    let after = Block {
        effect: terms.effect,
        most_open: terms.most_open,
        scope: terms.scope,
        reason: terms.reason,
        text: terms.text,
        documents: terms.documents,
        ends_on: terms.ends_on,
        review_on: terms.review_on,
        version: before.version + 1,
        ..before.clone()
    };
    if !store::change(&mut tx, &after).await? {
        return Err(Error::changed_meanwhile());
    }
    if after.documents != before.documents {
        store::forget_documents(&mut tx, id).await?;
        store::add_documents(&mut tx, id, &after.documents);
    }
    let what = "blacklist.block.changed/1";
    record(call, &mut tx, what, Some(&before), Some(&after));
    tx.commit().await?;
    Ok(after)
}

/// Notes that the block `id` was looked at: it comes up again after the salon's days, or half a
/// year where it has set none.
///
/// # Errors
/// As [`change`].
pub async fn review(call: &Call, id: Uuid) -> Result<Block> {
    call.require(WRITE)?;
    let block = whole(&mut call.db(), id).await?;
    let next = Settings::of(call).await?.next_review(call.today());
    let changes = BlockChanges {
        review_on: Patch::Value(next),
        ..BlockChanges::default()
    };
    change(call, id, block.version, changes).await
}

/// The documents are asked for before the transaction: whoever keeps them answers in its own.
async fn with_checked_documents(
    call: &Call,
    id: Uuid,
    mut changes: BlockChanges,
) -> Result<BlockChanges> {
    if let Patch::Value(wanted) = changes.documents {
        let block = whole(&mut call.db(), id).await?;
        let mut error = Error::invalid();
        let kept = &block.documents;
        let documents = checked(call, block.client_id, kept, wanted, &mut error).await?;
        error.if_any()?;
        changes.documents = Patch::Value(documents);
    }
    Ok(changes)
}

/// Lifts the block `id`; one that is lifted already stays as it is.
///
/// # Errors
/// 403 without `blacklist.write`; 404; 412 `changed_meanwhile`.
pub async fn lift(call: &Call, id: Uuid, based_on: Option<i64>) -> Result<Block> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, based_on).await?;
    if before.lifted_at.is_some() {
        return Ok(before);
    }
    let after = Block {
        lifted_at: Some(call.now()),
        lifted_by: Some(call.actor().to_string()),
        version: before.version + 1,
        ..before.clone()
    };
    if !store::set_lifted(&mut tx, &after).await? {
        return Err(Error::changed_meanwhile());
    }
    let what = "blacklist.block.lifted/1";
    record(call, &mut tx, what, Some(&before), None);
    tx.commit().await?;
    Ok(after)
}

/// Lets the lifted block `id` hold again; one that holds stays as it is.
///
/// # Errors
/// 403 without `blacklist.write`; 404; 409 `already_blocked`, where the client got another
/// block meanwhile.
pub async fn restore(call: &Call, id: Uuid) -> Result<Block> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, None).await?;
    let mut after = before.clone();
    if before.lifted_at.is_some() {
        if let Some(client) = before.client_id {
            check_not_blocked(call, &mut tx, client).await?;
        }
        after.lifted_at = None;
        after.lifted_by = None;
        after.version += 1;
        if !store::set_lifted(&mut tx, &after).await? {
            return Err(Error::changed_meanwhile());
        }
        let what = "blacklist.block.restored/1";
        record(call, &mut tx, what, None, Some(&after));
    }
    tx.answers(200, format!("/blacklist/blocks/{id}"));
    tx.commit().await?;
    Ok(after)
}

/// The block as a transaction sees it, of the version that a change is based on.
async fn current(tx: &mut Tx, id: Uuid, based_on: Option<i64>) -> Result<Block> {
    let block = whole(tx, id).await?;
    if let Some(client) = block.client_id
        && !clients::hold(tx, client).await?
    {
        // Erased in this moment: what the block says of them is not written back.
        return Err(Error::changed_meanwhile());
    }
    match based_on {
        Some(version) if version != block.version => {
            Err(Error::changed_meanwhile().with("current_version", block.version))
        }
        _ => Ok(block),
    }
}
