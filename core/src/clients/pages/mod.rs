//! The HTML doors of clients: they decode, call the same operations as the JSON
//! doors, and show. Every form posts by itself and is answered by a redirect, or by
//! itself with what is wrong; htmx gets pieces of the same pages.

mod archive_client;
mod card;
mod change_client;
mod changes;
mod conflict;
mod consents;
mod erase_client;
mod features;
mod form;
mod list_clients;
mod news;
mod notes;
mod phone_links;
mod register_client;
mod show_client;
mod what_changed;

use axum::{
    Router,
    routing::{get, post},
};

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route(
            "/clients",
            get(list_clients::list_clients).post(register_client::register_client),
        )
        .route("/clients/new", get(register_client::new_client))
        .route(
            "/clients/{client}",
            get(show_client::show_client).post(change_client::change_client),
        )
        .route("/clients/{client}/edit", get(change_client::edit_client))
        .route(
            "/clients/{client}/archive",
            post(archive_client::archive_client),
        )
        .route(
            "/clients/{client}/restoration",
            post(archive_client::restore_client),
        )
        .route("/clients/{client}/notes", post(notes::add_note))
        .route("/clients/{client}/notes/{note}", post(notes::change_note))
        .route(
            "/clients/{client}/notes/{note}/restoration",
            post(notes::bring_back_note),
        )
        .route("/clients/{client}/consents", post(consents::record_consent))
        .route("/clients/{client}/changes", get(changes::list_changes))
        .route("/clients/{client}/news", get(news::show_news))
        .route(
            "/clients/{client}/erasure",
            get(erase_client::preview_erasure).post(erase_client::erase_client),
        )
}
