//! `POST /{salon}/documents/{file}/deletion` and `…/restoration`.

use axum::response::Response;
use kartoteka_plugin::{Call, Result, extract::Path, pages};
use uuid::Uuid;

use crate::operations;

/// Deletes the file, whatever its version: one press takes it back.
pub(super) async fn delete_file(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    operations::delete(&call, id, None).await?;
    Ok(pages::see_other(&call, &format!("/documents?gone={id}")))
}

/// Takes it back.
pub(super) async fn restore_file(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    operations::restore(&call, id).await?;
    Ok(pages::see_other(&call, &format!("/documents/{id}")))
}
