//! Features that try the contract: three that stand on each other, one that does all that a
//! feature should not, one that may not be passed over, and one of which much can be set.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{OriginalUri, Path},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Locale, Module, Page, Result, Tx, events::Event, text::Source,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::{OpenApi, PathItem, PathsBuilder, path::HttpMethod, path::OperationBuilder};
use uuid::Uuid;

use crate::hanging::{HANGING, Hanging, STUBBORN};

/// All of them.
pub fn all(log: &Log) -> Vec<Box<dyn Module>> {
    vec![
        Box::new(Plain {
            manifest: SERVICES,
            path: "/services",
        }),
        Box::new(Plain {
            manifest: TILL,
            path: "/till",
        }),
        Box::new(Plain {
            manifest: BONUS,
            path: "/bonus",
        }),
        Box::new(Faulty {
            manifest: FAULTY,
            id: "faulty",
        }),
        Box::new(Faulty {
            manifest: STRICT,
            id: "strict",
        }),
        Box::new(Listener(LISTENER, log.clone())),
        Box::new(Listener(CHRONICLE, log.clone())),
        Box::new(crate::reminders::Reminders),
        Box::new(crate::latecomer::Latecomer),
        Box::new(Hanging {
            manifest: HANGING,
            id: "hanging",
            log: log.clone(),
        }),
        Box::new(Hanging {
            manifest: STUBBORN,
            id: "stubborn",
            log: log.clone(),
        }),
    ]
}

const SERVICES: &str = "id = 'services'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Services', de = 'Leistungen' }\n";
const TILL: &str = "id = 'till'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Till', de = 'Kasse' }\nrequires = ['services']\n";
const BONUS: &str = "id = 'bonus'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Bonus', de = 'Bonus' }\nrequires = ['till']\n\
    [[permissions]]\nname = 'bonus.read'\nroles = ['owner', 'manager']\n\
    [[places]]\nid = 'bonus'\nicon = 'cake'\npath = '/bonus'\npermission = 'bonus.read'\n";
/// Those of them that ask the engines for what no fence lets through: to sleep, and for tables of core.
pub const UNFENCED: [&str; 4] = ["faulty", "strict", "hanging", "stubborn"];

const FAULTY: &str = "id = 'faulty'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Faulty' }\n\
    [[permissions]]\nname = 'faulty.read'\nroles = ['owner']\n\
    [[answers]]\nhook = 'core.guard_booking/1'\nfailure = 'open'\nmilliseconds = 200\nphase = -1\n\
    [[slots]]\nplace = 'client.section'\nid = 'late'\npath = '/faulty/slots/late/{about}'\npermission = 'faulty.read'\n\
    [[slots]]\nplace = 'client.section'\nid = 'broken'\npath = '/faulty/slots/broken/{about}'\npermission = 'faulty.read'\n\
    [[slots]]\nplace = 'client.section'\nid = 'well'\npath = '/faulty/slots/well/{about}'\npermission = 'faulty.read'\n\
    [[slots]]\nplace = 'client.section'\nid = 'nothing'\npath = '/faulty/slots/nothing/{about}'\npermission = 'faulty.read'\n";
const STRICT: &str = "id = 'strict'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Strict', de = 'Streng' }\n\
    [[answers]]\nhook = 'core.guard_booking/1'\nfailure = 'closed'\n";

/// A feature with one door each.
struct Plain {
    manifest: &'static str,
    path: &'static str,
}

/// A document of one operation.
fn document(path: &str) -> OpenApi {
    let operation = OperationBuilder::new()
        .operation_id(Some("show"))
        .response("200", utoipa::openapi::Response::new("It is here"))
        .build();
    let item = PathItem::new(HttpMethod::Get, operation);
    let mut document = OpenApi::default();
    document.paths = PathsBuilder::new().path(path, item).build();
    document
}

impl Module for Plain {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        let router = Router::new().route(self.path, get(async || StatusCode::OK));
        (router, document(self.path))
    }

    fn pages(&self) -> Router {
        let page = async || Page::new("Trial", "bonus", "<p id=\"inside\">here</p>".to_owned());
        Router::new().route(self.path, get(page))
    }

    fn texts(&self) -> Vec<Source> {
        let id = self.path.trim_start_matches('/');
        let text = format!("{id}-about = What it is for.\nplace-{id} = Trial\n");
        Locale::ALL
            .map(|locale| (locale, "trial.ftl", &*text.clone().leak()))
            .into()
    }
}

/// A feature that does what it should not, as it is told.
struct Faulty {
    manifest: &'static str,
    id: &'static str,
}

impl Module for Faulty {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        let path = format!("/{}/act/{{how}}", self.id);
        let act = async |Path(how): Path<String>| -> Response {
            match how.as_str() {
                "panic" => panic!("on purpose"),
                "error" => Error::internal("on purpose").into_response(),
                "refuse" => Error::invalid().into_response(),
                _ => StatusCode::OK.into_response(),
            }
        };
        (Router::new().route(&path, get(act)), OpenApi::default())
    }

    fn pages(&self) -> Router {
        let fragment = async |OriginalUri(uri): OriginalUri,
                              Path((how, about)): Path<(String, String)>| {
            match how.as_str() {
                "late" => {
                    tokio::time::sleep(Duration::from_secs(2)).await;
                    Html(format!("<p>at last, at {}</p>", uri.path())).into_response()
                }
                "broken" => Error::internal("on purpose").into_response(),
                "nothing" => StatusCode::NO_CONTENT.into_response(),
                _ => Html(format!("<p>about {about}</p>")).into_response(),
            }
        };
        let path = format!("/{}/slots/{{how}}/{{about}}", self.id);
        Router::new().route(&path, get(fragment))
    }

    fn texts(&self) -> Vec<Source> {
        let id = self.id;
        let text = format!(
            "{id}-about = What it is for.\nslot-{id}-late = Late\nslot-{id}-broken = Broken\n\
             slot-{id}-well = Well\nslot-{id}-nothing = Nothing\n"
        );
        Locale::ALL
            .map(|locale| (locale, "faulty.ftl", &*text.clone().leak()))
            .into()
    }

    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        _hook: &'a str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        Box::pin(async move {
            let key = question["contacts"][0]["key"].as_str().unwrap_or_default();
            let told = key.strip_suffix(&format!("@{}.example", self.id));
            let allow =
                json!({"decision": "allow", "text": null, "staff_text": null, "most_open": null});
            match told {
                None => Ok(allow),
                Some("warn") => {
                    let words = "watch out";
                    Ok(
                        json!({"decision": "warn", "text": null, "staff_text": words, "most_open": 2}),
                    )
                }
                Some("error") => Err(Error::internal("on purpose")),
                Some("panic") => panic!("on purpose"),
                Some("garbage") => Ok(json!({"decision": "perhaps"})),
                Some("slow") => {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                    Ok(allow)
                }
                Some("slow-statements") => loop {
                    tx.query("select last from journal_counter where salon_id = $1")
                        .one()
                        .await?;
                    tokio::task::yield_now().await;
                },
                Some("sql") => {
                    tx.query("select nothing from nowhere where salon_id = $1")
                        .all()
                        .await?;
                    Ok(allow)
                }
                Some("begin") => {
                    call.begin().await?;
                    Ok(allow)
                }
                Some("write-and-fail") => {
                    write(call, tx).await?;
                    Err(Error::internal("after writing"))
                }
                Some("write-later-and-fail") => {
                    tx.query("insert into clients (salon_id, id) values ($1, $2)")
                        .bind(call.new_id())
                        .later();
                    Ok(allow)
                }
                Some(_) => {
                    write(call, tx).await?;
                    Ok(allow)
                }
            }
        })
    }
}

/// Leaves a trace that can be found again.
async fn write(call: &Call, tx: &mut Tx) -> Result<()> {
    tx.query("insert into client_numbers (salon_id, number) values ($1, $2)")
        .bind("written by a hook")
        .execute()
        .await?;
    let strict = call.feature() == Some("strict");
    tx.record(call.entry(match strict {
        true => "strict.written/1",
        false => "faulty.written/1",
    }));
    Ok(())
}

/// A feature that is told of cards, and fails at those that are called so.
struct Listener(&'static str, Log);

const LISTENER: &str = "id = 'listener'\nversion = '1'\ncontract = '0.1'\nnames = { en = 'Listener' }\n\
    listens = ['core.client.registered/1', 'core.client.changed/1', 'listener.heard/1']\n\
    [[events]]\nname = 'listener.heard/1'\nabout = 'It heard of somebody.'\n";
/// One that also wants to know what happened while it was off.
const CHRONICLE: &str = "id = 'chronicle'\nversion = '1'\ncontract = '0.1'\nnames = { en = 'Chronicle' }\n\
    catches_up = true\nlistens = ['core.client.registered/1']\n";

/// What was heard in each salon of a world, by all of its hosts.
pub type Log = Arc<Mutex<HashMap<Uuid, Heard>>>;

/// What a listener heard in a salon.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Each event once, in the order of the first telling.
    pub events: Vec<Event>,
    /// How often it was told anything.
    pub calls: usize,
    /// How many of what hangs hang now, and hung at one time at most.
    pub at_work: (usize, usize),
    /// What a feature is told to do next; see [`crate::hostile`].
    pub plan: String,
    failed: Vec<i64>,
}

/// What the listener has heard in `salon`.
pub fn heard(log: &Log, salon: Uuid) -> Heard {
    let heard = log.lock().unwrap_or_else(PoisonError::into_inner);
    heard.get(&salon).cloned().unwrap_or_default()
}

impl Module for Listener {
    fn manifest(&self) -> &'static str {
        self.0
    }

    fn api(&self) -> (Router, OpenApi) {
        (Router::new(), OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let about = match self.0 {
            LISTENER => "listener-about = It listens.\n",
            _ => "chronicle-about = It writes down.\n",
        };
        Locale::ALL
            .map(|locale| (locale, "listener.ftl", about))
            .into()
    }

    fn told<'a>(&'a self, call: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for event in events {
                let name = event
                    .after
                    .as_ref()
                    .and_then(|after| after["last_name"].as_str());
                if name == Some("Echo") {
                    let mut tx = call.begin().await?;
                    tx.record(call.entry("listener.heard/1"));
                    tx.commit().await?;
                }
                let mut all = self.1.lock().unwrap_or_else(PoisonError::into_inner);
                let heard = all.entry(call.salon().id).or_default();
                heard.calls += 1;
                let first = !heard.failed.contains(&event.number);
                heard.failed.push(event.number);
                match name {
                    Some("Immer") => return Err(Error::internal("on purpose")),
                    Some("Einmal") if first => return Err(Error::internal("on purpose")),
                    Some("Panik") => {
                        drop(all);
                        panic!("on purpose")
                    }
                    _ => {}
                }
                if heard
                    .events
                    .iter()
                    .all(|known| known.number != event.number)
                {
                    heard.events.push(event.clone());
                }
            }
            Ok(())
        })
    }
}
