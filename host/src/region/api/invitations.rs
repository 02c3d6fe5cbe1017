//! `…/invitations`

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
use crate::region::{Region, Role, invitation::Invitation};

/// Whom to invite, and as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInvitation {
    #[schema(format = "email", max_length = 254)]
    email: String,
    role: Role,
}

/// Invitations that are still open.
#[utoipa::path(
    get, path = "/invitations", tag = "users", operation_id = "list_invitations",
    params(PageParams),
    responses((status = 200, description = "A page of invitations", body = List<Invitation>))
)]
pub(super) async fn list_invitations(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(params): Query<PageParams>,
) -> Result<Json<List<Invitation>>> {
    let (after, limit) = params.bounds()?;
    let invitations = region.list_invitations(&call, after, limit).await?;
    Ok(params.page(invitations, |invitation| invitation.id))
}

/// Invites someone by mail. The link in it is good for seven days; an earlier
/// invitation of the same address is replaced.
#[utoipa::path(
    post, path = "/invitations", tag = "users", operation_id = "invite_user",
    request_body(content = NewInvitation),
    responses(
        (status = 201, description = "The invitation is on its way", body = Invitation,
         headers(("Location" = String))),
        (status = 403, description = "The role may do what the caller may not"),
        (status = 409, description = "`already_member`"),
        (status = 422, description = "A rule is broken"),
        (status = 429, description = "`slow_down`: too many mails to this address"),
        (status = 503, description = "`mail_not_set_up`"),
    )
)]
pub(super) async fn invite_user(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Json(body): Json<NewInvitation>,
) -> Result<Response> {
    let invitation = region.invite_user(&call, &body.email, body.role).await?;
    let path = format!("invitations/{}", invitation.id);
    Ok(lists::created(&call, &path, invitation))
}

/// One open invitation.
#[utoipa::path(
    get, path = "/invitations/{invitation}", tag = "users", operation_id = "show_invitation",
    params(("invitation" = Uuid, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The invitation", body = Invitation),
        (status = 404, description = "There is none, or it is not open any more"),
    )
)]
pub(super) async fn show_invitation(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(invitation): Path<Uuid>,
) -> Result<Json<Invitation>> {
    Ok(Json(region.show_invitation(&call, invitation).await?))
}

/// Takes an invitation back; its link is good no more.
#[utoipa::path(
    delete, path = "/invitations/{invitation}", tag = "users",
    operation_id = "withdraw_invitation",
    params(("invitation" = Uuid, Path, description = "The invitation")),
    responses(
        (status = 204, description = "It is taken back"),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn withdraw_invitation(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(invitation): Path<Uuid>,
) -> Result<StatusCode> {
    region.withdraw_invitation(&call, invitation).await?;
    Ok(StatusCode::NO_CONTENT)
}
