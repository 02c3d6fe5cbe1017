//! A native plugin as a module.
#![expect(unsafe_code, reason = "functions of the plugin")]

use std::{collections::HashMap, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
    routing::any,
};
use kartoteka_abi::{Buf, door, status};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Manifest, Module, Result, Tx, events::Event, module::Twins,
    native::wire, text::Source,
};
use serde_json::Value as Json;
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use super::{
    Meter,
    entries::slice,
    library,
    plugin::{self, Native},
    threads::Threads,
    waiting,
};

/// What a bundle holds of a plugin, beside its library.
pub struct Parts {
    /// The manifest, as TOML.
    pub manifest: String,
    /// The document of its API.
    pub document: OpenApi,
    /// Its texts.
    pub texts: Vec<Source>,
    /// Its tables.
    pub migrations: Twins,
}

/// A plugin in a library of its own.
pub struct NativeModule {
    native: Arc<Native>,
    manifest: &'static str,
    parts: Parts,
}

impl NativeModule {
    /// Opens the library at `path`. What the bundle holds was judged before.
    ///
    /// # Errors
    /// Why it cannot be used, as a sentence.
    pub fn open(path: &Path, parts: Parts, threads: &Threads) -> Result<Self, String> {
        let manifest: Manifest = toml::from_str(&parts.manifest)
            .map_err(|error| format!("its manifest cannot be read: {error}"))?;
        waiting::prepare(tokio::runtime::Handle::current());
        let native = library::open(path, &parts.manifest, manifest, threads.clone())?;
        Ok(Self {
            native,
            manifest: plugin::forever(&parts.manifest),
            parts,
        })
    }

    /// What it costs.
    pub fn meter(&self) -> &Arc<Meter> {
        &self.native.meter
    }
}

async fn answer_api(State(native): State<Arc<Native>>, request: Request) -> Response {
    let answered = native.answer_request(door::API, request).await;
    answered.unwrap_or_else(Error::into_response)
}

async fn answer_page(State(native): State<Arc<Native>>, request: Request) -> Response {
    let answered = native.answer_request(door::PAGES, request).await;
    answered.unwrap_or_else(Error::into_response)
}

impl Module for NativeModule {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    /// The doors that its document names; others are not there.
    fn api(&self) -> (Router, OpenApi) {
        let document = self.parts.document.clone();
        let mut router = Router::new();
        for path in document.paths.paths.keys() {
            router = router.route(path, any(answer_api));
        }
        (router.with_state(self.native.clone()), document)
    }

    fn pages(&self) -> Router {
        let id = self.native.id;
        let router = Router::new()
            .route(&format!("/{id}"), any(answer_page))
            .route(&format!("/{id}/{{*rest}}"), any(answer_page));
        router.with_state(self.native.clone())
    }

    fn texts(&self) -> Vec<Source> {
        self.parts.texts.clone()
    }

    fn migrations(&self) -> Twins {
        self.parts.migrations
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let figures = self.native.meter.figures();
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let count = |count: u64| count as f64;
        vec![
            ("calls_total", count(figures.calls)),
            ("errors_total", count(figures.errors)),
            ("polls_total", count(figures.polls)),
            ("poll_seconds_total", figures.poll_time.as_secs_f64()),
            ("longest_poll_seconds", figures.longest_poll.as_secs_f64()),
            ("statements_total", count(figures.statements)),
            ("statement_seconds_total", figures.sql_time.as_secs_f64()),
            ("hung_threads", count(figures.hung)),
        ]
    }

    fn watched(&self, hung: Box<dyn Fn() + Send + Sync>) {
        self.native.meter.tell(hung);
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        hook: &'a str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(self.native.answer_question(call, tx, hook, question))
    }

    fn check_settings(&self, settings: &Json) -> Result<()> {
        let Some(check) = self.native.exports.check_settings else {
            return Ok(());
        };
        let (text, mut error) = (settings.to_string(), Buf::EMPTY);
        // SAFETY: all of it is as the header says.
        let checked = unsafe { check(self.native.state.0, slice(&text), &raw mut error) };
        match checked {
            status::OK => Ok(()),
            status::FAILED => Err(wire::error_from_json(error.bytes())),
            _ => Err(Error::internal(
                "a plugin failed at looking at its settings",
            )),
        }
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(self.native.know(call, fact, clients))
    }

    fn told<'a>(&'a self, call: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        let exports = self.native.exports;
        let functions = (exports.told, exports.told_blocking);
        Box::pin(async move {
            let events: Vec<wire::Told> = events.iter().map(Into::into).collect();
            let events = serde_json::to_string(&events);
            let events = events.map_err(|_| Error::internal("events are no JSON"))?;
            self.native.tell(call, events, functions).await
        })
    }

    fn woken(&self, call: Call, name: &str) -> BoxFuture<'_, Result<()>> {
        let exports = self.native.exports;
        let functions = (exports.woken, exports.woken_blocking);
        let name = name.to_owned();
        Box::pin(async move { self.native.tell(&call, name, functions).await })
    }
}
