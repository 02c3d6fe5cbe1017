//! The forms in which cards go out.

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use kartoteka_plugin::{
    Call,
    extract::{Json, etag},
    lists::PageEnd,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clients::{Client, Registered, Warning};

/// A card, with what is odd about it.
#[derive(Serialize, ToSchema)]
pub(super) struct ClientAnswer {
    #[serde(flatten)]
    client: Client,
    /// Nothing that stood in the way: a known contact, a phone that was not understood.
    /// Absent where a repeated `Idempotency-Key` gives the card as it stands.
    #[schema(required = false)]
    warnings: Vec<Warning>,
}

/// A page of cards.
#[derive(Serialize, ToSchema)]
pub(super) struct ClientList {
    pub(super) data: Vec<Client>,
    pub(super) page: PageEnd,
    /// All that match; with `count=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<u64>,
}

/// A card with its `ETag`.
pub(super) fn card(client: Client) -> Response {
    let tag = etag(client.version);
    ([(header::ETAG, tag)], Json(client)).into_response()
}

/// A changed card.
pub(super) fn changed(registered: Registered) -> Response {
    let tag = etag(registered.client.version);
    let answer = ClientAnswer {
        client: registered.client,
        warnings: registered.warnings,
    };
    ([(header::ETAG, tag)], Json(answer)).into_response()
}

/// A new card.
pub(super) fn created(call: &Call, registered: Registered) -> Response {
    let slug = &call.salon().slug;
    let location = format!("/api/v1/salons/{slug}/clients/{}", registered.client.id);
    let mut response = changed(registered);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
