//! A feature that means harm, by all that it is given: its doors, pieces of pages, answers, facts
//! and statements. What it does next, a story tells it.
//!
//! It is linked, so it could open files and sockets by itself; that is not tried. Tried is what
//! goes by the [`Call`] and the router, because others' code will have the very same.

mod doors;
mod services;
mod sql;

pub use doors::NAME;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Extension, Json as Body, Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use kartoteka_plugin::{
    BoxFuture, Call, DbError, Error, Locale, Module, Result, Tx, db::Savepoint, module::Twins,
    text::Source,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use crate::trial::{Log, heard};

const MANIFEST: &str = "id = 'hostile'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Hostile', de = 'Feind' }\n\
    reads = ['core.clients/1']\napi = ['clients.read']\nworks_with = ['documents']\nworkers = ['read']\nwake_ups = ['again']\n\
    [[permissions]]\nname = 'hostile.read'\nroles = ['owner']\n\
    [[places]]\nid = 'hostile'\nicon = 'cake'\npath = '/hostile/pages/framed'\npermission = 'hostile.read'\n\
    [[answers]]\nhook = 'core.guard_booking/1'\nfailure = 'open'\nmilliseconds = 300\n\
    [[facts]]\nname = 'hostile.round/1'\nabout = 'Whether it is asked in a circle.'\npermission = 'hostile.read'\nschema = { type = 'boolean' }\n\
    [[slots]]\nplace = 'client.section'\nid = 'piece'\npath = '/hostile/pieces/{about}'\npermission = 'hostile.read'\n\
    [[slots]]\nplace = 'client.actions'\nid = 'actions'\npath = '/hostile/actions/{about}'\npermission = 'hostile.read'\n\
    [[slots]]\nplace = 'client.marks'\nid = 'marks'\npath = '/hostile/marks/{about}'\npermission = 'hostile.read'\n\
    [[slots]]\nplace = 'phone.link'\nid = 'link'\npath = '/hostile/link'\npermission = 'hostile.read'\n\
    [[tables]]\nname = 'hostile__rows'\nkey = ['id']\n[tables.columns]\nid = 'uuid'\n";

/// The feature.
pub fn all(log: &Log) -> Vec<Box<dyn Module>> {
    let mind = Mind {
        log: log.clone(),
        ..Mind::default()
    };
    vec![Box::new(Hostile(Arc::new(mind)))]
}

/// What it keeps beyond its time, and what it is told to do next.
#[derive(Default)]
struct Mind {
    log: Log,
    /// A call of each salon.
    calls: Mutex<HashMap<Uuid, Call>>,
    /// A savepoint of a transaction of its own, for use in somebody else's.
    savepoint: Mutex<Option<Savepoint>>,
}

type Shared = Arc<Mind>;

impl Mind {
    /// What a story told it to do next in the salon of `call`.
    fn plan(&self, call: &Call) -> String {
        heard(&self.log, call.salon().id).plan
    }
}

/// What came of an attempt, for the story: `done`, or why not.
fn told<T>(outcome: Result<T>) -> Body<Json> {
    Body(match outcome {
        Ok(_) => json!({"outcome": "done"}),
        Err(error) => json!({
            "outcome": error.code,
            "cause": error.cause.as_deref().unwrap_or_default(),
        }),
    })
}

/// What a number of rows, or a failure of the engine, comes to.
fn counted(outcome: std::result::Result<usize, DbError>) -> Body<Json> {
    match outcome {
        Ok(rows) => Body(json!({"outcome": "done", "rows": rows})),
        Err(error) => told::<()>(Err(Error::from(error))),
    }
}

async fn piece(call: Call, Extension(mind): Extension<Shared>) -> Response {
    let html = mind.plan(&call);
    if html.starts_with(['{', '[']) {
        // That is for the places of data.
        return StatusCode::NO_CONTENT.into_response();
    }
    if html == "slots within" {
        let place = ["client.section", "client.actions"];
        let filled = call.slots().fill(&call, &place, "nobody").await;
        return format!("<p>{}</p>", filled.len()).into_response();
    }
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

async fn data(call: Call, Extension(mind): Extension<Shared>) -> Response {
    let text = mind.plan(&call);
    match text.starts_with(['{', '[']) {
        true => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        false => StatusCode::NO_CONTENT.into_response(),
    }
}

struct Hostile(Shared);

impl Module for Hostile {
    fn manifest(&self) -> &'static str {
        MANIFEST
    }

    fn api(&self) -> (Router, OpenApi) {
        let attempt = async |call: Call,
                             Extension(mind): Extension<Shared>,
                             Path(how): Path<String>,
                             body: String| {
            told(services::attempt(&mind, &call, &how, &body).await)
        };
        let router = Router::new()
            .route("/hostile/sql/{place}", post(sql::statement))
            .route("/hostile/rows", post(sql::row))
            .route("/hostile/try/{how}", post(attempt))
            .route("/hostile/api", post(services::ask_api))
            .route("/hostile/answers/{how}", any(doors::answer))
            .layer(Extension(self.0.clone()));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
            .route("/hostile/pages/{how}", any(doors::answer))
            .route("/hostile/pieces/{about}", get(piece))
            .route("/hostile/actions/{about}", get(data))
            .route("/hostile/marks/{about}", get(data))
            .route("/hostile/link", get(data))
            .layer(Extension(self.0.clone()))
    }

    fn texts(&self) -> Vec<Source> {
        let text = "hostile-about = It means harm.\nplace-hostile = Hostile\n\
             permission-hostile-read = Be harmed\nslot-hostile-piece = A piece\n";
        Locale::ALL
            .map(|locale| (locale, "hostile.ftl", text))
            .into()
    }

    fn migrations(&self) -> Twins {
        Twins {
            sqlite: &[(
                "0001_rows",
                "create table hostile__rows (salon_id integer not null, id blob not null, \
                 primary key (salon_id, id))",
            )],
            postgres: &[(
                "0001_rows",
                "create table hostile__rows (salon_id uuid not null, id uuid not null, \
                 primary key (salon_id, id))",
            )],
        }
    }

    /// Once more, at once.
    fn woken(&self, call: Call, _name: &str) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { call.wake("hostile.again", call.now()).await })
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        _hook: &'a str,
        _question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(services::within(&self.0, call, tx))
    }

    /// Knows only what it is told by itself.
    fn facts<'a>(
        &'a self,
        call: &'a Call,
        fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Json>>> {
        Box::pin(async move {
            let sheet = call.facts(&[fact], clients).await?;
            let known = clients.iter().filter_map(|client| {
                let value = sheet.of(*client, fact)?;
                Some((*client, value.clone()))
            });
            Ok(known.collect())
        })
    }
}
