//! Requests and answers across the border.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    cell::UnsafeCell,
    future::{Future as _, poll_fn},
    io,
    mem::size_of,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::OriginalUri,
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};
use http::{HeaderName, HeaderValue, Method, StatusCode, request::Parts, uri::PathAndQuery};
use http_body_util::BodyExt as _;
use kartoteka_abi::{self as abi, Buf, Header, Slice, answer};
use kartoteka_plugin::{Error, Result, native::wire, page::PageFrame};
use tokio::{sync::mpsc, time::Sleep};

use super::{
    super::threads::{Working, of_host},
    call::HostCall,
    life::StandIn,
    limits,
};
use crate::http::BodyLimit;

/// The most that an answer holds in one piece, in bytes. What is larger comes in several, of which one
/// at a time is in memory.
const AT_ONCE: usize = 16 << 20;

/// A request as a plugin gets it, with what it points to.
pub(in super::super) struct Sent {
    /// The plugin takes its body.
    raw: UnsafeCell<abi::Request>,
    _headers: Vec<Header>,
    _parts: Box<Parts>,
}

// SAFETY: what it points to is its own.
unsafe impl Send for Sent {}
// SAFETY: nobody but the plugin looks into it, and that is asked once.
unsafe impl Sync for Sent {}

impl Sent {
    /// For one call of the plugin's function.
    pub(in super::super) const fn raw(&self) -> *mut abi::Request {
        self.raw.get()
    }
}

/// A body of no more bytes than this is handed over in one: each piece that is waited for would be a change of
/// threads.
const GATHERED: u64 = 1 << 20;

/// A request for a plugin. Waits for the first piece of its body, or for all of one that is not large.
///
/// # Errors
/// As reading the body says.
pub(in super::super) async fn sent(door: u32, parts: Parts, mut body: Body) -> Result<Sent> {
    let limit = parts.extensions.get::<BodyLimit>();
    let limit = limit.map_or(0, |limit| limit.0 as u64);
    let first = match (body.is_end_stream(), body.size_hint().exact()) {
        (true, _) => Bytes::new(),
        (_, Some(size)) if size <= GATHERED => gathered(&mut body, size).await?,
        _ => piece(&mut body).await?.unwrap_or_default(),
    };
    let parts = Box::new(parts);
    let header = |(name, value): (&HeaderName, &HeaderValue)| Header {
        name: Slice::of_text(name.as_str()),
        value: Slice::of(value.as_bytes()),
    };
    let headers: Vec<_> = parts.headers.iter().map(header).collect();
    let target = |uri: &http::Uri| {
        let whole = uri.path_and_query();
        Slice::of_text(whole.map_or("/", PathAndQuery::as_str))
    };
    let original = parts.extensions.get::<OriginalUri>();
    let raw = abi::Request {
        struct_size: size_of::<abi::Request>(),
        door,
        reserved: 0,
        // What a HEAD is answered with is cut off later; in C nobody should have to think of it.
        method: Slice::of_text(match parts.method {
            Method::HEAD => "GET",
            ref method => method.as_str(),
        }),
        target: target(&parts.uri),
        whole_target: target(original.map_or(&parts.uri, |original| &original.0)),
        headers: headers.as_ptr(),
        header_count: headers.len(),
        body_limit: limit,
        body: Buf::owning(first),
        more: more(body),
    };
    Ok(Sent {
        raw: UnsafeCell::new(raw),
        _headers: headers,
        _parts: parts,
    })
}

fn broken_off(error: &axum::Error) -> Error {
    let mut error = Error::internal(format!("a body broke off: {error}"));
    error.status = StatusCode::BAD_REQUEST;
    error.code = "malformed".into();
    error
}

async fn piece(body: &mut Body) -> Result<Option<Bytes>> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken_off(&error))?;
        if let Ok(data) = frame.into_data()
            && !data.is_empty()
        {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// A whole body of so many bytes.
async fn gathered(body: &mut Body, size: u64) -> Result<Bytes> {
    let Some(first) = piece(body).await? else {
        return Ok(Bytes::new());
    };
    if first.len() as u64 >= size {
        return Ok(first);
    }
    let mut whole = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    whole.extend_from_slice(&first);
    while let Some(next) = piece(body).await? {
        whole.extend_from_slice(&next);
    }
    Ok(whole.into())
}

/// The next piece of a body; trailers are passed over.
fn next(body: &mut Body, context: &mut Context<'_>) -> Poll<Option<abi::Done<Buf>>> {
    loop {
        let frame = match Pin::new(&mut *body).poll_frame(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(frame)) => frame,
        };
        match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) if !data.is_empty() => return Poll::Ready(Some(Ok(Buf::owning(data)))),
            Ok(_) => {}
            Err(error) => {
                let error = wire::error_to_json(&broken_off(&error));
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

fn more(mut body: Body) -> abi::Stream {
    match body.is_end_stream() {
        true => abi::Stream::NONE,
        false => abi::Stream::of(move |context| of_host(|| next(&mut body, context))),
    }
}

/// A plugin's answer, as the host gives it on.
///
/// # Errors
/// Internal, where it is no answer.
pub(in super::super) fn response(call: &Arc<HostCall>, mut raw: abi::Response) -> Result<Response> {
    let none = || Error::internal("an answer of a plugin is none");
    if raw.body.len > AT_ONCE {
        return Err(Error::internal("an answer that is too large for one piece"));
    }
    let mut response = match raw.kind {
        // SAFETY: it is there until it is released.
        answer::PROBLEM => limits::problem(unsafe { raw.problem.bytes() }).into_response(),
        answer::PLAIN | answer::PAGE => {
            let status = u16::try_from(raw.status).ok();
            let status = status.and_then(|status| StatusCode::from_u16(status).ok());
            let mut response = Response::new(body(call, &mut raw));
            *response.status_mut() = status.ok_or_else(none)?;
            response
        }
        _ => return Err(none()),
    };
    let mut weight = 0;
    for header in raw.headers() {
        // SAFETY: as above.
        let (name, value) = unsafe { (header.name.bytes(), header.value.bytes()) };
        weight += name.len() + value.len();
        if weight > limits::MOST_HEADERS {
            return Err(Error::internal("headers of more than 64 kB"));
        }
        let name = HeaderName::from_bytes(name).map_err(|_| none())?;
        let value = HeaderValue::from_bytes(value).map_err(|_| none())?;
        response.headers_mut().append(name, value);
    }
    if raw.kind == answer::PAGE {
        // SAFETY: as above.
        let (title, place) = unsafe { (raw.title.text(), raw.place.text()) };
        if raw.title.len.max(raw.place.len) > limits::MOST_HEADERS {
            return Err(Error::internal("a title of more than 64 kB"));
        }
        response.extensions_mut().insert(PageFrame {
            title: title.ok_or_else(none)?.to_owned(),
            place: place.ok_or_else(none)?.to_owned().into(),
        });
    }
    Ok(response)
}

/// The body of an answer. What of it comes in pieces is fetched on the plugin's threads, one ahead, and
/// ends with who reads it.
fn body(call: &Arc<HostCall>, raw: &mut abi::Response) -> Body {
    let first = raw.body.take();
    let first = (first.len > 0).then(|| Bytes::from_owner(first));
    let more = raw.more.take();
    if !more.is_some() {
        return first.map_or_else(Body::empty, Body::from);
    }
    let (pieces, inbox) = mpsc::channel(1);
    let fetching = async move {
        // SAFETY: the plugin gave it as one.
        let mut more = unsafe { abi::Incoming::new(more) };
        while let Some(piece) = poll_fn(|context| more.poll_next(context)).await {
            let piece = piece.map_err(|failed| io::Error::other(failed.to_string()));
            let piece = piece.and_then(|piece| match piece.len > AT_ONCE {
                true => Err(io::Error::other("a piece that is too large")),
                false => Ok(Bytes::from_owner(piece)),
            });
            if pieces.send(piece).await.is_err() {
                return;
            }
        }
    };
    let stands_in = StandIn::as_limited(call);
    let fetching = stands_in.working(fetching);
    let plugin = &call.plugin;
    let mut rest = Rest {
        inbox,
        fetching: plugin.threads.spawn(plugin.meter.clone(), fetching),
        stands_in: Some(stands_in),
        limit: call.time(),
        patience: None,
    };
    let rest = stream::poll_fn(move |context| rest.poll_next(context));
    let first = first.map(Ok::<_, io::Error>);
    Body::from_stream(stream::iter(first).chain(rest))
}

/// The rest of an answer, on its way. Dropped, the plugin's stream is.
struct Rest {
    inbox: mpsc::Receiver<io::Result<Bytes>>,
    fetching: Working<()>,
    /// Until it has ended.
    stands_in: Option<StandIn>,
    /// How long the next piece may take.
    limit: Option<Duration>,
    patience: Option<Pin<Box<Sleep>>>,
}

impl Rest {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.stands_in.is_none() {
            return Poll::Ready(None);
        }
        match self.inbox.poll_recv(context) {
            Poll::Ready(Some(piece)) => {
                self.patience = None;
                return Poll::Ready(Some(piece));
            }
            Poll::Ready(None) => return Poll::Ready(self.ended(context)),
            Poll::Pending => {}
        }
        if let Poll::Ready(Err(_)) = Pin::new(&mut self.fetching).poll(context) {
            return Poll::Ready(self.breaks_off("a plugin's answer hangs"));
        }
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let patience = self
            .patience
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        match patience.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(self.breaks_off("a plugin's answer did not go on")),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Nobody sends any more: all of it was sent, or the fetching is lost.
    fn ended(&mut self, context: &mut Context<'_>) -> Option<io::Result<Bytes>> {
        match Pin::new(&mut self.fetching).poll(context) {
            Poll::Ready(Err(_)) => self.breaks_off("a plugin's answer hangs"),
            _ => {
                if let Some(stands_in) = self.stands_in.take() {
                    stands_in.done();
                }
                None
            }
        }
    }

    /// What is asked in it is cut off.
    fn breaks_off(&mut self, why: &'static str) -> Option<io::Result<Bytes>> {
        self.stands_in = None;
        tracing::warn!("{why}: it broke off");
        Some(Err(io::Error::other(why)))
    }
}
