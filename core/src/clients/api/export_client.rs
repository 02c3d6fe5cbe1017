//! `GET …/clients/{client}/export`

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use futures_util::TryStreamExt as _;
use http::header;
use kartoteka_plugin::{Call, Error, Result, extract::Path};
use uuid::Uuid;

use crate::clients::{self, ClientExport};

/// All that is held about a person, by the registry and by features that are on or off, as one
/// ZIP (GDPR art. 15 and 20).
///
/// In it are `data.json`, a `ClientExport`, and the files that features keep of the person, each
/// where the member `file` of its row says: `files/<title>.<ending>`. Where the content of a file is
/// not there any more, `missing.json` lists its path.
#[utoipa::path(
    get, path = "/clients/{client}/export", tag = "clients", operation_id = "export_client",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "Everything", body = String, content_type = "application/zip"),
        (status = 404, description = "There is none, or it was erased"),
    )
)]
pub(super) async fn export_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let export = clients::export(&call, id).await?;
    let name = file_name(&call, &export);
    let document = serde_json::to_value(&export);
    let document = document.map_err(|e| Error::internal(format!("an export: {e}")))?;
    let archive = call.archives().pack(&call, document);
    // Its status is sent by then: where it fails, all that is left is to break off.
    let archive = archive.map_err(|error| std::io::Error::other(error.code.clone()));
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(archive)).into_response())
}

/// Not by the person's name, which would stand in every list of downloads. A number may hold
/// anything; one that is no plain word gives way to the id.
fn file_name(call: &Call, export: &ClientExport) -> String {
    let (slug, day) = (&call.salon().slug, call.today());
    let number = &export.client.number;
    let plain = !number.is_empty()
        && number
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let of = match plain {
        true => number.clone(),
        false => export.client.id.to_string(),
    };
    format!("attachment; filename=\"{slug}-{of}-{day}.zip\"")
}
