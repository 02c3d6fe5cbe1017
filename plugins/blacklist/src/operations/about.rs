//! What the pages ask about clients.

use std::collections::HashMap;

use chrono::TimeDelta;
use kartoteka_plugin::{
    Call, Error, Result,
    clients::{self, Person},
    contacts::ContactKey,
};
use uuid::Uuid;

use super::{READ, WRITE};
use crate::{
    block::Block,
    matching::{Hit, Hits, blocks_of, hash},
    store::{self, ContactOfClient},
};

/// How long the card offers to take back that a block was lifted.
const JUST: TimeDelta = TimeDelta::minutes(10);

/// Somebody to be blocked.
pub(crate) struct Subject {
    pub(crate) person: Person,
    /// What is on the card, each with the number of other cards that have it.
    pub(crate) contacts: Vec<(ContactKey, i64)>,
    /// What hits them already.
    pub(crate) hits: Vec<Hit>,
}

/// Whom a block on `client` would be about.
///
/// # Errors
/// 403 without `blacklist.write`; 404.
pub(crate) async fn subject(call: &Call, client: Uuid) -> Result<Subject> {
    call.require(WRITE)?;
    let db = &mut call.db();
    let person = clients::person(db, client).await?;
    let contacts = store::contacts_of(db, &[client]).await?.into_iter();
    let contacts: Vec<ContactKey> = contacts.map(|contact| contact.key).collect();
    let others = store::on_other_cards(db, client, &contacts).await?;
    let with_cards = |contact: ContactKey| {
        let cards = others.get(&contact).copied().unwrap_or(0);
        (contact, cards)
    };
    let mut hits = blocks_of(call, db, &[client], &[]).await?;
    Ok(Subject {
        person: person.ok_or_else(Error::not_found)?,
        contacts: contacts.into_iter().map(with_cards).collect(),
        hits: hits.clients.remove(&client).unwrap_or_default(),
    })
}

/// The active blocks that hit `clients`.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn hitting(call: &Call, clients: &[Uuid]) -> Result<Hits> {
    call.require(READ)?;
    blocks_of(call, &mut call.db(), clients, &[]).await
}

/// The block lifted within the last minutes that hit the client: one that was set on them, on
/// somebody who has the same contact, or on a contact of theirs. None where one set on the same
/// card holds by now: it cannot be taken back beside that.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn just_lifted(call: &Call, client: Uuid, hits: &[Hit]) -> Result<Option<Block>> {
    call.require(READ)?;
    let db = &mut call.db();
    let mut lifted = store::lifted_since(db, call.now() - JUST).await?;
    if lifted.is_empty() {
        return Ok(None);
    }
    let mut whose: Vec<Uuid> = lifted.iter().filter_map(|block| block.client_id).collect();
    whose.push(client);
    let (own, others): (Vec<_>, Vec<_>) = (store::contacts_of(db, &whose).await?.into_iter())
        .partition(|contact| contact.client == client);
    let shared = |id: Uuid| {
        let same = |other: &&ContactOfClient| other.client == id;
        let mut of_other = others.iter().filter(same);
        of_other.any(|other| own.iter().any(|contact| contact.key == other.key))
    };
    let hashes: Vec<[u8; 32]> = own.iter().map(|contact| hash(call, &contact.key)).collect();
    let ids: Vec<Uuid> = lifted.iter().map(|block| block.id).collect();
    let following = store::following(db, &ids, &hashes).await?;
    let hit = |block: &Block| match block.client_id {
        Some(id) if id == client || shared(id) => true,
        _ => following.contains(&block.id),
    };
    let holds = |block: &Block| {
        let of_same = |hit: &Hit| hit.block.client_id == block.client_id;
        block.client_id.is_some() && hits.iter().any(of_same)
    };
    lifted.retain(|block| hit(block) && !holds(block));
    Ok(lifted.into_iter().next())
}

/// A block with its contacts, for what is said of whom it is about.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn with_contacts(call: &Call, block: Block) -> Result<Vec<Block>> {
    call.require(READ)?;
    Ok(store::with_parts(&mut call.db(), vec![block]).await?)
}

/// The names of clients; those that are gone are absent.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn people(call: &Call, ids: &[Uuid]) -> Result<HashMap<Uuid, Person>> {
    call.require(READ)?;
    Ok(clients::people(&mut call.db(), ids).await?)
}
