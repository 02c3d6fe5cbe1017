//! The doors of a salon: who asks, for which salon, and so with which `Call`.

use std::sync::Arc;

use axum::{
    extract::{DefaultBodyLimit, OriginalUri, Request},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode, Uri, header, uri::PathAndQuery};
use kartoteka_plugin::{Call, Error, Result};

use super::{
    BodyLimit, cross_site,
    front::Front,
    idempotency::{self, Repeatable, is_multipart},
    redirect,
    scene::Scene,
};
use crate::region::Access;

const API: &str = "/api/v1/salons/";
/// What a multipart body may weigh beyond the file in it.
const MULTIPART_OVERHEAD: usize = 64 << 10;

impl Front {
    /// `/api/v1/salons/{salon}/…`, with a token or a session.
    pub(super) async fn salon_api(&self, scene: &mut Scene, request: Request) -> Result<Response> {
        let access = self.caller(&scene.method, request.headers()).await?;
        scene.access = Some(access.clone());
        let prefix = API.len();
        let (slug, rest) = split(request.uri().path(), prefix);
        let call = self.enter(scene, slug, &access).await?;
        if rest == "/openapi.json" {
            let document = self.documents.of_salon(call.salon());
            return Ok(document.answer(request.headers()));
        }
        let at = prefix + slug.len();
        let mut request = below(request, at)?;
        self.limit_body(&mut request)?;
        if scene.method == Method::POST && request.headers().contains_key(idempotency::HEADER) {
            let repeatable = Repeatable {
                doors: &self.doors,
                places: self.documents.places(),
                region: &self.host.region,
                call: &call,
                body_bytes: self.host.config.limits.body_bytes,
            };
            return repeatable.answer(request).await;
        }
        let door = (self.doors).find(request.uri().path(), &call.salon().features)?;
        Ok(door.api(&call, request).await)
    }

    /// `/{salon}/…`, for who is signed in.
    pub(super) async fn salon_page(&self, scene: &mut Scene, request: Request) -> Result<Response> {
        cross_site::check(&scene.method, request.headers())?;
        let Some(access) = self.by_session(request.headers()).await? else {
            return sign_in(scene, &request);
        };
        scene.access = Some(access.clone());
        let (slug, rest) = split(request.uri().path(), 1);
        let call = self.enter(scene, slug, &access).await?;
        if rest.is_empty() {
            let first = self.frames.first(&call).ok_or_else(Error::not_found)?;
            let target = format!("/{}{first}", call.salon().slug);
            return redirect(StatusCode::SEE_OTHER, &target);
        }
        let at = 1 + slug.len();
        let mut request = below(request, at)?;
        self.limit_body(&mut request)?;
        let door = (self.doors).find(request.uri().path(), &call.salon().features)?;
        request.extensions_mut().insert(access);
        Ok(door.page(&call, request).await)
    }

    /// The call of `access` in the salon. That there is no such salon and that they
    /// do not belong to it cannot be told apart.
    async fn enter(&self, scene: &mut Scene, slug: &str, access: &Arc<Access>) -> Result<Call> {
        let salon = self.host.region.salon_by_slug(slug).await?;
        let salon = salon.ok_or_else(Error::not_found)?;
        let permissions = access.permissions_in(salon.id);
        let permissions = permissions.ok_or_else(Error::not_found)?;
        let services = self.host.salons.of(&salon).await?;
        let call = Call::new(
            services,
            access.actor.clone(),
            permissions,
            scene.locale(Some(salon.locale)),
            scene.request_id.clone(),
        );
        let call = match access.session {
            Some(_) => call.from_session(access.session),
            None => call,
        };
        scene.call = Some(call.clone());
        Ok(call)
    }

    /// Who calls the API.
    async fn caller(&self, method: &Method, headers: &HeaderMap) -> Result<Arc<Access>> {
        let access = if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = value.to_str().ok().and_then(bearer);
            let token = token.ok_or_else(Error::unauthorized)?;
            self.host.region.authenticate_token(token).await?
        } else {
            let access = self.by_session(headers).await?;
            if access.is_some() {
                cross_site::check(method, headers)?;
            }
            access
        };
        access.ok_or_else(Error::unauthorized)
    }

    /// Whose session the cookie is of.
    pub(super) async fn by_session(&self, headers: &HeaderMap) -> Result<Option<Arc<Access>>> {
        match cookie(headers, self.host.region.session_cookie()) {
            Some(session) => self.host.region.authenticate_session(session).await,
            None => Ok(None),
        }
    }

    /// Refuses a body that says itself it is too large, and limits the others.
    fn limit_body(&self, request: &mut Request) -> Result<()> {
        let limits = &self.host.config.limits;
        let is_upload = is_multipart(request.headers());
        let most = match is_upload {
            true => limits.upload_bytes.saturating_add(MULTIPART_OVERHEAD),
            false => limits.body_bytes,
        };
        let said = request.headers().get(header::CONTENT_LENGTH);
        let said = said.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if said.is_some_and(|said| said > most) {
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            return Err(match is_upload {
                true => {
                    let megabytes = (limits.upload_bytes >> 20).to_string();
                    Error::new(status, "upload_too_large").arg("limit_mb", megabytes)
                }
                false => Error::new(status, "too_large"),
            });
        }
        DefaultBodyLimit::max(most).apply(request);
        request.extensions_mut().insert(BodyLimit(most));
        Ok(())
    }
}

/// The slug after the first `prefix` bytes of `path`, and what follows it.
fn split(path: &str, prefix: usize) -> (&str, &str) {
    let path = path.get(prefix..).unwrap_or_default();
    let end = path.find('/').unwrap_or(path.len());
    path.split_at_checked(end).unwrap_or((path, ""))
}

/// The request with the first `at` bytes of its path cut off, as a module knows it.
fn below(mut request: Request, at: usize) -> Result<Request> {
    let uri = request.uri();
    let whole = uri.path_and_query().map_or("", PathAndQuery::as_str);
    let rest = whole.get(at..).filter(|rest| rest.starts_with('/'));
    let rest: Uri = rest
        .ok_or_else(Error::not_found)?
        .parse()
        .map_err(|_| Error::not_found())?;
    let original = std::mem::replace(request.uri_mut(), rest);
    request.extensions_mut().insert(OriginalUri(original));
    Ok(request)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// To the sign-in and back again: to the page that was asked for, or on which the form is that
/// was sent.
fn sign_in(scene: &Scene, request: &Request) -> Result<Response> {
    let mut target = "/sign-in".to_owned();
    let back = match scene.method.is_safe() {
        true => (!scene.for_fragment).then(|| request.uri().clone()),
        false => referer(request.headers()),
    };
    if let Some(back) = back {
        let next = back.path_and_query().map_or("/", PathAndQuery::as_str);
        target.push_str("?next=");
        encode(&mut target, next);
    }
    if scene.for_fragment {
        // A redirect would put the sign-in page where the piece of a page belongs.
        let header = [("hx-redirect", target)];
        return Ok((StatusCode::UNAUTHORIZED, header, axum::response::Html("")).into_response());
    }
    redirect(StatusCode::SEE_OTHER, &target)
}

/// The page from which a request came; that it is one of ours was seen before.
fn referer(headers: &HeaderMap) -> Option<Uri> {
    headers.get(header::REFERER)?.to_str().ok()?.parse().ok()
}

/// Percent-encodes all but RFC 3986's unreserved characters and the slash.
fn encode(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(digit)).copied().map_or('0', char::from));
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn the_slug_and_what_follows() {
        assert_eq!(
            split("/api/v1/salons/anna/clients/1", API.len()),
            ("anna", "/clients/1")
        );
        assert_eq!(split("/anna", 1), ("anna", ""));
        assert_eq!(split("/", 1), ("", ""));
    }

    #[test]
    fn modules_see_the_path_below_the_salon() {
        let request = Request::get("/anna/clients?q=a%20b")
            .body(Body::empty())
            .unwrap();
        let request = below(request, "/anna".len()).unwrap();
        assert_eq!(request.uri(), "/clients?q=a%20b");
        let original = request.extensions().get::<OriginalUri>().unwrap();
        assert_eq!(original.0, "/anna/clients?q=a%20b");
        let bare = Request::get("/anna?x").body(Body::empty()).unwrap();
        assert!(below(bare, "/anna".len()).is_err());
    }

    #[test]
    fn tokens_and_cookies_are_found() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc"), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; b=2".parse().unwrap());
        headers.append(header::COOKIE, "c=3".parse().unwrap());
        assert_eq!(cookie(&headers, "b"), Some("2"));
        assert_eq!(cookie(&headers, "c"), Some("3"));
        assert_eq!(cookie(&headers, "d"), None);
    }

    #[test]
    fn what_comes_after_the_sign_in_is_one_value() {
        let mut out = String::new();
        encode(&mut out, "/a/clients?q=ü&x=1#y");
        assert_eq!(out, "/a/clients%3Fq%3D%C3%BC%26x%3D1%23y");
    }
}
