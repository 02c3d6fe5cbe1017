//! A note on a client: a table, doors of the API, a section of the card, and a word at bookings.

pub mod api;
pub mod note;
pub mod operations;
pub mod pages;
mod store;

use axum::Router;
use kartoteka_plugin::{BoxFuture, Call, Error, Module, Result, Tx, module::Twins, text::Source};
use serde_json::{Value as Json, json};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(tags((name = "vendor-notes", description = "Notes on clients.")))]
struct Document;

/// The plugin.
pub struct VendorNotes;

kartoteka_plugin::export_plugin!(VendorNotes);

impl Module for VendorNotes {
    fn manifest(&self) -> &'static str {
        include_str!("../plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        OpenApiRouter::with_openapi(Document::openapi())
            .merge(api::routes())
            .split_for_parts()
    }

    fn pages(&self) -> Router {
        pages::routes()
    }

    fn texts(&self) -> Vec<Source> {
        kartoteka_plugin::texts!("vendor-notes.ftl")
    }

    /// The files of `migrations/sqlite`, each with its twin of the same name in `migrations/postgres`, in their order. A
    /// bundle takes the two folders as they are, listed here or not; the list is for hosts that the code is linked into,
    /// and the compiler refuses a name that one of the folders lacks. A new file: into both folders, and its name here.
    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!("migrations", ["0001_notes"])
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        hook: &'a str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            match hook {
                "core.guard_booking/1" => guard_booking(call, tx, question).await,
                _ => Err(Error::internal("a question that is not in the manifest")),
            }
        })
    }
}

/// Whoever books for a client with notes is told the last one, if they may read it.
async fn guard_booking(call: &Call, tx: &mut Tx, question: &Json) -> Result<Json> {
    let allow = json!({"decision": "allow"});
    let client = question["client_id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    let Some(client) = client.filter(|_| call.permissions().allow(operations::READ)) else {
        return Ok(allow);
    };
    Ok(match store::last(tx, client).await? {
        Some(note) => json!({"decision": "warn", "staff_text": note.words}),
        None => allow,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the bundle says of the API is what the code says. Written anew by
    /// `UPDATE_OPENAPI=1 cargo test`.
    #[test]
    fn the_document_is_up_to_date() {
        let document = VendorNotes.api().1.to_pretty_json().expect("JSON") + "\n";
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write("openapi.json", &document).expect("written");
        }
        let there = std::fs::read_to_string("openapi.json").expect("openapi.json");
        assert!(there == document, "openapi.json is old: UPDATE_OPENAPI=1 cargo test");
    }
}
