//! What is known about a request while it is answered, and still when it fails.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, Uri, header, request::Parts};
use kartoteka_plugin::{Call, Locale};

use crate::region::Access;

/// One request, seen from the outside.
pub(super) struct Scene {
    pub(super) method: Method,
    /// As asked for, the salon included.
    pub(super) uri: Uri,
    /// Whether the answer is for a program.
    pub(super) for_program: bool,
    /// Whether htmx asks for a piece of a page.
    pub(super) for_fragment: bool,
    /// The page of this host on which a form was sent, its query included.
    pub(super) sent_from: Option<String>,
    pub(super) request_id: String,
    accept_language: Option<HeaderValue>,
    /// Once somebody is known.
    pub(super) access: Option<Arc<Access>>,
    /// Once the salon is known and open to them.
    pub(super) call: Option<Call>,
}

impl Scene {
    pub(super) fn new(parts: &Parts, request_id: String) -> Self {
        let path = parts.uri.path();
        let is = |name: &str| {
            path.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let headers = &parts.headers;
        Self {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            for_program: ["/api", "/health", "/ready", "/metrics"]
                .into_iter()
                .any(is),
            for_fragment: says_true(headers, "hx-request") && !says_true(headers, "hx-boosted"),
            sent_from: sent_from(&parts.method, headers),
            request_id,
            accept_language: headers.get(header::ACCEPT_LANGUAGE).cloned(),
            access: None,
            call: None,
        }
    }

    /// The reader's language: as chosen, as the browser asks, as the salon speaks.
    pub(super) fn locale(&self, salon: Option<Locale>) -> Locale {
        let chosen = self.access.as_ref().and_then(|access| access.locale);
        chosen
            .or_else(|| {
                let header = self.accept_language.as_ref()?.to_str().ok()?;
                Locale::accepted(header)
            })
            .or(salon)
            .unwrap_or_default()
    }
}

/// Where a form was sent from. Browsers say that of pages of this host in full, and no other host is
/// taken.
fn sent_from(method: &Method, headers: &HeaderMap) -> Option<String> {
    if method.is_safe() {
        return None;
    }
    let page: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let here = page.authority().is_some_and(|at| at.as_str() == host);
    let path = page.path_and_query().filter(|_| here)?;
    Some(path.as_str().to_owned())
}

fn says_true(headers: &HeaderMap, name: &str) -> bool {
    headers.get(name).is_some_and(|value| value == "true")
}
