//! The API document as a promise: answers are held against it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The id of nothing.
pub const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";

/// The document of a salon.
#[derive(Default)]
pub struct Document {
    whole: Value,
    /// By operation and status.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// An answer, as far as the document says something of it.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// `GET`.
    pub method: &'a str,
    /// Below the salon, without a query.
    pub path: &'a str,
    /// The status.
    pub status: u16,
    /// The content type.
    pub kind: &'a str,
    /// The body.
    pub body: &'a [u8],
}

impl Document {
    /// Takes the document.
    pub fn new(whole: Value) -> Self {
        Self {
            whole,
            validators: Mutex::default(),
        }
    }

    /// All of it; null where there is none.
    pub fn whole(&self) -> &Value {
        &self.whole
    }

    /// Holds an answer against the document.
    ///
    /// # Errors
    /// Says what of it is not documented, or how the body does not fit.
    pub fn check(&self, answer: &Answered<'_>) -> Result<(), String> {
        let Answered { method, path, .. } = *answer;
        let Some((template, operation)) = self.operation(method, path) else {
            return match answer.status {
                404 | 405 => Ok(()),
                status => Err(format!(
                    "{method} {path} is not documented, and answered {status}"
                )),
            };
        };
        let status = answer.status.to_string();
        let responses = &operation["responses"];
        let keys = [status.as_str(), "default"];
        let mut known = keys.iter().map(|key| &responses[*key]);
        let response = known
            .find(|response| response.is_object())
            .ok_or_else(|| format!("{method} {template}: {status} is not documented"))?;
        let response = self.followed(response);
        let kind = answer.kind.split(';').next().unwrap_or_default();
        let schema = &response["content"][kind]["schema"];
        if schema.is_object() && kind.ends_with("json") {
            self.hold(
                &format!("{method} {template} {status}"),
                schema,
                answer.body,
            )?;
        }
        Ok(())
    }

    /// The path of the operation that a request asks for, as the document has it.
    pub fn template(&self, method: &str, path: &str) -> Option<&str> {
        self.operation(method, path).map(|(template, _)| template)
    }

    fn followed<'a>(&'a self, value: &'a Value) -> &'a Value {
        let name = value["$ref"].as_str();
        match name.and_then(|name| name.strip_prefix('#')) {
            Some(pointer) => self.whole.pointer(pointer).unwrap_or(value),
            None => value,
        }
    }

    fn hold(&self, name: &str, schema: &Value, body: &[u8]) -> Result<(), String> {
        let known = self.lock().get(name).cloned();
        let validator = match known {
            Some(known) => known,
            None => {
                let whole = json!({"allOf": [schema], "components": self.whole["components"]});
                let options = jsonschema::options();
                let options = options.with_draft(jsonschema::Draft::Draft202012);
                let built = options.build(&whole);
                let built = built.map_err(|e| format!("{name}: the schema is none: {e}"))?;
                let built = Arc::new(built);
                self.lock().insert(name.to_owned(), built.clone());
                built
            }
        };
        let body: Value = match body {
            [] => Value::Null,
            body => serde_json::from_slice(body)
                .map_err(|error| format!("{name}: the body is no JSON: {error}"))?,
        };
        let wrong = validator.iter_errors(&body);
        let wrong: Vec<String> = wrong
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "{name} does not fit its schema: {}\n{body:#}",
                wrong.join("; ")
            )),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Validator>>> {
        self.validators
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The operation of a path, with its template.
    fn operation(&self, method: &str, path: &str) -> Option<(&str, &Value)> {
        let paths = self.whole["paths"].as_object()?;
        let name = method.to_ascii_lowercase();
        let fits = |template: &str| {
            let (mut want, mut have) = (segments(template), segments(path));
            // The document's paths begin with the salon's own.
            while want
                .first()
                .is_some_and(|s| *s != have.first().copied().unwrap_or_default())
            {
                want.remove(0);
            }
            want.len() == have.len()
                && want
                    .iter()
                    .zip(have.drain(..))
                    .all(|(w, h)| w.starts_with('{') || *w == h)
        };
        // A literal segment wins over a parameter.
        let mut found: Vec<_> = paths
            .iter()
            .filter(|(template, _)| fits(template))
            .collect();
        found.sort_by_key(|(template, _)| template.matches('{').count());
        found.into_iter().find_map(|(template, item)| {
            item[&name]
                .is_object()
                .then(|| (template.as_str(), &item[&name]))
        })
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// The least value that a schema of the document takes; ids in it are of [`NOWHERE`].
pub fn least(document: &Value, schema: &Value) -> Value {
    value(document, schema, false)
}

/// The same with every property that the schema names, and one of what lists are of.
pub fn most(document: &Value, schema: &Value) -> Value {
    value(document, schema, true)
}

/// The schema itself, where it is named.
pub(super) fn followed<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str();
    let named = name.and_then(|name| document.pointer(name.trim_start_matches('#')));
    match named {
        Some(named) => followed(document, named),
        None => schema,
    }
}

fn value(document: &Value, schema: &Value, whole: bool) -> Value {
    let schema = followed(document, schema);
    if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
        return first.clone();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            let real = all.iter().find(|one| one["type"] != "null");
            return real.map_or(Value::Null, |real| value(document, real, whole));
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("array") if whole && schema["items"].is_object() => {
            json!([value(document, &schema["items"], whole)])
        }
        Some("array") => json!([]),
        Some("integer" | "number") => match &schema["minimum"] {
            Value::Null => json!(1),
            minimum => minimum.clone(),
        },
        Some("boolean") => json!(false),
        Some("string") if schema["format"] == "uuid" => json!(NOWHERE),
        Some("string") => json!("x"),
        _ => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let named = schema["properties"].as_object();
            let all = named.into_iter().flat_map(Map::keys);
            let names: Vec<String> = match whole {
                true => all.cloned().collect(),
                false => required
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            };
            let pairs = names.into_iter().map(|name| {
                let value = value(document, &schema["properties"][&name], whole);
                (name, value)
            });
            Value::Object(pairs.collect())
        }
    }
}
