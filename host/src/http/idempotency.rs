//! `Idempotency-Key`: a `POST` sent again does nothing twice and answers the same.
//!
//! The answer is kept by the transaction that did the work (see `Tx::answers`), so
//! a repeated request finds both or neither. What is kept holds ids only; the body
//! of a repeated answer is read anew from where its `Location` points.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use kartoteka_plugin::{Call, Error, Result, call::Idempotency};
use ring::digest;

use super::doors::Doors;
use crate::{
    document::Places,
    journal::{self, KeptAnswer},
    region::Region,
};

/// The header.
pub(super) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key taken.
const LONGEST: usize = 255;
/// How often, and after what pauses, the answer of a winner is looked for.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);
/// What the log says of a transaction that lost a race of two equal requests: one of a
/// salon's own, one about access to it.
const LOST: [&str; 2] = [
    "not unique: idempotency_keys_pkey",
    "not unique: kept_answers_pkey",
];

/// A request of the salon's API that carries a key.
pub(super) struct Repeatable<'a> {
    pub(super) doors: &'a Doors,
    /// Which of its answers name a place.
    pub(super) places: &'a Places,
    /// Keeps the answers of what is done to access, which stands in its tables.
    pub(super) region: &'a Region,
    pub(super) call: &'a Call,
    /// Most bytes of a body that is held in memory.
    pub(super) body_bytes: usize,
}

impl Repeatable<'_> {
    /// Answers the request, or repeats the answer it got before.
    ///
    /// # Errors
    /// 400 for a key that is none, 413, 422 `idempotency_key_reused`, and what the
    /// operation says.
    pub(super) async fn answer(self, request: Request) -> Result<Response> {
        let key = key(request.headers())?;
        let (request, fingerprint) = self.fingerprint(request).await?;
        let idempotency = Idempotency { key, fingerprint };
        let path = request.uri().path().to_owned();
        if let Some(kept) = self.kept(&idempotency).await? {
            return self.repeat(&path, kept).await;
        }
        let features = &self.call.salon().features;
        let door = self.doors.find(&path, features)?;
        let call = self.call.idempotent(idempotency.clone());
        let response = door.api(&call, request).await;
        if lost_race(&response) {
            return self.after_the_winner(&path, &idempotency).await;
        }
        Ok(response)
    }

    /// Another request with the same key came first, but may not have committed yet:
    /// on SQLite a shared commit shows its work to those in it before it is durable.
    async fn after_the_winner(&self, path: &str, idempotency: &Idempotency) -> Result<Response> {
        for _ in 0..LOOKS {
            if let Some(kept) = self.kept(idempotency).await? {
                return self.repeat(path, kept).await;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        // It was undone after all; this request may be sent again.
        Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "busy"))
    }

    /// A file is known by its size alone: reading it here would hold it twice.
    async fn fingerprint(&self, request: Request) -> Result<(Request, [u8; 32])> {
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(request.method().as_str().as_bytes());
        hash.update(b"\n");
        let target = request.uri().path_and_query();
        hash.update(target.map_or("", |t| t.as_str()).as_bytes());
        hash.update(b"\n");
        let request = if is_multipart(request.headers()) {
            let length = request.headers().get(header::CONTENT_LENGTH);
            hash.update(length.map_or(b"", HeaderValue::as_bytes));
            request
        } else {
            let (parts, body) = request.into_parts();
            let body = read(body, self.body_bytes).await?;
            hash.update(&body);
            Request::from_parts(parts, Body::from(body))
        };
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(hash.finish().as_ref());
        Ok((request, fingerprint))
    }

    /// The answer that this key got, by the salon or by the region.
    async fn kept(&self, idempotency: &Idempotency) -> Result<Option<KeptAnswer>> {
        let actor = self.call.actor().to_string();
        let by_salon = journal::kept_answer(self.call.hosts_db(), &actor, &idempotency.key).await?;
        let kept = match by_salon {
            Some(kept) => Some(kept),
            None => self.region.kept_answer(self.call, idempotency).await?,
        };
        match kept {
            Some(kept) if kept.fingerprint != idempotency.fingerprint => Err(Error::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
            )),
            kept => Ok(kept),
        }
    }

    /// The kept status, and the place where the first answer to `path` named it, with the body that stands
    /// there now. Where nothing is there any more (it was erased), the body is empty.
    async fn repeat(&self, path: &str, kept: KeptAnswer) -> Result<Response> {
        let defect = |what| Error::internal(format!("a kept answer has a bad {what}"));
        let status = StatusCode::from_u16(kept.status).map_err(|_| defect("status"))?;
        let slug = &self.call.salon().slug;
        let location = format!("/api/v1/salons/{slug}{}", kept.location);
        let location = HeaderValue::try_from(location).map_err(|_| defect("location"))?;
        let mut response = match self.current(kept.location).await {
            Some(current) if current.status().is_success() => current,
            _ => Body::empty().into_response(),
        };
        *response.status_mut() = status;
        if self.places.is_named(path, kept.status) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        Ok(response)
    }

    async fn current(&self, location: String) -> Option<Response> {
        let features = &self.call.salon().features;
        let door = self.doors.find(&location, features).ok()?;
        let request = Request::builder()
            .method(Method::GET)
            .uri(location)
            .body(Body::empty())
            .ok()?;
        Some(door.api(self.call, request).await)
    }
}

fn key(headers: &HeaderMap) -> Result<String> {
    let value = headers.get(HEADER);
    let text = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let fits = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        Ok(text.to_owned())
    } else {
        Err(Error::new(
            StatusCode::BAD_REQUEST,
            "idempotency_key_invalid",
        ))
    }
}

pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.get(..10))
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

async fn read(body: Body, most: usize) -> Result<Bytes> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))
        }
        Err(_) => Err(Error::malformed()),
    }
}

/// Whether another request with the same key committed first.
fn lost_race(response: &Response) -> bool {
    let error = response.extensions().get::<Error>();
    let cause = error.and_then(|error| error.cause.as_deref());
    cause.is_some_and(|cause| LOST.contains(&cause))
}

#[cfg(test)]
mod tests {
    use kartoteka_plugin::DbError;

    use super::*;

    #[test]
    fn a_lost_race_is_recognised() {
        for constraint in ["idempotency_keys_pkey", "kept_answers_pkey"] {
            let constraint = constraint.to_owned();
            let error = Error::from(DbError::Unique { constraint });
            assert!(lost_race(&error.into_response()));
        }
        assert!(!lost_race(&Error::internal("else").into_response()));
    }

    #[test]
    fn a_key_is_visible_ascii_of_some_length() {
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(HEADER, value);
            }
            key(&headers).is_ok()
        };
        assert!(with("7c0b-1"));
        assert!(with(&"x".repeat(255)));
        for bad in ["", "a b", &"x".repeat(256)] {
            assert!(!with(bad), "{bad}");
        }
    }
}
