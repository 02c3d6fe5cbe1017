//! What is left of a request's body once it is answered. Whoever sends it may send the next request
//! on the same connection at once: so it is read to its end, or the answer says that the connection
//! ends (RFC 9112 §9.6). Left unread it would end without a word, and take the next request along.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes};
use http::{HeaderMap, HeaderValue, header};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};

/// So many bytes are read for nobody, in so much time at most.
const MOST: usize = 256 << 10;
const PATIENCE: Duration = Duration::from_millis(250);

/// The body of a request, also when who answers it has let it go.
pub(super) struct Rest {
    body: Arc<Mutex<Incoming>>,
    /// Whether who sends it waits to be told to: then nothing may come.
    waits: bool,
}

impl Rest {
    /// The request as others see it, and its body; nothing where it has none.
    pub(super) fn of(request: http::Request<Incoming>) -> (http::Request<Body>, Option<Self>) {
        if request.body().is_end_stream() {
            return (request.map(Body::new), None);
        }
        let (parts, body) = request.into_parts();
        let body = Arc::new(Mutex::new(body));
        let rest = Self {
            body: body.clone(),
            waits: parts.headers.contains_key(header::EXPECT),
        };
        let request = http::Request::from_parts(parts, Body::new(Shared(body)));
        (request, Some(rest))
    }

    /// Reads what is left, and says in the answer that the connection ends where that is too much.
    pub(super) async fn settle(self, answer: &mut HeaderMap) {
        let read = async { !self.waits && self.read().await };
        let ended =
            self.is_ended() || matches!(tokio::time::timeout(PATIENCE, read).await, Ok(true));
        if !ended {
            answer.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }

    /// Whether it was read to its end, and was not too much.
    async fn read(&self) -> bool {
        let mut bytes = 0;
        loop {
            let frame =
                poll_fn(|context| Pin::new(&mut *lock(&self.body)).poll_frame(context)).await;
            match frame {
                None => return true,
                Some(Ok(frame)) => bytes += frame.data_ref().map_or(0, Bytes::len),
                Some(Err(_)) => return false,
            }
            if bytes > MOST {
                return false;
            }
        }
    }

    fn is_ended(&self) -> bool {
        lock(&self.body).is_end_stream()
    }
}

struct Shared(Arc<Mutex<Incoming>>);

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut *lock(&self.0)).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.0).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        lock(&self.0).size_hint()
    }
}

/// One polls it at a time: who answers, and afterwards who reads the rest.
fn lock(body: &Mutex<Incoming>) -> std::sync::MutexGuard<'_, Incoming> {
    body.lock().unwrap_or_else(PoisonError::into_inner)
}
