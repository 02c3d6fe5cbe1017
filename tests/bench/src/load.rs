//! Many requests at a time, or at a set pace.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{Outcome, http::Connection};

/// Requests as they go over the wire.
pub(crate) type Requests = Arc<Vec<Vec<u8>>>;

/// How it went.
pub(crate) struct Load {
    /// Which request, and how long its answer took; in no order.
    pub(crate) took: Vec<(usize, Duration)>,
    pub(crate) wall: Duration,
}

impl Load {
    /// The time within which `percent` of 100 of the chosen requests were answered.
    pub(crate) fn within(&self, percent: usize, chosen: impl Fn(usize) -> bool) -> Duration {
        let chosen = self.took.iter().filter(|(at, _)| chosen(*at));
        let mut took: Vec<Duration> = chosen.map(|(_, took)| *took).collect();
        took.sort_unstable();
        let at = (took.len() * percent / 100).min(took.len().saturating_sub(1));
        took.get(at).copied().unwrap_or_default()
    }
}

/// When requests are sent.
#[derive(Clone, Copy)]
enum Pace {
    /// Each as soon as the connection has its last answer.
    Free,
    /// Each at its time, whether or not earlier ones were answered.
    Every(Duration),
}

/// Sends all, `connections` at a time.
pub(crate) async fn at_once(
    address: SocketAddr,
    connections: usize,
    requests: &Requests,
    status: u16,
) -> Outcome<Load> {
    run(address, connections, requests, status, Pace::Free).await
}

/// Sends `per_second`. A request that had to wait for a connection took that long
/// too: users do not stop coming because an answer is late.
pub(crate) async fn paced(
    address: SocketAddr,
    per_second: u32,
    requests: &Requests,
    status: u16,
) -> Outcome<Load> {
    let every = Duration::from_secs(1) / per_second;
    run(address, 32, requests, status, Pace::Every(every)).await
}

async fn run(
    address: SocketAddr,
    connections: usize,
    requests: &Requests,
    status: u16,
    pace: Pace,
) -> Outcome<Load> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut senders = JoinSet::new();
    for connection in open {
        let (requests, next) = (requests.clone(), next.clone());
        senders.spawn(send_all(connection, requests, next, status, pace, start));
    }
    let mut took = Vec::with_capacity(requests.len());
    while let Some(sender) = senders.join_next().await {
        took.extend(sender??);
    }
    let wall = start.elapsed();
    Ok(Load { took, wall })
}

async fn send_all(
    mut connection: Connection,
    requests: Requests,
    next: Arc<AtomicUsize>,
    status: u16,
    pace: Pace,
    start: Instant,
) -> Outcome<Vec<(usize, Duration)>> {
    let mut took = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = requests.get(at) else {
            return Ok(took);
        };
        let mut sent = Instant::now();
        if let Pace::Every(every) = pace {
            let due = start + every * u32::try_from(at)?;
            if due > sent {
                // The timer wakes up to a millisecond late, which is not the host's.
                tokio::time::sleep_until(due.into()).await;
                sent = Instant::now();
            } else {
                sent = due;
            }
        }
        connection.send(request).await?.expect(status)?;
        took.push((at, sent.elapsed()));
    }
}
