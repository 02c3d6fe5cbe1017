//! `core.export/1`: what is held about a person that no declaration finds, because it names a contact
//! and no client: blocks of a phone or e-mail of theirs, with reason and words.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Result, Tx};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    block::{Block, BlockContact},
    matching::hash,
    store,
};

/// The rows. A block that was set on somebody else and hits them by a contact they share is about
/// the other one, who has a right to it, too (GDPR art. 15(4)): it is not among them.
pub(super) async fn export(call: &Call, tx: &mut Tx, client: Uuid) -> Result<Json> {
    let contacts = store::contacts_of(tx, &[client]).await?;
    let hashes: Vec<[u8; 32]> = contacts.iter().map(|own| hash(call, &own.key)).collect();
    let blocks = store::on_bare_contacts(tx, &hashes).await?;
    // Of a block of several contacts those that are theirs: who the others are, is not known.
    let mut theirs: HashMap<Uuid, Vec<BlockContact>> = HashMap::new();
    for (block, hash) in &blocks {
        let at = hashes.iter().position(|own| own.as_slice() == hash);
        let Some(contact) = at.and_then(|at| contacts.get(at)) else {
            continue;
        };
        theirs.entry(block.id).or_default().push(BlockContact {
            kind: contact.key.kind,
            value: Some(contact.value.clone()),
        });
    }
    let own = store::ids_of(tx, client).await?;
    theirs.extend(store::contacts_of_blocks(tx, &own).await?);
    let mut found: Vec<&Block> = blocks.iter().map(|(block, _)| block).collect();
    found.sort_by_key(|block| block.id);
    found.dedup_by_key(|block| block.id);
    let mut contacts: Vec<Json> = Vec::new();
    for (block, of_block) in &theirs {
        let row = |contact: &BlockContact| json!({"block_id": block, "kind": contact.kind, "shown": contact.value});
        contacts.extend(of_block.iter().map(row));
    }
    contacts.sort_by_key(Json::to_string);
    let proofs = store::documents_of_blocks(tx, &own).await?;
    let mut proofs: Vec<Json> = (proofs.iter())
        .flat_map(|(block, papers)| papers.iter().map(move |paper| (block, paper)))
        .map(|(block, paper)| json!({"block_id": block, "document_id": paper}))
        .collect();
    proofs.sort_by_key(Json::to_string);
    let blocks: Vec<Json> = found.into_iter().map(row).collect();
    Ok(json!({"tables": {
        "blacklist__proofs": proofs,
        "blacklist__contacts": contacts,
        "blacklist__blocks": blocks,
    }}))
}

/// A block as its table has it.
fn row(block: &Block) -> Json {
    json!({
        "id": block.id,
        "client_id": block.client_id,
        "effect": block.effect,
        "most_open": block.most_open,
        "scope": block.scope,
        "reason": block.reason,
        "text": block.text,
        "ends_on": block.ends_on,
        "review_on": block.review_on,
        "created_at": block.created_at,
        "created_by": block.created_by,
        "lifted_at": block.lifted_at,
        "lifted_by": block.lifted_by,
        "version": block.version,
    })
}
