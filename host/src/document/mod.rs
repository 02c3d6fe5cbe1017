//! The API's document: composed once from what each module says of its doors.
//!
//! Works on the JSON of the documents, because utoipa's own merging drops the
//! second schema of a name without a word; here it stops the start.

mod compose;
mod shared;

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use ring::digest;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::{config::Config, registry::Registry};
use compose::{Part, compose};

/// The document, whole and per salon.
pub(crate) struct Documents {
    whole: Document,
    /// The composed document, from which a salon's own is made.
    value: Value,
}

/// A document as it goes out.
pub(crate) struct Document {
    body: Bytes,
    etag: HeaderValue,
}

/// First segments of the paths of a document.
pub(crate) fn segments(document: &OpenApi) -> Vec<String> {
    let first = |path: &String| path.split('/').nth(1).unwrap_or_default().to_owned();
    let mut segments: Vec<String> = document.paths.paths.keys().map(first).collect();
    segments.sort();
    segments.dedup();
    segments.retain(|segment| !segment.is_empty());
    segments
}

impl Documents {
    /// Composes the documents of all modules and of the region.
    ///
    /// # Errors
    /// Names the operation or schema that stands there twice.
    pub(crate) fn new(
        registry: &Registry,
        region: OpenApi,
        config: &Config,
    ) -> Result<Self, String> {
        let value = whole(registry, region, config)?;
        Ok(Self {
            whole: Document::new(&value),
            value,
        })
    }

    /// The whole.
    pub(crate) fn whole(&self) -> &Document {
        &self.whole
    }

    /// The one of a salon: the same doors, under the salon's own address.
    pub(crate) fn of_salon(&self, slug: &str) -> Document {
        Document::new(&compose::for_salon(&self.value, slug))
    }
}

/// The whole document as JSON.
///
/// # Errors
/// Names the operation or schema that stands there twice.
pub(crate) fn whole(
    registry: &Registry,
    region: OpenApi,
    config: &Config,
) -> Result<Value, String> {
    let json = |document: OpenApi| {
        serde_json::to_value(document).map_err(|error| format!("a document: {error}"))
    };
    let mut parts = Vec::new();
    for loaded in registry.iter() {
        let id = &loaded.manifest.id;
        parts.push(Part {
            // Core's names are plain, as are the region's; features' carry their id.
            prefix: if loaded.manifest.segments.is_empty() {
                id.replace('-', "_")
            } else {
                String::new()
            },
            owner: id.clone(),
            document: json(loaded.module.api().1)?,
        });
    }
    parts.push(Part {
        prefix: String::new(),
        owner: "host".to_owned(),
        document: json(region)?,
    });
    compose(parts, config.public_url.as_deref())
}

impl Document {
    fn new(value: &Value) -> Self {
        let body = Bytes::from(value.to_string());
        let hash = digest::digest(&digest::SHA256, &body);
        let tag: String = hash
            .as_ref()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect();
        // Weak: the compressed bytes differ, what they say does not.
        let etag = HeaderValue::try_from(format!("W/\"{tag}\""));
        let etag = etag.unwrap_or(HeaderValue::from_static("W/\"0\""));
        Self { body, etag }
    }

    /// The document, or that it has not changed.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let fixed = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        if headers.get(header::IF_NONE_MATCH) == Some(&self.etag) {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        let json = HeaderValue::from_static("application/json");
        (fixed, [(header::CONTENT_TYPE, json)], self.body.clone()).into_response()
    }
}
