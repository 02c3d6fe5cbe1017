//! A feature whose requests last as long as a story wants, so that it can be switched off and
//! what it keeps removed while one is in its middle.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use axum::{
    Router,
    extract::{Path, Request},
    http::StatusCode,
    routing::{get, post},
};
use futures_util::StreamExt as _;
use kartoteka_plugin::{
    Call, Locale, Module, Result, module::Twins, objects::ObjectKey, text::Source,
};
use tokio::sync::Semaphore;
use utoipa::openapi::OpenApi;
use uuid::Uuid;

const MANIFEST: &str = "id = 'latecomer'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Latecomer', de = 'Nachzügler' }\nreads = ['core.clients/1']\n\
    [[tables]]\nname = 'latecomer__rows'\nkey = ['id']\n[tables.columns]\nid = 'uuid'\n";

/// Where requests of the feature wait in one salon.
#[derive(Debug)]
pub struct Gate {
    arrived: Semaphore,
    go: Semaphore,
}

impl Gate {
    /// The gate of a salon.
    pub fn of(salon: Uuid) -> Arc<Self> {
        static GATES: OnceLock<Mutex<HashMap<Uuid, Arc<Gate>>>> = OnceLock::new();
        let gates = GATES.get_or_init(Mutex::default);
        let mut gates = gates.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = || {
            Arc::new(Self {
                arrived: Semaphore::new(0),
                go: Semaphore::new(0),
            })
        };
        gates.entry(salon).or_insert_with(gate).clone()
    }

    /// Returns when one more request stands at the gate.
    pub async fn arrival(&self) {
        self.arrived.acquire().await.expect("never closed").forget();
    }

    /// Lets one request go on.
    pub fn open(&self) {
        self.go.add_permits(1);
    }

    async fn pass(&self) {
        self.arrived.add_permits(1);
        self.go.acquire().await.expect("never closed").forget();
    }
}

/// The feature: `POST /latecomer/{when}`, which waits before its transaction, within it, or while
/// it puts an object; and `GET /latecomer/hang`, which never answers.
pub struct Latecomer;

async fn write(call: Call, Path(when): Path<String>, _request: Request) -> Result<StatusCode> {
    let gate = Gate::of(call.salon().id);
    if when == "object" {
        let key = ObjectKey::new("latecomer", call.new_id());
        let content = futures_util::stream::once(async move {
            gate.pass().await;
            Ok(bytes::Bytes::from_static(b"late"))
        });
        call.objects().put(key, content.boxed()).await?;
        return Ok(StatusCode::OK);
    }
    if when == "before" {
        gate.pass().await;
    }
    let mut tx = call.begin().await?;
    tx.query("insert into latecomer__rows (salon_id, id) values ($1, $2)")
        .bind(call.new_id())
        .execute()
        .await?;
    if when == "within" {
        gate.pass().await;
    }
    tx.commit().await?;
    Ok(StatusCode::OK)
}

impl Module for Latecomer {
    fn manifest(&self) -> &'static str {
        MANIFEST
    }

    fn api(&self) -> (Router, OpenApi) {
        let hang = async || -> StatusCode { std::future::pending().await };
        let router = Router::new()
            .route("/latecomer/hang", get(hang))
            .route("/latecomer/{when}", post(write));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let text = "latecomer-about = It takes its time.\n";
        Locale::ALL
            .map(|locale| (locale, "latecomer.ftl", text))
            .into()
    }

    fn migrations(&self) -> Twins {
        Twins {
            sqlite: &[(
                "0001_rows",
                "create table latecomer__rows (salon_id integer not null, id blob not null, \
                 primary key (salon_id, id))",
            )],
            postgres: &[(
                "0001_rows",
                "create table latecomer__rows (salon_id uuid not null, id uuid not null, \
                 primary key (salon_id, id))",
            )],
        }
    }
}
