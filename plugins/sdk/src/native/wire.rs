//! What crosses the native border as JSON, both ways: errors, entries, events.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{
    DbError, Error, FieldError,
    error::Cause,
    events::Event,
    journal::Entry,
    text::{Arg, Texts},
};

/// An argument of a sentence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Argument {
    Number(f64),
    Text(String),
}

type Arguments = BTreeMap<String, Argument>;

/// An error. All but the code may be absent: without a status it is 500.
#[derive(Debug, Serialize, Deserialize)]
struct Problem {
    #[serde(default = "internal")]
    status: u16,
    #[serde(default)]
    code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    args: Arguments,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    extra: Map<String, Json>,
    /// Why, for the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<Why>,
    /// What the database said, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    db: Option<DbError>,
}

const fn internal() -> u16 {
    500
}

#[derive(Debug, Serialize, Deserialize)]
struct Field {
    pointer: String,
    code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    args: Arguments,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    Engine(String),
    Made(String),
}

fn arguments<N: AsRef<str>>(args: &[(N, Arg)]) -> Arguments {
    let argument = |arg: &Arg| match arg {
        Arg::Text(text) => Argument::Text(text.clone()),
        Arg::Number(number) => Argument::Number(*number),
    };
    let named = args
        .iter()
        .map(|(name, arg)| (name.as_ref().to_owned(), argument(arg)));
    named.collect()
}

fn args(arguments: Arguments) -> Vec<(std::borrow::Cow<'static, str>, Arg)> {
    let arg = |argument| match argument {
        Argument::Text(text) => Arg::Text(text),
        Argument::Number(number) => Arg::Number(number),
    };
    let named = arguments
        .into_iter()
        .map(|(name, value)| (name.into(), arg(value)));
    named.collect()
}

/// JSON of what cannot fail to be it.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|_| b"null".to_vec())
}

fn problem(error: &Error, db: Option<DbError>) -> Problem {
    let field = |field: &FieldError| Field {
        pointer: field.pointer.clone(),
        code: field.code.to_string(),
        args: arguments(&field.args),
    };
    let why = |cause: &Cause| match cause {
        Cause::Fixed(text) => Why::Engine((*text).to_owned()),
        Cause::Engine(text) => Why::Engine(text.clone()),
        Cause::Made(text) => Why::Made(text.clone()),
    };
    Problem {
        status: error.status.as_u16(),
        code: error.code.to_string(),
        args: arguments(&error.args),
        fields: error.fields.iter().map(field).collect(),
        extra: error.extra.clone(),
        cause: error.cause.as_ref().map(why),
        db,
    }
}

/// An error, written.
pub fn error_to_json(error: &Error) -> Vec<u8> {
    json(&problem(error, None))
}

/// An error of a statement, written.
pub fn db_error_to_json(error: DbError) -> Vec<u8> {
    json(&problem(&Error::from(error.clone()), Some(error)))
}

/// An error, read; internal, where it is none.
pub fn error_from_json(text: &[u8]) -> Error {
    let Ok(problem) = serde_json::from_slice::<Problem>(text) else {
        return Error::internal("an error across the border that is none");
    };
    let status = StatusCode::from_u16(problem.status).ok();
    // What is no error must not pass for an answer.
    let status = status.filter(|status| status.as_u16() >= 400);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut error = match problem.code.is_empty() {
        true => Error::internal("an error without a code"),
        false => Error::new(status, problem.code),
    };
    error.args = args(problem.args);
    let field = |field: Field| FieldError {
        pointer: field.pointer,
        code: field.code.into(),
        args: args(field.args),
    };
    error.fields = problem.fields.into_iter().map(field).collect();
    error.extra = problem.extra;
    error.cause = problem.cause.map(|why| match why {
        Why::Engine(text) => Cause::Engine(text),
        Why::Made(text) => Cause::Made(text),
    });
    error
}

/// An error of a statement, read.
pub fn db_error_from_json(text: &[u8]) -> DbError {
    let db = serde_json::from_slice::<Problem>(text).ok();
    if let Some(db) = db.and_then(|problem| problem.db) {
        return db;
    }
    let error = error_from_json(text);
    match &*error.code {
        "busy" => DbError::Busy,
        code => DbError::Engine(error.cause.as_deref().unwrap_or(code).to_owned()),
    }
}

/// A text with its arguments, a JSON object of texts and numbers or nothing.
pub fn text(texts: &Texts, key: &str, args: &[u8]) -> Option<String> {
    let named: Arguments = match args {
        [] => Arguments::new(),
        args => serde_json::from_slice(args).ok()?,
    };
    let named = self::args(named);
    let args: Vec<(&str, Arg)> = named
        .iter()
        .map(|(name, arg)| (&**name, arg.clone()))
        .collect();
    texts.find(key, &args)
}

/// What a plugin records in the journal; who, when and by which request the host knows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The versioned name of what happened, which the manifest declares.
    pub what: String,
    /// Everyone it concerns; the first is the one it is about.
    #[serde(default)]
    pub subjects: Vec<Uuid>,
    /// What was there before.
    #[serde(default)]
    pub before: Option<Json>,
    /// What is there now.
    #[serde(default)]
    pub after: Option<Json>,
    /// The whole that it is part of.
    #[serde(default)]
    pub batch: Option<Uuid>,
}

impl Recorded {
    /// What crosses of an entry.
    pub fn of(entry: Entry) -> Self {
        let read = |text: crate::db::JsonText| serde_json::from_str(&text.0).ok();
        Self {
            what: entry.what.to_owned(),
            subjects: entry.subjects,
            before: entry.before.and_then(read),
            after: entry.after.and_then(read),
            batch: entry.batch,
        }
    }
}

/// An event, as a plugin is told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Told {
    number: i64,
    what: String,
    at: DateTime<Utc>,
    actor: String,
    own: bool,
    subject: Option<Uuid>,
    batch: Option<Uuid>,
    before: Option<Json>,
    after: Option<Json>,
}

impl From<&Event> for Told {
    fn from(event: &Event) -> Self {
        let event = event.clone();
        Self {
            number: event.number,
            what: event.what,
            at: event.at,
            actor: event.actor,
            own: event.own,
            subject: event.subject,
            batch: event.batch,
            before: event.before,
            after: event.after,
        }
    }
}

impl From<Told> for Event {
    fn from(told: Told) -> Self {
        Self {
            number: told.number,
            what: told.what,
            at: told.at,
            actor: told.actor,
            own: told.own,
            subject: told.subject,
            batch: told.batch,
            before: told.before,
            after: told.after,
        }
    }
}
