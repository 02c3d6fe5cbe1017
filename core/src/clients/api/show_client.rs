//! `GET …/clients/{client}`

use axum::response::Response;
use kartoteka_plugin::{Call, Result, extract::Path};
use uuid::Uuid;

use super::answers;
use crate::clients::{self, Client};

/// One card, archived or not.
#[utoipa::path(
    get, path = "/clients/{client}", tag = "clients", operation_id = "show_client",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "The card", body = Client, headers(("ETag" = String))),
        (status = 404, description = "There is none, or it was erased"),
    )
)]
pub(super) async fn show_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(answers::card(clients::show(&call, id).await?))
}
