//! The operations of the plugin's API, as the salon's document has them, and proper requests to them.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};

use super::{
    document::{NOWHERE, followed, least},
    report::{Ended, not},
    samples::{Sample, filled},
    stage::{Answer, Ask, HOME, Stage},
};

/// One operation.
pub(super) struct Operation {
    /// `GET /acme-tips/tips`.
    pub(super) name: String,
    /// As the salon's document calls it.
    pub(super) id: String,
    pub(super) method: Method,
    /// Below the salon.
    pub(super) path: String,
    /// The permission it names.
    pub(super) needs: Option<String>,
    /// The schema of its body, where that is JSON.
    pub(super) body: Option<Value>,
    /// What its document calls that JSON: `application/json`, or another that ends so.
    pub(super) kind: String,
    multipart: bool,
    parameters: Vec<Value>,
}

/// All operations of the plugin, those first that take nothing away.
pub(super) fn operations(stage: &Stage) -> Vec<Operation> {
    let document = stage.document.whole();
    let paths = document["paths"].as_object();
    let mut all = Vec::new();
    for (template, item) in paths.into_iter().flatten() {
        let begin = format!("/{}", stage.id());
        let Some(path) = template.find(&begin).and_then(|at| template.get(at..)) else {
            continue;
        };
        let rest = path.get(begin.len()..).unwrap_or_default();
        if !(rest.is_empty() || rest.starts_with('/')) {
            continue;
        }
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let method = method.to_uppercase();
            let content = &operation["requestBody"]["content"];
            let kind = json_kind(content);
            let schema = &content[kind]["schema"];
            let shared = item["parameters"].as_array().into_iter().flatten();
            let own = operation["parameters"].as_array().into_iter().flatten();
            all.push(Operation {
                name: format!("{method} {path}"),
                id: id.to_owned(),
                method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
                path: path.to_owned(),
                needs: operation
                    .pointer("/security/0/bearer/0")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                body: schema
                    .is_object()
                    .then(|| followed(document, schema).clone()),
                kind: kind.to_owned(),
                multipart: content["multipart/form-data"].is_object(),
                parameters: (shared.chain(own))
                    .map(|parameter| followed(document, parameter).clone())
                    .collect(),
            });
        }
    }
    let order = [
        Method::PUT,
        Method::POST,
        Method::GET,
        Method::PATCH,
        Method::DELETE,
    ];
    all.sort_by_key(|one| order.iter().position(|method| *method == one.method));
    all
}

impl Operation {
    /// Where its document is to be changed: `openapi.json, paths./acme-tips/tips.get`.
    pub(super) fn key(&self) -> String {
        let method = self.method.as_str().to_lowercase();
        format!("openapi.json, paths.\"{}\".{method}", self.path)
    }

    /// Where what it does stands, for reports.
    pub(super) fn code(&self) -> String {
        format!("the code of {} ({})", self.name, self.id)
    }

    pub(super) fn takes_body(&self) -> bool {
        self.body.is_some() || self.multipart
    }

    /// The names in its path, in order.
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.path.split('{').skip(1);
        names.filter_map(|rest| rest.split('}').next())
    }

    /// Whether its path names a thing of a salon.
    pub(super) fn names_a_thing(&self) -> bool {
        self.names().any(|name| self.word(name).is_none())
    }

    /// Whether it reads a part of a thing, which not each has: `/acme-tips/tips/{tip}/picture`.
    pub(super) fn is_of_a_part(&self) -> bool {
        let after = self.path.rsplit_once('}').map(|(_, after)| after);
        self.method == Method::GET && after.is_some_and(|after| !after.is_empty())
    }

    /// What a name in the path stands for that is no thing: a word out of a list, or a number.
    fn word(&self, name: &str) -> Option<String> {
        let of_path = |p: &&Value| p["in"] == "path" && p["name"] == name;
        let schema = &self.parameters.iter().find(of_path)?["schema"];
        let is_word = schema["enum"].is_array() || schema["type"] == "integer";
        is_word.then(|| match least(&Value::Null, schema) {
            Value::String(word) => word,
            other => other.to_string(),
        })
    }

    /// The path with these ids.
    ///
    /// # Errors
    /// Where nobody says how such a thing is made.
    pub(super) fn at(&self, things: &BTreeMap<String, String>) -> Result<String, Ended> {
        let mut path = self.path.clone();
        for name in self.names() {
            let id = self.word(name).or_else(|| things.get(name).cloned());
            let id = id.ok_or_else(|| {
                not(format!(
                    "samples.toml makes no \"{name}\": add it under [[things]]"
                ))
            })?;
            path = path.replace(&format!("{{{name}}}"), &id);
        }
        Ok(self.asking(path, things))
    }

    /// The path with ids of nothing.
    pub(super) fn nowhere(&self) -> String {
        let nothing = self
            .names()
            .map(|name| (name.to_owned(), NOWHERE.to_owned()));
        self.at(&nothing.collect()).unwrap_or_default()
    }

    /// With the query that it cannot do without: `client_id` is that of the client, where one was made.
    fn asking(&self, mut path: String, things: &BTreeMap<String, String>) -> String {
        let needed =
            (self.parameters.iter()).filter(|p| p["in"] == "query" && p["required"] == true);
        for parameter in needed {
            let name = parameter["name"].as_str().unwrap_or_default();
            let thing = name.strip_suffix("_id").and_then(|name| things.get(name));
            let value = match (thing, &parameter["example"]) {
                (Some(id), _) => Value::from(id.as_str()),
                (None, Value::Null) => least(&Value::Null, &parameter["schema"]),
                (None, example) => example.clone(),
            };
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let mark = if path.contains('?') { '&' } else { '?' };
            path.push_str(&format!("{mark}{name}={value}"));
        }
        path
    }

    /// Whether it takes a parameter of this name, of the query or a header.
    pub(super) fn takes(&self, place: &str, name: &str) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|p| {
            let called = p["name"].as_str().unwrap_or_default();
            p["in"] == place && called.eq_ignore_ascii_case(name)
        })
    }

    /// The samples that are this very operation.
    fn samples<'a>(&'a self, stage: &'a Stage) -> impl Iterator<Item = &'a Sample> {
        let samples = &stage.samples;
        let all = samples.things.iter().chain(&samples.about_client);
        all.filter(|sample| sample.path == self.path && sample.method == self.method.as_str())
    }

    /// The first of them.
    fn sample<'a>(&'a self, stage: &'a Stage) -> Option<&'a Sample> {
        self.samples(stage).next()
    }

    /// Bodies of the samples for it, or else the least that its schema takes; with names in place of ids.
    pub(super) fn raw(&self, stage: &Stage) -> Vec<Value> {
        let Some(schema) = &self.body else {
            return Vec::new();
        };
        let own = stage.samples.bodies.get(&self.id).cloned();
        let samples = self.samples(stage).map(|sample| sample.body.clone());
        let all: Vec<Value> = own.into_iter().chain(samples).collect();
        match all.is_empty() {
            true => vec![least(stage.document.whole(), schema)],
            false => all,
        }
    }

    /// The sample that is this very operation, where that sends a form with a file.
    pub(super) fn form_sample<'a>(&'a self, stage: &'a Stage) -> Option<&'a Sample> {
        self.samples(stage)
            .find(|sample| self.multipart && sample.file.is_some())
    }

    /// A body that it takes, by the samples or else by its schema.
    pub(super) fn content(&self, stage: &Stage) -> Value {
        let own = stage.samples.bodies.get(&self.id).cloned();
        let sample = || self.sample(stage).map(|sample| sample.body.clone());
        let schema = || {
            let schema = self.body.as_ref()?;
            Some(least(stage.document.whole(), schema))
        };
        let body = own
            .or_else(sample)
            .or_else(schema)
            .unwrap_or_else(|| json!({}));
        let text = filled(&body.to_string(), &stage.things);
        serde_json::from_str(&text).unwrap_or(body)
    }

    /// A request that would do it, with this body where it takes one, in the hands of nobody yet.
    pub(super) fn request(
        &self,
        stage: &Stage,
        salon: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Ask {
        let ask = Ask::api(&self.method, salon, path);
        if self.multipart {
            let sample = self.form_sample(stage);
            let (bytes, kind) = sample.map_or_else(no_file, |sample| sample.payload(&stage.things));
            return ask.sending(bytes, &kind);
        }
        let body = match (&self.body, body) {
            (Some(_), Some(body)) => body.to_string(),
            (Some(_), None) => self.content(stage).to_string(),
            (None, _) => return ask,
        };
        ask.sending(body.into_bytes(), &self.kind)
    }

    /// Requests of which at least one should be taken: with what the samples say, or else by its schema, about
    /// these things.
    pub(super) fn proper(
        &self,
        stage: &Stage,
        path: &str,
        things: &BTreeMap<String, String>,
    ) -> Vec<Ask> {
        let ask = || Ask::api(&self.method, HOME, path);
        if self.multipart {
            let sample = self.form_sample(stage);
            let (bytes, kind) = sample.map_or_else(no_file, |sample| sample.payload(things));
            return vec![ask().sending(bytes, &kind)];
        }
        if self.body.is_none() {
            return vec![ask()];
        }
        let filled = |body: Value| filled(&body.to_string(), things).into_bytes();
        let all = self.raw(stage).into_iter().map(filled);
        all.map(|body| ask().sending(body, &self.kind)).collect()
    }

    /// The same based on what is there now, where it is about a version.
    pub(super) async fn based(&self, stage: &Stage, ask: Ask) -> Ask {
        if !self.takes("header", "if-match") {
            return ask;
        }
        let mut look = Ask::api(&Method::GET, HOME, "").by(&stage.token);
        look.path.clone_from(&ask.path);
        let tag = stage.ask(look).await;
        let tag = match tag.header("etag") {
            "" => "\"1\"".to_owned(),
            tag => tag.to_owned(),
        };
        ask.with("if-match", &tag)
    }

    /// Does it properly in [`HOME`], as its owner.
    ///
    /// # Errors
    /// Where nobody says how the thing that it is about is made.
    pub(super) async fn done(&self, stage: &Stage, body: Option<&Value>) -> Result<Answer, Ended> {
        let path = self.at(&stage.things)?;
        let ask = self.request(stage, HOME, &path, body).by(&stage.token);
        Ok(stage.ask(self.based(stage, ask).await).await)
    }
}

/// What a body in JSON is called.
fn json_kind(content: &Value) -> &str {
    const PLAIN: &str = "application/json";
    let mut kinds = content.as_object().into_iter().flat_map(|all| all.keys());
    let mut other = || kinds.find(|kind| kind.ends_with("+json"));
    match content.get(PLAIN) {
        Some(_) => PLAIN,
        None => other().map_or(PLAIN, String::as_str),
    }
}

fn no_file() -> (Vec<u8>, String) {
    let text = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--x--\r\n";
    (
        text.as_bytes().to_vec(),
        "multipart/form-data; boundary=x".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_sent_as_the_document_calls_it() {
        let both = json!({"application/merge-patch+json": {}, "application/json": {}});
        assert_eq!(json_kind(&both), "application/json");
        let patch = json!({"text/plain": {}, "application/merge-patch+json": {}});
        assert_eq!(json_kind(&patch), "application/merge-patch+json");
        assert_eq!(json_kind(&Value::Null), "application/json");
    }
}
