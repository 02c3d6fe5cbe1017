//! The HTML doors: they decode, call the same operations as the JSON doors, and show.

mod do_not_call;
mod note;
mod ringing;
mod section;
mod slots;
mod words;
mod workplace;

use axum::{
    Router,
    routing::{get, post},
};

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route(
            "/call-link/workplace",
            get(workplace::show).post(workplace::choose),
        )
        .route("/call-link/ringing", get(ringing::ringing))
        .route(
            "/call-link/clients/{client}/calls",
            get(note::new_call).post(note::note_call),
        )
        .route("/call-link/calls/{call}/removal", post(note::remove_call))
        .route(
            "/call-link/clients/{client}/do-not-call",
            get(do_not_call::form).post(do_not_call::forbid),
        )
        .route(
            "/call-link/clients/{client}/do-not-call/removal",
            post(do_not_call::permit),
        )
        .route("/call-link/slots/phone", get(slots::phone))
        .route("/call-link/slots/actions/{about}", get(slots::actions))
        .route("/call-link/slots/marks/{about}", get(slots::marks))
        .route("/call-link/slots/section/{about}", get(section::section))
}
