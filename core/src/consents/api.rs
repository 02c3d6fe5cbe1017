//! The JSON doors of the consent ledger.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::Consent;
use crate::clients::{self, MarketingConsent};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list_consents, record_consent))
}

/// The ledger, newest first.
#[derive(Serialize, ToSchema)]
struct ConsentList {
    data: Vec<Consent>,
}

/// An entry on its way in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConsentEntry {
    /// `given` or `withdrawn`.
    state: MarketingConsent,
    /// What the client was asked; the salon's usual words if absent.
    #[serde(default)]
    #[schema(max_length = 5_000)]
    wording: Option<String>,
}

/// What a client allowed and took back, newest first.
#[utoipa::path(
    get, path = "/clients/{client}/consents", tag = "clients", operation_id = "list_consents",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "The ledger", body = ConsentList),
        (status = 404, description = "There is none"),
    )
)]
async fn list_consents(call: Call, Path(id): Path<Uuid>) -> Result<Json<ConsentList>> {
    Ok(Json(ConsentList {
        data: super::ledger(&call, id).await?,
    }))
}

/// Appends an entry for marketing to the ledger. Needs no `If-Match`: an entry takes
/// nothing from another.
#[utoipa::path(
    post, path = "/clients/{client}/consents", tag = "clients", operation_id = "record_consent",
    params(("client" = Uuid, Path, description = "The card")),
    request_body = NewConsentEntry,
    responses(
        (status = 201, description = "The ledger with the new entry first", body = ConsentList,
         headers(("Location" = String))),
        (status = 404, description = "There is none"),
        (status = 422, description = "Neither given nor withdrawn"),
    )
)]
async fn record_consent(
    call: Call,
    Path(id): Path<Uuid>,
    Json(new): Json<NewConsentEntry>,
) -> Result<Response> {
    clients::record_consent(&call, id, new.state, new.wording).await?;
    let location = format!("/api/v1/salons/{}/clients/{id}/consents", call.salon().slug);
    let list = ConsentList {
        data: super::ledger(&call, id).await?,
    };
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(list),
    )
        .into_response())
}
