//! `PATCH …/clients/{client}`

use axum::response::Response;
use kartoteka_plugin::{
    Call, Result,
    extract::{IfMatch, Json, Path},
};
use uuid::Uuid;

use super::answers::{self, ClientAnswer};
use crate::clients::{self, ClientChanges};

/// Changes a card by a JSON merge patch; arrays are replaced whole.
#[utoipa::path(
    patch, path = "/clients/{client}", tag = "clients", operation_id = "change_client",
    params(("client" = Uuid, Path, description = "The card"), IfMatch),
    request_body(content = ClientChanges),
    responses(
        (status = 200, description = "The changed card", body = ClientAnswer,
         headers(("ETag" = String))),
        (status = 409, description = "`number_taken`"),
        (status = 422, description = "A rule is broken"),
    )
)]
pub(super) async fn change_client(
    call: Call,
    Path(id): Path<Uuid>,
    IfMatch(based_on): IfMatch,
    Json(changes): Json<ClientChanges>,
) -> Result<Response> {
    Ok(answers::changed(
        clients::change(&call, id, based_on, changes).await?,
    ))
}
