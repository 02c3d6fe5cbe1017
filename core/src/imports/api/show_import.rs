//! `GET …/imports`, `GET` and `DELETE …/imports/{import}`

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::imports::{self, Import};

/// The latest imports, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportList {
    data: Vec<Import>,
}

/// The latest imports, newest first.
#[utoipa::path(
    get, path = "/imports", tag = "imports", operation_id = "list_imports",
    responses((status = 200, description = "At most 50", body = ImportList))
)]
pub(super) async fn list_imports(call: Call) -> Result<Json<ImportList>> {
    Ok(Json(ImportList {
        data: imports::list(&call).await?,
    }))
}

/// An import as it stands: its state, counts and progress.
#[utoipa::path(
    get, path = "/imports/{import}", tag = "imports", operation_id = "show_import",
    params(("import" = Uuid, Path, description = "The import")),
    responses(
        (status = 200, description = "The import", body = Import),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn show_import(call: Call, Path(id): Path<Uuid>) -> Result<Json<Import>> {
    Ok(Json(imports::show(&call, id).await?))
}

/// Throws away an import that was not committed, with all that was read from its file.
#[utoipa::path(
    delete, path = "/imports/{import}", tag = "imports", operation_id = "discard_import",
    params(("import" = Uuid, Path, description = "The import")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "There is none"),
        (status = 409, description = "`import_state`: it was committed"),
    )
)]
pub(super) async fn discard_import(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    imports::discard(&call, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
