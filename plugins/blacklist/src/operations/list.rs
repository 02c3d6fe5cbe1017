//! Reading blocks.

use kartoteka_plugin::{Call, Result, lists::Paging};
use uuid::Uuid;

use super::{READ, whole};
use crate::{
    block::{Block, Counts, State},
    sought::Sought,
    store,
};

/// Which blocks, and from where.
#[derive(Debug, Clone, Default)]
pub struct BlockFilter {
    /// In which state.
    pub state: State,
    /// Those set on this client alone.
    pub client_id: Option<Uuid>,
    /// A name, a phone or an e-mail; nothing for all.
    pub q: String,
    /// Which page.
    pub paging: Paging,
}

/// A page of blocks.
#[derive(Debug, Clone)]
pub struct BlockPage {
    /// The blocks, newest first.
    pub blocks: Vec<Block>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// Blocks looked at at once, after a first page of them held too few that are sought.
const MORE: usize = 200;

/// How many blocks hold, and how many of those are to be looked at again.
///
/// # Errors
/// 403 without `blacklist.read`.
pub async fn counts(call: &Call) -> Result<Counts> {
    call.require(READ)?;
    Ok(store::counts(&mut call.db(), call.today()).await?)
}

/// A page of blocks, newest first.
///
/// # Errors
/// 403 without `blacklist.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &BlockFilter) -> Result<BlockPage> {
    call.require(READ)?;
    let (after, limit) = (filter.paging.start()?, filter.paging.to_read());
    let db = &mut call.db();
    let (state, client, today) = (filter.state, filter.client_id, call.today());
    let sought = Sought::of(call, &filter.q);
    let mut blocks = Vec::new();
    let (mut from, mut asked) = (after, limit);
    while blocks.len() < limit {
        let read = store::page(db, state, client, from, today, asked).await?;
        let last = read.last().map(|block| block.id);
        let more = last.filter(|_| read.len() == asked);
        let read = store::with_parts(db, read).await?;
        blocks.extend(sought.among(call, db, read).await?);
        let Some(last) = more else { break };
        (from, asked) = (Some(last), MORE);
    }
    let next = filter
        .paging
        .cut(&mut blocks)
        .map(|block| block.id.to_string());
    Ok(BlockPage { next, blocks })
}

/// The block `id`, also a lifted one.
///
/// # Errors
/// 403 without `blacklist.read`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<Block> {
    call.require(READ)?;
    whole(&mut call.db(), id).await
}
