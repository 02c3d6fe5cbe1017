//! `GET …/clients/{client}/facts`

use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clients::{self, Fact};

/// What is known of a client.
#[derive(Serialize, ToSchema)]
pub(super) struct FactList {
    data: Vec<Fact>,
}

/// What the registry and the features that are on know of a client, by versioned names. A feature
/// that cannot answer is left out.
#[utoipa::path(
    get, path = "/clients/{client}/facts", tag = "clients", operation_id = "list_facts",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "The facts", body = FactList),
        (status = 404, description = "There is none, or it was erased"),
    )
)]
pub(super) async fn list_facts(call: Call, Path(id): Path<Uuid>) -> Result<Json<FactList>> {
    let data = clients::facts(&call, id).await?;
    Ok(Json(FactList { data }))
}
