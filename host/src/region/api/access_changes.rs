//! `…/access-changes`

use std::sync::Arc;

use axum::Extension;
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Query},
};

use super::lists::{List, PageParams};
use crate::region::{Region, journal::AccessChange};

/// Who changed what about users, roles, tokens, invitations and second factors, newest
/// first. It is kept for good, and holds ids: names are looked up.
#[utoipa::path(
    get, path = "/access-changes", tag = "users", operation_id = "list_access_changes",
    params(PageParams),
    responses((status = 200, description = "A page of changes", body = List<AccessChange>))
)]
pub(super) async fn list_access_changes(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(params): Query<PageParams>,
) -> Result<Json<List<AccessChange>>> {
    let (before, limit) = params.bounds()?;
    let changes = region.list_access_changes(&call, before, limit).await?;
    Ok(params.page(changes, |change| change.id))
}
