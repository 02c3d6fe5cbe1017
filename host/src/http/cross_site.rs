//! Requests that another site made a browser send.
//!
//! A browser adds the session's cookie to whatever a page tells it to send, so a
//! request that changes something must come from our own pages. Browsers say where
//! a request comes from: `Sec-Fetch-Site`, and where that is missing, `Origin`.
//! Requests with a token carry nothing that a browser adds by itself.

use http::{HeaderMap, Method, StatusCode, header};
use kartoteka_plugin::{Error, Result};

const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Refuses an unsafe request that does not come from our own pages.
///
/// # Errors
/// 403 `cross_site`.
pub(super) fn check(method: &Method, headers: &HeaderMap) -> Result<()> {
    if method.is_safe() || is_own(headers) {
        Ok(())
    } else {
        Err(Error::new(StatusCode::FORBIDDEN, "cross_site"))
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        // The scheme is not compared: behind a proxy that ends TLS we do not know ours.
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host)),
        _ => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn allowed(method: Method, headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        map.insert(header::HOST, "cards.example:8080".parse().unwrap());
        for (name, value) in headers {
            let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.insert(name, value.parse().unwrap());
        }
        check(&method, &map).is_ok()
    }

    #[test]
    fn reading_is_always_allowed() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(allowed(method, &[("sec-fetch-site", "cross-site")]));
        }
    }

    #[test]
    fn what_the_browser_says_of_the_site_decides() {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for (site, expected) in [
                ("same-origin", true),
                ("none", true),
                ("same-site", false),
                ("cross-site", false),
                ("", false),
            ] {
                let headers = [
                    ("sec-fetch-site", site),
                    ("origin", "http://cards.example:8080"),
                ];
                assert_eq!(allowed(method.clone(), &headers), expected, "{site}");
            }
        }
    }

    #[test]
    fn without_it_the_origin_must_be_the_host() {
        for (origin, expected) in [
            ("http://cards.example:8080", true),
            ("https://CARDS.example:8080", true),
            ("http://cards.example", false),
            ("http://evil.example:8080", false),
            ("http://cards.example:8080.evil.example", false),
            ("null", false),
        ] {
            assert_eq!(
                allowed(Method::POST, &[("origin", origin)]),
                expected,
                "{origin}"
            );
        }
        assert!(!allowed(Method::POST, &[]), "neither header");
    }
}
