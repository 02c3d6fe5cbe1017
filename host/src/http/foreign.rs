//! What passes between the host and a feature: of a request not what proves who asks, and of an
//! answer what is about the answer. Cookies, connections and what browsers remember of a site are
//! the host's.

use axum::{extract::Request, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use hyper::upgrade::OnUpgrade;
use kartoteka_plugin::Error;
use std::sync::Arc;

use crate::region::{Access, ClientAddress};

/// Kept of an answer, beside what begins with `hx-`.
const KEPT: [HeaderName; 17] = [
    header::ACCEPT_RANGES,
    header::ALLOW,
    header::CACHE_CONTROL,
    header::CONTENT_DISPOSITION,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    // Beside the host's own, so that it can tighten alone.
    header::CONTENT_SECURITY_POLICY,
    header::CONTENT_TYPE,
    header::ETAG,
    header::EXPIRES,
    header::LAST_MODIFIED,
    header::LOCATION,
    header::RETRY_AFTER,
    header::VARY,
    header::X_CONTENT_TYPE_OPTIONS,
];

/// The ones that lead somewhere.
const LEADING: [&str; 5] = [
    "location",
    "hx-location",
    "hx-push-url",
    "hx-redirect",
    "hx-replace-url",
];

/// The most that all headers of an answer may weigh, in bytes: proxies and browsers take no more.
const HEAVIEST: usize = 16 << 10;

/// What browsers run, or draw pages by, where a page of the host names it: by the host's policy
/// they take both from this host, and with `nosniff` by their types alone.
const CODE: [&str; 5] = [
    "ecmascript",
    "javascript",
    "jscript",
    "livescript",
    "text/css",
];

/// Takes from a request what the host alone needs of it.
pub(super) fn hand_on(request: &mut Request) {
    let headers = request.headers_mut();
    for name in [
        header::AUTHORIZATION,
        header::COOKIE,
        header::PROXY_AUTHORIZATION,
    ] {
        headers.remove(name);
    }
    let extensions = request.extensions_mut();
    extensions.remove::<OnUpgrade>();
    extensions.remove::<Arc<Access>>();
    extensions.remove::<ClientAddress>();
}

/// Takes from an answer what is not a feature's to say.
///
/// # Errors
/// Where its status ends no request or is none of HTTP's, where it is a script or a style, and where its headers are more than anybody takes.
pub(super) fn take_in(mut response: Response) -> Result<Response, Error> {
    if !(200..600).contains(&response.status().as_u16()) {
        return Err(Error::internal("a status that is no answer"));
    }
    let headers = response.headers_mut();
    if headers.get_all(header::CONTENT_TYPE).iter().any(is_code) {
        return Err(Error::internal("a script or a style of a feature"));
    }
    if !headers.iter().all(|(name, value)| is_kept(name, value)) {
        *headers = kept(headers);
    }
    let weighs = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    match headers.iter().map(weighs).sum::<usize>() > HEAVIEST {
        true => Err(Error::internal(
            "an answer with more headers than anybody takes",
        )),
        false => Ok(response),
    }
}

fn kept(headers: &HeaderMap) -> HeaderMap {
    let all = headers.iter().filter(|(name, value)| is_kept(name, value));
    all.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn is_code(kind: &HeaderValue) -> bool {
    let kind = String::from_utf8_lossy(kind.as_bytes()).to_ascii_lowercase();
    CODE.iter().any(|code| kind.contains(code))
}

fn is_kept(name: &HeaderName, value: &HeaderValue) -> bool {
    let is_known = KEPT.contains(name) || name.as_str().starts_with("hx-");
    is_known && (!LEADING.contains(&name.as_str()) || stays_here(value))
}

/// Whether an address is one of this host: a path, a query, or none (`false`). A browser reads
/// `\` as `/` and passes over tabs, so that nothing has them.
fn stays_here(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else {
        return false;
    };
    let plain = !text.contains('\\') && !text.contains(|c: char| c.is_ascii_control());
    let path = text.starts_with(['/', '?', '#']) && !text.starts_with("//");
    plain && (path || ["true", "false"].contains(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_here() {
        for (text, stays) in [
            ("/a/b?c=d#e", true),
            ("?q=a:b", true),
            ("false", true),
            ("", false),
            ("//a", false),
            ("/\\a", false),
            ("/\t/a", false),
            ("https://a/", false),
            ("a", false),
            ("javascript:1", false),
        ] {
            assert_eq!(stays_here(&HeaderValue::from_static(text)), stays, "{text}");
        }
    }
}
