//! `POST /{salon}/clients/{client}/archive` and `…/restoration`.

use axum::response::Response;
use kartoteka_plugin::{Call, Result, extract::Path};
use uuid::Uuid;

use crate::{clients, pages};

/// Puts the card away, whatever its version: nothing on it is lost, and one press
/// takes it back.
pub(super) async fn archive_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let version = clients::version(&call, id).await?;
    clients::archive(&call, id, version).await?;
    Ok(pages::see_other(&call, &format!("/clients?gone={id}")))
}

/// Takes the card back.
pub(super) async fn restore_client(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    clients::restore(&call, id).await?;
    Ok(pages::see_other(&call, &format!("/clients/{id}")))
}
