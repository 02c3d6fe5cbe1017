//! What the host answered.

use std::{collections::BTreeMap, io::Read as _};

use reqwest::{Response, StatusCode, header::HeaderMap};
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads an answer.
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("a body").to_vec();
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body as JSON; null where it is empty.
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    /// The files in the body, which is a ZIP, by their paths.
    pub fn unpacked(&self) -> BTreeMap<String, Vec<u8>> {
        assert_eq!(self.header("content-type"), Some("application/zip"));
        let body = std::io::Cursor::new(&self.body);
        let mut archive = zip::ZipArchive::new(body).expect("an archive");
        let mut files = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("all of it");
            let path = file.name().expect("a path").into_owned();
            files.insert(path, bytes);
        }
        files
    }

    /// The document of an export.
    pub fn exported(&self) -> Value {
        let files = self.unpacked();
        serde_json::from_slice(&files["data.json"]).expect("a document")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The same answer, after asserting its status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The same answer, after asserting that it is a problem of this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        for member in ["type", "title", "request_id"] {
            assert!(problem[member].is_string(), "no {member}: {problem}");
        }
        answer
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The pointers of the bad fields of a problem.
    pub fn pointers(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| e["pointer"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The member `id`.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    /// The member `version`.
    #[track_caller]
    pub fn version(&self) -> i64 {
        self.json()["version"].as_i64().expect("a version")
    }
}
