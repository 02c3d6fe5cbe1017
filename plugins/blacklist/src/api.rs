//! The JSON doors: they decode, call the operation, and encode.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{IfMatch, Json, Path, etag},
    lists::{PageEnd, Paged, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    block::{Block, State},
    input::{BlockChanges, NewBlock},
    operations::{self, BlockFilter},
};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_blocks, set_block))
        .routes(routes!(show_block, change_block, lift_block))
        .routes(routes!(restore_block))
}

/// Which blocks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `active`, `lifted` (or over), or `due`: to be looked at again.
    #[serde(default)]
    #[param(inline, default = "active")]
    state: State,
    /// Those set on this client alone.
    client_id: Option<Uuid>,
    /// Those on somebody of this name, or with this phone or e-mail.
    q: Option<String>,
}

/// A page of blocks.
#[derive(Serialize, ToSchema)]
struct BlockList {
    data: Vec<Block>,
    page: PageEnd,
}

/// A block with its `ETag`.
fn one(block: Block) -> Response {
    let tag = etag(block.version);
    ([(header::ETAG, tag)], Json(block)).into_response()
}

/// Blocks, newest first.
#[utoipa::path(
    get, path = "/blacklist/blocks", tag = "blacklist", operation_id = "list_blocks",
    security(("bearer" = ["blacklist.read"])),
    params(ListParams, Paging),
    responses((status = 200, description = "A page of blocks", body = BlockList))
)]
async fn list_blocks(
    call: Call,
    Paged(params, paging): Paged<ListParams>,
) -> Result<Json<BlockList>> {
    let filter = BlockFilter {
        state: params.state,
        client_id: params.client_id,
        q: params.q.unwrap_or_default(),
        paging,
    };
    let page = operations::list(&call, &filter).await?;
    Ok(Json(BlockList {
        data: page.blocks,
        page: filter.paging.ended(page.next),
    }))
}

/// Sets a block on a client, on contacts, or on both. It follows everyone who has one of the
/// contacts, and outlives archiving, merging and erasing.
#[utoipa::path(
    post, path = "/blacklist/blocks", tag = "blacklist", operation_id = "set_block",
    security(("bearer" = ["blacklist.write"])),
    request_body = NewBlock,
    responses(
        (status = 201, description = "The block", body = Block,
         headers(("Location" = String), ("ETag" = String))),
        (status = 409, description = "`already_blocked`"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn set_block(call: Call, Json(new): Json<NewBlock>) -> Result<Response> {
    let block = operations::set(&call, new).await?;
    let slug = &call.salon().slug;
    let location = format!("/api/v1/salons/{slug}/blacklist/blocks/{}", block.id);
    let mut response = one(block);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// One block, also a lifted one.
#[utoipa::path(
    get, path = "/blacklist/blocks/{block}", tag = "blacklist", operation_id = "show_block",
    security(("bearer" = ["blacklist.read"])),
    params(("block" = Uuid, Path, description = "The block")),
    responses(
        (status = 200, description = "The block", body = Block, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
    )
)]
async fn show_block(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(one(operations::show(&call, id).await?))
}

/// Changes a block by a JSON merge patch. Whom it hits stays.
#[utoipa::path(
    patch, path = "/blacklist/blocks/{block}", tag = "blacklist", operation_id = "change_block",
    security(("bearer" = ["blacklist.write"])),
    params(
        ("block" = Uuid, Path, description = "The block"),
        IfMatch,
    ),
    request_body(content = BlockChanges),
    responses(
        (status = 200, description = "The changed block", body = Block,
         headers(("ETag" = String))),
        (status = 404, description = "There is none"),
        (status = 409, description = "`block_lifted`"),
        (status = 422, description = "A rule is broken"),
    )
)]
async fn change_block(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
    Json(changes): Json<BlockChanges>,
) -> Result<Response> {
    let block = operations::change(&call, id, based_on, changes).await?;
    Ok(one(block))
}

/// Lifts a block. It stays as history; `restoration` takes it back.
#[utoipa::path(
    delete, path = "/blacklist/blocks/{block}", tag = "blacklist", operation_id = "lift_block",
    security(("bearer" = ["blacklist.write"])),
    params(
        ("block" = Uuid, Path, description = "The block"),
        IfMatch,
    ),
    responses(
        (status = 204, description = "It is lifted"),
        (status = 404, description = "There is none"),
    )
)]
async fn lift_block(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
) -> Result<StatusCode> {
    operations::lift(&call, id, Some(based_on)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a lifted block hold again.
#[utoipa::path(
    post, path = "/blacklist/blocks/{block}/restoration", tag = "blacklist",
    operation_id = "restore_block",
    security(("bearer" = ["blacklist.write"])),
    params(("block" = Uuid, Path, description = "The block")),
    responses(
        (status = 200, description = "The block", body = Block, headers(("ETag" = String))),
        (status = 404, description = "There is none"),
        (status = 409, description = "`already_blocked`"),
    )
)]
async fn restore_block(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    Ok(one(operations::restore(&call, id).await?))
}
