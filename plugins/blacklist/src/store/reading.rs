//! Reading blocks, and whom they are about.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::{DbError, db::Ask};
use uuid::Uuid;

use super::{block, block_columns, places};
use crate::block::{Block, BlockContact, Counts, State};

/// The block `id`, without its contacts.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Block>, DbError> {
    let row = ask
        .ask(concat!(
            "select ",
            block_columns!(),
            " from blacklist__blocks b where b.salon_id = $1 and b.id = $2"
        ))
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(block).transpose()
}

/// A page, newest first, without contacts: of all, or of one client; before the block `after`.
pub(crate) async fn page(
    ask: &mut impl Ask,
    state: State,
    client: Option<Uuid>,
    after: Option<Uuid>,
    today: NaiveDate,
    limit: usize,
) -> Result<Vec<Block>, DbError> {
    let state = match state {
        State::Active => "b.lifted_at is null and (b.ends_on is null or b.ends_on >= $2)",
        State::Lifted => "(b.lifted_at is not null or b.ends_on < $2)",
        State::Due => {
            "b.lifted_at is null and (b.ends_on is null or b.ends_on >= $2) and b.review_on <= $2"
        }
    };
    let of_client = match client {
        Some(_) => "and b.client_id = $5",
        None => "",
    };
    let text = format!(
        "select {} from blacklist__blocks b
         where b.salon_id = $1 and b.id < $3 and {state} {of_client}
         order by b.id desc limit $4",
        block_columns!()
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut query = ask
        .ask(text)
        .bind(today)
        .bind(after.unwrap_or(Uuid::max()))
        .bind(limit);
    if let Some(client) = client {
        query = query.bind(client);
    }
    query.all().await?.iter().map(block).collect()
}

/// The ids of all blocks that were set on a client, lifted ones included.
pub(crate) async fn ids_of(ask: &mut impl Ask, client: Uuid) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask("select id from blacklist__blocks where salon_id = $1 and client_id = $2 order by id")
        .bind(client)
        .all()
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// How many blocks hold on a day, and how many of those should be looked at again.
pub(crate) async fn counts(ask: &mut impl Ask, today: NaiveDate) -> Result<Counts, DbError> {
    let row = ask
        .ask(
            "select count(*) as active, count(case when review_on <= $2 then 1 end) as due
             from blacklist__blocks
             where salon_id = $1 and lifted_at is null and (ends_on is null or ends_on >= $2)",
        )
        .bind(today)
        .one()
        .await?;
    Ok(Counts {
        active: row.get("active")?,
        due: row.get("due")?,
    })
}

/// The blocks among `blocks` that follow one of these hashes.
pub(crate) async fn following(
    ask: &mut impl Ask,
    blocks: &[Uuid],
    hashes: &[[u8; 32]],
) -> Result<HashSet<Uuid>, DbError> {
    if blocks.is_empty() || hashes.is_empty() {
        return Ok(HashSet::new());
    }
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    let (hash_numbers, hash_values) = places(1, &hashes);
    let (block_numbers, block_values) = places(1 + hash_values.len(), blocks);
    let rows = ask
        .ask(format!(
            "select block_id from blacklist__contacts
             where salon_id = $1 and kind in ('phone', 'email') and hash in ({hash_numbers})
                 and block_id in ({block_numbers})"
        ))
        .bind_all(hash_values)
        .bind_all(block_values)
        .all()
        .await?;
    rows.iter().map(|row| row.get("block_id")).collect()
}

/// Blocks that were lifted at `time` or later, the last ones first, and no more than a few.
pub(crate) async fn lifted_since(
    ask: &mut impl Ask,
    time: DateTime<Utc>,
) -> Result<Vec<Block>, DbError> {
    let rows = ask
        .ask(concat!(
            "select ",
            block_columns!(),
            " from blacklist__blocks b
             where b.salon_id = $1 and b.lifted_at >= $2
             order by b.lifted_at desc limit 20"
        ))
        .bind(time)
        .all()
        .await?;
    rows.iter().map(block).collect()
}

/// The blocks with the contacts they follow, and their proofs.
pub(crate) async fn with_parts(
    ask: &mut impl Ask,
    mut blocks: Vec<Block>,
) -> Result<Vec<Block>, DbError> {
    let ids: Vec<Uuid> = blocks.iter().map(|block| block.id).collect();
    let mut contacts = contacts_of_blocks(ask, &ids).await?;
    let mut documents = documents_of_blocks(ask, &ids).await?;
    for block in &mut blocks {
        block.documents = documents.remove(&block.id).unwrap_or_default();
        block.contacts = contacts.remove(&block.id).unwrap_or_default();
    }
    Ok(blocks)
}

/// The documents that prove what blocks were set for.
pub(crate) async fn documents_of_blocks(
    ask: &mut impl Ask,
    blocks: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Uuid>>, DbError> {
    let mut documents: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    if blocks.is_empty() {
        return Ok(documents);
    }
    let (numbers, values) = places(1, blocks);
    let rows = ask
        .ask(format!(
            "select block_id, document_id from blacklist__proofs
             where salon_id = $1 and block_id in ({numbers})
             order by document_id"
        ))
        .bind_all(values)
        .all()
        .await?;
    for row in &rows {
        let of_block = documents.entry(row.get("block_id")?).or_default();
        of_block.push(row.get("document_id")?);
    }
    Ok(documents)
}

/// The contacts that blocks follow, phones first.
pub(crate) async fn contacts_of_blocks(
    ask: &mut impl Ask,
    blocks: &[Uuid],
) -> Result<HashMap<Uuid, Vec<BlockContact>>, DbError> {
    let mut contacts: HashMap<Uuid, Vec<BlockContact>> = HashMap::new();
    if blocks.is_empty() {
        return Ok(contacts);
    }
    let (numbers, values) = places(1, blocks);
    let rows = ask
        .ask(format!(
            "select block_id, kind, shown from blacklist__contacts
             where salon_id = $1 and block_id in ({numbers})"
        ))
        .bind_all(values)
        .all()
        .await?;
    for row in &rows {
        let contact = BlockContact {
            kind: super::matching::kind(row)?,
            value: row.get("shown")?,
        };
        let of_block = contacts.entry(row.get("block_id")?).or_default();
        of_block.push(contact);
    }
    for of_block in contacts.values_mut() {
        of_block.sort_by(|a, b| (a.kind, &a.value).cmp(&(b.kind, &b.value)));
    }
    Ok(contacts)
}
