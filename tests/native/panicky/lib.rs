//! A module that panics in each of its methods, once a request has told it to: `/acme-panicky/<what>`.

use std::{
    collections::HashMap,
    io::{Error as IoError, Write},
    path::Path as FilePath,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use futures_util::StreamExt as _;
use kartoteka_plugin::{
    BoxFuture, Call, Error, Module, Result, Tx, events::Event, extract::Path, text::Source,
    workers::Worker,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

/// What one host told it to do. Each opens the library anew, and all of them share its statics.
#[derive(Default)]
struct Orders {
    /// Where to panic next, and when: `told at once`, `told later`.
    next: Mutex<String>,
    /// What went well.
    done: Mutex<Vec<&'static str>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Orders {
    /// Panics where that was ordered. It is over then.
    fn obey(&self, entry: &str, when: &str) {
        let is_next = {
            let mut next = lock(&self.next);
            let is_next = *next == format!("{entry} {when}");
            if is_next {
                next.clear();
            }
            is_next
        };
        assert!(!is_next, "as ordered");
    }
}

struct Panicky(Arc<Orders>);

kartoteka_plugin::export_plugin!(Panicky = Panicky(Arc::default()));

async fn answer(
    State(orders): State<Arc<Orders>>,
    call: Call,
    Path(what): Path<String>,
    body: String,
) -> Result<String> {
    match &*what {
        "well" => Ok("well".to_owned()),
        "panic" => panic!("as ordered"),
        "order" => {
            *lock(&orders.next) = body;
            Ok("so be it".to_owned())
        }
        "done" => {
            let done = lock(&orders.done);
            Ok(done
                .iter()
                .filter(|done| **done == body)
                .count()
                .to_string())
        }
        "ticks" => {
            call.wake("acme-panicky.tick", call.now()).await?;
            Ok("so be it".to_owned())
        }
        "works" => works(&call, body).await,
        _ => Err(Error::not_found()),
    }
}

/// What the worker said that was told this.
async fn works(call: &Call, told: String) -> Result<String> {
    let mut file = call.scratch().create().await?;
    file.finish().await?;
    let workers = call.workers();
    let mut answer = workers.run("acme-panicky.read", file.path(), told.into(), None);
    let mut said = Vec::new();
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(piece) => said.extend_from_slice(&piece),
            Err(error) => return Ok(format!("{error:?}")),
        }
    }
    String::from_utf8(said).map_err(|_| Error::internal("a worker said no text"))
}

/// Says that it was there, and panics where it is told to.
fn read(_: &FilePath, told: &[u8], output: &mut dyn Write) -> std::io::Result<()> {
    output.write_all(b"read")?;
    match told {
        b"panic" => panic!("as ordered"),
        b"fail" => Err(IoError::other("as ordered")),
        _ => Ok(()),
    }
}

impl Module for Panicky {
    fn manifest(&self) -> &'static str {
        include_str!("plugin.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        let router = Router::new().route("/acme-panicky/{what}", post(answer));
        (router.with_state(self.0.clone()), OpenApi::default())
    }

    fn pages(&self) -> Router {
        let page = async || -> StatusCode { panic!("as ordered") };
        Router::new().route("/acme-panicky/panic", axum::routing::get(page))
    }

    fn texts(&self) -> Vec<Source> {
        Vec::new()
    }

    fn worker(&self, name: &str) -> Option<Worker> {
        (name == "read").then_some(read as Worker)
    }

    fn answer<'a>(
        &'a self,
        _: &'a Call,
        _: &'a mut Tx,
        _: &'a str,
        _: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        self.0.obey("answer", "at once");
        Box::pin(async {
            self.0.obey("answer", "later");
            Ok(json!({"decision": "warn", "staff_text": "well"}))
        })
    }

    fn check_settings(&self, settings: &Json) -> Result<()> {
        assert_ne!(settings["mood"], "panics", "as ordered");
        Ok(())
    }

    fn facts<'a>(
        &'a self,
        _: &'a Call,
        _: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        self.0.obey("facts", "at once");
        Box::pin(async {
            self.0.obey("facts", "later");
            Ok(clients
                .iter()
                .map(|client| (*client, json!("well")))
                .collect())
        })
    }

    fn told<'a>(&'a self, _: &'a Call, _: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        self.0.obey("told", "at once");
        Box::pin(async {
            self.0.obey("told", "later");
            lock(&self.0.done).push("told");
            Ok(())
        })
    }

    fn woken(&self, _: Call, _: &str) -> BoxFuture<'_, Result<()>> {
        self.0.obey("woken", "at once");
        Box::pin(async {
            self.0.obey("woken", "later");
            lock(&self.0.done).push("woken");
            Ok(())
        })
    }
}
