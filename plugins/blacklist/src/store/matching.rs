//! Whom blocks hit.

use std::collections::HashMap;

use kartoteka_plugin::{
    DbError, Row,
    contacts::{ContactKey, ContactKind},
    db::Ask,
};
use uuid::Uuid;

use super::{block, block_columns, places};
use crate::block::Block;

/// A contact on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactOfClient {
    /// Whose.
    pub(crate) client: Uuid,
    /// By what it is known again.
    pub(crate) key: ContactKey,
    /// As it stands on the card.
    pub(crate) value: String,
}

/// The kind of a contact in a row.
pub(super) fn kind(row: &Row) -> Result<ContactKind, DbError> {
    Ok(match row.text("kind")? {
        "phone" => ContactKind::Phone,
        _ => ContactKind::Email,
    })
}

/// The contacts on the cards of `clients` that are known by something, in the order of the
/// cards.
pub(crate) async fn contacts_of(
    ask: &mut impl Ask,
    clients: &[Uuid],
) -> Result<Vec<ContactOfClient>, DbError> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let (numbers, values) = places(1, clients);
    let rows = ask
        .ask(format!(
            "select client_id, kind, value, match_key from core_contacts_1
             where salon_id = $1 and client_id in ({numbers}) and match_key <> ''
             order by client_id, kind desc, position"
        ))
        .bind_all(values)
        .all()
        .await?;
    let contacts = rows.iter().map(|row| {
        Ok(ContactOfClient {
            client: row.get("client_id")?,
            key: ContactKey {
                kind: kind(row)?,
                key: row.get("match_key")?,
            },
            value: row.get("value")?,
        })
    });
    contacts.collect()
}

/// On how many cards beside that of `client` each of these contacts stands; those on no other
/// are absent.
pub(crate) async fn on_other_cards(
    ask: &mut impl Ask,
    client: Uuid,
    contacts: &[ContactKey],
) -> Result<HashMap<ContactKey, i64>, DbError> {
    if contacts.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<&str> = contacts.iter().map(|contact| &*contact.key).collect();
    let (numbers, values) = places(2, &keys);
    let rows = ask
        .ask(format!(
            "select kind, match_key, count(*) as cards from core_contacts_1
             where salon_id = $1 and kind in ('phone', 'email') and match_key in ({numbers})
                 and client_id <> $2
             group by kind, match_key"
        ))
        .bind(client)
        .bind_all(values)
        .all()
        .await?;
    let counted = rows.iter().map(|row| {
        let contact = ContactKey {
            kind: kind(row)?,
            key: row.get("match_key")?,
        };
        Ok((contact, row.get("cards")?))
    });
    counted.collect()
}

/// By what a block was found on a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FoundBy {
    /// It was set on one of the clients asked for.
    Client(Uuid),
    /// It was set on somebody who has one of the contacts asked for.
    Contact(ContactKey),
}

/// The blocks not lifted that were set on one of `clients`, or on somebody who has one of
/// `contacts`. A key is asked for in both kinds, because no phone reads like an e-mail: so
/// one list of values serves the index.
pub(crate) async fn on_holders(
    ask: &mut impl Ask,
    clients: &[Uuid],
    contacts: &[ContactKey],
) -> Result<Vec<(Block, FoundBy)>, DbError> {
    let mut parts = Vec::new();
    let mut values = Vec::new();
    if !clients.is_empty() {
        let (numbers, more) = places(1, clients);
        values.extend(more);
        parts.push(format!(
            "select {}, null as kind, null as match_key
             from blacklist__blocks b
             where b.salon_id = $1 and b.client_id in ({numbers}) and b.lifted_at is null",
            block_columns!()
        ));
    }
    if !contacts.is_empty() {
        let keys: Vec<&str> = contacts.iter().map(|contact| &*contact.key).collect();
        let (numbers, more) = places(1 + values.len(), &keys);
        values.extend(more);
        // `cross join` keeps SQLite from beginning with all blocks.
        parts.push(format!(
            "select {}, k.kind, k.match_key
             from core_contacts_1 k
             cross join blacklist__blocks b
             where k.salon_id = $1 and k.kind in ('phone', 'email') and k.match_key in ({numbers})
                 and b.salon_id = $1 and b.client_id = k.client_id and b.lifted_at is null",
            block_columns!()
        ));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let text = parts.join(" union all ");
    let rows = ask.ask(text).bind_all(values).all().await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let block = block(row)?;
        let by = match (row.get::<Option<String>>("match_key")?, block.client_id) {
            (Some(key), _) => FoundBy::Contact(ContactKey {
                kind: kind(row)?,
                key,
            }),
            (None, Some(client)) => FoundBy::Client(client),
            (None, None) => continue,
        };
        found.push((block, by));
    }
    Ok(found)
}

/// The blocks not lifted that follow one of these hashes, each with the hash.
pub(crate) async fn on_contacts(
    ask: &mut impl Ask,
    hashes: &[[u8; 32]],
) -> Result<Vec<(Block, Vec<u8>)>, DbError> {
    by_hash(ask, hashes, "b.lifted_at is null").await
}

/// The blocks without a client, lifted ones included, that follow one of these hashes, each with
/// the hash.
pub(crate) async fn on_bare_contacts(
    ask: &mut impl Ask,
    hashes: &[[u8; 32]],
) -> Result<Vec<(Block, Vec<u8>)>, DbError> {
    by_hash(ask, hashes, "b.client_id is null").await
}

async fn by_hash(
    ask: &mut impl Ask,
    hashes: &[[u8; 32]],
    only: &str,
) -> Result<Vec<(Block, Vec<u8>)>, DbError> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let (numbers, values) = places(1, &hashes);
    let rows = ask
        .ask(format!(
            "select {}, k.hash
             from blacklist__contacts k
             cross join blacklist__blocks b
             where k.salon_id = $1 and k.kind in ('phone', 'email') and k.hash in ({numbers})
                 and b.salon_id = $1 and b.id = k.block_id and {only}",
            block_columns!()
        ))
        .bind_all(values)
        .all()
        .await?;
    let found = rows.iter().map(|row| Ok((block(row)?, row.get("hash")?)));
    found.collect()
}
