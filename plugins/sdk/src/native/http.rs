//! Requests and answers across the border.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::{
    ffi::c_void,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, HttpBody as _},
    extract::{DefaultBodyLimit, Request},
    response::Response,
};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderName, HeaderValue, Method, Uri, response::Parts};
use kartoteka_abi::{self as abi, answer};

use super::wire;
use crate::{Call, Error, page::PageFrame};

/// The host's request as one for a router; the call is put into it, which `call` makes of what was asked for as a whole.
/// Nothing, where it is none.
///
/// # Safety
/// `raw` is a request, lent for now.
pub(super) unsafe fn request(
    raw: &mut abi::Request,
    call: impl FnOnce(Bytes) -> Option<Call>,
) -> Option<Request> {
    let body = body(raw.body.take(), raw.more.take());
    let has_body = !body.is_end_stream();
    let mut request = Request::new(body);
    // SAFETY: the caller says so.
    let (method, mut texts) = unsafe { (raw.method.bytes(), Texts::of(raw)) };
    *request.method_mut() = Method::from_bytes(method).ok()?;
    *request.uri_mut() = Uri::from_maybe_shared(texts.next(raw.target.len)).ok()?;
    let whole = texts.next(raw.whole_target.len);
    // SAFETY: as above.
    let headers = unsafe { raw.headers() };
    request.headers_mut().reserve(headers.len());
    for header in headers {
        // SAFETY: as above.
        let name = HeaderName::from_bytes(unsafe { header.name.bytes() }).ok()?;
        let value = HeaderValue::from_maybe_shared(texts.next(header.value.len)).ok()?;
        request.headers_mut().append(name, value);
    }
    request.extensions_mut().insert(call(whole)?);
    if has_body {
        let most = usize::try_from(raw.body_limit).unwrap_or(usize::MAX);
        DefaultBodyLimit::max(most).apply(&mut request);
    }
    Some(request)
}

/// The texts of a request, copied at once and handed out one after the other.
struct Texts(Bytes);

impl Texts {
    /// # Safety
    /// `raw` is a request, lent for now.
    unsafe fn of(raw: &abi::Request) -> Self {
        // SAFETY: the caller says so.
        let headers = unsafe { raw.headers() };
        let values = headers.iter().map(|header| header.value);
        let all = || {
            [raw.target, raw.whole_target]
                .into_iter()
                .chain(values.clone())
        };
        let mut texts = Vec::with_capacity(all().map(|text| text.len).sum());
        for text in all() {
            // SAFETY: as above.
            texts.extend_from_slice(unsafe { text.bytes() });
        }
        Self(texts.into())
    }

    fn next(&mut self, len: usize) -> Bytes {
        self.0.split_to(len.min(self.0.len()))
    }
}

/// A body that is at hand, or comes in pieces.
pub(super) fn body(first: abi::Buf, more: abi::Stream) -> Body {
    let whole = (first.len > 0).then(|| Bytes::from_owner(first));
    if !more.is_some() {
        return whole.map_or_else(Body::empty, Body::from);
    }
    // SAFETY: it came from the host as one.
    let mut rest = unsafe { abi::Incoming::new(more) };
    let mut first = whole;
    Body::from_stream(stream::poll_fn(move |context| match first.take() {
        Some(first) => Poll::Ready(Some(Ok(first))),
        None => rest.poll_next(context).map_ok(Bytes::from_owner),
    }))
}

/// What is kept of an answer until the host has read it.
struct Kept {
    parts: Parts,
    headers: Vec<abi::Header>,
    title: String,
    place: String,
    problem: Vec<u8>,
}

/// An answer for the host. Waits for its first piece, which mostly is all of it.
pub(super) async fn response(response: Response) -> Result<abi::Response, Vec<u8>> {
    let (mut parts, mut body) = response.into_parts();
    let mut out = <abi::Response as abi::Out>::blank();
    out.status = parts.status.as_u16().into();
    let frame = parts.extensions.remove::<PageFrame>();
    let error = parts.extensions.remove::<Error>();
    if error.is_none()
        && let Some(first) = poll_fn(|context| next(&mut body, context)).await
    {
        out.body = first?;
        out.more = rest(body);
    }
    out.kind = match (&error, &frame) {
        (Some(_), _) => answer::PROBLEM,
        (None, Some(_)) => answer::PAGE,
        (None, None) => answer::PLAIN,
    };
    let (title, place) = frame.map_or_else(Default::default, |frame| {
        (frame.title, frame.place.into_owned())
    });
    let kept = Box::new(Kept {
        headers: Vec::new(),
        title,
        place,
        problem: error.map_or_else(Vec::new, |error| wire::error_to_json(&error)),
        parts,
    });
    Ok(keep(out, kept))
}

/// Puts what an answer tells of behind it.
fn keep(mut out: abi::Response, mut kept: Box<Kept>) -> abi::Response {
    let header = |(name, value): (&HeaderName, &HeaderValue)| abi::Header {
        name: abi::Slice::of_text(name.as_str()),
        value: abi::Slice::of(value.as_bytes()),
    };
    kept.headers = kept.parts.headers.iter().map(header).collect();
    out.headers = kept.headers.as_ptr();
    out.header_count = kept.headers.len();
    out.title = abi::Slice::of_text(&kept.title);
    out.place = abi::Slice::of_text(&kept.place);
    out.problem = abi::Slice::of(&kept.problem);
    // What it points to lies behind the box, which does not move.
    out.owner = Box::into_raw(kept).cast::<c_void>();
    out.release = Some(release);
    out
}

unsafe extern "C" fn release(response: *mut abi::Response) {
    // SAFETY: `owner` is the box that `keep` made, and is released once.
    abi::guarded(|| drop(unsafe { Box::from_raw((*response).owner.cast::<Kept>()) }));
}

/// The next piece of a body; trailers are passed over.
fn next(body: &mut Body, context: &mut Context<'_>) -> Poll<Option<abi::Done<abi::Buf>>> {
    loop {
        let frame = match Pin::new(&mut *body).poll_frame(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(frame)) => frame,
        };
        match frame {
            Ok(frame) => match frame.into_data() {
                Ok(data) if !data.is_empty() => {
                    return Poll::Ready(Some(Ok(abi::Buf::owning(data))));
                }
                _ => {}
            },
            Err(error) => {
                let error = Error::internal(format!("a body broke off: {error}"));
                return Poll::Ready(Some(Err(wire::error_to_json(&error))));
            }
        }
    }
}

fn rest(mut body: Body) -> abi::Stream {
    match body.is_end_stream() {
        true => abi::Stream::NONE,
        false => abi::Stream::of(move |context| next(&mut body, context)),
    }
}
