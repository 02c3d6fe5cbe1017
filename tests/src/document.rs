//! The API document as a promise: every answer of a story is held against it.

use kartoteka::plugins::kit::document::{Answered, Document as Held};
pub use kartoteka::plugins::kit::document::{NOWHERE, least};
use reqwest::Method;
use serde_json::Value;

use crate::Answer;

/// The document of a salon.
#[derive(Default)]
pub struct Document(Held);

impl Document {
    /// Takes the document.
    pub fn new(whole: Value) -> Self {
        assert!(whole["paths"].is_object(), "the document has no paths");
        Self(Held::new(whole))
    }

    /// Holds an answer to `method` of `path` (below the salon) against the document.
    ///
    /// # Panics
    /// Where the operation or its status is not documented, or the body does not fit.
    pub fn check(&self, method: &Method, path: &str, answer: &Answer) {
        if self.0.whole().is_null() || path == "/openapi.json" {
            return;
        }
        let held = self.0.check(&Answered {
            method: method.as_str(),
            path: path.split('?').next().unwrap_or_default(),
            status: answer.status.as_u16(),
            kind: answer.header("content-type").unwrap_or_default(),
            body: &answer.body,
        });
        if let Err(what) = held {
            panic!("{what}");
        }
    }
}
