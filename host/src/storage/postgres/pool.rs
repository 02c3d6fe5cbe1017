//! The connections, each of which remembers the salon it was set to.
//!
//! The wall between salons on PostgreSQL is row-level security over the setting
//! `kartoteka.salon`. Setting it costs a round trip, so a connection keeps the
//! salon it was last set to, and a reader is given, of the idle ones, the one that
//! already has its salon. The region is set as the empty salon, for which every
//! policy fails.
//!
//! A connection comes back into the pool only when its last exchange ended: one
//! whose caller was dropped in the middle is closed.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use kartoteka_plugin::DbError;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions,
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use uuid::Uuid;

use super::error::{Failure, report};

/// How long a caller waits for a connection before it is told that the store is busy.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server may take to accept a connection, or to roll back.
const ANSWER: Duration = Duration::from_secs(10);

/// Where a session stands between two exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Outside any transaction; may be handed to anyone.
    Ready,
    /// Within a transaction of its holder.
    Transaction,
    /// In the middle of an exchange, or broken by one.
    Busy,
}

/// One connection.
pub(super) struct Session {
    pub(super) connection: PgConnection,
    pub(super) state: State,
    /// What `kartoteka.salon` is outside transactions; `None` is empty.
    salon: Option<Uuid>,
    /// Never used before, so that a failure is not that of a connection cut while idle.
    pub(super) fresh: bool,
    slot: Slot,
}

impl Session {
    /// Sends statements without values, which leave the session in `after`.
    pub(super) async fn send(&mut self, text: String, after: State) -> Result<(), Failure> {
        self.state = State::Busy;
        sqlx::raw_sql(AssertSqlSafe(text))
            .execute(&mut self.connection)
            .await?;
        self.state = after;
        Ok(())
    }

    /// Forgets what is prepared, so that the next run of a statement prepares it anew.
    pub(super) async fn forget_statements(&mut self) -> Result<(), Failure> {
        let before = self.state;
        self.state = State::Busy;
        self.connection.clear_cached_statements().await?;
        self.state = before;
        Ok(())
    }
}

/// Counts of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStats {
    /// Connections open now.
    pub open: usize,
    /// Of these, those nobody uses.
    pub idle: usize,
    /// Connections opened since the start.
    pub opened: u64,
    /// Connections set to another salon since the start.
    pub switched: u64,
    /// Connections closed because their last exchange did not end.
    pub discarded: u64,
}

#[derive(Default)]
struct Counts {
    open: AtomicUsize,
    opened: AtomicU64,
    switched: AtomicU64,
    discarded: AtomicU64,
}

/// The right to one connection; counted from before it is opened until it is closed.
struct Slot(Arc<Counts>);

impl Slot {
    fn reserve(counts: &Arc<Counts>, size: u32) -> Option<Self> {
        let more = |open| (open < size as usize).then_some(open + 1);
        let reserved = counts
            .open
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        reserved.is_ok().then(|| Self(counts.clone()))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(super) struct Pool {
    options: PgConnectOptions,
    size: u32,
    all: Arc<Semaphore>,
    /// Fewer than there are connections: a request that reads while it holds a
    /// transaction must always find a connection, however many others do the same.
    writers: Arc<Semaphore>,
    /// The least recently used first.
    idle: Mutex<Vec<Session>>,
    counts: Arc<Counts>,
    /// Sockets are opened and transactions of dropped callers rolled back on the
    /// runtime of the host, which outlives those that plugins are polled on.
    runtime: Handle,
}

impl Pool {
    /// Must be called within the host's runtime. At least two connections are used.
    pub(super) fn new(options: PgConnectOptions, size: u32) -> Arc<Self> {
        let size = size.max(2);
        let writers = size - (size / 4).max(1);
        Arc::new(Self {
            options,
            size,
            all: Arc::new(Semaphore::new(size as usize)),
            writers: Arc::new(Semaphore::new(writers as usize)),
            idle: Mutex::default(),
            counts: Arc::default(),
            runtime: Handle::current(),
        })
    }

    /// A connection for reading: of the idle ones the one set to this salon; else a
    /// new one, while there may be more; else the one unused for longest, which has
    /// to be [set](Lease::set_salon).
    pub(super) async fn reader(self: &Arc<Self>, salon: Option<Uuid>) -> Result<Lease, DbError> {
        let permit = permit(&self.all).await?;
        let session = self.session(|session| session.salon == salon).await?;
        Ok(self.lease(session, permit, None))
    }

    /// A connection for a transaction: any, because a transaction sets its salon as
    /// it begins.
    pub(super) async fn writer(self: &Arc<Self>) -> Result<Lease, DbError> {
        let writing = permit(&self.writers).await?;
        let permit = permit(&self.all).await?;
        let session = self.session(|_| true).await?;
        Ok(self.lease(session, permit, Some(writing)))
    }

    fn lease(
        self: &Arc<Self>,
        session: Session,
        permit: OwnedSemaphorePermit,
        writing: Option<OwnedSemaphorePermit>,
    ) -> Lease {
        let pool = self.clone();
        Lease {
            session: Some(session),
            pool,
            _permit: permit,
            _writing: writing,
        }
    }

    /// Whoever holds a permit finds a session: an idle one, or a slot for another. It
    /// may take a second look while one is on its way back.
    async fn session(&self, suits: impl Fn(&Session) -> bool) -> Result<Session, DbError> {
        loop {
            if let Some(session) = self.take_idle(&suits) {
                return Ok(session);
            }
            if let Some(slot) = Slot::reserve(&self.counts, self.size) {
                // The server may have fewer connections to give than we were promised.
                let opened = self.open(slot).await;
                return opened.or_else(|error| self.take_oldest().ok_or(error));
            }
            if let Some(session) = self.take_oldest() {
                return Ok(session);
            }
            tokio::task::yield_now().await;
        }
    }

    /// The one used last of those that suit.
    fn take_idle(&self, suits: impl Fn(&Session) -> bool) -> Option<Session> {
        let mut idle = self.idle();
        let at = idle.iter().rposition(suits)?;
        Some(idle.remove(at))
    }

    fn take_oldest(&self) -> Option<Session> {
        let mut idle = self.idle();
        (!idle.is_empty()).then(|| idle.remove(0))
    }

    async fn open(&self, slot: Slot) -> Result<Session, DbError> {
        let options = self.options.clone();
        let opening = self
            .runtime
            .spawn(async move { timeout(ANSWER, options.connect()).await });
        let connection = match opening.await {
            Ok(Ok(connection)) => connection.map_err(report)?,
            Ok(Err(_)) => return Err(DbError::Engine("connecting took too long".to_owned())),
            Err(_) => return Err(DbError::Engine("the host is stopping".to_owned())),
        };
        self.counts.opened.fetch_add(1, Ordering::Relaxed);
        Ok(Session {
            connection,
            state: State::Ready,
            salon: None,
            fresh: true,
            slot,
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stats(&self) -> PoolStats {
        PoolStats {
            open: self.counts.open.load(Ordering::Relaxed),
            idle: self.idle().len(),
            opened: self.counts.opened.load(Ordering::Relaxed),
            switched: self.counts.switched.load(Ordering::Relaxed),
            discarded: self.counts.discarded.load(Ordering::Relaxed),
        }
    }

    /// Waits for those who hold a connection, a while, then closes what is idle and
    /// refuses whoever comes later.
    pub(super) async fn close(&self) {
        let everyone = timeout(ANSWER, self.all.acquire_many(self.size)).await;
        self.all.close();
        self.writers.close();
        drop(everyone);
        let idle = std::mem::take(&mut *self.idle());
        for session in idle {
            // A server that no longer answers has closed it already.
            let _ = timeout(ANSWER, session.connection.close()).await;
        }
    }
}

async fn permit(of: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, DbError> {
    match timeout(PATIENCE, of.clone().acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        Ok(Err(_)) => Err(DbError::Engine("the store is closed".to_owned())),
        Err(_) => Err(DbError::Busy),
    }
}

/// The use of one connection; given back when dropped.
pub(super) struct Lease {
    session: Option<Session>,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
    _writing: Option<OwnedSemaphorePermit>,
}

impl Lease {
    /// The connection.
    ///
    /// # Errors
    /// Where the last one was lost and could not be replaced.
    pub(super) fn session(&mut self) -> Result<&mut Session, DbError> {
        self.session
            .as_mut()
            .ok_or_else(|| DbError::Engine("the connection is lost".to_owned()))
    }

    /// Closes this connection and opens another in its place.
    pub(super) async fn renew(&mut self) -> Result<(), DbError> {
        if let Some(Session { slot, .. }) = self.session.take() {
            self.pool.counts.discarded.fetch_add(1, Ordering::Relaxed);
            self.session = Some(self.pool.open(slot).await?);
        }
        Ok(())
    }

    /// Sets the connection to a salon, or to none, if it is not.
    pub(super) async fn set_salon(&mut self, salon: Option<Uuid>) -> Result<(), Failure> {
        let Some(session) = self
            .session
            .as_mut()
            .filter(|session| session.salon != salon)
        else {
            return Ok(());
        };
        session
            .send(
                format!("set kartoteka.salon = {}", literal(salon)),
                State::Ready,
            )
            .await?;
        session.salon = salon;
        self.pool.counts.switched.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Rolls the open transaction back, apart from the caller, who may be gone.
    pub(super) fn roll_back(mut self) {
        if self
            .session
            .as_ref()
            .is_some_and(|session| session.state == State::Transaction)
        {
            self.pool.runtime.clone().spawn(async move {
                if let Ok(session) = self.session() {
                    // On failure the session is not ready, and so closed.
                    let _ =
                        timeout(ANSWER, session.send("rollback".to_owned(), State::Ready)).await;
                }
            });
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        match self.session.take() {
            Some(mut session) if session.state == State::Ready => {
                session.fresh = false;
                self.pool.idle().push(session);
            }
            Some(_) => {
                self.pool.counts.discarded.fetch_add(1, Ordering::Relaxed);
            }
            None => {}
        }
    }
}

/// A salon as SQL. Safe to write into a statement: it is our own rendering of 128 bits.
pub(super) fn literal(salon: Option<Uuid>) -> String {
    salon.map_or_else(
        || "''".to_owned(),
        |salon| format!("'{}'", salon.hyphenated()),
    )
}
