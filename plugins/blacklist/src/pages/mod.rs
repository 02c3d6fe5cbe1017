//! The HTML doors: they decode, call the same operations as the JSON doors, and show.

mod change_block;
mod form;
mod form_page;
mod lift_block;
mod list_blocks;
mod set_block;
mod slots;
mod words;

use axum::{
    Router,
    routing::{get, post},
};

/// The entry of the rail that is lit.
const PLACE: &str = "blacklist";

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route(
            "/blacklist",
            get(list_blocks::list_blocks).post(set_block::set_block),
        )
        .route("/blacklist/new", get(set_block::new_block))
        .route(
            "/blacklist/{block}",
            get(change_block::edit_block).post(change_block::change_block),
        )
        .route("/blacklist/{block}/lift", post(lift_block::lift_block))
        .route("/blacklist/{block}/review", post(lift_block::review_block))
        .route(
            "/blacklist/{block}/restoration",
            post(lift_block::restore_block),
        )
        .route("/blacklist/slots/actions/{about}", get(slots::actions))
        .route("/blacklist/slots/marks/{about}", get(slots::marks))
        .route("/blacklist/slots/section/{about}", get(slots::section))
}
