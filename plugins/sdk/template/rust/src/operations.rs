//! What can be done, whichever door it comes through. Each asks for its permission on the first line.

use kartoteka_plugin::{Call, Error, Result, clients, clients::Person};
use uuid::Uuid;

use crate::{
    note::{NewNote, Note},
    store,
};

/// To see notes.
pub const READ: &str = "vendor-notes.read";
/// To put them there and take them off.
pub const WRITE: &str = "vendor-notes.write";

/// The notes on a client, the last one first.
///
/// # Errors
/// 403, or the engine's own.
pub async fn list(call: &Call, client: Uuid) -> Result<Vec<Note>> {
    call.require(READ)?;
    Ok(store::of_client(call.db(), client).await?)
}

/// One note.
///
/// # Errors
/// 403, 404, or the engine's own.
pub async fn show(call: &Call, id: Uuid) -> Result<Note> {
    call.require(READ)?;
    store::load(&mut call.db(), id).await?.ok_or_else(Error::not_found)
}

/// Puts a note on a client's card.
///
/// # Errors
/// 403; 422 that names the field; the engine's own.
pub async fn add(call: &Call, new: &NewNote) -> Result<Note> {
    call.require(WRITE)?;
    let note = Note {
        id: call.new_id(),
        client_id: new.client_id,
        words: new.words()?,
        added_at: call.now(),
        added_by: call.actor().to_string(),
    };
    let mut tx = call.begin().await?;
    // The client stays until this is committed.
    if !clients::hold(&mut tx, note.client_id).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    store::insert(&mut tx, &note).await?;
    tx.record(call.entry("vendor-notes.note.added/1").subject(note.client_id));
    tx.answers(201, format!("/vendor-notes/notes/{}", note.id));
    tx.commit().await?;
    Ok(note)
}

/// Takes a note off, and says whose it was.
///
/// # Errors
/// 403, 404, or the engine's own.
pub async fn remove(call: &Call, id: Uuid) -> Result<Uuid> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let note = store::load(&mut tx, id).await?.ok_or_else(Error::not_found)?;
    store::delete(&mut tx, id).await?;
    tx.record(call.entry("vendor-notes.note.removed/1").subject(note.client_id));
    tx.commit().await?;
    Ok(note.client_id)
}

/// Whose card it is.
///
/// # Errors
/// 404, or the engine's own.
pub async fn client(call: &Call, id: Uuid) -> Result<Person> {
    let person = clients::person(&mut call.db(), id).await?;
    person.ok_or_else(Error::not_found)
}
