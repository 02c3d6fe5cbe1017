//! The documented examples of the contract's services, at work in a feature; and the same feature
//! in an older version, which asked for less.

#[path = "../../plugins/sdk/shown/http.rs"]
mod http_shown;
#[path = "../../plugins/sdk/shown/mail.rs"]
mod mail_shown;

use std::{
    sync::{OnceLock, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    routing::{get, post},
};
use kartoteka_plugin::{
    BoxFuture, Call, Error, Locale, Module, Result, Tx,
    db::Claim,
    events::Event,
    extract::Json,
    http::{HttpError, HttpLimits},
    mail::Mail,
    text::Source,
};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

use crate::{outside, trial::Log};

/// The feature as it is now.
pub fn newer(log: &Log) -> Vec<Box<dyn Module>> {
    vec![Box::new(Thanks {
        newer: true,
        log: log.clone(),
    })]
}

/// The feature as it was when it asked for nothing.
pub fn older(log: &Log) -> Vec<Box<dyn Module>> {
    vec![Box::new(Thanks {
        newer: false,
        log: log.clone(),
    })]
}

const MANIFEST: &str = "id = 'thanks'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Thanks', de = 'Dank' }\n";
const ANSWERS: &str = "[[answers]]\nhook = 'core.guard_booking/1'\nfailure = 'closed'\n";

const TEXTS: &str = "thanks-about = Thanks clients.\n\
    thanks-mail-about = A word of thanks to clients after a visit.\n\
    thanks-hosts-about = The town, and nothing about anybody.\n\
    thanks-subject = Thank you\nthanks-text = Come again soon, says { $salon }.\n";

struct Thanks {
    newer: bool,
    log: Log,
}

#[derive(serde::Deserialize)]
struct To {
    client: Option<Uuid>,
    email: String,
}

async fn thank(call: Call, Json(to): Json<To>) -> Result<StatusCode> {
    let client = to.client.unwrap_or_else(|| call.new_id());
    mail_shown::thank(&call, client, &to.email).await?;
    Ok(StatusCode::OK)
}

fn letter(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        client: None,
        subject: "Ohne Vorlage".to_owned(),
        text: "Größe".to_owned(),
        reply_to: Some("salon@seidenhaar.example".to_owned()),
    }
}

/// Letters that are written by transactions of which some end otherwise.
async fn write(call: Call, Path(how): Path<String>) -> Result<StatusCode> {
    let mut tx = call.begin().await?;
    match how.as_str() {
        "undone" => {
            tx.send_mail(&call, letter("undone@example.org")).await?;
            return Ok(StatusCode::OK);
        }
        "partly-undone" => {
            tx.send_mail(&call, letter("kept@example.org")).await?;
            let savepoint = tx
                .savepoint(Duration::from_secs(1), Claim::Shared("shown"))
                .await?;
            tx.send_mail(&call, letter("undone@example.org")).await?;
            tx.end_savepoint(&savepoint, false).await?;
        }
        "many" => {
            for n in 0..20 {
                let to = format!("client{n}@example.org");
                tx.send_mail(&call, letter(&to)).await?;
            }
        }
        to => tx.send_mail(&call, letter(to)).await?,
    }
    tx.commit().await?;
    Ok(StatusCode::OK)
}

async fn weather(call: Call, Path(town): Path<String>) -> Result<Json<Value>> {
    let weather = http_shown::weather(&call, &outside::host(), &town).await?;
    Ok(Json(json!(weather)))
}

/// Calls somebody outside, and says what came.
async fn outside(call: Call, Path(what): Path<String>) -> Result<Json<Value>> {
    let address = match what.as_str() {
        "unnamed" => "https://elsewhere.example/".to_owned(),
        "plain" => format!("http://{}/towns/Graz", outside::host()),
        "as-somebody" => format!("https://somebody@{}/towns/Graz", outside::host()),
        path => format!("https://{}/{path}", outside::host()),
    };
    let body = match what.as_str() {
        "heavy" => vec![0; (1 << 20) + 1],
        _ => Vec::new(),
    };
    let request = http::Request::post(address).body(body.into());
    let request = request.map_err(|_| Error::malformed())?;
    let time = match what.as_str() {
        "late" => Duration::from_millis(50),
        _ => HttpLimits::default().time,
    };
    let limits = HttpLimits {
        time,
        ..HttpLimits::default()
    };
    match call.http().limits(limits).send(request).await {
        Ok(answer) => {
            let body = String::from_utf8_lossy(answer.body()).into_owned();
            Ok(Json(
                json!({"status": answer.status().as_u16(), "body": body}),
            ))
        }
        // The feature's own mistakes are told here, not counted as its failures.
        Err(error @ (HttpError::NotAllowed | HttpError::Misplaced)) => {
            Ok(Json(json!({"mistake": error.to_string()})))
        }
        Err(error) => Err(error.into()),
    }
}

const CONTACTS: &str = "select value from core_contacts_1 where salon_id = $1 and client_id = $2";

/// Whether somebody who is nobody has contacts, read in one way or another.
async fn contacts(call: Call, Path(how): Path<String>) -> Result<Json<Value>> {
    let row = match how.as_str() {
        "inside" => {
            let mut tx = call.begin().await?;
            let row = tx.query(CONTACTS).bind(Uuid::nil()).optional().await;
            // What was refused has not harmed the transaction.
            tx.commit().await?;
            row?
        }
        _ => {
            call.db()
                .query(CONTACTS)
                .bind(Uuid::nil())
                .optional()
                .await?
        }
    };
    Ok(Json(json!(row.is_some())))
}

impl Module for Thanks {
    fn manifest(&self) -> &'static str {
        static NEWER: OnceLock<String> = OnceLock::new();
        static OLDER: OnceLock<String> = OnceLock::new();
        match self.newer {
            true => NEWER.get_or_init(|| {
                let host = outside::host();
                format!(
                    "{MANIFEST}mail = true\nhosts = ['{host}']\nreads = ['core.contacts/1']\n\
                     listens = ['core.client.registered/1']\n{ANSWERS}"
                )
            }),
            false => OLDER.get_or_init(|| format!("{MANIFEST}{ANSWERS}")),
        }
    }

    fn api(&self) -> (Router, OpenApi) {
        let router = Router::new()
            .route("/thanks", post(thank))
            .route("/thanks/write/{how}", post(write))
            .route("/thanks/weather/{town}", get(weather))
            .route("/thanks/outside/{what}", get(outside))
            .route("/thanks/contacts/{how}", get(contacts));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        Locale::ALL
            .map(|locale| (locale, "thanks.ftl", TEXTS))
            .into()
    }

    /// Says as a word for staff what became of what it tried.
    fn answer<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        _hook: &'a str,
        _question: &'a Value,
    ) -> BoxFuture<'a, Result<Value>> {
        Box::pin(async move {
            let request = http::Request::get(format!("https://{}/", outside::host()));
            let request = request.body(bytes::Bytes::new());
            let request = request.map_err(|_| Error::malformed())?;
            let said = match call.http().send(request).await {
                Err(HttpError::Misplaced) => "misplaced",
                _ => "sent",
            };
            let read = tx.query(CONTACTS).bind(Uuid::nil()).optional().await;
            let said = match read {
                Ok(_) => format!("{said}, read"),
                Err(_) => format!("{said}, not read"),
            };
            Ok(json!({"decision": "warn", "text": null, "staff_text": said, "most_open": null}))
        })
    }

    fn told<'a>(&'a self, call: &'a Call, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        let mut all = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = all.entry(call.salon().id).or_default();
        heard.events.extend_from_slice(events);
        Box::pin(async { Ok(()) })
    }
}
