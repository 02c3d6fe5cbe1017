//! What can be done with blocks. Both doors call these.

mod about;
mod change;
mod list;
mod proofs;
mod set;

pub(crate) use about::{hitting, just_lifted, people, subject, with_contacts};
pub use change::{change, lift, restore, review};
pub use list::{BlockFilter, BlockPage, counts, list, show};
pub(crate) use proofs::documents_of;
pub use proofs::{Paper, papers};
pub use set::set;

use kartoteka_plugin::{Call, Error, Result, Tx, db::Ask};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{block::Block, store};

const READ: &str = "blacklist.read";
const WRITE: &str = "blacklist.write";

/// The block `id` with its contacts and proofs.
async fn whole(ask: &mut impl Ask, id: Uuid) -> Result<Block> {
    let block = store::load(ask, id).await?.ok_or_else(Error::not_found)?;
    let mut blocks = store::with_parts(ask, vec![block]).await?;
    blocks.pop().ok_or_else(Error::not_found)
}

/// Notes in the journal what was done. Contacts are not said: there they would outlive the
/// person. Nor are reason and words: they stand in one place, and are forgotten there.
fn record(
    call: &Call,
    tx: &mut Tx,
    what: &'static str,
    before: Option<&Block>,
    after: Option<&Block>,
) {
    let mut entry = call.entry(what);
    if let Some(client) = after.or(before).and_then(|block| block.client_id) {
        entry = entry.subject(client);
    }
    if let Some(block) = before {
        entry = entry.before(&said(block));
    }
    if let Some(block) = after {
        entry = entry.after(&said(block));
    }
    tx.record(entry);
}

fn said(block: &Block) -> Json {
    json!({
        "id": block.id,
        "effect": block.effect,
        "most_open": block.most_open,
        "scope": block.scope,
        "ends_on": block.ends_on,
        "review_on": block.review_on,
        "documents": block.documents,
    })
}
