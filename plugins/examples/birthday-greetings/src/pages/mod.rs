//! The HTML doors: they decode, call the same operations as the JSON doors, and show.

mod form;
mod list;
mod slots;
mod words;

use axum::{
    Router,
    routing::{get, post},
};

/// All of them.
pub(crate) fn routes() -> Router {
    Router::new()
        .route("/example-birthday-greetings", get(list::list))
        .route(
            "/example-birthday-greetings/clients/{client}",
            post(form::set),
        )
        .route(
            "/example-birthday-greetings/clients/{client}/removal",
            post(form::remove),
        )
        .route(
            "/example-birthday-greetings/slots/marks/{about}",
            get(slots::marks),
        )
        .route(
            "/example-birthday-greetings/slots/section/{about}",
            get(slots::section),
        )
}
