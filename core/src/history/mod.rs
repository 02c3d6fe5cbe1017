//! Who changed what on a card, from the journal.

pub mod api;
mod change;
mod store;

pub use change::Change;

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result, lists::Paging};
use uuid::Uuid;

use crate::clients;

/// Entries read at once after the first ones were not enough.
const MORE: usize = 200;

/// The changes of the card `id` that the reader may learn of, newest first, those before
/// `before` if given. One more than `limit` is never given.
///
/// # Errors
/// 403 without `clients.read`; 404; 422 for a limit that is none.
pub async fn changes(
    call: &Call,
    id: Uuid,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<Change>, Option<i64>)> {
    let may_learn = |entry: &Change| call.may_learn(&entry.what);
    read(call, id, before, limit, may_learn).await
}

/// The same with what the reader may not learn: for the person whom it is about.
///
/// # Errors
/// As [`changes`].
pub(crate) async fn all_changes(
    call: &Call,
    id: Uuid,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<Change>, Option<i64>)> {
    read(call, id, before, limit, |_| true).await
}

/// A page of those that are `shown`, however many between them are not.
async fn read(
    call: &Call,
    id: Uuid,
    before: Option<i64>,
    limit: usize,
    shown: impl Fn(&Change) -> bool,
) -> Result<(Vec<Change>, Option<i64>)> {
    call.require("clients.read")?;
    let paging = Paging::first(limit);
    paging.check()?;
    let db = &mut call.db();
    clients::store::state(db, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let mut entries = Vec::new();
    let (mut from, mut asked) = (before.unwrap_or(i64::MAX), paging.to_read());
    while entries.len() < paging.to_read() {
        let rows = i64::try_from(asked).unwrap_or(i64::MAX);
        let read = store::of_client(db, id, from, rows).await?;
        let last = read.last().map(|entry| entry.number);
        let more = last.filter(|_| read.len() == asked);
        entries.extend(read.into_iter().filter(&shown));
        let Some(last) = more else { break };
        (from, asked) = (last, MORE);
    }
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
