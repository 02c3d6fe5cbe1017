//! What clients cannot stand: on their cards, and as a mark where it is severe.
//!
//! Its doors stand on another axum than the contract's, and it is built with other versions of much
//! else than the host: see `door.rs` and the README.

mod allergy;
mod api;
mod door;
mod operations;
mod pages;
mod store;

use std::collections::HashMap;

use contract_axum::Router;
use kartoteka_plugin::{BoxFuture, Call, Module, Result, module::Twins, text::Source};
use serde_json::{Value as Json, json};
use utoipa::{OpenApi as _, openapi::OpenApi};
use uuid::Uuid;

/// The module.
struct AllergyCard;

kartoteka_plugin::export_plugin!(AllergyCard);

impl Module for AllergyCard {
    fn manifest(&self) -> &'static str {
        include_str!("../plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        (door::behind(api::routes()), api::Document::openapi())
    }

    fn pages(&self) -> Router {
        door::behind(pages::routes())
    }

    fn texts(&self) -> Vec<Source> {
        kartoteka_plugin::texts!("allergy-card.ftl")
    }

    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!("migrations", ["0001_allergies"])
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        _fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(facts(call, clients))
    }
}

/// `example-allergy-card.severe/1`, the one fact there is.
async fn facts(call: &Call, clients: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
    let severe = store::severe(&mut call.db(), clients).await?;
    let value = |substances: Vec<String>| json!({"substances": substances});
    let facts = severe.into_iter();
    Ok(facts
        .map(|(client, known)| (client, value(known)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openapi.json` is what the code documents. `KARTOTEKA_WRITE=1 cargo test` writes it.
    #[test]
    fn the_document_is_that_of_the_code() {
        let document = AllergyCard.api().1.to_pretty_json().unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        if std::env::var_os("KARTOTEKA_WRITE").is_some() {
            std::fs::write(path, &document).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == document,
            "openapi.json: KARTOTEKA_WRITE=1 cargo test"
        );
    }
}
