//! Where clients come from: the salon's own list.

pub mod api;
pub mod pages;
mod source;
mod store;

pub use kartoteka_plugin::checks;
use source::{NewSource, Source};

use kartoteka_plugin::{Call, Error, FieldError, Result, Tx, db::Ask};
use uuid::Uuid;

use crate::clients::SourceRef;

/// The list, in the order of names; without what was taken off.
///
/// # Errors
/// 403 without `clients.read`.
pub async fn list(call: &Call) -> Result<Vec<Source>> {
    call.require("clients.read")?;
    Ok(store::listed(&mut call.db()).await?)
}

/// The entry `id`, on the list or off it: cards that have it keep it.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<Source> {
    call.require("clients.read")?;
    let found = store::with_id(&mut call.db(), id).await?;
    found.ok_or_else(Error::not_found)
}

/// Adds an entry; one of the same name that was taken off comes back.
///
/// # Errors
/// 403 without `sources.write`; 409 `source_known`; 422.
pub async fn add(call: &Call, new: &NewSource) -> Result<Source> {
    call.require("sources.write")?;
    let name = source::check_name(&new.name)?;
    let mut tx = call.begin().await?;
    let id = store::put(&mut tx, call.new_id(), &name, call.now()).await?;
    let id = id.ok_or_else(known)?;
    tx.record(
        call.entry("core.source.added/1")
            .after(&serde_json::json!({"id": id, "name": name})),
    );
    tx.answers(201, format!("/sources/{id}"));
    tx.commit().await?;
    Ok(Source {
        id,
        name,
        archived_at: None,
    })
}

fn known() -> Error {
    let mut error = Error::conflict("source_known");
    error.fields.push(FieldError::new("/name", "source_known"));
    error
}

/// Gives the entry `id` another name, also on the cards that have it.
///
/// # Errors
/// 403 without `sources.write`; 404; 409 `source_known`; 422.
pub async fn rename(call: &Call, id: Uuid, new: &NewSource) -> Result<Source> {
    call.require("sources.write")?;
    let name = source::check_name(&new.name)?;
    let mut tx = call.begin().await?;
    let before = match store::rename(&mut tx, id, &name).await {
        Err(error) if error.is_unique(store::UNIQUE_NAME) => return Err(known()),
        other => other?.ok_or_else(Error::not_found)?,
    };
    tx.record(
        call.entry("core.source.renamed/1")
            .before(&serde_json::json!({"id": id, "name": before}))
            .after(&serde_json::json!({"id": id, "name": name})),
    );
    tx.commit().await?;
    Ok(Source {
        id,
        name,
        archived_at: None,
    })
}

/// Takes the entry `id` off the list.
///
/// # Errors
/// 403 without `sources.write`; 404.
pub async fn remove(call: &Call, id: Uuid) -> Result<()> {
    call.require("sources.write")?;
    let mut tx = call.begin().await?;
    if !store::archive(&mut tx, id, call.now()).await? {
        return Err(Error::not_found());
    }
    tx.record(
        call.entry("core.source.removed/1")
            .before(&serde_json::json!({"id": id})),
    );
    tx.commit().await?;
    Ok(())
}

/// The entry called `name`, within the transaction of an import; made where there is
/// none, which the journal says as part of that import.
pub(crate) async fn named(
    call: &Call,
    tx: &mut Tx,
    name: &str,
    import: Uuid,
) -> Result<Option<SourceRef>> {
    let name = checks::tidy(name);
    if name.is_empty() {
        return Ok(None);
    }
    let new = call.new_id();
    let id = match store::put(tx, new, &name, call.now()).await? {
        Some(id) => {
            let said = serde_json::json!({"id": id, "name": name});
            let mut entry = call.entry("core.source.added/1").after(&said);
            if id != new {
                // It was on the list before, and comes back.
                entry = entry.before(&said);
            }
            tx.record(entry.batch(import));
            id
        }
        None => store::id_of(tx, &name).await?,
    };
    Ok(Some(of_salon(tx, id).await?))
}

/// The entry `id`, for a card.
///
/// # Errors
/// 422, where the salon has no such entry on its list.
pub(crate) async fn of_salon(ask: &mut impl Ask, id: Uuid) -> Result<SourceRef> {
    let source = store::find(ask, id).await?;
    let source = source.ok_or_else(|| Error::invalid().field("/source_id", "no_such_source"))?;
    Ok(SourceRef {
        id: source.id,
        name: source.name,
    })
}
