//! A feature of which much can be set, a secret among it.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    routing::{get, post},
};
use kartoteka_plugin::{Call, Locale, Module, Result, extract::Json, text::Source};
use serde_json::Value;
use utoipa::openapi::OpenApi;

const MANIFEST: &str = "id = 'reminders'\nversion = '1'\ncontract = '0.1'\n\
    names = { en = 'Reminders', de = 'Erinnerungen' }\n\
    [settings_schema]\ntype = 'object'\nadditionalProperties = false\nrequired = ['sender']\n\
    [settings_schema.properties]\n\
    sender = { type = 'string', format = 'email', x-order = 1 }\n\
    hours = { type = 'integer', minimum = 1, maximum = 72, default = 24 }\n\
    since = { type = 'string', format = 'date' }\n\
    note = { type = 'string', maxLength = 20, x-lines = true }\n\
    subject = { type = 'string', maxLength = 20, default = 'Ihr Termin' }\n\
    tone = { type = 'string', enum = ['warm', 'very_plain'], default = 'warm' }\n\
    country = { type = 'string', enum = ['de', 'nl'] }\n\
    active = { type = 'boolean', default = true }\n\
    days = { type = 'array', items = { type = 'string', enum = ['mo', 'tu', 'we'] } }\n\
    words = { type = 'array', items = { type = 'string', maxLength = 5 } }\n\
    api_key = { type = 'string', maxLength = 40, writeOnly = true }\n";

/// Their texts, alike in all languages.
const TEXTS: &str = "reminders-about = Remind clients.\n\
    setting-reminders-sender = Sender\n    .hint = Who it comes from.\n\
    setting-reminders-hours = Hours before\nsetting-reminders-since = From\n\
    setting-reminders-note = Below it\nsetting-reminders-subject = Above it\n\
    setting-reminders-tone = Tone\nsetting-reminders-tone-warm = Warm\n\
    setting-reminders-tone-very-plain = Plain\nsetting-reminders-country = Country\n\
    setting-reminders-country-de = Germany\nsetting-reminders-country-nl = The Netherlands\n\
    setting-reminders-active = Remind\nsetting-reminders-days = Days\n\
    setting-reminders-days-mo = Monday\nsetting-reminders-days-tu = Tuesday\n\
    setting-reminders-days-we = Wednesday\nsetting-reminders-words = Words\n\
    setting-reminders-api-key = Key\n";

/// The feature. `GET /reminders/settings` says what it reads, `POST` what it reads inside a
/// transaction, and `GET /reminders/knows/{key}` whether that is the secret.
pub struct Reminders;

async fn read(call: Call) -> Result<Json<Value>> {
    call.settings("reminders").await.map(Json)
}

async fn read_in(call: Call) -> Result<Json<Value>> {
    let mut tx = call.begin().await?;
    let settings = call.settings_in(&mut tx, "reminders").await?;
    tx.commit().await?;
    Ok(Json(settings))
}

async fn knows(call: Call, Path(key): Path<String>) -> Result<StatusCode> {
    let secret = call.secret("reminders", "api_key").await?;
    Ok(match secret {
        None => StatusCode::NO_CONTENT,
        Some(secret) if secret == key => StatusCode::OK,
        Some(_) => StatusCode::IM_A_TEAPOT,
    })
}

/// What nobody has declared.
async fn mistaken(call: Call, Path(how): Path<String>) -> Result<StatusCode> {
    match how.as_str() {
        "secret" => call.secret("reminders", "sender").await.map(drop)?,
        "feature" => call.settings::<Value>("services").await.map(drop)?,
        _ => call.settings::<Vec<u8>>("reminders").await.map(drop)?,
    }
    Ok(StatusCode::OK)
}

impl Module for Reminders {
    fn manifest(&self) -> &'static str {
        MANIFEST
    }

    fn api(&self) -> (Router, OpenApi) {
        let router = Router::new()
            .route("/reminders/settings", get(read))
            .route("/reminders/settings-inside", post(read_in))
            .route("/reminders/knows/{key}", get(knows))
            .route("/reminders/mistaken/{how}", get(mistaken));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        Locale::ALL
            .map(|locale| (locale, "reminders.ftl", TEXTS))
            .into()
    }
}
