//! Pages of cards: in the order of names, or as they are found.

use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

use super::{ClientFilter, ClientPage, store};
use crate::{cursor, find};

/// A page of cards.
///
/// # Errors
/// 403 without `clients.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &ClientFilter) -> Result<ClientPage> {
    call.require("clients.read")?;
    filter.paging.check()?;
    match filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => found(call, filter, q).await,
        None => by_name(call, filter).await,
    }
}

async fn by_name(call: &Call, filter: &ClientFilter) -> Result<ClientPage> {
    let paging = &filter.paging;
    let after = paging.after.as_deref();
    let after = after.map(|text| cursor::open::<(String, Uuid)>(call, text));
    let db = &mut call.db();
    let mut rows = store::page(db, filter.archived, after.transpose()?, paging.to_read()).await?;
    let next = match paging.cut(&mut rows) {
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
    let (after, limit) = (filter.paging.start()?, filter.paging.limit);
    let page = find::search(call, q, filter.archived, after, limit, filter.count).await?;
    Ok(ClientPage {
        clients: store::load_many(&mut call.db(), &page.ids).await?,
        next: page.next.map(|cursor| cursor.to_string()),
        total: page.total.map(|total| u64::try_from(total).unwrap_or(0)),
    })
}
