//! Accepts connections, as many as configured, until told to stop; then lets
//! running requests finish.

use std::{convert::Infallible, future::Future, net::IpAddr, sync::Arc, time::Duration};

use axum::{body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::{Service as _, ServiceExt as _, service_fn as tower_service_fn};
use tower_http::{
    CompressionLevel,
    compression::{Compression, Predicate, predicate::SizeAbove},
};

use super::{figures, rest::Rest};
use crate::takeover::Current;

/// Answers smaller than this gain nothing by being compressed.
const COMPRESS_FROM: u64 = 1_024;
/// How often counted figures are folded together.
const FOLD_EVERY: Duration = Duration::from_secs(20);
/// How long to wait after a connection could not be accepted: without a pause a
/// process out of files would spin.
const AFTER_FAILURE: Duration = Duration::from_millis(50);

/// Serves until `stop` is done, and then until all connections are idle or `drain`
/// has passed. Gives whether all requests could finish.
pub(crate) async fn serve(
    listener: TcpListener,
    current: Arc<Current>,
    stop: impl Future<Output = ()>,
    drain: Duration,
) -> bool {
    let config = current.host().config.clone();
    let limits = &config.limits;
    let slots = Arc::new(Semaphore::new(limits.connections));
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.head_seconds));
    let connections = GracefulShutdown::new();
    let mut fold = tokio::time::interval(FOLD_EVERY);
    tokio::pin!(stop);
    loop {
        let accepted = async {
            // A closed semaphore is impossible: nobody closes it.
            let slot = slots.clone().acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            _ = fold.tick() => {
                figures::fold();
                continue;
            }
            (slot, accepted) = accepted => match accepted {
                Ok(accepted) => (slot, accepted),
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(AFTER_FAILURE).await;
                    continue;
                }
            },
        };
        let connection = connection(&protocol, stream, peer.ip(), current.clone());
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            let _slot = slot;
            // How a connection ends is the other side's affair.
            let _ = connection.await;
        });
    }
    drop(listener);
    tokio::time::timeout(drain, connections.shutdown())
        .await
        .is_ok()
}

fn connection(
    protocol: &http1::Builder,
    stream: TcpStream,
    peer: IpAddr,
    current: Arc<Current>,
) -> http1::Connection<
    TokioIo<TcpStream>,
    impl hyper::service::HttpService<Incoming, ResBody = Body, Future: Send> + use<>,
> {
    // Answers are written whole; waiting for more only delays them.
    let _ = stream.set_nodelay(true);
    let answering = tower_service_fn(move |request: Request| {
        let front = current.front();
        async move { Ok::<Response, Infallible>(front.handle(request, peer).await) }
    });
    let compressing = Compression::new(answering)
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESS_FROM).and(is_text));
    protocol.serve_connection(
        TokioIo::new(stream),
        service_fn(move |request: http::Request<Incoming>| {
            let mut service = compressing.clone();
            async move {
                let (request, rest) = Rest::of(request);
                let mut answer = service.ready().await?.call(request).await?;
                if let Some(rest) = rest {
                    rest.settle(answer.headers_mut()).await;
                }
                Ok::<_, Infallible>(answer.map(Body::new))
            }
        }),
    )
}

/// Pictures, fonts and spreadsheets are compressed already.
fn is_text(
    _: http::StatusCode,
    _: http::Version,
    headers: &http::HeaderMap,
    _: &http::Extensions,
) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE);
    kind.is_some_and(|kind| {
        let kind = kind.as_bytes();
        [
            "text/",
            "application/json",
            "application/problem+json",
            "application/javascript",
            "image/svg+xml",
        ]
        .iter()
        .any(|text| kind.starts_with(text.as_bytes()))
    })
}
