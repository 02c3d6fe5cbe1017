//! Reading blocks, and whom they are about.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::{DbError, db::Ask};
use uuid::Uuid;

use super::{block, block_columns, places};
use crate::block::{Block, BlockContact, State};

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

/// Blocks of a client that were lifted at `time` or later, newest first.
pub(crate) async fn lifted_since(
    ask: &mut impl Ask,
    client: Uuid,
    time: DateTime<Utc>,
) -> Result<Vec<Block>, DbError> {
    let rows = ask
        .ask(concat!(
            "select ",
            block_columns!(),
            " from blacklist__blocks b
             where b.salon_id = $1 and b.client_id = $2 and b.lifted_at >= $3
             order by b.id desc limit 3"
        ))
        .bind(client)
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
