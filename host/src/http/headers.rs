//! Headers that every answer carries.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Nothing inline, nothing from elsewhere, nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

const FIXED: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Says that nothing more is taken on this connection.
pub(super) fn close(headers: &mut HeaderMap) {
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
}

/// Adds them. What says nothing about being kept is not to be kept: nearly every
/// answer holds personal data.
pub(super) fn secure(headers: &mut HeaderMap, request_id: &str) {
    headers.reserve(FIXED.len() + 2);
    for (name, value) in FIXED {
        // A policy of the answer's own stands beside ours: it can tighten, and loosens nothing.
        if name == header::CONTENT_SECURITY_POLICY {
            headers.append(name, value);
        } else {
            headers.insert(name, value);
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
