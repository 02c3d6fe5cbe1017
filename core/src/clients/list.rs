//! Pages of cards: in the order of names, or as they are found.

use kartoteka_plugin::{Call, Error, FieldError, Result};
use uuid::Uuid;

use super::{ClientFilter, ClientPage, store};
use crate::{cursor, find};

/// A page of cards.
///
/// # Errors
/// 403 without `clients.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &ClientFilter) -> Result<ClientPage> {
    call.require("clients.read")?;
    if !(1..=200).contains(&filter.limit) {
        let mut error = Error::invalid();
        error
            .fields
            .push(FieldError::new("/limit", "limit_1_to_200"));
        return Err(error);
    }
    match filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => found(call, filter, q).await,
        None => by_name(call, filter).await,
    }
}

async fn by_name(call: &Call, filter: &ClientFilter) -> Result<ClientPage> {
    let after = filter
        .after
        .as_deref()
        .map(|text| cursor::open::<(String, Uuid)>(call, text));
    let db = &mut call.db();
    // One more than asked for tells whether there is a next page.
    let mut rows = store::page(db, filter.archived, after.transpose()?, filter.limit + 1).await?;
    let more = rows.len() > filter.limit;
    rows.truncate(filter.limit);
    let next = match rows.last().filter(|_| more) {
        Some((client, sort_name)) => Some(cursor::seal(call, &(sort_name, client.id))?),
        None => None,
    };
    let total = match filter.count {
        true => Some(store::count(db, filter.archived).await?),
        false => None,
    };
    Ok(ClientPage {
        clients: rows.into_iter().map(|(client, _)| client).collect(),
        next,
        total,
    })
}

async fn found(call: &Call, filter: &ClientFilter, q: &str) -> Result<ClientPage> {
    let after = filter.after.as_deref().map(str::parse).transpose();
    let after = after.map_err(|_| cursor::bad())?;
    let page = find::search(call, q, filter.archived, after, filter.limit, filter.count).await?;
    Ok(ClientPage {
        clients: store::load_many(&mut call.db(), &page.ids).await?,
        next: page.next.map(|cursor| cursor.to_string()),
        total: page.total.map(|total| u64::try_from(total).unwrap_or(0)),
    })
}
