//! All SQL of the blacklist.

mod matching;
mod reading;
mod writing;

pub(crate) use matching::{
    ContactOfClient, FoundBy, contacts_of, on_bare_contacts, on_contacts, on_holders,
    on_other_cards,
};
pub(crate) use reading::{
    contacts_of_blocks, counts, documents_of_blocks, following, ids_of, lifted_since, load, page,
    with_parts,
};
pub(crate) use writing::{
    StoredContact, add_contacts, add_documents, change, forget_documents, forget_documents_of,
    forget_past, forget_past_on, forget_reasons, forget_shown, forget_shown_of, insert, set_lifted,
};

use kartoteka_plugin::{DbError, Row, db::places};

use crate::block::{Block, Effect, Scope};

/// The columns of a block `b`.
macro_rules! block_columns {
    () => {
        "b.id, b.client_id, b.effect, b.most_open, b.scope, b.reason, b.text, b.ends_on,
         b.review_on, b.created_at, b.created_by, b.lifted_at, b.lifted_by, b.version"
    };
}
pub(crate) use block_columns;

/// The block of a row, without its contacts and proofs.
fn block(row: &Row) -> Result<Block, DbError> {
    let unknown = |column: &str| DbError::Decode {
        column: column.to_owned(),
        found: "an unknown word".to_owned(),
    };
    Ok(Block {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        contacts: Vec::new(),
        effect: Effect::from_code(row.text("effect")?).ok_or_else(|| unknown("effect"))?,
        most_open: row.get("most_open")?,
        scope: Scope::from_code(row.text("scope")?).ok_or_else(|| unknown("scope"))?,
        reason: row.get("reason")?,
        text: row.get("text")?,
        documents: Vec::new(),
        ends_on: row.get("ends_on")?,
        review_on: row.get("review_on")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        lifted_at: row.get("lifted_at")?,
        lifted_by: row.get("lifted_by")?,
        version: row.get("version")?,
    })
}
