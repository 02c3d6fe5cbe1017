//! Who changed what on a card, from the journal.

pub mod api;
mod change;
mod store;

pub use change::Change;

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result, lists::Paging};
use uuid::Uuid;

use crate::clients;

/// The changes of the card `id`, newest first, those before `before` if given. One
/// more than `limit` is never given.
///
/// # Errors
/// 403 without `clients.read`; 404; 422 for a limit that is none.
pub async fn changes(
    call: &Call,
    id: Uuid,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<Change>, Option<i64>)> {
    call.require("clients.read")?;
    let paging = Paging::first(limit);
    paging.check()?;
    let db = &mut call.db();
    clients::store::state(db, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let asked = i64::try_from(paging.to_read()).unwrap_or(i64::MAX);
    let mut entries = store::of_client(db, id, before.unwrap_or(i64::MAX), asked).await?;
    let next = paging.cut(&mut entries).map(|entry| entry.number);
    name_actors(call, &mut entries).await?;
    Ok((entries, next))
}

async fn name_actors(call: &Call, entries: &mut [Change]) -> Result<(), Error> {
    let mut actors: Vec<String> = entries.iter().map(|entry| entry.actor.clone()).collect();
    actors.sort_unstable();
    actors.dedup();
    let names: HashMap<String, String> = call.directory().names(&actors).await?;
    for entry in entries {
        entry.actor_name = names.get(&entry.actor).cloned();
    }
    Ok(())
}

/// Who made the last change of a card, and when: for the bar that says "Anna changed
/// the phone two minutes ago".
///
/// # Errors
/// As [`changes`].
pub async fn last_change(call: &Call, id: Uuid) -> Result<Option<Change>, Error> {
    Ok(changes(call, id, None, 1).await?.0.into_iter().next())
}
