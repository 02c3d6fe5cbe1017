//! Reading files.

use std::collections::HashMap;

use kartoteka_plugin::{
    Call, Error, Result,
    clients::{self, Person},
    fold,
    lists::Paging,
};
use uuid::Uuid;

use super::{READ, whole};
use crate::{
    file::{File, State},
    store,
};

/// Which files, and from where.
#[derive(Debug, Clone, Default)]
pub struct FileFilter {
    /// In which state.
    pub state: State,
    /// Those on this card alone.
    pub client_id: Option<Uuid>,
    /// A part of the title.
    pub q: Option<String>,
    /// Which page.
    pub paging: Paging,
}

/// A page of files.
#[derive(Debug, Clone)]
pub struct FilePage {
    /// The files, newest first.
    pub files: Vec<File>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page of files, newest first.
///
/// # Errors
/// 403 without `documents.read`; 422 for a limit or cursor that is none.
pub async fn list(call: &Call, filter: &FileFilter) -> Result<FilePage> {
    call.require(READ)?;
    let after = filter.paging.start()?;
    let part = filter.q.as_deref().map(|q| fold::fold(q.trim()));
    let part = part.filter(|part| !part.is_empty());
    let part = part.map(|part| (fold::collapse(&part).unwrap_or_else(|| part.clone()), part));
    let wanted = store::Wanted {
        state: filter.state,
        client: filter.client_id,
        part: (part.as_ref()).map(|(short, part)| (part.as_str(), short.as_str())),
        after,
        today: call.today(),
        limit: filter.paging.to_read(),
    };
    let db = &mut call.db();
    let mut files = store::page(db, &wanted).await?;
    let last = filter.paging.cut(&mut files);
    Ok(FilePage {
        next: last.map(|file| file.id.to_string()),
        files: store::with_versions(db, files).await?,
    })
}

/// The file `id`, also one that was deleted within the last 30 days.
///
/// # Errors
/// 403 without `documents.read`; 404.
pub async fn show(call: &Call, id: Uuid) -> Result<File> {
    call.require(READ)?;
    whole(&mut call.db(), id).await
}

/// The names of clients; those that are gone are absent.
///
/// # Errors
/// 403 without `documents.read`.
pub(crate) async fn people(call: &Call, ids: &[Uuid]) -> Result<HashMap<Uuid, Person>> {
    call.require(READ)?;
    Ok(clients::people(&mut call.db(), ids).await?)
}

/// The client `id`.
///
/// # Errors
/// 403 without `documents.read`; 404.
pub(crate) async fn person(call: &Call, id: Uuid) -> Result<Person> {
    call.require(READ)?;
    let person = clients::person(&mut call.db(), id).await?;
    person.ok_or_else(Error::not_found)
}
