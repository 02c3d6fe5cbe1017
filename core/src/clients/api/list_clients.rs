//! `GET …/clients`

use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answers::{ClientList, Page};
use crate::clients::{self, ClientFilter};

/// Which cards.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Words to find: any part of a name, e-mail, phone or number; every word must match.
    q: Option<String>,
    /// Only cards that were put away.
    #[serde(default)]
    archived: bool,
    /// `page.next` of the page before.
    after: Option<String>,
    /// How many, 1–200.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 200)]
    limit: usize,
    /// Whether to count all that match.
    #[serde(default)]
    count: bool,
}

fn fifty() -> usize {
    50
}

/// Cards in the order of names, or the best found first.
#[utoipa::path(
    get, path = "/clients", tag = "clients", operation_id = "list_clients", params(ListParams),
    responses((status = 200, description = "A page of cards", body = ClientList))
)]
pub(super) async fn list_clients(
    call: Call,
    Query(params): Query<ListParams>,
) -> Result<Json<ClientList>> {
    let filter = ClientFilter {
        q: params.q,
        archived: params.archived,
        after: params.after,
        limit: params.limit,
        count: params.count,
    };
    let page = clients::list(&call, &filter).await?;
    Ok(Json(ClientList {
        data: page.clients,
        page: Page {
            next: page.next,
            limit: filter.limit,
        },
        total: page.total,
    }))
}
