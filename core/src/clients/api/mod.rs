//! The JSON doors of clients: they decode, call the operation, and encode.

mod answers;
mod archive_client;
mod change_client;
mod erase_client;
mod export_client;
mod list_clients;
mod list_facts;
mod register_client;
mod show_client;

use utoipa_axum::{router::OpenApiRouter, routes};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(
            list_clients::list_clients,
            register_client::register_client
        ))
        .routes(routes!(
            show_client::show_client,
            change_client::change_client,
            archive_client::archive_client
        ))
        .routes(routes!(archive_client::restore_client))
        .routes(routes!(export_client::export_client))
        .routes(routes!(list_facts::list_facts))
        .routes(routes!(
            erase_client::preview_erasure,
            erase_client::erase_client
        ))
}
