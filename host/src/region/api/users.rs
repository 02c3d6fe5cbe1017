//! `…/users`

use std::sync::Arc;

use axum::{Extension, response::Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::lists::{self, List, PageParams};
use crate::region::{Region, Role, member::Member};

/// Another role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserRole {
    role: Role,
}

/// The users of this salon.
#[utoipa::path(
    get, path = "/users", tag = "users", operation_id = "list_users", params(PageParams),
    responses((status = 200, description = "A page of users", body = List<Member>))
)]
pub(super) async fn list_users(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(params): Query<PageParams>,
) -> Result<Json<List<Member>>> {
    let (after, limit) = params.bounds()?;
    let users = region.list_users(&call, after, limit).await?;
    Ok(params.page(users, |user| user.id))
}

/// One user of this salon.
#[utoipa::path(
    get, path = "/users/{user}", tag = "users", operation_id = "show_user",
    params(("user" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, description = "The user", body = Member),
        (status = 404, description = "There is none in this salon"),
    )
)]
pub(super) async fn show_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Json<Member>> {
    Ok(Json(region.show_user(&call, user).await?))
}

/// Gives a user of this salon another role.
#[utoipa::path(
    put, path = "/users/{user}/role", tag = "users", operation_id = "change_user_role",
    params(("user" = Uuid, Path, description = "The user")),
    request_body(content = UserRole),
    responses(
        (status = 200, description = "The user", body = Member),
        (status = 403, description = "One role may do what the caller may not"),
        (status = 404, description = "There is none in this salon"),
        (status = 409, description = "`last_owner`"),
    )
)]
pub(super) async fn change_user_role(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
    Json(body): Json<UserRole>,
) -> Result<Json<Member>> {
    let user = region.change_user_role(&call, user, body.role).await?;
    Ok(Json(user))
}

/// Keeps a user out of this salon until `enabling`: their sessions and the tokens they
/// made open it no more, on no host. What they have and made stays.
#[utoipa::path(
    post, path = "/users/{user}/disabling", tag = "users", operation_id = "disable_user",
    params(("user" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, description = "The user", body = Member, headers(("Location" = String))),
        (status = 403, description = "They may do what the caller may not"),
        (status = 404, description = "There is none in this salon"),
        (status = 409, description = "`last_owner`"),
    )
)]
pub(super) async fn disable_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let member = region.disable_user(&call, user).await?;
    Ok(lists::stands_at(&call, &format!("users/{user}"), member))
}

/// Lets a disabled user into this salon again.
#[utoipa::path(
    post, path = "/users/{user}/enabling", tag = "users", operation_id = "enable_user",
    params(("user" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, description = "The user", body = Member, headers(("Location" = String))),
        (status = 403, description = "They may do what the caller may not"),
        (status = 404, description = "There is none in this salon"),
        (status = 409, description = "`disabled_by_operator`: not by this salon"),
    )
)]
pub(super) async fn enable_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let member = region.enable_user(&call, user).await?;
    Ok(lists::stands_at(&call, &format!("users/{user}"), member))
}

/// Takes the removal of a user back, within a day of it: their role and the tokens they
/// made are as before. Invitations they had sent stay withdrawn.
#[utoipa::path(
    post, path = "/users/{user}/restoration", tag = "users", operation_id = "restore_user",
    params(("user" = Uuid, Path, description = "The user")),
    responses(
        (status = 200, description = "The user", body = Member, headers(("Location" = String))),
        (status = 403, description = "They may do what the caller may not"),
        (status = 404, description = "Nobody of this id was removed within a day"),
    )
)]
pub(super) async fn restore_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let member = region.restore_user(&call, user).await?;
    Ok(lists::stands_at(&call, &format!("users/{user}"), member))
}

/// Takes a user out of this salon, revokes the tokens they made for it and withdraws
/// the invitations they sent. The user stays known to other salons; within a day
/// `restoration` takes it back.
#[utoipa::path(
    delete, path = "/users/{user}", tag = "users", operation_id = "remove_user",
    params(("user" = Uuid, Path, description = "The user")),
    responses(
        (status = 204, description = "They are not of this salon any more"),
        (status = 403, description = "They may do what the caller may not"),
        (status = 404, description = "There is none in this salon"),
        (status = 409, description = "`last_owner`"),
    )
)]
pub(super) async fn remove_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<StatusCode> {
    region.remove_user(&call, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
