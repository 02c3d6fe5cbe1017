//! The documented examples of what a call offers, at work in one feature; beside it another one
//! that answers what the first asks.

#[path = "../../plugins/sdk/shown/api.rs"]
mod api;
#[path = "../../plugins/sdk/shown/cache.rs"]
mod cache;
#[path = "../../plugins/sdk/shown/changes.rs"]
mod changes;
#[path = "../../plugins/sdk/shown/contacts.rs"]
mod contacts;
mod doors;
#[path = "../../plugins/sdk/shown/events.rs"]
mod events;
#[path = "../../plugins/sdk/shown/facts.rs"]
mod facts;
#[path = "../../plugins/sdk/shown/hooks.rs"]
mod hooks;
#[path = "../../plugins/sdk/shown/jobs.rs"]
mod jobs;
#[path = "../../plugins/sdk/shown/keys.rs"]
mod keys;
#[path = "../../plugins/sdk/shown/objects.rs"]
mod objects;
#[path = "../../plugins/sdk/shown/settings.rs"]
mod settings;
#[path = "../../plugins/sdk/shown/slots.rs"]
mod slots;
#[path = "../../plugins/sdk/shown/tx.rs"]
mod tx;
#[path = "../../plugins/sdk/shown/wake_ups.rs"]
mod wake_ups;
#[path = "../../plugins/sdk/shown/workers.rs"]
mod workers;
#[path = "../../plugins/sdk/shown/workplace.rs"]
mod workplace;

use std::collections::HashMap;

use axum::{Router, routing::get};
use kartoteka_plugin::{
    BoxFuture, Call, Locale, Module, Result, Tx, events::Event, module::Twins, text::Source,
    workers::Worker,
};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use crate::trial::Log;

/// Both features.
pub fn all(_: &Log) -> Vec<Box<dyn Module>> {
    vec![Box::new(Welcome), Box::new(Thrift)]
}

/// The feature of the examples, which welcomes new clients.
struct Welcome;

impl Module for Welcome {
    fn manifest(&self) -> &'static str {
        include_str!("shown_all/welcome.toml")
    }

    fn api(&self) -> (Router, OpenApi) {
        (doors::routes(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new().route("/welcome/slots/marks/{about}", get(slots::marks))
    }

    fn texts(&self) -> Vec<Source> {
        let text = include_str!("shown_all/welcome.ftl");
        Locale::ALL
            .map(|locale| (locale, "welcome.ftl", text))
            .into()
    }

    fn migrations(&self) -> Twins {
        Twins {
            sqlite: &[("0001_gifts", include_str!("shown_all/sqlite.sql"))],
            postgres: &[("0001_gifts", include_str!("shown_all/postgres.sql"))],
        }
    }

    fn worker(&self, name: &str) -> Option<Worker> {
        (name == "count").then_some(workers::count as Worker)
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        _hook: &'a str,
        question: &'a Value,
    ) -> BoxFuture<'a, Result<Value>> {
        Box::pin(hooks::guard(call, tx, question))
    }

    fn facts<'a>(
        &'a self,
        call: &'a Call,
        _fact: &'a str,
        clients: &'a [Uuid],
    ) -> BoxFuture<'a, Result<HashMap<Uuid, Value>>> {
        Box::pin(facts::given(call, clients))
    }

    /// Everything twice, as where a host ended before it could note that it had told.
    fn told<'a>(&'a self, call: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            events::told(call, events).await?;
            events::told(call, events).await
        })
    }

    fn woken(&self, call: Call, _name: &str) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { wake_ups::sweep(&call).await })
    }
}

/// A feature that stands against gifts of more than ten euros.
struct Thrift;

impl Module for Thrift {
    fn manifest(&self) -> &'static str {
        "id = 'thrift'\nversion = '1'\ncontract = '0.1'\nnames = { en = 'Thrift', de = 'Sparen' }\n\
         [[answers]]\nhook = 'welcome.may_give/1'\nfailure = 'closed'\n"
    }

    fn api(&self) -> (Router, OpenApi) {
        (Router::new(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let text = "thrift-about = Small gifts only.\n";
        Locale::ALL
            .map(|locale| (locale, "thrift.ftl", text))
            .into()
    }

    fn answer<'a>(
        &'a self,
        _call: &'a Call,
        _tx: &'a mut Tx,
        _hook: &'a str,
        question: &'a Value,
    ) -> BoxFuture<'a, Result<Value>> {
        let may = question["cents"]
            .as_i64()
            .is_some_and(|cents| cents <= 1000);
        Box::pin(async move { Ok(json!({"may": may})) })
    }
}
