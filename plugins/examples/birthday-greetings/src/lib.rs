//! Clients' birthdays: on their cards, in a list of those to come, and in a mail to who likes to be
//! written to.

mod api;
mod birthday;
mod operations;
mod pages;
mod settings;
mod store;

use std::collections::HashMap;

use axum::Router;
use kartoteka_plugin::{
    BoxFuture, Call, Error, Module, Result,
    events::Event,
    module::{Asset, Twins},
    text::Source,
};
use serde_json::{Value as Json, json};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Birthday greetings", version = "0.1.0"),
    tags((name = "example-birthday-greetings", description = "When clients have birthday."))
)]
struct Document;

/// The module.
struct BirthdayGreetings;

kartoteka_plugin::export_plugin!(BirthdayGreetings);

impl Module for BirthdayGreetings {
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
        kartoteka_plugin::texts!("birthday-greetings.ftl")
    }

    fn assets(&self) -> Vec<Asset> {
        kartoteka_plugin::assets!["cake.svg"]
    }

    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!("migrations", ["0001_birthdays"])
    }

    fn check_settings(&self, settings: &Json) -> Result<()> {
        settings::check(settings)
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        _fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(facts(call, clients))
    }

    fn told<'a>(&'a self, call: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        Box::pin(operations::told(call, events))
    }

    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let known = name == "greet";
        Box::pin(async move {
            match known {
                true => operations::greet(&call).await,
                false => Err(Error::internal("woken for something else")),
            }
        })
    }
}

/// `example-birthday-greetings.birthday/1`, the one fact there is.
async fn facts(call: &Call, clients: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
    let today = call.today();
    let of = |birthday: birthday::Birthday| {
        let mut value = json!({
            "month": birthday.month,
            "day": birthday.day,
            "next_on": birthday.next(today),
        });
        if let Some(year) = birthday.year {
            value["year"] = year.into();
        }
        (birthday.client_id, value)
    };
    let known = store::of_clients(&mut call.db(), clients).await?;
    Ok(known.into_iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use kartoteka_plugin::Module as _;

    use super::*;

    /// `openapi.json` is what the code documents. `KARTOTEKA_WRITE=1 cargo test` writes it.
    #[test]
    fn the_document_is_that_of_the_code() {
        let document = BirthdayGreetings.api().1.to_pretty_json().unwrap() + "\n";
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
