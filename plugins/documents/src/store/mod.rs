//! All SQL of documents.

mod pending;
mod reading;
mod writing;

pub(crate) use pending::{
    claim_due, claimed, next_due, pend, pend_one, release, take, to_delete_later,
};
pub(crate) use reading::{
    Wanted, load, next_to_purge, objects_of_client, page, to_purge, with_versions,
};
pub(crate) use writing::{
    add_version, change, forget_version, forget_versions, forget_versions_of, insert, remove,
    set_archived,
};

use kartoteka_plugin::{DbError, Row};
use uuid::Uuid;

use crate::{
    content::Content,
    file::{File, Kind, Version},
};

/// The columns of a file `f`.
macro_rules! file_columns {
    () => {
        "f.id, f.client_id, f.title, f.kind, f.note, f.review_on, f.retention_until, f.created_at,
         f.created_by, f.archived_at, f.archived_by, f.version"
    };
}
pub(crate) use file_columns;

fn unknown(column: &str) -> DbError {
    DbError::Decode {
        column: column.to_owned(),
        found: "an unknown word".to_owned(),
    }
}

/// The file of a row, without its versions.
fn file(row: &Row) -> Result<File, DbError> {
    Ok(File {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        title: row.get("title")?,
        kind: Kind::from_code(row.text("kind")?).ok_or_else(|| unknown("kind"))?,
        note: row.get("note")?,
        review_on: row.get("review_on")?,
        retention_until: row.get("retention_until")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        archived_at: row.get("archived_at")?,
        archived_by: row.get("archived_by")?,
        version: row.get("version")?,
        versions: Vec::new(),
    })
}

/// The version of a row, and of which file it is.
fn version(row: &Row) -> Result<(Uuid, Version), DbError> {
    let hash: Vec<u8> = row.get("sha256")?;
    let preview: Option<Uuid> = row.get("preview")?;
    let version = Version {
        number: row.get("number")?,
        file_name: row.get("file_name")?,
        content: Content::from_code(row.text("content")?).ok_or_else(|| unknown("content"))?,
        media_type: row.get("media_type")?,
        size: row.get("size")?,
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        uploaded_at: row.get("uploaded_at")?,
        uploaded_by: row.get("uploaded_by")?,
        has_preview: preview.is_some(),
        object: row.get("object")?,
        preview,
    };
    Ok((row.get("file_id")?, version))
}
