//! The JSON door of a card's changes.

use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
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
    page: ChangePage,
}

/// Where a page ended.
#[derive(Serialize, ToSchema)]
struct ChangePage {
    /// For `after`; null on the last page.
    next: Option<String>,
    /// As asked for.
    limit: usize,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChangeParams {
    /// `page.next` of the page before.
    #[param(pattern = r"^\d{1,18}$")]
    after: Option<String>,
    /// How many, 1–200.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 200)]
    limit: usize,
}

fn fifty() -> usize {
    50
}

/// Who changed what on a card, newest first.
#[utoipa::path(
    get, path = "/clients/{client}/changes", tag = "clients", operation_id = "list_changes",
    params(("client" = Uuid, Path, description = "The card"), ChangeParams),
    responses(
        (status = 200, description = "A page of changes", body = ChangeList),
        (status = 404, description = "There is none"),
    )
)]
async fn list_changes(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<ChangeParams>,
) -> Result<Json<ChangeList>> {
    let before = cursor::number(params.after.as_deref())?;
    let (data, next) = super::changes(&call, id, before, params.limit).await?;
    let page = ChangePage {
        next: next.map(|number| number.to_string()),
        limit: params.limit,
    };
    Ok(Json(ChangeList { data, page }))
}
