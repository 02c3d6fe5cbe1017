use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

#[derive(serde::Deserialize)]
struct Files {
    data: Vec<File>,
}

#[derive(serde::Deserialize)]
struct File {
    title: String,
}

/// The titles of a client's documents; none where that feature is off. The manifest says
/// `api = ["documents.read"]` and `works_with = ["documents"]`.
pub async fn titles(call: &Call, client: Uuid) -> Result<Vec<String>> {
    if !call.has("documents") {
        return Ok(Vec::new());
    }
    let path = format!("/documents/files?client_id={client}");
    let files: Files = call.api_get(&path).await?;
    Ok(files.data.into_iter().map(|file| file.title).collect())
}
