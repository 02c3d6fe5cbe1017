//! Reading blocks.

use kartoteka_plugin::{Call, Error, FieldError, Result};
use uuid::Uuid;

use super::{READ, whole};
use crate::{
    block::{Block, State},
    matching::today,
    store,
};

/// Which blocks, and from where.
#[derive(Debug, Clone, Default)]
pub struct BlockFilter {
    /// In which state.
    pub state: State,
    /// Those set on this client alone.
    pub client_id: Option<Uuid>,
    /// Where the last page ended.
    pub after: Option<String>,
    /// How many, 1–200.
    pub limit: usize,
}

/// A page of blocks.
#[derive(Debug, Clone)]
pub struct BlockPage {
    /// The blocks, newest first.
    pub blocks: Vec<Block>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page of blocks, newest first.
///
/// # Errors
/// 403 without `blacklist.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &BlockFilter) -> Result<BlockPage> {
    call.require(READ)?;
    let mut error = Error::invalid();
    if !(1..=200).contains(&filter.limit) {
        let wrong = FieldError::new("/limit", "limit_1_to_200");
        error.fields.push(wrong);
    }
    let after = filter.after.as_deref().map(str::parse::<Uuid>).transpose();
    if after.is_err() {
        error.fields.push(FieldError::new("/after", "not_a_cursor"));
    }
    error.if_any()?;
    let db = &mut call.db();
    let after = after.ok().flatten();
    // One more than asked for tells whether there is a next page.
    let (state, client) = (filter.state, filter.client_id);
    let mut blocks = store::page(db, state, client, after, today(call), filter.limit + 1).await?;
    let more = blocks.len() > filter.limit;
    blocks.truncate(filter.limit);
    let next = blocks.last().filter(|_| more);
    Ok(BlockPage {
        next: next.map(|block| block.id.to_string()),
        blocks: store::with_parts(db, blocks).await?,
    })
}

/// The block `id`, also a lifted one.
///
/// # Errors
/// 403 without `blacklist.read`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<Block> {
    call.require(READ)?;
    whole(&mut call.db(), id).await
}
