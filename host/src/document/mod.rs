//! The API's document: composed once from what each module says of its doors.
//!
//! Works on the JSON of the documents, because utoipa's own merging drops the
//! second schema of a name without a word; here it stops the start.

mod compose;
mod places;
mod shared;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kartoteka_plugin::{Features, Salon};
use ring::digest;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::{config::Config, registry::Registry};
use compose::{Part, compose};
pub(crate) use places::Places;

/// Documents of salons that are kept; when they are more, all are forgotten.
const KEPT: usize = 256;

/// The document, whole and per salon.
pub(crate) struct Documents {
    whole: Document,
    places: Places,
    parts: Vec<Part>,
    public_url: Option<String>,
    /// By slug, with the features that the salon had on.
    of_salons: Mutex<HashMap<String, (Features, Document)>>,
}

/// A document as it goes out. Cheap to clone.
#[derive(Clone)]
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
        let parts = parts(registry, region)?;
        let public_url = config.public_url.clone();
        let value = compose(&parts, public_url.as_deref())?;
        Ok(Self {
            whole: Document::new(&value),
            places: Places::of(&value),
            parts,
            public_url,
            of_salons: Mutex::default(),
        })
    }

    /// The whole: core, and all that can be switched on.
    pub(crate) fn whole(&self) -> &Document {
        &self.whole
    }

    /// Which answers name a place.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// The one of a salon: core and what it has switched on, under the salon's own address.
    pub(crate) fn of_salon(&self, salon: &Salon) -> Document {
        let mut kept = self
            .of_salons
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((features, document)) = kept.get(&salon.slug)
            && *features == salon.features
        {
            return document.clone();
        }
        let document = Document::new(&self.compose_for(salon));
        if kept.len() >= KEPT {
            kept.clear();
        }
        let entry = (salon.features.clone(), document.clone());
        kept.insert(salon.slug.clone(), entry);
        document
    }

    fn compose_for(&self, salon: &Salon) -> Value {
        let is_there = |part: &&Part| {
            let feature = part.feature.as_ref();
            feature.is_none_or(|feature| salon.features.is_on(feature))
        };
        let parts = self.parts.iter().filter(is_there);
        // What composes as a whole composes in every part.
        let value = compose(parts, self.public_url.as_deref()).unwrap_or_default();
        compose::for_salon(&value, &salon.slug)
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
    compose(&parts(registry, region)?, config.public_url.as_deref())
}

/// Whether these documents make one: whose, whether a salon can switch it off, and the document.
///
/// # Errors
/// Names the path, operation or schema that stands there twice.
pub(crate) fn fit(documents: Vec<(String, bool, Value)>) -> Result<(), String> {
    let parts = documents.into_iter().map(|(owner, is_feature, document)| {
        let feature = is_feature.then(|| owner.clone());
        Part::new(owner, feature, document)
    });
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    compose(&parts, None).map(drop)
}

/// What each module says of its doors.
fn parts(registry: &Registry, region: OpenApi) -> Result<Vec<Part>, String> {
    let json = |document: OpenApi| {
        serde_json::to_value(document).map_err(|error| format!("a document: {error}"))
    };
    let mut parts = Vec::new();
    for loaded in registry.iter() {
        let manifest = &loaded.manifest;
        let feature = manifest.is_feature().then(|| manifest.id.clone());
        let document = json(loaded.module.api().1)?;
        parts.push(Part::new(manifest.id.clone(), feature, document)?);
    }
    parts.push(Part::new("host".to_owned(), None, json(region)?)?);
    Ok(parts)
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
