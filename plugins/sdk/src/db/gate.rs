//! A way to stop who works inside a transaction without losing the transaction.
//!
//! A future that is dropped in the middle of a statement may take its connection with it.
//! So who has run out of time is not dropped there: their gate is closed, the engine ends the
//! statement that runs, and no other begins. It is never said so: who does not take no for an
//! answer would ask for ever. It waits, and is dropped there.

use std::{
    future,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use super::{
    BoxFuture, Bulk, Claim, DbError, Fence, Later, Lent, Outcome, Sql, Transaction, Value, Weight,
};
use crate::Call;

/// Between somebody and a transaction.
#[derive(Debug, Default)]
pub struct Gate {
    closed: AtomicBool,
    busy: AtomicBool,
    /// The fence of the feature that works behind it.
    fence: OnceLock<Fence>,
}

impl Gate {
    /// Lets no further statement begin.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Lets those statements through alone that the feature may have run whose call it is; said once.
    pub fn fence(&self, call: &Call) {
        if let Some(fence) = call.fence() {
            let _ = self.fence.set(fence);
        }
    }

    /// Whether a statement is under way.
    pub fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire)
    }
}

/// Says that a statement is under way until it is dropped.
struct Busy<'a>(&'a Gate);

impl<'a> Busy<'a> {
    /// Goes through; once the gate is closed, never.
    async fn enter(gate: &'a Gate) -> Self {
        if gate.closed.load(Ordering::Acquire) {
            future::pending::<()>().await;
        }
        gate.busy.store(true, Ordering::Release);
        Self(gate)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

/// Lets others have their turn.
async fn pause() {
    let mut paused = false;
    let once = future::poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    });
    once.await;
}

/// A transaction behind the gates of its open savepoints; the innermost counts.
pub(super) struct Gated {
    inner: Box<dyn Transaction>,
    gates: Vec<Arc<Gate>>,
    /// The fence of the feature that began the transaction.
    fence: Option<Fence>,
    /// Whether the host has its turn, whose statements are its own.
    is_hosts: bool,
}

impl Gated {
    pub(super) fn new(inner: Box<dyn Transaction>, fence: Option<Fence>) -> Self {
        Self {
            inner,
            gates: Vec::new(),
            fence,
            is_hosts: false,
        }
    }

    /// Whether the statements to come are the host's, in a transaction of a feature; says whether
    /// those before were.
    pub(super) fn hosts(&mut self, is_hosts: bool) -> bool {
        std::mem::replace(&mut self.is_hosts, is_hosts)
    }

    /// The fence of who works in the transaction now.
    fn now(&self) -> Option<&Fence> {
        match self.gates.last() {
            _ if self.is_hosts => None,
            None => self.fence.as_ref(),
            // Until it is said who works behind it, it is who began.
            Some(gate) => gate.fence.get().or(self.fence.as_ref()),
        }
    }

    /// That who works in the transaction now may have a statement run.
    fn check(&self, sql: &Sql) -> Result<(), DbError> {
        self.now().map_or(Ok(()), |fence| fence.check(sql))
    }

    /// The same of rows: a table is named, and what follows their values may name something, too.
    fn check_rows(&self, bulk: &Bulk) -> Result<(), DbError> {
        let one = |fence: &Fence| fence.check(&bulk.text(1).into());
        self.now().map_or(Ok(()), one)
    }

    /// The same of what waits.
    pub(super) fn check_waiting(&self, waiting: &[Later]) -> Result<(), DbError> {
        let mut checked = waiting.iter().map(|later| match later {
            Later::Statement(sql, _) => self.check(sql),
            Later::Rows(bulk) => self.check_rows(bulk),
        });
        checked.try_for_each(|one| one)
    }

    /// Puts a gate before all statements to come.
    pub(super) fn open(&mut self) -> Arc<Gate> {
        let gate = Arc::new(Gate::default());
        self.gates.push(gate.clone());
        gate
    }

    /// Whether `gate` is the one that counts.
    pub(super) fn is_behind(&self, gate: &Arc<Gate>) -> bool {
        let innermost = self.gates.last();
        innermost.is_some_and(|innermost| Arc::ptr_eq(innermost, gate))
    }

    /// Takes a gate away, where it still stands.
    pub(super) fn leave(&mut self, gate: &Arc<Gate>) {
        self.gates.retain(|standing| !Arc::ptr_eq(standing, gate));
    }

    /// Whether somebody works behind a gate.
    pub(super) fn is_gated(&self) -> bool {
        !self.gates.is_empty()
    }

    fn through<'a, T: Send + 'a>(
        &'a mut self,
        work: impl FnOnce(&'a mut dyn Transaction) -> BoxFuture<'a, Result<T, DbError>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, DbError>> {
        let Self { inner, gates, .. } = self;
        match gates.last() {
            None => work(&mut **inner),
            Some(gate) => Box::pin(async move {
                let outcome = {
                    let _busy = Busy::enter(gate).await;
                    work(&mut **inner).await
                };
                if outcome.is_err() {
                    // Asked again and again, a transaction that has failed says so without a
                    // pause, and whoever looks at the clock would never have their turn.
                    pause().await;
                }
                outcome
            }),
        }
    }
}

impl Transaction for Gated {
    fn run<'a>(
        &'a mut self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        if let Err(error) = self.check(sql) {
            return Box::pin(async { Err(error) });
        }
        self.through(move |inner| inner.run(sql, binds, weight))
    }

    fn insert(&mut self, bulk: Bulk) -> BoxFuture<'_, Result<u64, DbError>> {
        if let Err(error) = self.check_rows(&bulk) {
            return Box::pin(async { Err(error) });
        }
        self.through(move |inner| inner.insert(bulk))
    }

    fn run_all<'a>(
        &'a mut self,
        waiting: Vec<Later>,
        last: Option<(&'a Sql, &'a [Value])>,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        let checked = self.check_waiting(&waiting);
        let last_too = || last.map_or(Ok(()), |(sql, _)| self.check(sql));
        if let Err(error) = checked.and_then(|()| last_too()) {
            return Box::pin(async { Err(error) });
        }
        self.through(move |inner| inner.run_all(waiting, last))
    }

    fn joins(&self) -> bool {
        self.inner.joins()
    }

    fn lent(&mut self) -> Option<&mut dyn Lent> {
        self.inner.lent()
    }

    fn savepoint<'a>(
        &'a mut self,
        limit: Option<Duration>,
        claim: Option<Claim<'a>>,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        self.through(move |inner| inner.savepoint(limit, claim))
    }

    fn end_savepoint(&mut self, keep: bool) -> BoxFuture<'_, Result<(), DbError>> {
        self.inner.end_savepoint(keep)
    }

    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        self.inner.commit()
    }
}
