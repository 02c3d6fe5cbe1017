//! The JSON doors: they decode, call the operation, and encode.

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{IfMatch, Json, Path, Query, etag},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    deliver::{deliver, deliver_preview},
    file::{File, Kind, State},
    input::FileChanges,
    operations::{self, FileFilter},
    receive::receive,
};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_files, upload_file))
        .routes(routes!(show_file, change_file, delete_file))
        .routes(routes!(restore_file))
        .routes(routes!(withdraw_file))
        .routes(routes!(add_version))
        .routes(routes!(read_content))
        .routes(routes!(read_preview))
}

/// Which files.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `current`; `due`: to be looked at again, or to be kept no longer; or `deleted`.
    #[serde(default)]
    #[param(inline, default = "current")]
    state: State,
    /// Those on this card alone.
    client_id: Option<Uuid>,
    /// A part of the title.
    q: Option<String>,
}

/// A page of files.
#[derive(Serialize, ToSchema)]
struct FileList {
    data: Vec<File>,
    page: PageEnd,
}

/// The form of an upload.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the form for the API document")]
struct UploadForm {
    /// On whose card.
    client_id: Uuid,
    /// What the salon calls it; the name of the file if absent.
    #[schema(nullable = false, max_length = 200)]
    title: Option<String>,
    /// What it is for; by its content if absent.
    #[schema(nullable = false)]
    kind: Option<Kind>,
    /// What else is to be known.
    #[schema(nullable = false, max_length = 2_000)]
    note: Option<String>,
    /// The file, judged by its content: PDF, pictures, office documents, text, visiting cards.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The form of a new version.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the form for the API document")]
struct VersionForm {
    /// The file, judged by its content.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file with its `ETag`.
fn one(file: File) -> Response {
    let tag = etag(file.version);
    ([(header::ETAG, tag)], Json(file)).into_response()
}

/// A file that was made, and where it is.
fn created(call: &Call, file: File) -> Response {
    let slug = &call.salon().slug;
    let location = format!("/api/v1/salons/{slug}/documents/files/{}", file.id);
    let mut response = one(file);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Files, newest first: of a card, or of the whole salon.
#[utoipa::path(
    get, path = "/documents/files", tag = "documents", operation_id = "list_files",
    security(("bearer" = ["documents.read"])),
    params(ListParams, Paging),
    responses((status = 200, description = "A page of files", body = FileList))
)]
async fn list_files(
    call: Call,
    Paged(params, paging): Paged<ListParams>,
) -> Result<Json<FileList>> {
    let filter = FileFilter {
        state: params.state,
        client_id: params.client_id,
        q: params.q,
        paging,
    };
    let page = operations::list(&call, &filter).await?;
    Ok(Json(FileList {
        data: page.files,
        page: filter.paging.ended(page.next),
    }))
}

/// Puts a file on a card. What it is, is judged by its content, whatever it is called.
#[utoipa::path(
    post, path = "/documents/files", tag = "documents", operation_id = "upload_file",
    security(("bearer" = ["documents.write"])),
    request_body(content = inline(UploadForm), content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file", body = File,
         headers(("Location" = String), ("ETag" = String))),
        (status = 408, description = "`upload_too_slow`"),
        (status = 413, description = "`document_too_large`"),
        (status = 422, description = "`kind_not_allowed`, with what is in the member `allowed`; or a rule is broken"),
        (status = 507, description = "`disk_full`"),
    )
)]
async fn upload_file(call: Call, request: Request) -> Result<Response> {
    let fields = ["client_id", "title", "kind", "note"];
    let form = receive(&call, request, &fields).await?;
    let (received, said) = form.one(&call).await?;
    let mut files = operations::add(&call, said, vec![received]).await?;
    let file = files.pop();
    let file = file.ok_or_else(|| kartoteka_plugin::Error::internal("no file was added"))?;
    Ok(created(&call, file))
}

/// One file with its versions, also one that was deleted within the last 30 days.
#[utoipa::path(
    get, path = "/documents/files/{file}", tag = "documents", operation_id = "show_file",
    security(("bearer" = ["documents.read"])),
    params(("file" = Uuid, Path, description = "The file")),
    responses(
        (status = 200, description = "The file", body = File, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
    )
)]
async fn show_file(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(one(operations::show(&call, id).await?))
}

/// Changes what stands beside a file, by a JSON merge patch.
#[utoipa::path(
    patch, path = "/documents/files/{file}", tag = "documents", operation_id = "change_file",
    security(("bearer" = ["documents.write"])),
    params(("file" = Uuid, Path, description = "The file"), IfMatch),
    request_body(content = FileChanges),
    responses(
        (status = 200, description = "The changed file", body = File, headers(("ETag" = String))),
        (status = 409, description = "`document_deleted`"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn change_file(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
    Json(changes): Json<FileChanges>,
) -> Result<Response> {
    let file = operations::change(&call, id, based_on, changes).await?;
    Ok(one(file))
}

/// Deletes a file. For 30 days `restoration` takes it back; then it is gone for good.
#[utoipa::path(
    delete, path = "/documents/files/{file}", tag = "documents", operation_id = "delete_file",
    security(("bearer" = ["documents.delete"])),
    params(("file" = Uuid, Path, description = "The file"), IfMatch),
    responses(
        (status = 204, description = "It is deleted"),
    )
)]
async fn delete_file(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
) -> Result<StatusCode> {
    operations::delete(&call, id, Some(based_on)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes it back that a file was deleted.
#[utoipa::path(
    post, path = "/documents/files/{file}/restoration", tag = "documents",
    operation_id = "restore_file",
    security(("bearer" = ["documents.delete"])),
    params(("file" = Uuid, Path, description = "The file")),
    responses(
        (status = 200, description = "The file", body = File, headers(("ETag" = String))),
        (status = 404, description = "There is none, or not any more"),
    )
)]
async fn restore_file(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(one(operations::restore(&call, id).await?))
}

/// What is taken off.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WithdrawalParams {
    /// The number of the version; all of the file if absent.
    #[param(minimum = 1)]
    version: Option<i64>,
    /// The file's own `version` on which that is based. The number of a version that is taken off
    /// is given again: without this, a repeated request may take off the one that came since.
    based_on: Option<i64>,
}

/// Takes off again what was brought by mistake: who brought it may do so for a day, who may delete
/// documents (`documents.delete`) at any time. A file is deleted so, and can be taken back by
/// `restoration`; a version is gone for good.
#[utoipa::path(
    post, path = "/documents/files/{file}/withdrawal", tag = "documents",
    operation_id = "withdraw_file",
    security(("bearer" = ["documents.write"])),
    params(("file" = Uuid, Path, description = "The file"), WithdrawalParams),
    responses(
        (status = 200, description = "The file", body = File, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
        (status = 409, description = "`document_only_version`, or `document_deleted`"),
        (status = 412, description = "The file was changed meanwhile"),
    )
)]
async fn withdraw_file(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<WithdrawalParams>,
) -> Result<Response> {
    let file = match params.version {
        Some(number) => operations::withdraw_version(&call, id, number, params.based_on).await?,
        None => {
            let seen = [(id, params.based_on)];
            let withdrawn = operations::withdraw(&call, &seen).await?.pop();
            withdrawn.ok_or_else(kartoteka_plugin::Error::not_found)?
        }
    };
    Ok(one(file))
}

/// Adds a version to a file. Those before stay.
#[utoipa::path(
    post, path = "/documents/files/{file}/versions", tag = "documents",
    operation_id = "add_version",
    security(("bearer" = ["documents.write"])),
    params(("file" = Uuid, Path, description = "The file")),
    request_body(content = inline(VersionForm), content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file", body = File,
         headers(("Location" = String), ("ETag" = String))),
        (status = 404, description = "There is none"),
        (status = 408, description = "`upload_too_slow`"),
        (status = 409, description = "`document_deleted`"),
        (status = 413, description = "`document_too_large`"),
        (status = 422, description = "`kind_not_allowed`"),
        (status = 507, description = "`disk_full`"),
    )
)]
async fn add_version(call: Call, Path(id): Path<Uuid>, request: Request) -> Result<Response> {
    let form = receive(&call, request, &[]).await?;
    let (received, _) = form.one(&call).await?;
    let file = operations::add_version(&call, id, received).await?;
    Ok(created(&call, file))
}

/// Which content, and for what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContentParams {
    /// The number of the version; the newest if absent.
    #[param(minimum = 1)]
    pub(crate) version: Option<i64>,
    /// To be shown rather than saved; pictures and PDF alone.
    #[serde(default)]
    pub(crate) inline: bool,
}

/// The bytes of a file, or those of a `Range`. The `ETag` is of the content, and is compared with
/// `If-None-Match` and `If-Range`.
#[utoipa::path(
    get, path = "/documents/files/{file}/content", tag = "documents",
    operation_id = "read_content",
    security(("bearer" = ["documents.read"])),
    params(("file" = Uuid, Path, description = "The file"), ContentParams),
    responses(
        (status = 200, description = "All of it", content_type = "application/octet-stream",
         body = String, headers(("ETag" = String), ("Content-Disposition" = String))),
        (status = 206, description = "The range", content_type = "application/octet-stream",
         body = String, headers(("Content-Range" = String))),
        (status = 304, description = "It is the one that is known"),
        (status = 404, description = "There is none, or `object_gone`"),
        (status = 416, description = "`range_beyond_end`", headers(("Content-Range" = String))),
    )
)]
async fn read_content(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<ContentParams>,
    headers: HeaderMap,
) -> Result<Response> {
    deliver(&call, id, params.version, params.inline, &headers).await
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PreviewParams {
    /// The number of the version; the newest if absent.
    #[param(minimum = 1)]
    pub(crate) version: Option<i64>,
}

/// The small picture of a file that is a picture, or of the first page of a PDF: JPEG, 640 pixels at the longest side.
#[utoipa::path(
    get, path = "/documents/files/{file}/preview", tag = "documents",
    operation_id = "read_preview",
    security(("bearer" = ["documents.read"])),
    params(("file" = Uuid, Path, description = "The file"), PreviewParams),
    responses(
        (status = 200, description = "The picture", content_type = "image/jpeg", body = String,
         headers(("ETag" = String))),
        (status = 304, description = "It is the one that is known"),
        (status = 404, description = "There is no such file, or no picture of it"),
    )
)]
async fn read_preview(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<PreviewParams>,
    headers: HeaderMap,
) -> Result<Response> {
    deliver_preview(&call, id, params.version, &headers).await
}
