//! `…/tokens`

use std::sync::Arc;

use axum::{Extension, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::lists::{self, List, PageParams};
use crate::region::{Region, token::Token};

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100, pattern = r"\S")]
    name: String,
    /// Names of permissions, each one of the caller's own; absent for all of them.
    permissions: Option<Vec<String>>,
    /// When it ends by itself; absent if it should not.
    expires_at: Option<DateTime<Utc>>,
}

/// A new token with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MadeToken {
    /// For `Authorization: Bearer …`. Shown this once and kept nowhere: the answer to a
    /// request that is repeated under its `Idempotency-Key` has it no more. Whose first
    /// answer was lost revokes the token and makes another.
    token: Option<String>,
    #[serde(flatten)]
    about: Token,
}

/// The living tokens of this salon.
#[utoipa::path(
    get, path = "/tokens", tag = "tokens", operation_id = "list_tokens", params(PageParams),
    responses((status = 200, description = "A page of tokens", body = List<Token>))
)]
pub(super) async fn list_tokens(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(params): Query<PageParams>,
) -> Result<Json<List<Token>>> {
    let (after, limit) = params.bounds()?;
    let tokens = region.list_tokens(&call, after, limit).await?;
    Ok(params.page(tokens, |token| token.id))
}

/// Makes a token for a program. It can do at most what its maker can, at each
/// moment. Its text is in this answer alone, and not in that to a repeated request.
#[utoipa::path(
    post, path = "/tokens", tag = "tokens", operation_id = "create_token",
    request_body(content = NewToken),
    responses(
        (status = 201, description = "The token, with its text", body = MadeToken,
         headers(("Location" = String))),
        (status = 422, description = "A rule is broken"),
    )
)]
pub(super) async fn create_token(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Json(body): Json<NewToken>,
) -> Result<Response> {
    let made = region.make_token(&call, body.name, body.permissions, body.expires_at);
    let (about, token) = made.await?;
    let token = Some(token);
    let path = format!("tokens/{}", about.id);
    Ok(lists::created(&call, &path, MadeToken { token, about }))
}

/// One token, without its text.
#[utoipa::path(
    get, path = "/tokens/{token}", tag = "tokens", operation_id = "show_token",
    params(("token" = Uuid, Path, description = "The token")),
    responses(
        (status = 200, description = "The token", body = Token),
        (status = 404, description = "There is none, or it was revoked"),
    )
)]
pub(super) async fn show_token(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(token): Path<Uuid>,
) -> Result<Json<Token>> {
    Ok(Json(region.show_token(&call, token).await?))
}

/// Ends a token.
#[utoipa::path(
    delete, path = "/tokens/{token}", tag = "tokens", operation_id = "revoke_token",
    params(("token" = Uuid, Path, description = "The token")),
    responses(
        (status = 204, description = "It is good no more"),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn revoke_token(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(token): Path<Uuid>,
) -> Result<StatusCode> {
    region.revoke_token(&call, token).await?;
    Ok(StatusCode::NO_CONTENT)
}
