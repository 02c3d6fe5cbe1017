//! `POST /{salon}/documents/{file}/deletion` and `…/restoration`, `…/withdrawal` of a
//! version, and `POST /{salon}/documents/withdrawal` of files.

use axum::response::Response;
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Path, Query},
    pages::{self, Htmx, Typed, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::slots::{self, Done};
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

/// Takes files off the card of `client` again that were put there just now.
pub(super) async fn withdraw_files(
    call: Call,
    Htmx(piece): Htmx,
    typed: Typed,
) -> Result<Response> {
    let client = typed.id("client")?.ok_or_else(Error::malformed)?;
    let files = typed.all("file").into_iter();
    let files: Result<Vec<(Uuid, Option<i64>)>, _> =
        files.map(|id| id.parse().map(|id| (id, None))).collect();
    let files = files.map_err(|_| Error::malformed())?;
    operations::withdraw(&call, &files).await?;
    if !piece {
        return Ok(pages::see_other(&call, &format!("/clients/{client}")));
    }
    let done = Done {
        text: Ui::new(&call).t("documents-withdrawn-now"),
        files: Vec::new(),
    };
    slots::section_after(&call, client, Some(done)).await
}

/// Which version.
#[derive(Debug, Deserialize)]
pub(super) struct OfVersion {
    version: i64,
    based_on: Option<i64>,
}

/// Takes a version off again.
pub(super) async fn withdraw_version(
    call: Call,
    Path(id): Path<Uuid>,
    Query(of): Query<OfVersion>,
) -> Result<Response> {
    operations::withdraw_version(&call, id, of.version, of.based_on).await?;
    Ok(pages::see_other(&call, &format!("/documents/{id}")))
}
