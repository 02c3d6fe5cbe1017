//! The JSON doors of imports.

mod commit_import;
pub(super) mod import_rows;
mod read_import;
mod show_import;
pub(super) mod upload;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::{router::OpenApiRouter, routes};

/// All of them.
pub fn routes() -> OpenApiRouter {
    // The upload counts its own bytes as they come, by the limit of the operator.
    let upload = OpenApiRouter::new()
        .routes(routes!(upload::start_import, show_import::list_imports))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(
            show_import::show_import,
            show_import::discard_import
        ))
        .routes(routes!(import_rows::list_import_rows))
        .routes(routes!(import_rows::fetch_import_file))
        .routes(routes!(commit_import::map_import))
        .routes(routes!(read_import::read_import))
        .routes(routes!(commit_import::commit_import))
        .routes(routes!(commit_import::undo_import))
}
