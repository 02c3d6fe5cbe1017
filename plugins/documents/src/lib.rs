//! Files on the cards of clients: signed papers, photographs, contracts, with their versions. What
//! they are is judged by their content; what is deleted can be taken back for 30 days.

mod answers;
pub mod api;
pub mod content;
pub mod deliver;
pub mod file;
pub mod input;
pub mod operations;
pub mod pages;
mod preview;
pub mod ranges;
pub mod receive;
pub mod settings;
mod store;

use axum::Router;
use kartoteka_plugin::{
    BoxFuture, Call, Error, Module, Result, Tx, module::Twins, objects::ObjectKey, text::Source,
    workers::Worker,
};
use serde_json::Value as Json;
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(tags((
    name = "documents",
    description = "Files on the cards of clients, with their versions and contents."
)))]
struct Document;

/// The module.
pub struct Documents;

/// Where the content of a version lies.
fn key(object: Uuid) -> ObjectKey {
    ObjectKey::new("documents", object)
}

impl Module for Documents {
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
        kartoteka_plugin::texts!("documents.ftl")
    }

    fn migrations(&self) -> Twins {
        kartoteka_plugin::twins!(
            "../../migrations/documents",
            ["0001_files", "0002_previews"]
        )
    }

    fn worker(&self, name: &str) -> Option<Worker> {
        (name == preview::WORKER).then_some(preview::work as Worker)
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

    fn check_settings(&self, settings: &Json) -> Result<()> {
        settings::check(settings)
    }

    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let name = name.to_owned();
        Box::pin(async move {
            match name.as_str() {
                "sweep" => operations::sweep(&call).await,
                other => Err(Error::internal(format!("documents were woken for {other}"))),
            }
        })
    }
}

#[cfg(test)]
mod tests;
