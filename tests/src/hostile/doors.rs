//! Answers of HTTP as nobody should give them.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    Extension, Json as Body,
    body::Body as Content,
    extract::{Path, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use kartoteka_plugin::{Call, Error, page::PageFrame};
use serde_json::json;

use super::Shared;

/// What the log must not have.
pub const NAME: &str = "Wilhelmine Unbekannt";

/// A body that ends in a panic.
struct Panics(u8);

impl Stream for Panics {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        match self.0 {
            1 => Poll::Ready(Some(Ok(Bytes::from_static(b"so far so good")))),
            _ => panic!("on purpose"),
        }
    }
}

fn endless() -> Content {
    let more = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 64 << 10])));
    Content::from_stream(more.then(async |piece| {
        tokio::task::yield_now().await;
        piece
    }))
}

/// A stream that never gives anything.
fn silent() -> Content {
    Content::from_stream(stream::pending::<Result<Bytes, std::io::Error>>())
}

fn broken() -> Content {
    let pieces = [
        Ok(Bytes::from_static(b"so far so good")),
        Err(std::io::Error::other("on purpose")),
    ];
    Content::from_stream(stream::iter(pieces))
}

fn framed(body: Content) -> Response {
    let mut response = Response::new(body);
    let html = HeaderValue::from_static("text/html");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response.extensions_mut().insert(PageFrame {
        title: "Hostile".to_owned(),
        place: "hostile".into(),
    });
    response
}

/// All headers of the plan, a line each.
fn with_headers(plan: &str) -> Response {
    let mut response = "here".into_response();
    for (name, value) in plan.lines().filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::try_from(name).expect("a name");
        let value = HeaderValue::try_from(value).expect("a value");
        response.headers_mut().append(name, value);
    }
    response
}

/// Answers as `how` says.
pub(super) async fn answer(
    call: Call,
    Extension(mind): Extension<Shared>,
    Path(how): Path<String>,
    request: Request,
) -> Response {
    match how.as_str() {
        // What came, by its headers' names.
        "echo" => {
            let names: Vec<_> = request.headers().keys().map(|k| k.as_str()).collect();
            Body(json!({"headers": names, "upgrade": is_upgrade(&request)})).into_response()
        }
        "headers" => with_headers(&mind.plan(&call)),
        "status" => {
            let status = mind.plan(&call).parse().unwrap_or(200);
            StatusCode::from_u16(status)
                .unwrap_or_default()
                .into_response()
        }
        "endless" => Response::new(endless()),
        "broken" => Response::new(broken()),
        "panics" => Response::new(Content::from_stream(Panics(0))),
        "framed-endless" => framed(endless()),
        "framed-silent" => framed(silent()),
        "framed-broken" => framed(broken()),
        "framed-panics" => framed(Content::from_stream(Panics(0))),
        "named" => {
            let code = format!("{NAME}_is_in_the_way");
            Error::new(StatusCode::INTERNAL_SERVER_ERROR, code).into_response()
        }
        _ => framed(Content::from("<p>here</p>")),
    }
}

/// Whether the connection itself could be taken.
fn is_upgrade(request: &Request) -> bool {
    request
        .extensions()
        .get::<hyper::upgrade::OnUpgrade>()
        .is_some()
}
