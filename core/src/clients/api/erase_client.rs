//! `GET` and `POST …/clients/{client}/erasure`

use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use uuid::Uuid;

use crate::clients::{self, ErasurePreview, ErasureReceipt};

/// What erasing a client would do.
#[utoipa::path(
    get, path = "/clients/{client}/erasure", tag = "clients", operation_id = "preview_erasure",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "What goes and what stays", body = ErasurePreview),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn preview_erasure(
    call: Call,
    Path(id): Path<Uuid>,
) -> Result<Json<ErasurePreview>> {
    Ok(Json(clients::preview_erasure(&call, id).await?.1))
}

/// Erases a client by law. It cannot be taken back; the person counts as new on return.
#[utoipa::path(
    post, path = "/clients/{client}/erasure", tag = "clients", operation_id = "erase_client",
    params(("client" = Uuid, Path, description = "The card")),
    responses(
        (status = 200, description = "What went and what stays", body = ErasureReceipt),
        (status = 404, description = "There is none"),
    )
)]
pub(super) async fn erase_client(call: Call, Path(id): Path<Uuid>) -> Result<Json<ErasureReceipt>> {
    Ok(Json(clients::erase(&call, id).await?))
}
