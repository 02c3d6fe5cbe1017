//! The HTML doors: they decode, call the same operations as the JSON doors, and show.

mod acts;
mod list;
mod show;
mod slots;
mod upload;
mod words;

use axum::{
    Router,
    routing::{get, post},
};

/// The entry of the rail that is lit.
const PLACE: &str = "documents";

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route(
            "/documents",
            get(list::list_files).post(upload::upload_files),
        )
        .route(
            "/documents/{file}",
            get(show::show_file).post(show::change_file),
        )
        .route("/documents/{file}/content", get(show::content))
        .route("/documents/{file}/preview", get(show::preview))
        .route("/documents/{file}/versions", post(upload::add_version))
        .route("/documents/{file}/withdrawal", post(acts::withdraw_version))
        .route("/documents/withdrawal", post(acts::withdraw_files))
        .route("/documents/{file}/deletion", post(acts::delete_file))
        .route("/documents/{file}/restoration", post(acts::restore_file))
        .route("/documents/slots/section/{about}", get(slots::section))
}
