//! `DELETE …/clients/{client}` and `POST …/clients/{client}/restoration`

use axum::response::Response;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{IfMatch, Path},
};
use uuid::Uuid;

use super::answers;
use crate::clients::{self, Client};

/// Puts a card away. Nothing is lost; `restoration` takes it back.
#[utoipa::path(
    delete, path = "/clients/{client}", tag = "clients", operation_id = "archive_client",
    params(("client" = Uuid, Path, description = "The card"), IfMatch),
    responses(
        (status = 204, description = "It is put away"),
    )
)]
pub(super) async fn archive_client(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
) -> Result<StatusCode> {
    clients::archive(&call, id, based_on).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an archived card back.
#[utoipa::path(
    post, path = "/clients/{client}/restoration", tag = "clients",
    operation_id = "restore_client",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "The card", body = Client, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn restore_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(answers::card(clients::restore(&call, id).await?))
}
