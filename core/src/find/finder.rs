//! The finder of an open salon: its index in memory, brought up to date before
//! each question.

use std::sync::{Arc, PoisonError, RwLock};

use futures_util::lock::Mutex;
use kartoteka_plugin::{Call, Error, Result, cache};
use uuid::Uuid;

use super::{
    Cursor, Index, Page, Query,
    store::{self, ARCHIVED, Change},
};

const KEY: &str = "core.finder";

/// The index of a salon, kept in its memory until that is needed elsewhere.
#[derive(Default)]
struct Finder {
    indexes: RwLock<Indexes>,
    /// Up to where the index knows the table. One reading at a time: two that
    /// overtake each other would put an older text over a newer one.
    read_to: Mutex<i64>,
}

#[derive(Default)]
struct Indexes {
    listed: Index,
    archived: Index,
}

/// The clients that `q` finds, best first; with `count`, how many there are in all.
///
/// # Errors
/// As the engine says.
pub(crate) async fn search(
    call: &Call,
    q: &str,
    archived: bool,
    after: Option<Cursor>,
    limit: usize,
    count: bool,
) -> Result<Page> {
    let finder = up_to_date(call).await?;
    let query = Query::parse(q);
    let indexes = finder
        .indexes
        .read()
        .unwrap_or_else(PoisonError::into_inner);
    let index = if archived {
        &indexes.archived
    } else {
        &indexes.listed
    };
    Ok(index.search(&query, after, limit, count))
}

async fn up_to_date(call: &Call) -> Result<Arc<Finder>> {
    let finder = match cache::get::<Finder>(call.cache(), KEY) {
        Some(finder) => finder,
        None => {
            let finder = Arc::new(Finder::default());
            call.cache().put(KEY, finder.clone(), size_of::<Finder>());
            finder
        }
    };
    let mut read_to = finder.read_to.lock().await;
    let mut at = (*read_to, Uuid::max());
    let mut horizon = None;
    loop {
        let changes = store::changes(call.db(), at, *read_to == 0).await?;
        // The first page's horizon: what commits while later pages are read is read again.
        horizon = horizon.or(changes.horizon);
        if !changes.rows.is_empty() {
            let bytes = finder.apply(changes.rows)?;
            call.cache().put(KEY, finder.clone(), bytes);
        }
        match changes.next {
            Some(next) => at = next,
            None => break,
        }
    }
    *read_to = horizon.unwrap_or(*read_to);
    drop(read_to);
    Ok(finder)
}

impl Finder {
    /// Takes the changes in and gives the bytes the index takes now.
    fn apply(&self, changes: Vec<Change>) -> Result<usize> {
        let mut guard = self.indexes.write().unwrap_or_else(PoisonError::into_inner);
        let indexes = &mut *guard;
        for change in changes {
            let (into, out_of, text) = match change.text.strip_prefix(ARCHIVED) {
                Some(text) => (&mut indexes.archived, &mut indexes.listed, text),
                None => (
                    &mut indexes.listed,
                    &mut indexes.archived,
                    change.text.as_str(),
                ),
            };
            out_of.remove(change.client);
            into.upsert(change.client, change.seen_at, text)
                .map_err(|full| Error::internal(full.to_string()))?;
        }
        Ok(size_of::<Self>() + indexes.listed.memory_bytes() + indexes.archived.memory_bytes())
    }
}
