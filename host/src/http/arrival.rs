//! The way in of a request's body: who stops sending, or sends drop by drop, is let go, so that
//! they keep neither a connection nor what waits for the rest.

use std::{
    future::Future as _,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// Bytes a second that a sender reaches on average, once `patience` has been waited for them: far
/// below a bad connection of a tablet.
const SLOWEST: u64 = 2_048;

/// Whether the sender of a request was let go.
pub(super) struct Arrival(Option<Arc<AtomicBool>>);

impl Arrival {
    /// The request, whose sender may leave us waiting for `patience` at one time, and altogether
    /// for that and what [`SLOWEST`] allows for what has come.
    pub(super) fn of(request: Request, patience: Duration) -> (Request, Self) {
        // Most requests have no body, and cost nothing more.
        if request.body().is_end_stream() {
            return (request, Self(None));
        }
        let ended = Arc::new(AtomicBool::new(false));
        let told = ended.clone();
        let request = request.map(|body| {
            Body::new(Arriving {
                body,
                patience,
                received: 0,
                waited: Duration::ZERO,
                waiting: None,
                ended: told,
            })
        });
        (request, Self(Some(ended)))
    }

    /// Whether they were let go.
    pub(super) fn is_ended(&self) -> bool {
        let ended = self.0.as_ref();
        ended.is_some_and(|ended| ended.load(Ordering::Relaxed))
    }
}

/// Since when the sender is waited for, and until when at most.
struct Waiting {
    since: Instant,
    until: Pin<Box<Sleep>>,
}

struct Arriving {
    body: Body,
    patience: Duration,
    received: u64,
    /// How long the sender has been waited for: what reads may be slow, too.
    waited: Duration,
    waiting: Option<Waiting>,
    ended: Arc<AtomicBool>,
}

impl Arriving {
    /// How long the next piece may take.
    fn allowed(&self) -> Duration {
        let altogether = self.patience + Duration::from_secs(self.received / SLOWEST);
        self.patience.min(altogether.saturating_sub(self.waited))
    }

    fn arrived(&mut self, bytes: usize) {
        if let Some(waiting) = self.waiting.take() {
            self.waited += waiting.since.elapsed();
        }
        self.received += bytes as u64;
    }

    /// Ready once it was waited for long enough.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let allowed = self.allowed();
        let waiting = self.waiting.get_or_insert_with(|| Waiting {
            since: Instant::now(),
            until: Box::pin(tokio::time::sleep(allowed)),
        });
        waiting.until.as_mut().poll(context)
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            let data = frame.as_ref().and_then(|frame| frame.as_ref().ok());
            let bytes = data
                .and_then(|frame| frame.data_ref())
                .map_or(0, Bytes::len);
            self.arrived(bytes);
            return Poll::Ready(frame);
        }
        ready!(self.poll_end(context));
        self.ended.store(true, Ordering::Relaxed);
        let error = std::io::Error::from(std::io::ErrorKind::TimedOut);
        Poll::Ready(Some(Err(axum::Error::new(error))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use futures_util::{Stream, StreamExt as _, stream};
    use http_body_util::BodyExt as _;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    /// Sends `size` bytes each `pause`, `times` times.
    fn drops(
        size: usize,
        pause: Duration,
        times: usize,
    ) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static {
        stream::iter(0..times).then(move |_| async move {
            tokio::time::sleep(pause).await;
            Ok(Bytes::from(vec![b'x'; size]))
        })
    }

    async fn read(
        body: impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static,
    ) -> Option<usize> {
        let request = Request::new(Body::from_stream(body));
        let (request, arrival) = Arrival::of(request, PATIENCE);
        let read = request.into_body().collect().await;
        assert_eq!(read.is_err(), arrival.is_ended());
        read.ok().map(|read| read.to_bytes().len())
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_steadily_may_take_long() {
        // Sixteen minutes.
        let slowly = drops(64 << 10, Duration::from_secs(20), 48);
        assert_eq!(read(slowly).await, Some(48 * (64 << 10)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_is_let_go() {
        let stops = drops(64 << 10, Duration::ZERO, 9).chain(stream::pending());
        let began = Instant::now();
        assert_eq!(read(stops).await, None);
        assert_eq!(began.elapsed().as_secs(), PATIENCE.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_drop_by_drop_is_let_go() {
        let began = Instant::now();
        assert_eq!(read(drops(1, Duration::from_secs(7), 9_999)).await, None);
        assert_eq!(began.elapsed().as_secs(), PATIENCE.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn that_we_are_slow_is_no_fault_of_theirs() {
        let request = Request::new(Body::from_stream(drops(1, Duration::from_secs(1), 9)));
        let (request, arrival) = Arrival::of(request, PATIENCE);
        let mut body = request.into_body();
        for _ in 0..9 {
            body.frame().await.unwrap().unwrap();
            tokio::time::sleep(PATIENCE * 2).await;
        }
        assert!(body.frame().await.is_none() && !arrival.is_ended());
    }
}
