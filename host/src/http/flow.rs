//! How long somebody may take for a request: the time in which nothing comes in counts, and not
//! that in which they wait for who sends it.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Instant;

/// What is known of a body on its way in.
#[derive(Debug, Clone, Copy)]
struct State {
    /// When something of it came last; when the request came, to begin with.
    moved: Instant,
    /// Whether more is waited for.
    awaited: bool,
}

/// The flow of one request's body.
#[derive(Clone)]
pub(super) struct Flow(Arc<Mutex<State>>);

impl Flow {
    /// The request, with its body under watch.
    pub(super) fn of(request: Request) -> (Request, Self) {
        let state = State {
            moved: Instant::now(),
            awaited: false,
        };
        let flow = Self(Arc::new(Mutex::new(state)));
        // Most requests have none, and cost nothing more.
        if request.body().is_end_stream() {
            return (request, flow);
        }
        let watched = flow.clone();
        let request = request.map(|body| {
            Body::new(Watched {
                body,
                flow: watched,
            })
        });
        (request, flow)
    }

    /// Does the work, unless it takes longer than `limit` while it waits for nobody; then it is
    /// dropped.
    pub(super) async fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        loop {
            let until = self.until(limit);
            if let Ok(done) = tokio::time::timeout_at(until, &mut work).await {
                return Some(done);
            }
            if self.until(limit) <= Instant::now() {
                return None;
            }
        }
    }

    fn until(&self, limit: Duration) -> Instant {
        let state = *self.lock();
        match state.awaited {
            true => Instant::now() + limit,
            false => state.moved + limit,
        }
    }

    fn note(&self, awaited: bool) {
        *self.lock() = State {
            moved: Instant::now(),
            awaited,
        };
    }

    /// A state is whole after every statement on it.
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Watched {
    body: Body,
    flow: Flow,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.flow.note(polled.is_pending());
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.flow.note(false);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::future::pending;

    use futures_util::{StreamExt as _, stream};
    use http_body_util::BodyExt as _;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn who_does_nothing_is_dropped() {
        let (_request, flow) = Flow::of(Request::new(Body::empty()));
        assert_eq!(flow.within(LIMIT, async { 1 }).await, Some(1));
        assert_eq!(flow.within(LIMIT, pending::<()>()).await, None);
        let (request, flow) = Flow::of(Request::new(Body::from("all of it")));
        let read_and_hang = async {
            request.into_body().collect().await.unwrap();
            pending::<()>().await
        };
        assert_eq!(flow.within(LIMIT, read_and_hang).await, None);
    }

    #[tokio::test]
    async fn who_waits_for_what_comes_slowly_is_not() {
        let chunks = stream::iter(0..4).then(|_| async {
            tokio::time::sleep(LIMIT * 2).await;
            Ok::<_, axum::Error>(Bytes::from_static(b"more"))
        });
        let body = Body::from_stream(chunks);
        let (request, flow) = Flow::of(Request::new(body));
        let read = async { request.into_body().collect().await.unwrap().to_bytes() };
        let read = flow.within(LIMIT, read).await.unwrap();
        assert_eq!(read.len(), 16);
    }

    #[tokio::test]
    async fn a_body_that_is_let_go_is_not_waited_for() {
        let never = Body::from_stream(stream::pending::<Result<Bytes, axum::Error>>());
        let (request, flow) = Flow::of(Request::new(never));
        let look_and_hang = async {
            let mut body = request.into_body();
            let look = tokio::time::timeout(LIMIT / 2, body.frame());
            assert!(look.await.is_err());
            drop(body);
            pending::<()>().await
        };
        assert_eq!(flow.within(LIMIT, look_and_hang).await, None);
    }
}
