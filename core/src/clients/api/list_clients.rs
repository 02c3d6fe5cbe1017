//! `GET …/clients`

use kartoteka_plugin::{
    Call, Result,
    extract::Json,
    lists::{Paged, Paging},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answers::ClientList;
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
    /// Whether to count all that match.
    #[serde(default)]
    count: bool,
}

/// Cards in the order of names, or the best found first.
#[utoipa::path(
    get, path = "/clients", tag = "clients", operation_id = "list_clients",
    params(ListParams, Paging),
    responses((status = 200, description = "A page of cards", body = ClientList))
)]
pub(super) async fn list_clients(
    call: Call,
    Paged(params, paging): Paged<ListParams>,
) -> Result<Json<ClientList>> {
    let filter = ClientFilter {
        q: params.q,
        archived: params.archived,
        paging,
        count: params.count,
    };
    let page = clients::list(&call, &filter).await?;
    Ok(Json(ClientList {
        data: page.clients,
        page: filter.paging.ended(page.next),
        total: page.total,
    }))
}
