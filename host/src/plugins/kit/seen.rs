//! What is noticed of all answers of a run, whatever case asked for them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use http::HeaderMap;
use serde_json::Value;

use super::asking::Answer;

/// Headers that say one thing, so that a second one of them leaves each reader to choose.
const SINGLE: [&str; 12] = [
    "content-disposition",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "etag",
    "expires",
    "hx-location",
    "hx-redirect",
    "last-modified",
    "location",
    "retry-after",
];

/// What was noticed.
#[derive(Debug, Clone, Default)]
pub(super) struct Noticed {
    /// Headers that came more than once, with who sent them.
    pub(super) twice: BTreeSet<String>,
    /// Codes of problems, by the key of their text, with the request that was answered by it.
    pub(super) codes: BTreeMap<String, String>,
    /// Operations that were done, as method and path of the document.
    pub(super) done: BTreeSet<(String, String)>,
}

/// What was noticed up to now.
#[derive(Default)]
pub(super) struct Seen(Mutex<Noticed>);

impl Seen {
    fn lock(&self) -> std::sync::MutexGuard<'_, Noticed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of it.
    pub(super) fn noticed(&self) -> Noticed {
        self.lock().clone()
    }

    /// Looks at an answer; `request` names what was asked.
    pub(super) fn look(&self, request: &str, answer: &Answer) {
        let mut seen = self.lock();
        let twice = twice(&answer.headers).map(|what| format!("{request}: {what}"));
        seen.twice.extend(twice);
        if answer.header("content-type") != "application/problem+json" {
            return;
        }
        let said = answer.json();
        let fields = said["errors"].as_array().into_iter().flatten();
        let fields = fields.filter_map(|field| Some(format!("field-{}", field["code"].as_str()?)));
        let own = said["code"].as_str().map(|code| format!("error-{code}"));
        for key in own.into_iter().chain(fields) {
            seen.codes.entry(key).or_insert_with(|| request.to_owned());
        }
    }

    /// The same of an error that becomes a page for people.
    pub(super) fn failed(&self, request: &str, error: &kartoteka_plugin::Error) {
        let mut seen = self.lock();
        let fields = error
            .fields
            .iter()
            .map(|field| format!("field-{}", field.code));
        for key in fields.chain([format!("error-{}", error.code)]) {
            seen.codes.entry(key).or_insert_with(|| request.to_owned());
        }
    }

    /// An operation was done.
    pub(super) fn done(&self, method: &str, path: &str) {
        self.lock()
            .done
            .insert((method.to_owned(), path.to_owned()));
    }
}

/// The headers that came more than once and should not.
fn twice(headers: &HeaderMap) -> impl Iterator<Item = String> {
    SINGLE.into_iter().filter_map(|name| {
        let values: Vec<_> = headers
            .get_all(name)
            .iter()
            .map(|value| Value::from(String::from_utf8_lossy(value.as_bytes())))
            .collect();
        (values.len() > 1).then(|| format!("{name} {}", Value::from(values)))
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderValue;

    use super::*;

    fn answer(headers: &[(&'static str, &'static str)], body: &'static str) -> Answer {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(*name, HeaderValue::from_static(value));
        }
        Answer {
            status: 422,
            headers: all,
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    #[test]
    fn what_comes_twice_and_what_is_said_of_errors_is_noticed() {
        let seen = Seen::default();
        seen.look(
            "GET /a",
            &answer(&[("vary", "a"), ("vary", "b"), ("etag", "1")], ""),
        );
        assert!(seen.noticed().twice.is_empty());
        seen.look(
            "GET /b",
            &answer(
                &[
                    ("content-type", "text/html"),
                    ("content-type", "text/plain"),
                ],
                "",
            ),
        );
        let twice: Vec<_> = seen.noticed().twice.into_iter().collect();
        assert_eq!(
            twice,
            ["GET /b: content-type [\"text/html\",\"text/plain\"]"]
        );
        let problem = "{\"code\": \"invalid\", \"errors\": [{\"code\": \"required\"}]}";
        seen.look(
            "GET /c",
            &answer(&[("content-type", "application/problem+json")], problem),
        );
        let codes: Vec<_> = seen.noticed().codes.into_keys().collect();
        assert_eq!(codes, ["error-invalid", "field-required"]);
    }
}
