//! Setting a block.

use kartoteka_plugin::{Call, Error, FieldError, Result, Tx, clients};
use uuid::Uuid;

use super::{WRITE, proofs::checked, record, whole};
use crate::{
    block::Block,
    input::{self, NewBlock, NewBlockContact, Terms},
    matching::hash,
    settings::Settings,
    store::{self, FoundBy, StoredContact},
};

/// Sets a block on a client, on contacts, or on both.
///
/// # Errors
/// 403 without `blacklist.write`; 409 `already_blocked`, with the block in the member
/// `block_id`; 422 where a rule is broken.
pub async fn set(call: &Call, new: NewBlock) -> Result<Block> {
    call.require(WRITE)?;
    let mut error = Error::invalid();
    let settings = Settings::of(call).await?;
    let terms = Terms::of_new(&new, &settings, call.today(), &mut error);
    input::check_contacts(&mut error, &new.contacts);
    let mut contacts = read_contacts(call, &new.contacts, &mut error);
    if new.client_id.is_none() && new.contacts.is_empty() {
        let wrong = FieldError::new("", "client_or_contact_required");
        error.fields.push(wrong);
    }
    let documents = terms.documents.clone();
    let documents = checked(call, new.client_id, &[], documents, &mut error).await?;
    error.if_any()?;
    let mut tx = call.begin().await?;
    match new.client_id {
        Some(client) => contacts.extend(contacts_on_card(call, &mut tx, client).await?),
        None => check_not_followed(call, &mut tx, &contacts).await?,
    }
    let mut block = Block {
        id: call.new_id(),
        client_id: new.client_id,
        contacts: Vec::new(),
        effect: terms.effect,
        most_open: terms.most_open,
        scope: terms.scope,
        reason: terms.reason,
        text: terms.text,
        documents,
        ends_on: terms.ends_on,
        review_on: terms.review_on,
        created_at: call.now(),
        created_by: call.actor().to_string(),
        lifted_at: None,
        lifted_by: None,
        version: 1,
    };
    store::insert(&mut tx, &block).await?;
    store::add_contacts(&mut tx, &[block.id], &contacts).await?;
    store::add_documents(&mut tx, block.id, &block.documents);
    block = whole(&mut tx, block.id).await?;
    record(call, &mut tx, "blacklist.block.set/1", None, Some(&block));
    tx.answers(201, format!("/blacklist/blocks/{}", block.id));
    tx.commit().await?;
    Ok(block)
}

/// The contacts as they are kept, with what is wrong added to `error`.
fn read_contacts(call: &Call, typed: &[NewBlockContact], error: &mut Error) -> Vec<StoredContact> {
    let mut contacts = Vec::with_capacity(typed.len());
    for (at, contact) in typed.iter().enumerate() {
        let value = contact.value.trim();
        match call.contact(contact.kind, value) {
            Some(key) => contacts.push(StoredContact {
                kind: key.kind,
                hash: hash(call, &key),
                shown: Some(value.to_owned()),
            }),
            None => {
                let pointer = format!("/contacts/{at}/value");
                let wrong = FieldError::new(pointer, "contact_unreadable");
                error.fields.push(wrong);
            }
        }
    }
    contacts
}

/// What is on the card of a client on whom no block holds yet.
async fn contacts_on_card(call: &Call, tx: &mut Tx, client: Uuid) -> Result<Vec<StoredContact>> {
    if !clients::hold(tx, client).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    check_not_blocked(call, tx, client).await?;
    let contacts = store::contacts_of(tx, &[client]).await?.into_iter();
    let stored = contacts.map(|contact| StoredContact {
        kind: contact.key.kind,
        hash: hash(call, &contact.key),
        shown: Some(contact.value),
    });
    Ok(stored.collect())
}

/// # Errors
/// 409, where a block set on the client holds.
pub(super) async fn check_not_blocked(call: &Call, tx: &mut Tx, client: Uuid) -> Result<()> {
    let found = store::on_holders(tx, &[client], &[]).await?;
    let own = (found.iter())
        .filter(|(_, by)| *by == FoundBy::Client(client))
        .find(|(block, _)| block.is_active(call.today()));
    match own {
        Some((block, _)) => Err(already_blocked("/client_id", block.id)),
        None => Ok(()),
    }
}

/// # Errors
/// 409, where each of the contacts is followed by a block that holds.
async fn check_not_followed(call: &Call, tx: &mut Tx, contacts: &[StoredContact]) -> Result<()> {
    let hashes: Vec<[u8; 32]> = contacts.iter().map(|contact| contact.hash).collect();
    let mut found = store::on_contacts(tx, &hashes).await?;
    found.retain(|(block, _)| block.is_active(call.today()));
    let followed = |hash: &[u8; 32]| found.iter().any(|(_, by)| by == hash);
    match found.first() {
        Some((block, _)) if hashes.iter().all(followed) => {
            Err(already_blocked("/contacts/0/value", block.id))
        }
        _ => Ok(()),
    }
}

fn already_blocked(pointer: &str, block: Uuid) -> Error {
    Error::conflict("already_blocked")
        .field(pointer, "already_blocked")
        .with("block_id", block.to_string())
}
