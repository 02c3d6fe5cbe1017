//! `core.erase/1`: what a declaration cannot say of blocks when a person is erased.

use std::collections::HashSet;

use kartoteka_plugin::{Call, Result, Tx};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    matching::hash,
    store::{self, StoredContact},
};

/// Keeps the block from being forgotten with the card, and forgets what people could read of
/// the person's contacts. What the client's own rows say goes by declaration. Says what it did, row
/// by row of what was still there.
pub(super) async fn erase(call: &Call, tx: &mut Tx, client: Uuid) -> Result<Json> {
    let contacts = store::contacts_of(tx, &[client]).await?;
    let hashes: Vec<[u8; 32]> = (contacts.iter())
        .map(|contact| hash(call, &contact.key))
        .collect();
    let followed: Vec<StoredContact> = (contacts.iter().zip(&hashes))
        .map(|(contact, hash)| StoredContact {
            kind: contact.key.kind,
            hash: *hash,
            shown: None,
        })
        .collect();
    let own = store::on_holders(tx, &[client], &[]).await?.into_iter();
    let active: Vec<Uuid> = own
        .filter(|(block, _)| block.is_active(call.today()))
        .map(|(block, _)| block.id)
        .collect();
    store::add_contacts(tx, &active, &followed).await?;
    let mut past = store::forget_past(tx, client, call.today()).await?;
    // By their contacts they are found, so these go after.
    let reasons = store::forget_reasons(tx, &hashes).await?;
    past += store::forget_past_on(tx, &hashes, call.today()).await?;
    let mut shown = store::forget_shown(tx, &hashes).await?;
    shown += store::forget_shown_of(tx, client).await?;
    let proofs = store::forget_documents_of(tx, client).await?;
    let kept = kept(call, tx, &active, &hashes).await?;
    let rows = [
        ("blacklist__proofs", "deleted", proofs),
        ("blacklist__contacts", "blanked", shown),
        ("blacklist__contacts", "deleted", past),
        ("blacklist__contacts", "kept", kept),
        ("blacklist__blocks", "blanked", reasons),
    ];
    let rows = rows.into_iter().filter(|(.., count)| *count > 0);
    let row = |(table, outcome, count)| json!({"table": table, "outcome": outcome, "count": count});
    let rows: Vec<Json> = rows.map(row).collect();
    Ok(json!({"rows": rows, "known_again": kept > 0}))
}

/// How many contacts blocks that hold still follow, by fingerprints alone: those of the client's
/// own blocks, and theirs on others.
async fn kept(call: &Call, tx: &mut Tx, own: &[Uuid], hashes: &[[u8; 32]]) -> Result<u64> {
    let of_own = store::contacts_of_blocks(tx, own).await?;
    let of_own: usize = of_own.values().map(Vec::len).sum();
    let mut others = HashSet::new();
    for (block, hash) in store::on_contacts(tx, hashes).await? {
        if block.is_active(call.today()) && !own.contains(&block.id) {
            others.insert((block.id, hash));
        }
    }
    Ok(u64::try_from(of_own + others.len()).unwrap_or(u64::MAX))
}
