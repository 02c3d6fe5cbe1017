//! The JSON door of a card's changes.

use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
    lists::{PageEnd, Paging},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::Change;
use crate::cursor;

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list_changes))
}

/// A page of changes, newest first.
#[derive(Serialize, ToSchema)]
struct ChangeList {
    data: Vec<Change>,
    page: PageEnd,
}

/// Who changed what on a card, newest first. What a feature did there is told while it is on, to
/// who holds the permission of its event: mostly the one to read what it keeps.
#[utoipa::path(
    get, path = "/clients/{client}/changes", tag = "clients", operation_id = "list_changes",
    params(("client" = Uuid, Path, description = "The card"), Paging),
    responses(
        (status = 200, description = "A page of changes", body = ChangeList),
        (status = 404, description = "There is none"),
    )
)]
async fn list_changes(
    call: Call,
    Path(id): Path<Uuid>,
    Query(paging): Query<Paging>,
) -> Result<Json<ChangeList>> {
    let before = cursor::number(paging.after.as_deref())?;
    let (data, next) = super::changes(&call, id, before, paging.limit).await?;
    let page = paging.ended(next.map(|number| number.to_string()));
    Ok(Json(ChangeList { data, page }))
}
