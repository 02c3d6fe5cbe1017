//! `PUT …/mapping`, `POST …/commit`, `POST …/undo`

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, decode},
};
use uuid::Uuid;

use crate::imports::{self, CommitChoices, Import};

/// Judges the rows anew by another mapping, which is remembered for files of this head.
#[utoipa::path(
    put, path = "/imports/{import}/mapping", tag = "imports", operation_id = "map_import",
    params(("import" = Uuid, Path, description = "The import")),
    request_body(content = std::collections::HashMap<String, String>,
                 description = "`{\"A\":\"name\",\"B\":\"phone\"}`"),
    responses(
        (status = 202, description = "It is previewed anew", body = Import),
        (status = 404, description = "There is none"),
        (status = 409, description = "`import_state`"),
        (status = 422, description = "A mapping that is none"),
    )
)]
pub(super) async fn map_import(
    call: Call,
    Path(id): Path<Uuid>,
    Json(mapping): Json<serde_json::Value>,
) -> Result<Response> {
    let import = imports::remap(&call, id, &mapping.to_string()).await?;
    Ok((StatusCode::ACCEPTED, Json(import)).into_response())
}

/// Writes the import to the cards, in one transaction. Without a body, rows that change
/// known clients are written too.
#[utoipa::path(
    post, path = "/imports/{import}/commit", tag = "imports", operation_id = "commit_import",
    params(("import" = Uuid, Path, description = "The import")),
    request_body = Option<CommitChoices>,
    responses(
        (status = 202, description = "It is being written", body = Import),
        (status = 404, description = "There is none"),
        (status = 409, description = "`import_state`"),
        (status = 422, description = "A row that is none"),
    )
)]
pub(super) async fn commit_import(
    call: Call,
    Path(id): Path<Uuid>,
    body: Bytes,
) -> Result<Response> {
    let choices = if body.trim_ascii().is_empty() {
        None
    } else {
        decode::<Option<CommitChoices>>(&body)?
    };
    let choices = choices.unwrap_or_default();
    let import = imports::commit(&call, id, &choices).await?;
    Ok((StatusCode::ACCEPTED, Json(import)).into_response())
}

/// Takes a committed import back. Cards edited since are left alone, and named among
/// the rows by the reason `edited_since`.
#[utoipa::path(
    post, path = "/imports/{import}/undo", tag = "imports", operation_id = "undo_import",
    params(("import" = Uuid, Path, description = "The import")),
    responses(
        (status = 202, description = "It is being taken back", body = Import),
        (status = 404, description = "There is none"),
        (status = 409, description = "`import_state`"),
    )
)]
pub(super) async fn undo_import(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let import = imports::undo(&call, id).await?;
    Ok((StatusCode::ACCEPTED, Json(import)).into_response())
}
