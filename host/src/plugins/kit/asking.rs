//! A request, and the answer to it, read whole.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use serde_json::Value;

/// A request.
#[derive(Clone)]
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) kind: Option<String>,
    /// Whether it says how long it is.
    pub(super) streamed: bool,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Ask {
    /// A request to the API of a salon.
    pub(super) fn api(method: &Method, salon: &str, path: &str) -> Self {
        Self {
            method: method.clone(),
            path: format!("/api/v1/salons/{salon}{path}"),
            headers: Vec::new(),
            body: Vec::new(),
            kind: None,
            streamed: false,
        }
    }

    /// As the holder of this token.
    pub(super) fn by(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The same once more.
    pub(super) fn again(&self) -> Self {
        self.clone()
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With what it was asked, for reports; nothing where it has no body that can be read.
    pub(super) fn told(&self) -> String {
        let is_json = self
            .kind
            .as_ref()
            .is_some_and(|kind| kind.ends_with("json"));
        match std::str::from_utf8(&self.body) {
            Ok(body) if is_json && !body.is_empty() => format!(" (asked with {body})"),
            _ => String::new(),
        }
    }

    pub(super) fn json(self, body: &Value) -> Self {
        self.sending(body.to_string().into_bytes(), "application/json")
    }

    pub(super) fn sending(mut self, body: Vec<u8>, kind: &str) -> Self {
        self.body = body;
        self.kind = Some(kind.to_owned());
        self
    }
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The id of what a request has made: its member `id`, or where `Location` leads.
    pub(super) fn id(&self) -> Option<String> {
        let own = self.json()["id"].as_str().map(str::to_owned);
        own.or_else(|| {
            let (_, id) = self.header("location").rsplit_once('/')?;
            Some(id.to_owned())
        })
    }

    /// For reports.
    pub(super) fn brief(&self) -> String {
        format!("{} {}", self.status, self.text())
    }
}

impl Ask {
    pub(super) fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        request = request.header(header::HOST, "localhost");
        if let Some(kind) = &self.kind {
            request = request.header(header::CONTENT_TYPE, kind);
            if !self.streamed {
                request = request.header(header::CONTENT_LENGTH, self.body.len());
            }
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = match self.streamed {
            false => Body::from(self.body),
            true => {
                let pieces: Vec<_> = self
                    .body
                    .chunks(16 << 10)
                    .map(Bytes::copy_from_slice)
                    .collect();
                let pieces = pieces.into_iter().map(Ok::<_, std::convert::Infallible>);
                Body::from_stream(futures_util::stream::iter(pieces))
            }
        };
        // A path of which no address can be made is asked for as nothing.
        request
            .body(body)
            .unwrap_or_else(|_| Request::new(Body::empty()))
    }
}

/// Reads an answer whole.
pub(super) async fn read(response: axum::response::Response) -> Answer {
    let (parts, body) = response.into_parts();
    let body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => Bytes::from_static(b"(the body broke off)"),
    };
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    }
}
