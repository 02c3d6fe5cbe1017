//! Whom blocks hit: the client they were set on, and everyone who has one of the contacts.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Result, contacts::ContactKey, db::Ask};
use uuid::Uuid;

use crate::{
    block::Block,
    store::{self, FoundBy},
};

/// Why a block hits somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// It was set on them.
    Own,
    /// Somebody it was set on has the same contact on their card.
    Shared(ContactKey),
    /// It follows this contact.
    Contact(ContactKey),
}

/// A block that hits somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The block, without its contacts.
    pub block: Block,
    /// Why it hits.
    pub because: Because,
}

/// The active blocks that hit those who were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// By client; those that nothing hits are absent.
    pub clients: HashMap<Uuid, Vec<Hit>>,
    /// Those that hit one of the contacts asked for by themselves.
    pub contacts: Vec<Hit>,
}

impl Hits {
    /// All blocks, of clients and of contacts.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let all = self.clients.values().flatten().chain(&self.contacts);
        all.map(|hit| &hit.block)
    }

    /// What hits the client, the newest first.
    pub fn of(&self, client: Uuid) -> &[Hit] {
        self.clients.get(&client).map_or(&[], Vec::as_slice)
    }

    /// Adds a block, once for each who is hit: the first reason stands.
    fn add(&mut self, whose: Option<Uuid>, block: &Block, because: Because) {
        let hits = match whose {
            Some(client) => self.clients.entry(client).or_default(),
            None => &mut self.contacts,
        };
        if hits.iter().all(|hit| hit.block.id != block.id) {
            hits.push(Hit {
                block: block.clone(),
                because,
            });
        }
    }

    fn sort(&mut self) {
        for hits in self.clients.values_mut() {
            hits.sort_by_key(|hit| std::cmp::Reverse(hit.block.id));
        }
    }
}

/// The hash by which a contact is known when its card is gone.
pub fn hash(call: &Call, contact: &ContactKey) -> [u8; 32] {
    let data = format!("{}:{}", contact.kind, contact.key);
    call.keys().hash("blacklist.contact", data.as_bytes())
}

/// The active blocks that hit `clients`, and those that hit bare `contacts`: three statements,
/// however many are asked for.
///
/// # Errors
/// As the engine says.
pub async fn blocks_of(
    call: &Call,
    ask: &mut impl Ask,
    clients: &[Uuid],
    contacts: &[ContactKey],
) -> Result<Hits> {
    let today = call.today();
    // Whose a contact is; nobody's for one that was asked for by itself.
    let mut whose: HashMap<ContactKey, Vec<Option<Uuid>>> = HashMap::new();
    for contact in store::contacts_of(ask, clients).await? {
        whose
            .entry(contact.key)
            .or_default()
            .push(Some(contact.client));
    }
    for contact in contacts.iter().filter(|contact| !contact.key.is_empty()) {
        whose.entry(contact.clone()).or_default().push(None);
    }
    let mut keys: Vec<ContactKey> = whose.keys().cloned().collect();
    keys.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    let mut hits = Hits::default();
    let mut found = store::on_holders(ask, clients, &keys).await?;
    found.retain(|(block, _)| block.is_active(today));
    for (block, by) in &found {
        if let FoundBy::Client(client) = by {
            hits.add(Some(*client), block, Because::Own);
        }
    }
    for (block, by) in &found {
        if let FoundBy::Contact(key) = by {
            for one in whose.get(key).into_iter().flatten() {
                hits.add(*one, block, Because::Shared(key.clone()));
            }
        }
    }
    let hashes: Vec<[u8; 32]> = keys.iter().map(|key| hash(call, key)).collect();
    for (block, found) in store::on_contacts(ask, &hashes).await? {
        let at = hashes.iter().position(|hash| hash.as_slice() == found);
        let Some(key) = at
            .and_then(|at| keys.get(at))
            .filter(|_| block.is_active(today))
        else {
            continue;
        };
        for one in whose.get(key).into_iter().flatten() {
            hits.add(*one, &block, Because::Contact(key.clone()));
        }
    }
    hits.sort();
    Ok(hits)
}
