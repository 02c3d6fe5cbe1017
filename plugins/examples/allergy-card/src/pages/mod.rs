//! The HTML doors: they decode, call the same operations as the JSON doors, and show.

mod acts;
mod form;
mod slots;

use axum::{
    Router,
    routing::{get, post},
};

/// All of them.
pub(crate) fn routes() -> Router {
    Router::new()
        .route("/example-allergy-card/clients/:client", post(acts::note))
        .route(
            "/example-allergy-card/allergies/:allergy",
            get(acts::edit).post(acts::change),
        )
        .route(
            "/example-allergy-card/allergies/:allergy/removal",
            post(acts::remove),
        )
        .route(
            "/example-allergy-card/slots/marks/:about",
            get(slots::marks),
        )
        .route(
            "/example-allergy-card/slots/section/:about",
            get(slots::section),
        )
}
