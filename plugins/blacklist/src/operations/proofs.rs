//! Documents that prove what a block was set for: those on the client's card, where documents are
//! switched on and the reader may see them.

use std::collections::HashMap;

use http::StatusCode;
use kartoteka_plugin::{Call, Error, FieldError, Result};
use serde::Deserialize;
use uuid::Uuid;

use crate::{block::Block, store};

/// Documents of one block.
const MOST: usize = 20;

/// A document on the client's card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Paper {
    /// Its id, of the feature documents.
    pub id: Uuid,
    /// What the salon calls it.
    pub title: String,
}

#[derive(Deserialize)]
struct Papers {
    data: Vec<Paper>,
}

/// The documents on a client's card, newest first; none where they are off, may not be seen, or
/// do not answer: a block can be set without them.
///
/// # Errors
/// Internal, where the answer is none.
pub async fn papers(call: &Call, client: Uuid) -> Result<Option<Vec<Paper>>> {
    if !call.has("documents") || !call.permissions().allow("documents.read") {
        return Ok(None);
    }
    let path = format!("/documents/files?client_id={client}&limit=200");
    match call.api_get::<Papers>(&path).await {
        Ok(papers) => Ok(Some(papers.data)),
        Err(error) if is_not_there(error.status) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Off, not to be seen, or failing, which is theirs to answer for.
fn is_not_there(status: StatusCode) -> bool {
    matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) || status.is_server_error()
}

/// The documents of blocks, by block.
///
/// # Errors
/// As the engine says.
pub(crate) async fn documents_of(
    call: &Call,
    blocks: &[&Block],
) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    let ids: Vec<Uuid> = blocks.iter().map(|block| block.id).collect();
    Ok(store::documents_of_blocks(&mut call.db(), &ids).await?)
}

/// The documents that a block is to have, each once, with what is wrong added to `error`. Those it
/// has already may be gone by now.
///
/// # Errors
/// As [`papers`].
pub(super) async fn checked(
    call: &Call,
    client: Option<Uuid>,
    kept: &[Uuid],
    mut wanted: Vec<Uuid>,
    error: &mut Error,
) -> Result<Vec<Uuid>> {
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() > MOST {
        let wrong = FieldError::new("/documents", "too_many").arg("most", MOST);
        error.fields.push(wrong);
        return Ok(wanted);
    }
    let fresh = wanted.iter().filter(|id| !kept.contains(id));
    let fresh: Vec<Uuid> = fresh.copied().collect();
    if fresh.is_empty() {
        return Ok(wanted);
    }
    let papers = match client {
        Some(client) => papers(call, client).await?,
        None => {
            let wrong = FieldError::new("/documents", "documents_need_client");
            error.fields.push(wrong);
            return Ok(wanted);
        }
    };
    let code = match papers {
        None => "documents_not_here",
        Some(papers) => {
            let there = |id: &Uuid| papers.iter().any(|paper| paper.id == *id);
            if fresh.iter().all(there) {
                return Ok(wanted);
            }
            "no_such_document"
        }
    };
    error.fields.push(FieldError::new("/documents", code));
    Ok(wanted)
}
