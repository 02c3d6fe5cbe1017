//! How far a call has come, and what a plugin has open in it.

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    ptr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::runtime::Handle;

use super::{
    call::HostCall,
    errand::{Errand, Taken},
    files::{self, Whose},
    transaction::HostTx,
};

/// What was asked for goes on.
const RUNS: u8 = 0;
/// It was answered. Who kept the call may still read, and begins nothing any more.
const OVER: u8 = 1;
/// Nobody waits any more, and was told so: nothing may come of it.
const CUT_OFF: u8 = 2;

/// How far a call has come.
#[derive(Default)]
pub(super) struct Life {
    state: AtomicU8,
    held: Mutex<Held>,
}

/// What a plugin has of a call.
#[derive(Default)]
struct Held {
    /// All transactions that were given out, also those that are over: a pointer to one is good for as
    /// long as the call.
    transactions: Vec<Arc<HostTx>>,
    /// Calls that go on in its place.
    others: Vec<Arc<HostCall>>,
    /// Files for a while.
    files: Vec<Whose>,
    /// The host's work for it that waits.
    errands: Vec<(Until, Weak<dyn Taken>)>,
}

/// How long the host's work for a call may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Until it is answered: work that others wait for.
    Answered,
    /// For a while longer: what reads may belong to the rest of an answer.
    Later,
}

/// The while, where the call has no limit of its own.
const WHILE: Duration = Duration::from_secs(60);

impl Life {
    fn held(&self) -> MutexGuard<'_, Held> {
        // What is held is whole after every statement on it.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything may still be asked with it.
    pub(super) fn is_usable(&self) -> bool {
        self.state.load(Ordering::Acquire) != CUT_OFF
    }

    /// Whether what was asked for is answered, or given up.
    pub(super) fn is_over(&self) -> bool {
        self.state.load(Ordering::Acquire) != RUNS
    }

    /// The last of those that go on in its place.
    pub(super) fn another(&self) -> Option<Arc<HostCall>> {
        let held = self.held();
        held.others.last().cloned()
    }

    /// Keeps a transaction that is given out; `false` where none may begin any more.
    pub(super) fn keep(&self, tx: &Arc<HostTx>) -> bool {
        let mut held = self.held();
        let begins = !self.is_over();
        if begins {
            held.transactions.push(tx.clone());
        }
        begins
    }

    /// Keeps a file that is removed at the end of the call, and of all that goes on in its place;
    /// `false` where it is over.
    pub(super) fn keep_file(&self, whose: Whose) -> bool {
        let mut held = self.held();
        let begins = !self.is_over();
        if begins {
            held.files.push(whose);
        }
        begins
    }

    /// Keeps in mind work that waits.
    pub(super) fn keep_errand<F: Future + Send + 'static>(
        &self,
        errand: &Arc<Errand<F>>,
        until: Until,
    ) {
        let mut held = self.held();
        if !self.is_usable() {
            drop(held);
            return errand.take_back();
        }
        held.errands.retain(|(_, errand)| errand.strong_count() > 0);
        let errand: Arc<dyn Taken> = errand.clone();
        held.errands.push((until, Arc::downgrade(&errand)));
    }

    /// Ends the work that waits, now or after a `time`.
    fn recall(&self, state: u8, time: Option<Duration>) {
        let errands = std::mem::take(&mut self.held().errands);
        let now = |(until, _): &(Until, _)| state == CUT_OFF || *until == Until::Answered;
        let (now, later): (Vec<_>, Vec<_>) = errands.into_iter().partition(now);
        let all = |errands: Vec<(Until, Weak<dyn Taken>)>| {
            for (_, errand) in errands {
                if let Some(errand) = errand.upgrade() {
                    errand.take_back();
                }
            }
        };
        all(now);
        if later.iter().all(|(_, errand)| errand.strong_count() == 0) {
            return;
        }
        match Handle::try_current() {
            Ok(host) => drop(host.spawn(async move {
                tokio::time::sleep(time.unwrap_or(WHILE)).await;
                all(later);
            })),
            Err(_) => all(later),
        }
    }

    /// Removes the files that are left, once nothing goes on.
    fn tidy(&self) {
        let mut held = self.held();
        if held.others.is_empty() && self.is_over() {
            let left = std::mem::take(&mut held.files);
            drop(held);
            files::remove(left);
        }
    }

    /// Ends it, and undoes what is open in it. Gives how much that was.
    fn end(&self, state: u8) -> usize {
        self.state.store(state, Ordering::Release);
        let open = self.held().transactions.clone();
        open.iter().filter(|tx| tx.end()).count()
    }
}

impl HostCall {
    fn end(&self, state: u8) {
        let open = self.life.end(state);
        self.life.recall(state, self.time());
        self.life.tidy();
        if open > 0 && state == OVER {
            let (plugin, request) = (self.plugin.id, self.call.request_id());
            tracing::warn!(
                plugin,
                request,
                open,
                "a plugin left a transaction open: it was undone"
            );
        }
    }
}

/// What is asked for with a call. Dropped before it has come, the call is cut off.
pub(in super::super) struct Running(Option<Arc<HostCall>>);

impl Running {
    pub(in super::super) fn new(call: &Arc<HostCall>) -> Self {
        Self(Some(call.clone()))
    }

    /// It has come, well or not.
    pub(in super::super) fn done(mut self) {
        if let Some(call) = self.0.take() {
            call.end(OVER);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(call) = self.0.take() {
            call.end(CUT_OFF);
        }
    }
}

/// Which call stands for which, on this thread.
type Standing = Option<(*const HostCall, Arc<HostCall>)>;

thread_local! {
    static STANDING: RefCell<Standing> = const { RefCell::new(None) };
}

/// The call that stands for `call` on this thread.
pub(super) fn in_place_of(call: *const HostCall) -> Option<Arc<HostCall>> {
    STANDING.with_borrow(|standing| {
        let (of, other) = standing.as_ref()?;
        ptr::eq(*of, call).then(|| other.clone())
    })
}

/// Puts back who stood for whom.
struct Before(Standing);

impl Drop for Before {
    fn drop(&mut self) {
        STANDING.set(self.0.take());
    }
}

/// A call in the place of another, whose plugin goes on with it after that was answered: in a job, or
/// with the rest of an answer. It has limits and transactions of its own. Dropped before it is done,
/// what it stands for is cut off.
pub(in super::super) struct StandIn {
    of: Arc<HostCall>,
    other: Arc<HostCall>,
    done: bool,
}

impl StandIn {
    /// A call without limits of its time, as jobs are.
    pub(in super::super) fn unlimited(of: &Arc<HostCall>) -> Self {
        Self::new(of, HostCall::within(&of.call, &of.plugin, None))
    }

    /// A call within the limits of that which it stands for.
    pub(in super::super) fn as_limited(of: &Arc<HostCall>) -> Self {
        Self::new(of, HostCall::within(&of.call, &of.plugin, of.limits()))
    }

    fn new(of: &Arc<HostCall>, other: Arc<HostCall>) -> Self {
        of.life.held().others.push(other.clone());
        Self {
            of: of.clone(),
            other,
            done: false,
        }
    }

    /// Does a plugin's work with it.
    pub(in super::super) fn working<F>(&self, work: F) -> impl Future<Output = F::Output> + use<F>
    where
        F: Future + Send + 'static,
    {
        let mut working = Working {
            of: self.of.clone(),
            other: self.other.clone(),
            work: Some(Box::pin(work)),
        };
        poll_fn(move |context| working.poll(context))
    }

    /// All of it was done, well or not.
    pub(in super::super) fn done(mut self) {
        self.done = true;
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.other.end(if self.done { OVER } else { CUT_OFF });
        // Pointers to its transactions are good for as long as the plugin's call.
        let given = std::mem::take(&mut self.other.life.held().transactions);
        let mut held = self.of.life.held();
        held.transactions.extend(given);
        held.others.retain(|other| !Arc::ptr_eq(other, &self.other));
        drop(held);
        self.of.life.tidy();
    }
}

/// A plugin's work, for which one call stands for another.
struct Working<F: Future> {
    of: Arc<HostCall>,
    other: Arc<HostCall>,
    work: Option<std::pin::Pin<Box<F>>>,
}

impl<F: Future> Working<F> {
    fn enter(&self) -> Before {
        let standing = (Arc::as_ptr(&self.of), self.other.clone());
        Before(STANDING.replace(Some(standing)))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        let _before = self.enter();
        match &mut self.work {
            Some(work) => work.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<F: Future> Drop for Working<F> {
    fn drop(&mut self) {
        let _before = self.enter();
        drop(self.work.take());
    }
}
