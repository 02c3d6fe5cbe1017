//! Writing blocks.

use chrono::NaiveDate;
use kartoteka_plugin::{DbError, Tx, contacts::ContactKind, db::Bulk};
use uuid::Uuid;

use super::places;
use crate::block::Block;

/// A contact on its way into the table.
#[derive(Debug, Clone)]
pub(crate) struct StoredContact {
    /// Which.
    pub(crate) kind: ContactKind,
    /// Its hash under the salon's key.
    pub(crate) hash: [u8; 32],
    /// What people read; none for somebody who is about to be erased.
    pub(crate) shown: Option<String>,
}

/// Inserts a block.
pub(crate) async fn insert(tx: &mut Tx, block: &Block) -> Result<(), DbError> {
    tx.query(
        "insert into blacklist__blocks (salon_id, id, client_id, effect, most_open, scope, reason,
             text, ends_on, review_on, created_at, created_by, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(block.id)
    .bind(block.client_id)
    .bind(block.effect.code())
    .bind(block.most_open)
    .bind(block.scope.code())
    .bind(block.reason.clone())
    .bind(block.text.clone())
    .bind(block.ends_on)
    .bind(block.review_on)
    .bind(block.created_at)
    .bind(&block.created_by)
    .bind(block.version)
    .execute()
    .await?;
    Ok(())
}

/// Adds contacts that the blocks follow; those they follow already stay as they are.
pub(crate) async fn add_contacts(
    tx: &mut Tx,
    blocks: &[Uuid],
    contacts: &[StoredContact],
) -> Result<(), DbError> {
    let mut rows = Bulk::into(
        "blacklist__contacts",
        &["block_id", "kind", "hash", "shown"],
    )
    .suffix("on conflict do nothing");
    for block in blocks {
        for contact in contacts {
            rows.row([
                (*block).into(),
                contact.kind.code().into(),
                contact.hash.as_slice().into(),
                contact.shown.clone().into(),
            ]);
        }
    }
    if !rows.is_empty() {
        tx.insert(rows).await?;
    }
    Ok(())
}

/// Adds documents that prove what a block was set for.
pub(crate) fn add_documents(tx: &mut Tx, block: Uuid, documents: &[Uuid]) {
    let mut rows = Bulk::into("blacklist__proofs", &["block_id", "document_id"]);
    for document in documents {
        rows.row([block.into(), (*document).into()]);
    }
    tx.insert_later(rows);
}

/// Takes the proofs of a block away.
pub(crate) async fn forget_documents(tx: &mut Tx, block: Uuid) -> Result<(), DbError> {
    tx.query("delete from blacklist__proofs where salon_id = $1 and block_id = $2")
        .bind(block)
        .execute()
        .await?;
    Ok(())
}

/// Takes the proofs of all blocks of a client away: the documents go with the person.
pub(crate) async fn forget_documents_of(tx: &mut Tx, client: Uuid) -> Result<u64, DbError> {
    tx.query(
        "delete from blacklist__proofs
         where salon_id = $1 and block_id in
             (select id from blacklist__blocks where salon_id = $1 and client_id = $2)",
    )
    .bind(client)
    .execute()
    .await
}

/// Writes what was changed in a block of the version before; `false` where it is another by now.
pub(crate) async fn change(tx: &mut Tx, block: &Block) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "update blacklist__blocks
             set effect = $4, most_open = $5, scope = $6, reason = $7, text = $8, ends_on = $9,
                 review_on = $10, version = $11
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(block.id)
        .bind(block.version - 1)
        .bind(block.effect.code())
        .bind(block.most_open)
        .bind(block.scope.code())
        .bind(block.reason.clone())
        .bind(block.text.clone())
        .bind(block.ends_on)
        .bind(block.review_on)
        .bind(block.version)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Writes that a block of the version before was lifted, or holds again; `false` where it is
/// another by now.
pub(crate) async fn set_lifted(tx: &mut Tx, block: &Block) -> Result<bool, DbError> {
    let changed = tx
        .query(
            "update blacklist__blocks set lifted_at = $4, lifted_by = $5, version = $6
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(block.id)
        .bind(block.version - 1)
        .bind(block.lifted_at)
        .bind(block.lifted_by.clone())
        .bind(block.version)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Forgets what people read of these contacts, on whichever block.
pub(crate) async fn forget_shown(tx: &mut Tx, hashes: &[[u8; 32]]) -> Result<u64, DbError> {
    if hashes.is_empty() {
        return Ok(0);
    }
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let (numbers, values) = places(1, &hashes);
    tx.query(format!(
        "update blacklist__contacts set shown = null
         where salon_id = $1 and kind in ('phone', 'email') and hash in ({numbers})
             and shown is not null"
    ))
    .bind_all(values)
    .execute()
    .await
}

/// Forgets why contacts without a card were blocked, and with which words.
pub(crate) async fn forget_reasons(tx: &mut Tx, hashes: &[[u8; 32]]) -> Result<u64, DbError> {
    if hashes.is_empty() {
        return Ok(0);
    }
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let (numbers, values) = places(1, &hashes);
    tx.query(format!(
        "update blacklist__blocks set reason = null, text = null
         where salon_id = $1 and client_id is null and (reason is not null or text is not null)
             and id in
             (select block_id from blacklist__contacts
              where salon_id = $1 and kind in ('phone', 'email') and hash in ({numbers}))"
    ))
    .bind_all(values)
    .execute()
    .await
}

/// Forgets what people read of the contacts that the blocks of a client follow: also those
/// that the card has no more.
pub(crate) async fn forget_shown_of(tx: &mut Tx, client: Uuid) -> Result<u64, DbError> {
    tx.query(
        "update blacklist__contacts set shown = null
         where salon_id = $1 and shown is not null and block_id in
             (select id from blacklist__blocks where salon_id = $1 and client_id = $2)",
    )
    .bind(client)
    .execute()
    .await
}

/// Forgets the contacts of a client's blocks that were lifted or are over: nothing is left to
/// be followed.
pub(crate) async fn forget_past(
    tx: &mut Tx,
    client: Uuid,
    today: NaiveDate,
) -> Result<u64, DbError> {
    tx.query(
        "delete from blacklist__contacts
         where salon_id = $1 and block_id in
             (select id from blacklist__blocks
              where salon_id = $1 and client_id = $2
                  and (lifted_at is not null or ends_on < $3))",
    )
    .bind(client)
    .bind(today)
    .execute()
    .await
}

/// The same of blocks of bare contacts: of these contacts alone.
pub(crate) async fn forget_past_on(
    tx: &mut Tx,
    hashes: &[[u8; 32]],
    today: NaiveDate,
) -> Result<u64, DbError> {
    if hashes.is_empty() {
        return Ok(0);
    }
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let (numbers, values) = places(2, &hashes);
    tx.query(format!(
        "delete from blacklist__contacts
         where salon_id = $1 and kind in ('phone', 'email') and hash in ({numbers})
             and block_id in
             (select b.id from blacklist__contacts c
              join blacklist__blocks b on b.salon_id = $1 and b.id = c.block_id
              where c.salon_id = $1 and c.kind in ('phone', 'email') and c.hash in ({numbers})
                  and b.client_id is null and (b.lifted_at is not null or b.ends_on < $2))"
    ))
    .bind(today)
    .bind_all(values)
    .execute()
    .await
}
