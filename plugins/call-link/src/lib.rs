//! Calls. Each workplace chooses what a phone number becomes there; what came of a call is noted
//! on the card; who asked not to be called is marked; and a telephone system may ask who rings.

pub mod api;
pub mod calls;
pub mod input;
pub mod operations;
pub mod pages;
mod store;
pub mod way;

use std::collections::HashMap;

use axum::Router;
use kartoteka_plugin::{BoxFuture, Call, Error, Module, Result, module::Twins, text::Source};
use serde::Deserialize as _;
use serde_json::{Value as Json, json};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use way::Way;

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(tags((
    name = "call-link",
    description = "Calls: how a workplace calls, who rings, what came of it, and who is not called."
)))]
struct Document;

/// The module.
pub struct CallLink;

impl Module for CallLink {
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
        kartoteka_plugin::texts!("call-link.ftl")
    }

    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!("../../migrations/call-link", ["0001_calls"])
    }

    fn check_settings(&self, settings: &Json) -> Result<()> {
        let way = Way::deserialize(settings);
        let way = way.map_err(|_| Error::internal("settings that fit their schema are no way"))?;
        way.without_idle_template().checked().map(drop)
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(facts(call, fact, clients))
    }
}

/// What is known of clients, for whoever asks: `call-link.do_not_call/1`.
async fn facts(call: &Call, fact: &str, clients: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
    if fact != "call-link.do_not_call/1" {
        let text = format!("nothing about calls is called {fact}");
        return Err(Error::internal(text));
    }
    let not_called = store::not_called(&mut call.db(), clients).await?;
    let of = |client: &Uuid| {
        let value = json!({"do_not_call": not_called.contains_key(client)});
        (*client, value)
    };
    Ok(clients.iter().map(of).collect())
}

#[cfg(test)]
mod tests;
