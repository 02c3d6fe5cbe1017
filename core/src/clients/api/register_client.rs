//! `POST …/clients`

use axum::response::Response;
use kartoteka_plugin::{Call, Result, extract::Json};

use super::answers::{self, ClientAnswer};
use crate::clients::{self, NewClient};

/// Makes a card. A contact that is known already is allowed and answered with a warning.
#[utoipa::path(
    post, path = "/clients", tag = "clients", operation_id = "register_client",
    request_body = NewClient,
    responses(
        (status = 201, description = "The card", body = ClientAnswer,
         headers(("Location" = String), ("ETag" = String))),
        (status = 409, description = "`number_taken`"),
        (status = 422, description = "A rule is broken"),
    )
)]
pub(super) async fn register_client(call: Call, Json(new): Json<NewClient>) -> Result<Response> {
    let registered = clients::register(&call, new).await?;
    Ok(answers::created(&call, registered))
}
