//! Reading blocks.

use kartoteka_plugin::{Call, Result, lists::Paging};
use uuid::Uuid;

use super::{READ, whole};
use crate::{
    block::{Block, State},
    store,
};

/// Which blocks, and from where.
#[derive(Debug, Clone, Default)]
pub struct BlockFilter {
    /// In which state.
    pub state: State,
    /// Those set on this client alone.
    pub client_id: Option<Uuid>,
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

/// A page of blocks, newest first.
///
/// # Errors
/// 403 without `blacklist.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &BlockFilter) -> Result<BlockPage> {
    call.require(READ)?;
    let (after, limit) = (filter.paging.start()?, filter.paging.to_read());
    let db = &mut call.db();
    let (state, client) = (filter.state, filter.client_id);
    let mut blocks = store::page(db, state, client, after, call.today(), limit).await?;
    let next = filter
        .paging
        .cut(&mut blocks)
        .map(|block| block.id.to_string());
    Ok(BlockPage {
        next,
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
