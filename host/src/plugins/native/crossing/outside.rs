//! The host's API and hosts outside, as a plugin asks them.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use kartoteka_abi::{Buf, services::Reply};
use kartoteka_plugin::{
    Error, Result,
    http::{HttpError, HttpLimits},
};
use serde::Deserialize;
use serde_json::json;

use super::asked::{Answering, Asked, Service, reply};

/// A request of a plugin.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    method: String,
    target: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    limits: Option<SentLimits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentLimits {
    request_bytes: usize,
    answer_bytes: usize,
    milliseconds: u64,
}

impl Sent {
    fn request(&self, body: Bytes) -> Result<Request<Bytes>> {
        let mut request = Request::builder()
            .method(self.method.as_str())
            .uri(self.target.as_str());
        for (name, value) in &self.headers {
            request = request.header(name, value.as_bytes());
        }
        let request = request.body(body);
        request.map_err(|_| Error::internal("a request of a plugin is none"))
    }
}

/// What came back.
fn answered(response: Response<Bytes>) -> Result<Reply> {
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        // What is no UTF-8 is ISO 8859-1, as headers once were (RFC 9110, 5.5).
        let text = match std::str::from_utf8(value.as_bytes()) {
            Ok(text) => text.to_owned(),
            Err(_) => value
                .as_bytes()
                .iter()
                .map(|byte| char::from(*byte))
                .collect(),
        };
        (name.as_str().to_owned(), text)
    };
    let headers: Vec<_> = response.headers().iter().map(header).collect();
    let status = response.status().as_u16();
    let mut reply = reply(&json!({"status": status, "headers": headers}))?;
    reply.body = Buf::owning(response.into_body());
    Ok(reply)
}

pub(super) struct Api;

impl Service for Api {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let (sent, body): (Sent, _) = (asked.read()?, asked.bytes());
            answered(asked.call.call.api(sent.request(body)?).await?)
        })
    }
}

pub(super) struct Http;

impl Service for Http {
    fn answer(mut asked: Asked) -> Answering {
        Box::pin(async move {
            let (sent, body): (Sent, _) = (asked.read()?, asked.bytes());
            let mut outside = asked.call.call.http();
            if let Some(limits) = &sent.limits {
                outside = outside.limits(HttpLimits {
                    request_bytes: limits.request_bytes,
                    answer_bytes: limits.answer_bytes,
                    time: Duration::from_millis(limits.milliseconds),
                });
            }
            match outside.send(sent.request(body)?).await {
                Ok(response) => answered(response),
                Err(HttpError::NotAllowed) => {
                    let mut error = Error::from(HttpError::NotAllowed);
                    error.code = "outside_not_allowed".into();
                    Err(error)
                }
                Err(error) => Err(error.into()),
            }
        })
    }
}
