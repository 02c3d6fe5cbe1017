//! Notes one by one. A note added or taken off takes nothing from another, so neither
//! asks for the version of the card.

use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Error, Result, Tx, patch::Patch};
use uuid::Uuid;

use super::{Client, ClientChanges, Note, NoteChange, Snapshot, change, rules, show};
use crate::history;

/// How far back a note that was taken off is looked for.
const LOOKED_AT: usize = 50;

/// Adds a note to the card `id`.
///
/// # Errors
/// 403 without `clients.write`; 404; 422 where it is empty or too long.
pub async fn add_note(call: &Call, id: Uuid, text: &str) -> Result<Client> {
    call.require("clients.write")?;
    let text = checked(text)?;
    let mut tx = call.begin().await?;
    let before = show::in_transaction(&mut tx, id).await?;
    let mut notes = kept(&before);
    notes.push(NoteChange {
        text,
        ..NoteChange::default()
    });
    write(call, tx, before, notes).await
}

/// Changes the note `note`, which read `was` when somebody began to change it.
///
/// # Errors
/// 403 without `clients.write`; 404; 412 `changed_meanwhile` where it reads otherwise
/// by now; 422 where it is empty or too long.
pub async fn change_note(
    call: &Call,
    id: Uuid,
    note: Uuid,
    was: &str,
    text: &str,
) -> Result<Client> {
    call.require("clients.write")?;
    let text = checked(text)?;
    let mut tx = call.begin().await?;
    let before = show::in_transaction(&mut tx, id).await?;
    let mut notes = kept(&before);
    let found = notes.iter_mut().find(|kept| kept.id == Some(note));
    let found = found.ok_or_else(Error::not_found)?;
    // A browser ends lines in its own way.
    if checks::tidy_lines(&found.text) != checks::tidy_lines(was) {
        return Err(Error::changed_meanwhile());
    }
    found.text = text;
    write(call, tx, before, notes).await
}

/// Takes the note `note` off the card `id`. One that is gone already stays gone.
///
/// # Errors
/// 403 without `clients.write`; 404 where there is no such card.
pub async fn remove_note(call: &Call, id: Uuid, note: Uuid) -> Result<Client> {
    call.require("clients.write")?;
    let mut tx = call.begin().await?;
    let before = show::in_transaction(&mut tx, id).await?;
    let mut notes = kept(&before);
    notes.retain(|kept| kept.id != Some(note));
    write(call, tx, before, notes).await
}

/// Brings the note `note` back with its time and author, from the journal.
///
/// # Errors
/// 403 without `clients.write`; 404 where the journal of late knows no such note.
pub async fn bring_back_note(call: &Call, id: Uuid, note: Uuid) -> Result<Client> {
    call.require("clients.write")?;
    let (changes, _) = history::changes(call, id, None, LOOKED_AT).await?;
    let lost = changes.into_iter().find_map(|change| {
        let before: Snapshot = serde_json::from_value(change.before?).ok()?;
        before.notes?.into_iter().find(|kept| kept.id == note)
    });
    let lost = lost.ok_or_else(Error::not_found)?;
    let mut tx = call.begin().await?;
    let before = show::in_transaction(&mut tx, id).await?;
    if before.notes.iter().any(|kept| kept.id == note) {
        return Ok(before);
    }
    let mut after = before.clone();
    after.notes.push(lost);
    after.notes.sort_by_key(|note| note.id);
    after.version += 1;
    after.changed_at = call.now();
    change::save(call, &mut tx, &before, &after, None).await?;
    if let Some((old, new)) = Snapshot::difference(&before, &after) {
        let entry = call.entry("core.client.changed/1").subject(id);
        tx.record(entry.before(&old).after(&new));
    }
    tx.commit().await?;
    Ok(after)
}

fn checked(text: &str) -> Result<String> {
    let mut error = Error::invalid();
    let text = checks::tidy_lines(text);
    if text.is_empty() {
        return Err(error.field("/notes/0/text", "required"));
    }
    rules::check_notes(&mut error, std::iter::once(text.as_str()));
    error.if_any()?;
    Ok(text)
}

fn kept(client: &Client) -> Vec<NoteChange> {
    let change = |note: &Note| NoteChange {
        id: Some(note.id),
        text: note.text.clone(),
        ..NoteChange::default()
    };
    client.notes.iter().map(change).collect()
}

async fn write(call: &Call, tx: Tx, before: Client, notes: Vec<NoteChange>) -> Result<Client> {
    let changes = ClientChanges {
        notes: Patch::Value(notes),
        ..ClientChanges::default()
    };
    Ok(change::apply(call, tx, before, changes).await?.client)
}
