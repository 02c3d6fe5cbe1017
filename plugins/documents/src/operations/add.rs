//! Putting files on a card, and new versions of them.

use kartoteka_plugin::{Call, Error, Result, Tx, clients};
use uuid::Uuid;

use super::{WRITE, check_there, current, let_go, record};
use crate::{
    file::{File, Kind, Version},
    input::{self, NewFile},
    receive::{self, Received},
    settings::Settings,
    store,
};

/// Puts what was received on a card, all of it or none. A title that was given is that of a single
/// file; several are called by their names.
///
/// # Errors
/// 403 without `documents.write`; 422 where a rule is broken.
pub async fn add(call: &Call, new: NewFile, received: Vec<Received>) -> Result<Vec<File>> {
    let objects: Vec<Uuid> = received.iter().flat_map(Received::objects).collect();
    let added = put_on_card(call, new, received).await;
    if added.is_err() {
        let_go(call, &objects).await;
    }
    added
}

async fn put_on_card(call: &Call, new: NewFile, received: Vec<Received>) -> Result<Vec<File>> {
    call.require(WRITE)?;
    let mut error = Error::invalid();
    let new = new.checked(&mut error);
    let Some(client) = new.client_id else {
        return Err(error.field("/client_id", "required"));
    };
    error.if_any()?;
    let retention_until = Settings::of(call).await?.retention_until(call.today());
    let mut tx = call.begin().await?;
    if !clients::hold(&mut tx, client).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    let alone = received.len() == 1;
    let mut files = Vec::with_capacity(received.len());
    for one in received {
        let title = new.title.clone().filter(|_| alone);
        let by_content = match one.content.is_picture() {
            true => Kind::Photo,
            false => Kind::Other,
        };
        let mut file = File {
            id: call.new_id(),
            client_id: client,
            title: title.unwrap_or_else(|| input::title_of(&one.file_name)),
            kind: new.kind.unwrap_or(by_content),
            note: new.note.clone(),
            review_on: None,
            retention_until,
            created_at: call.now(),
            created_by: call.actor().to_string(),
            archived_at: None,
            archived_by: None,
            version: 1,
            versions: Vec::new(),
        };
        store::insert(&mut tx, &file).await?;
        let version = keep(call, &mut tx, file.id, 1, one).await?;
        file.versions.push(version);
        record(call, &mut tx, "documents.file.added/1", &file);
        files.push(file);
    }
    if let (true, Some(file)) = (alone, files.first()) {
        tx.answers(201, format!("/documents/files/{}", file.id));
    }
    tx.commit().await?;
    Ok(files)
}

/// Makes what was received a version, in the transaction that takes the note of its object away.
async fn keep(
    call: &Call,
    tx: &mut Tx,
    file: Uuid,
    number: i64,
    received: Received,
) -> Result<Version> {
    if !store::take(tx, received.object).await? {
        return Err(receive::too_slow());
    }
    // One that was swept meanwhile is no loss: it can be done without.
    let preview = match received.preview {
        Some(preview) if store::take(tx, preview).await? => Some(preview),
        _ => None,
    };
    let hash = received.stored.sha256;
    let version = Version {
        number,
        file_name: received.file_name,
        content: received.content,
        media_type: received.media_type,
        size: i64::try_from(received.stored.size).unwrap_or(i64::MAX),
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        uploaded_at: call.now(),
        uploaded_by: call.actor().to_string(),
        has_preview: preview.is_some(),
        object: received.object,
        preview,
    };
    store::add_version(tx, file, &version, &hash).await?;
    Ok(version)
}

/// Adds what was received to the file `id` as its newest version. Those before stay.
///
/// # Errors
/// 403 without `documents.write`; 404; 409 `document_deleted`.
pub async fn add_version(call: &Call, id: Uuid, received: Received) -> Result<File> {
    let objects: Vec<Uuid> = received.objects().collect();
    let added = put_on_top(call, id, received).await;
    if added.is_err() {
        let_go(call, &objects).await;
    }
    added
}

async fn put_on_top(call: &Call, id: Uuid, received: Received) -> Result<File> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    let mut file = current(&mut tx, id, None).await?;
    check_there(&file)?;
    let number = file.latest().map_or(0, |version| version.number) + 1;
    file.version += 1;
    if !store::change(&mut tx, &file).await? {
        return Err(Error::changed_meanwhile());
    }
    let version = keep(call, &mut tx, id, number, received).await?;
    file.versions.insert(0, version);
    record(call, &mut tx, "documents.version.added/1", &file);
    tx.answers(201, format!("/documents/files/{id}"));
    tx.commit().await?;
    Ok(file)
}
