//! Blocks from booking. A block is set on a client, or on a phone or e-mail that has no card;
//! it follows everyone who has one of those contacts, and outlives archiving, merging and
//! erasing the card.

mod answers;
pub mod api;
pub mod block;
pub mod input;
pub mod matching;
pub mod operations;
pub mod pages;
pub mod settings;
mod sought;
mod store;

use std::collections::HashMap;

use axum::Router;
use kartoteka_plugin::{BoxFuture, Call, Error, Module, Result, Tx, module::Twins, text::Source};
use serde_json::{Value as Json, json};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(tags((
    name = "blacklist",
    description = "Blocks from booking: set on a client or on a contact, changed, lifted and taken back."
)))]
struct Document;

/// The module.
pub struct Blacklist;

impl Module for Blacklist {
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
        kartoteka_plugin::texts!("blacklist.ftl")
    }

    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!(
            "../../migrations/blacklist",
            ["0001_blocks", "0002_proofs", "0003_lifted"]
        )
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(facts(call, fact, clients))
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        hook: &'a str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(answers::answer(call, tx, hook, question))
    }
}

/// What is known of clients, for whoever asks: `blacklist.blocked/1`.
async fn facts(call: &Call, fact: &str, clients: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
    if fact != "blacklist.blocked/1" {
        let text = format!("the blacklist does not know {fact}");
        return Err(Error::internal(text));
    }
    let hits = matching::blocks_of(call, &mut call.db(), clients, &[]).await?;
    let of = |client: &Uuid| {
        let effects = hits.of(*client).iter().map(|hit| hit.block.effect);
        let effects: Vec<_> = effects.collect();
        let value = json!({"blocked": !effects.is_empty(), "effects": effects});
        (*client, value)
    };
    Ok(clients.iter().map(of).collect())
}

#[cfg(test)]
mod tests;
