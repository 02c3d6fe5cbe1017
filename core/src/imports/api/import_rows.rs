//! `GET …/imports/{import}/rows` and `…/file`

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::header;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    cursor,
    imports::{self, ImportRow, Verdict},
};

/// A page of rows.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportRowList {
    data: Vec<ImportRow>,
    page: PageEnd,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RowParams {
    /// Only rows of this verdict.
    verdict: Option<Verdict>,
    /// Only rows with letters beyond ASCII, to see whether the encoding was understood.
    #[serde(default)]
    sample: bool,
}

/// The rows with their verdicts, in the order of the sheet.
#[utoipa::path(
    get, path = "/imports/{import}/rows", tag = "imports", operation_id = "list_import_rows",
    params(("import" = Uuid, Path, description = "The import"), RowParams, Paging),
    responses(
        (status = 200, description = "A page of rows", body = ImportRowList),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn list_import_rows(
    call: Call,
    Path(id): Path<Uuid>,
    Paged(params, paging): Paged<RowParams>,
) -> Result<Json<ImportRowList>> {
    let RowParams { verdict, sample } = params;
    let after = cursor::number(paging.after.as_deref())?.unwrap_or(0);
    let page = imports::rows(&call, id, verdict, sample, after, paging.limit).await?;
    let next = page.next.map(|row| row.to_string());
    Ok(Json(ImportRowList {
        data: page.rows,
        page: paging.ended(next),
    }))
}

/// The salon's own sheet as XLSX, with verdict, reason and client number added.
#[utoipa::path(
    get, path = "/imports/{import}/file", tag = "imports", operation_id = "fetch_import_file",
    params(("import" = Uuid, Path, description = "The import")),
    responses(
        (status = 200, description = "The sheet", body = [u8],
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 404, description = "There is none"),
        (status = 409, description = "`sheet_gone`"),
    )
)]
pub(super) async fn fetch_import_file(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    download(&call, id).await
}

/// The answer with the sheet, for programs and browsers alike.
pub(in crate::imports) async fn download(call: &Call, id: Uuid) -> Result<Response> {
    let (name, sheet) = imports::sheet_back(call, id).await?;
    Ok(attachment(&name, Body::from_stream(sheet)))
}

/// A file to be saved. The name goes out in ASCII, and whole by RFC 8187.
fn attachment(name: &str, body: Body) -> Response {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response()
}
