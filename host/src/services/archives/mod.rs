//! What leaves a salon in one file: a ZIP that is written while it is sent.

mod writer;

pub use writer::{Archive, written};

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error, Result,
    archives::Archives,
    objects::{Bytestream, Objects},
};
use serde_json::{Value as Json, json};

use super::{Tables, Taken};

/// The document in an archive.
pub const DATA: &str = "data.json";
/// The files that should be in it, and are not in the store.
const MISSING: &str = "missing.json";

/// Archives of one salon.
pub struct ArchiveDesk {
    tables: Arc<Tables>,
    objects: Arc<dyn Objects>,
}

impl ArchiveDesk {
    /// Of the salon with these objects.
    pub fn new(tables: Arc<Tables>, objects: Arc<dyn Objects>) -> Self {
        Self { tables, objects }
    }
}

impl Archives for ArchiveDesk {
    fn pack(&self, call: &Call, document: Json) -> Bytestream<'static> {
        let files = self.tables.files(&document["features"]);
        let objects = self.objects.clone();
        written(call, |mut archive| async move {
            let text = serde_json::to_vec_pretty(&document);
            let text = text.map_err(|e| Error::internal(format!("an export: {e}")))?;
            archive.begin(DATA, None)?;
            archive.write(&text).await?;
            lay(&mut archive, &*objects, files).await?;
            archive.finish().await
        })
    }
}

/// Lays these files into the archive, one after the other as they come from the store. One that
/// is not there does not keep the others back: it is named.
///
/// # Errors
/// As the store says.
pub async fn lay(archive: &mut Archive, objects: &dyn Objects, files: Vec<Taken>) -> Result<()> {
    let mut missing = Vec::new();
    for file in files {
        let (size, mut bytes) = match objects.whole(&file.feature, file.object).await {
            Ok(found) => found,
            Err(error) if error.status == StatusCode::NOT_FOUND => {
                missing.push(file.path);
                continue;
            }
            Err(error) => return Err(error),
        };
        archive.begin(&file.path, Some(size))?;
        while let Some(piece) = bytes.try_next().await? {
            archive.write(&piece).await?;
        }
    }
    if !missing.is_empty() {
        archive.begin(MISSING, None)?;
        archive.write(json!(missing).to_string().as_bytes()).await?;
    }
    Ok(())
}
