//! `PUT …/imports/{import}/reading`

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::imports::{self, Import, ReadAs};

/// How a file is to be read; what is absent is found out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ImportReading {
    /// The sheet, by its name.
    sheet: Option<String>,
    /// The encoding of a CSV file.
    encoding: Option<String>,
    /// The separator of a CSV file.
    separator: Option<String>,
    /// Whether the first row names the columns.
    head: Option<bool>,
}

/// Reads the file in another way, without another upload, and previews it anew. Possible
/// while `file_kept` says so: before the commit, for a day at most, and until a person is
/// erased.
#[utoipa::path(
    put, path = "/imports/{import}/reading", tag = "imports", operation_id = "read_import",
    params(("import" = Uuid, Path, description = "The import")),
    request_body = ImportReading,
    responses(
        (status = 202, description = "It is previewed anew", body = Import),
        (status = 404, description = "There is none"),
        (status = 409, description = "`import_state`, `import_file_gone`"),
        (status = 422, description = "A separator that is none"),
    )
)]
pub(super) async fn read_import(
    call: Call,
    Path(id): Path<Uuid>,
    Json(reading): Json<ImportReading>,
) -> Result<Response> {
    let read_as = ReadAs {
        mapping: None,
        sheet: reading.sheet,
        encoding: reading.encoding,
        separator: reading.separator,
        head: reading.head,
    };
    let import = imports::read_anew(&call, id, read_as).await?;
    Ok((StatusCode::ACCEPTED, Json(import)).into_response())
}
