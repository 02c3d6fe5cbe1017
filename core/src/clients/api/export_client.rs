//! `GET …/clients/{client}/export`

use axum::response::{IntoResponse as _, Response};
use http::header;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use uuid::Uuid;

use crate::clients::{self, ClientExport};

/// All that is held about a person, by the registry and by features that are on or off, as one
/// document (GDPR art. 15 and 20).
#[utoipa::path(
    get, path = "/clients/{client}/export", tag = "clients", operation_id = "export_client",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "Everything", body = ClientExport),
        (status = 404, description = "There is none, or it was erased"),
    )
)]
pub(super) async fn export_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let export = clients::export(&call, id).await?;
    // The file is not called by a person's name, nor by a number that may hold anything.
    let name = format!("attachment; filename=\"{}-{id}.json\"", call.salon().slug);
    let headers = [
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Json(export)).into_response())
}
