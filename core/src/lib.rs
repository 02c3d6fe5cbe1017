//! The client registry of a salon: its cards, how they are found, and how a
//! salon's list comes in. A module written against the same contract as every
//! feature; it knows no storage engine, no runtime and no clock of its own.

pub mod bookings;
pub mod clients;
pub mod consents;
mod contacts;
mod cursor;
pub mod demo;
pub mod emails;
pub mod find;
pub mod history;
pub mod imports;
pub mod names;
mod pages;
pub mod phones;
pub mod sources;

pub use contacts::ContactRules;

use std::collections::HashMap;

use axum::Router;
use kartoteka_plugin::{
    BoxFuture, Call, Error, Module, Result, module::Twins, text::Source, texts, twins,
    workers::Worker,
};
use serde_json::Value as Json;
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What the doors are gathered under, in the order in which they are read.
#[derive(utoipa::OpenApi)]
#[openapi(tags(
    (name = "clients", description = "The cards: registered, found, changed, archived and erased, with \
        their consents and their history."),
    (name = "bookings", description = "Whether somebody may book, by what the salon's features know."),
    (name = "imports", description = "A salon's list comes in from a spreadsheet: uploaded, previewed row \
        by row, committed as a whole, and undone."),
    (name = "sources", description = "How clients came to the salon, in the salon's own words."),
), components(schemas(clients::ClientExport)))]
struct Document;

/// The module.
pub struct Core;

impl Module for Core {
    fn manifest(&self) -> &'static str {
        include_str!("../plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        OpenApiRouter::with_openapi(Document::openapi())
            .merge(bookings::api::routes())
            .merge(clients::api::routes())
            .merge(consents::api::routes())
            .merge(history::api::routes())
            .merge(imports::api::routes())
            .merge(sources::api::routes())
            .split_for_parts()
    }

    fn pages(&self) -> Router {
        Router::new()
            .merge(clients::pages::routes())
            .merge(sources::pages::routes())
            .merge(imports::pages::routes())
    }

    fn texts(&self) -> Vec<Source> {
        let (cards, imports) = (texts!("core.ftl"), texts!("imports.ftl"));
        [cards, imports].concat()
    }

    fn migrations(&self) -> Twins {
        twins!(
            "../migrations/core",
            [
                "0001_journal",
                "0002_idempotency_keys",
                "0003_clients",
                "0004_imports",
                "0005_import_files",
                "0006_unread_index",
                "0007_found_at_once",
                "0008_unread_name_index",
                "0009_views",
                "0010_feature_settings",
                "0011_events",
                "0012_cursors_begun",
                "0013_outgoing_mails",
            ]
        )
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(clients::facts::answer(call, fact, clients))
    }

    fn worker(&self, name: &str) -> Option<Worker> {
        (name == imports::WORKER).then_some(imports::sheet::work as Worker)
    }

    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let name = name.to_owned();
        Box::pin(async move {
            match name.as_str() {
                "blank_sheets" => imports::blank_sheets(&call).await,
                "forget_files" => imports::forget_old_files(&call).await,
                _ => Err(Error::internal("nobody asked to be woken for this")),
            }
        })
    }
}
