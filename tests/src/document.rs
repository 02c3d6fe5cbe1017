//! The API document as a promise: every answer of a story is held against it.

use std::{collections::HashMap, sync::Mutex};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::Answer;

/// The document of a salon.
#[derive(Default)]
pub struct Document {
    whole: Value,
    /// By operation and status.
    validators: Mutex<HashMap<String, Option<std::sync::Arc<Validator>>>>,
}

impl Document {
    /// Takes the document.
    pub fn new(whole: Value) -> Self {
        assert!(whole["paths"].is_object(), "the document has no paths");
        Self {
            whole,
            validators: Mutex::default(),
        }
    }

    /// Holds an answer to `method` of `path` (below the salon) against the document.
    ///
    /// # Panics
    /// Where the operation or its status is not documented, or the body does not fit.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        if self.whole.is_null() || path == "/openapi.json" {
            return;
        }
        let path = path.split('?').next().unwrap_or_default();
        let Some((template, operation)) = self.operation(method, path) else {
            assert!(
                [404, 405].contains(&answer.status.as_u16()),
                "{method} {path} is not documented, and answered {}",
                answer.status
            );
            return;
        };
        let status = answer.status.as_str();
        let responses = &operation["responses"];
        let response = [status, "default"]
            .iter()
            .map(|key| &responses[*key])
            .find(|r| r.is_object());
        let response =
            response.unwrap_or_else(|| panic!("{method} {template}: {status} is not documented"));
        let response = self.followed(response);
        let kind = answer
            .header("content-type")
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default();
        let schema = &response["content"][kind]["schema"];
        if schema.is_object() && kind.ends_with("json") {
            self.hold(&format!("{method} {template} {status}"), schema, answer);
        }
    }

    fn followed<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"]
            .as_str()
            .and_then(|name| name.strip_prefix('#'))
        {
            Some(pointer) => self.whole.pointer(pointer).unwrap_or(value),
            None => value,
        }
    }

    fn hold(&self, name: &str, schema: &Value, answer: &Answer) {
        let mut validators = self.validators.lock().expect("no panic elsewhere");
        let validator = validators.entry(name.to_owned()).or_insert_with(|| {
            let whole = json!({"allOf": [schema], "components": self.whole["components"]});
            let validator = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .build(&whole)
                .unwrap_or_else(|error| panic!("{name}: the schema is none: {error}"));
            Some(std::sync::Arc::new(validator))
        });
        let Some(validator) = validator.clone() else {
            return;
        };
        drop(validators);
        let body = answer.json();
        let wrong: Vec<String> = validator
            .iter_errors(&body)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(
            wrong.is_empty(),
            "{name} does not fit its schema: {wrong:#?}\n{body:#}"
        );
    }

    /// The operation of a path, with its template.
    fn operation(&self, method: &Method, path: &str) -> Option<(&str, &Value)> {
        let paths = self.whole["paths"].as_object()?;
        let name = method.as_str().to_ascii_lowercase();
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

/// The id of nothing.
pub const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";

/// The least value that a schema of the document takes; ids in it are of [`NOWHERE`].
///
/// # Panics
/// Where it refers to a schema that is not there.
pub fn least(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return least(document, document.pointer(pointer).expect("a schema"));
    }
    if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
        return first.clone();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            let real = all.iter().find(|one| one["type"] != "null");
            return least(document, real.expect("a schema"));
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        Some("string") if schema["format"] == "uuid" => json!(NOWHERE),
        Some("string") => json!("x"),
        _ => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let names = required.iter().filter_map(Value::as_str);
            let pairs = names.map(|name| {
                let value = least(document, &schema["properties"][name]);
                (name.to_owned(), value)
            });
            Value::Object(pairs.collect::<Map<_, _>>())
        }
    }
}
