//! A host with features of the benchmark's own: fifty that do nothing, six with a section on the
//! card, and one that is told what happens and measures when.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use axum::{Router, extract::Path, response::Html, routing::get};
use kartoteka::{HostBuilder, config};
use kartoteka_plugin::{
    BoxFuture, Call, Locale, Module, Result, events::Event, extract::Json, text::Source,
};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

use crate::Outcome;

/// Features that a salon has on while it is asked whether one is.
pub(crate) const ON: usize = 50;
/// Sections on the card.
pub(crate) const SECTIONS: usize = 6;
/// How often is asked whether a feature is on.
const CHECKS: u32 = 1_000_000;

/// Serves until it is killed, and says where.
pub(crate) async fn serve(program: &str) -> Outcome<String> {
    let config = config::load(None)?;
    let mut builder = HostBuilder::new(config).worker_program(program.into());
    for n in 0..ON {
        builder = builder.module(Box::new(Part { n }));
    }
    let running = builder.module(Box::new(Meter::default())).start().await?;
    println!("{}", running.address);
    running.until(std::future::pending()).await;
    Ok(String::new())
}

/// A text that lives as long as the program.
fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// One of the fifty; the first six have a section.
struct Part {
    n: usize,
}

impl Module for Part {
    fn manifest(&self) -> &'static str {
        let id = format!("part{}", self.n);
        let slot = format!(
            "[[permissions]]\nname = '{id}.read'\nroles = ['owner']\n\
             [[slots]]\nplace = 'client.section'\nid = 'part'\npath = '/{id}/section/{{about}}'\n\
             permission = '{id}.read'\n"
        );
        let slot = if self.n < SECTIONS {
            slot
        } else {
            String::new()
        };
        leaked(format!(
            "id = '{id}'\nversion = '1'\ncontract = '0.1'\nnames = {{ en = '{id}' }}\n{slot}"
        ))
    }

    fn api(&self) -> (Router, OpenApi) {
        (Router::new(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        let section = async |call: Call, Path(about): Path<String>| -> Result<Html<String>> {
            let sql = "select number from clients where salon_id = $1 and id = $2";
            let client: uuid::Uuid = about.parse().unwrap_or_default();
            let row = call.db().query(sql).bind(client).one().await?;
            let number: String = row.get("number")?;
            Ok(Html(format!("<p>what is known of {number}</p>")))
        };
        Router::new().route(&format!("/part{}/section/{{about}}", self.n), get(section))
    }

    fn texts(&self) -> Vec<Source> {
        let id = format!("part{}", self.n);
        let text = leaked(format!("{id}-about = It is here.\nslot-{id}-part = Part\n"));
        Locale::ALL.map(|locale| (locale, "part.ftl", text)).into()
    }
}

/// Told of clients, and when, in microseconds since 1970.
#[derive(Default)]
struct Meter {
    heard: Arc<Mutex<Vec<u64>>>,
}

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let micros = since.unwrap_or(Duration::ZERO).as_micros();
    u64::try_from(micros).unwrap_or(u64::MAX)
}

impl Module for Meter {
    fn manifest(&self) -> &'static str {
        "id = 'meter'\nversion = '1'\ncontract = '0.1'\nnames = { en = 'Meter' }\n\
         listens = ['core.client.registered/1']\n"
    }

    fn api(&self) -> (Router, OpenApi) {
        let heard = self.heard.clone();
        let told = async move || -> Json<Value> {
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            Json(json!(std::mem::take(&mut *heard)))
        };
        let check = async |call: Call| -> Json<Value> {
            let names: Vec<String> = (0..ON).map(|n| format!("part{n}")).collect();
            let start = Instant::now();
            let mut on = 0_u32;
            for n in 0..CHECKS as usize {
                on += u32::from(call.has(std::hint::black_box(&names[n % ON])));
            }
            let nanos = start.elapsed().as_nanos() / u128::from(CHECKS);
            Json(json!({"nanoseconds": u64::try_from(nanos).unwrap_or(u64::MAX), "on": on}))
        };
        let router = Router::new()
            .route("/meter/heard", get(told))
            .route("/meter/check", get(check));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let text = "meter-about = It measures.\n";
        Locale::ALL.map(|locale| (locale, "meter.ftl", text)).into()
    }

    fn told<'a>(&'a self, _: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        let now = now();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend(events.iter().map(|_| now));
        Box::pin(async { Ok(()) })
    }
}
