//! `…/roles`

use std::sync::Arc;

use axum::Extension;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::region::{Region, Role, member::RoleSet};

/// What a role may do from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RolePermissions {
    /// Names of permissions; those not named are taken away.
    permissions: Vec<String>,
}

/// All roles.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoleList {
    data: Vec<RoleSet>,
}

/// What each role may do in this salon.
#[utoipa::path(
    get, path = "/roles", tag = "users", operation_id = "list_roles",
    responses((status = 200, description = "The roles", body = RoleList))
)]
pub(super) async fn list_roles(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
) -> Result<Json<RoleList>> {
    let data = region.list_roles(&call).await?;
    Ok(Json(RoleList { data }))
}

/// Says what a role may do in this salon. Owners may always do everything.
#[utoipa::path(
    put, path = "/roles/{role}", tag = "users", operation_id = "change_role",
    params(("role" = Role, Path, description = "`manager` or `staff`")),
    request_body(content = RolePermissions),
    responses(
        (status = 200, description = "The roles", body = RoleList),
        (status = 403, description = "It would gain or lose what the caller may not do"),
        (status = 404, description = "There is no such role"),
        (status = 409, description = "`owners_may_all`"),
        (status = 422, description = "A permission is not known"),
    )
)]
pub(super) async fn change_role(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(role): Path<String>,
    Json(body): Json<RolePermissions>,
) -> Result<Json<RoleList>> {
    let role: Role = role.parse().map_err(|()| Error::not_found())?;
    region.change_role(&call, role, &body.permissions).await?;
    let data = region.list_roles(&call).await?;
    Ok(Json(RoleList { data }))
}
