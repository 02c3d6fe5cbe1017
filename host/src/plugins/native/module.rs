//! A native plugin as a module.
#![expect(unsafe_code, reason = "functions of the plugin")]

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
    routing::any,
};
use kartoteka_abi::{Buf, Slice, door, status};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Manifest, Module, Result, Tx,
    events::Event,
    module::{Answering, Asset, Twins},
    native::wire,
    text::Source,
};
use serde_json::Value as Json;
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use super::{
    Meter,
    crossing::limits,
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
    /// Its pictures.
    pub assets: Vec<Asset>,
}

/// So long a plugin may take to be opened and to start.
const STARTS: Duration = Duration::from_secs(10);
/// So long it may look at settings: the salon's writer waits for it.
const CHECKS: Duration = Duration::from_millis(500);

/// Opens a plugin on a thread of its own, which is left to itself where it takes longer.
fn within<T: Send + 'static>(
    limit: Duration,
    open: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let (done, outcome) = mpsc::channel();
    let opening = move || {
        // Who waited may have gone.
        let _ = done.send(open());
    };
    let thread = thread::Builder::new().name("plugin-start".to_owned());
    let started = thread.spawn(opening);
    started.map_err(|error| format!("a thread for it could not be started: {error}"))?;
    match outcome.recv_timeout(limit) {
        Ok(opened) => opened,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let seconds = limit.as_secs();
            Err(format!("it did not start within {seconds} seconds"))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("it panicked at its start".to_owned()),
    }
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
        let (path, text, threads) = (path.to_owned(), parts.manifest.clone(), threads.clone());
        let opening = move || library::open(&path, &text, manifest, threads);
        Ok(Self {
            native: within(STARTS, opening)?,
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

    fn answering(&self) -> Option<Answering> {
        let native = self.native.clone();
        Some(Arc::new(move |request| {
            let native = native.clone();
            Box::pin(async move {
                let answered = native.answer_request(door::API, request).await;
                answered.unwrap_or_else(Error::into_response)
            })
        }))
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

    fn assets(&self) -> Vec<Asset> {
        self.parts.assets.clone()
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
            ("blocking_calls_total", count(figures.blocked)),
            ("blocking_seconds_total", figures.blocked_time.as_secs_f64()),
            ("hung_threads", count(figures.away)),
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
        let (text, state) = (settings.to_string(), self.native.state);
        let checking = move || {
            let (state, mut error) = (state, Buf::EMPTY);
            // SAFETY: all of it is as the header says.
            let checked = unsafe { check(state.0, Slice::of_text(&text), &raw mut error) };
            (checked, error)
        };
        self.native.meter.called();
        let checked = match self.native.questions.run_within(CHECKS, checking) {
            Some((status::OK, _)) => Ok(()),
            Some((status::FAILED, error)) => Err(limits::problem(error.bytes())),
            Some(_) => Err(Error::internal(
                "a plugin failed at looking at its settings",
            )),
            None => Err(Error::internal(
                "a plugin did not look at its settings in time",
            )),
        };
        self.native.came(checked)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_does_not_come_back_is_left_to_itself() {
        let opened = within(Duration::from_millis(5), || -> Result<(), String> {
            loop {
                thread::park();
            }
        });
        assert_eq!(opened, Err("it did not start within 0 seconds".to_owned()));
        let panics = || -> Result<(), String> { std::panic::resume_unwind(Box::new("as asked")) };
        let opened = within(STARTS, panics);
        assert_eq!(opened, Err("it panicked at its start".to_owned()));
        assert_eq!(within(STARTS, || Ok(1)), Ok(1));
    }
}
