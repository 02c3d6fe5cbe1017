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
    matching::{Hit, Hits, blocks_of},
    store,
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

/// Blocks of a client that were lifted within the last minutes, while nothing came after.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn just_lifted(call: &Call, client: Uuid) -> Result<Option<Block>> {
    call.require(READ)?;
    let since = call.now() - JUST;
    let lifted = store::lifted_since(&mut call.db(), client, since).await?;
    Ok(lifted.into_iter().next())
}

/// The names of clients; those that are gone are absent.
///
/// # Errors
/// 403 without `blacklist.read`.
pub(crate) async fn people(call: &Call, ids: &[Uuid]) -> Result<HashMap<Uuid, Person>> {
    call.require(READ)?;
    Ok(clients::people(&mut call.db(), ids).await?)
}
