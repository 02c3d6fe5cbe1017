//! The JSON doors of sources.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{NewSource, Source};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_sources, add_source))
        .routes(routes!(show_source, rename_source, remove_source))
}

/// The list, in the order of names.
#[derive(Serialize, ToSchema)]
struct SourceList {
    data: Vec<Source>,
}

/// Where clients come from: the salon's own list.
#[utoipa::path(
    get, path = "/sources", tag = "sources", operation_id = "list_sources",
    responses((status = 200, description = "The list", body = SourceList))
)]
async fn list_sources(call: Call) -> Result<Json<SourceList>> {
    Ok(Json(SourceList {
        data: super::list(&call).await?,
    }))
}

/// Adds an entry to the list.
#[utoipa::path(
    post, path = "/sources", tag = "sources", operation_id = "add_source", request_body = NewSource,
    responses(
        (status = 201, description = "The entry", body = Source, headers(("Location" = String))),
        (status = 409, description = "`source_known`"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn add_source(call: Call, Json(new): Json<NewSource>) -> Result<Response> {
    let source = super::add(&call, &new).await?;
    let location = format!("/api/v1/salons/{}/sources/{}", call.salon().slug, source.id);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(source),
    )
        .into_response())
}

/// One entry, on the list or taken off it.
#[utoipa::path(
    get, path = "/sources/{source}", tag = "sources", operation_id = "show_source",
    params(("source" = Uuid, Path, description = "The entry")),
    responses(
        (status = 200, description = "The entry", body = Source),
        (status = 404, description = "There is none"),
    )
)]
async fn show_source(call: Call, Path(id): Path<Uuid>) -> Result<Json<Source>> {
    Ok(Json(super::show(&call, id).await?))
}

/// Gives an entry another name, also on the cards that have it.
#[utoipa::path(
    put, path = "/sources/{source}", tag = "sources", operation_id = "rename_source", request_body = NewSource,
    params(("source" = Uuid, Path, description = "The entry")),
    responses(
        (status = 200, description = "The entry", body = Source),
        (status = 404, description = "There is none"),
        (status = 409, description = "`source_known`"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn rename_source(
    call: Call,
    Path(id): Path<Uuid>,
    Json(new): Json<NewSource>,
) -> Result<Json<Source>> {
    super::rename(&call, id, &new).await.map(Json)
}

/// Takes an entry off the list; cards that have it keep it.
#[utoipa::path(
    delete, path = "/sources/{source}", tag = "sources", operation_id = "remove_source",
    params(("source" = Uuid, Path, description = "The entry")),
    responses(
        (status = 204, description = "It is off the list"),
        (status = 404, description = "There is none"),
    )
)]
async fn remove_source(call: Call, Path(id): Path<Uuid>) -> Result<StatusCode> {
    super::remove(&call, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
