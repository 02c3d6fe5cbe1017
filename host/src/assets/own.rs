//! Pictures that modules bring, served under `/assets/<id>/`.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use ring::digest;

use super::Picture;
use crate::registry::Registry;

/// A picture may be opened by itself, as a page: even then nothing in it runs, and it loads nothing.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// A picture as it goes out.
struct Served {
    kind: Picture,
    content: Bytes,
    /// Another version of the plugin may bring another under the same name.
    etag: HeaderValue,
}

/// The pictures of all modules.
#[derive(Default)]
pub(crate) struct Own(HashMap<String, HashMap<String, Served>>);

impl Own {
    /// Those of these modules. What is no picture is left out: bundles with such are refused.
    pub(crate) fn of(registry: &Registry) -> Self {
        let of_module = registry.iter().map(|loaded| {
            let assets = loaded.module.assets().into_iter();
            let served = assets.filter_map(|asset| {
                let kind = Picture::of(&asset.name, &asset.content).ok()?;
                let digest = digest::digest(&digest::SHA256, &asset.content);
                let digest = u128::from_be_bytes(*digest.as_ref().first_chunk()?);
                let served = Served {
                    kind,
                    content: asset.content,
                    etag: HeaderValue::try_from(format!("\"{digest:032x}\"")).ok()?,
                };
                Some((asset.name, served))
            });
            (loaded.manifest.id.clone(), served.collect())
        });
        Self(of_module.collect())
    }

    /// Whether there is a module of this id.
    pub(crate) fn is_of(&self, module: &str) -> bool {
        self.0.contains_key(module)
    }

    /// The picture `name` of `module`, or 304 for who has it already.
    pub(crate) fn answer(&self, module: &str, name: &str, headers: &HeaderMap) -> Response {
        let served = self.0.get(module).and_then(|own| own.get(name));
        let Some(served) = served else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let fixed = [
            (header::ETAG, served.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        if headers.get(header::IF_NONE_MATCH) == Some(&served.etag) {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        let of_it = [
            (header::CONTENT_TYPE, served.kind.content_type()),
            (header::CONTENT_SECURITY_POLICY, POLICY),
        ];
        (fixed, of_it, served.content.clone()).into_response()
    }
}
