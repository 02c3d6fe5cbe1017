//! The doors of the API: they decode, call the operation, and encode.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    note::{NewNote, Note},
    operations,
};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_notes, add_note))
        .routes(routes!(show_note, remove_note))
}

/// Which notes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// The client that they are about.
    client_id: Uuid,
}

/// Notes on a client.
#[derive(Serialize, ToSchema)]
struct NoteList {
    data: Vec<Note>,
}

/// The notes on a client, the last one first.
#[utoipa::path(
    get, path = "/vendor-notes/notes", tag = "vendor-notes", operation_id = "list_notes",
    security(("bearer" = ["vendor-notes.read"])),
    params(ListParams),
    responses((status = 200, description = "The notes", body = NoteList))
)]
async fn list_notes(call: Call, Query(params): Query<ListParams>) -> Result<Json<NoteList>> {
    let data = operations::list(&call, params.client_id).await?;
    Ok(Json(NoteList { data }))
}

/// Puts a note on a client's card.
#[utoipa::path(
    post, path = "/vendor-notes/notes", tag = "vendor-notes", operation_id = "add_note",
    security(("bearer" = ["vendor-notes.write"])),
    request_body = NewNote,
    responses(
        (status = 201, description = "The note", body = Note, headers(("Location" = String))),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn add_note(call: Call, Json(new): Json<NewNote>) -> Result<Response> {
    let note = operations::add(&call, &new).await?;
    let slug = &call.salon().slug;
    let location = format!("/api/v1/salons/{slug}/vendor-notes/notes/{}", note.id);
    let location = [(header::LOCATION, location)];
    Ok((StatusCode::CREATED, location, Json(note)).into_response())
}

/// One note.
#[utoipa::path(
    get, path = "/vendor-notes/notes/{note}", tag = "vendor-notes", operation_id = "show_note",
    security(("bearer" = ["vendor-notes.read"])),
    params(("note" = Uuid, Path, description = "The note")),
    responses(
        (status = 200, description = "The note", body = Note),
        (status = 404, description = "There is none"),
    )
)]
async fn show_note(call: Call, Path(id): Path<Uuid>) -> Result<Json<Note>> {
    Ok(Json(operations::show(&call, id).await?))
}

/// Takes a note off. A note never changes, so that no version is asked for.
#[utoipa::path(
    delete, path = "/vendor-notes/notes/{note}", tag = "vendor-notes", operation_id = "remove_note",
    security(("bearer" = ["vendor-notes.write"])),
    params(("note" = Uuid, Path, description = "The note")),
    responses(
        (status = 204, description = "It is off"),
        (status = 404, description = "There is none"),
    )
)]
async fn remove_note(call: Call, Path(id): Path<Uuid>) -> Result<StatusCode> {
    operations::remove(&call, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
