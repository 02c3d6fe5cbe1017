//! Threads for plugins whose functions block: a few for each, which it fills alone.
//!
//! A function that nobody waits for any more is given up: what it waits for at the host is refused. One
//! that does not come back even so, after its time, counts as one that hangs, and its place is given to
//! another thread.

use std::{
    cell::RefCell,
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, Thread},
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, sync::oneshot};

use super::meter::Meter;

/// So many of a plugin's functions run at one time; others wait.
const AT_ONCE: usize = 8;
/// The same of those that are asked inside a transaction, which others wait for.
const QUESTIONS_AT_ONCE: usize = 4;
/// So many threads may be away; the places of further ones are not given to others.
const MOST_AWAY: usize = 8;
/// A thread that had nothing to do for so long ends.
const IDLE: Duration = Duration::from_secs(10);
/// Who is given up has so long to come back once more than its time is over.
const GRACE: Duration = Duration::from_secs(1);

type Work = Box<dyn FnOnce() + Send>;

/// One function that is to be run, or runs.
#[derive(Default)]
struct Turn {
    /// Whether nobody waits for it any more.
    given_up: AtomicBool,
    at: Mutex<At>,
}

#[derive(Default)]
enum At {
    #[default]
    Waits,
    Runs(Thread),
    Away,
    Done,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Work, Arc<Turn>)>,
    /// Those that are away excepted.
    threads: usize,
    idle: usize,
    /// Those that have done something and look for more, before they sleep.
    looking: usize,
    away: usize,
}

/// Some threads of one plugin.
pub(super) struct Aside {
    queue: Mutex<Queue>,
    called: Condvar,
    at_once: usize,
    meter: Arc<Meter>,
}

thread_local! {
    /// What runs on this thread, where plugins may block on it.
    static OWN: RefCell<Option<Arc<Turn>>> = const { RefCell::new(None) };
}

/// Whether this is a thread on which plugins may block.
pub(super) fn is_aside() -> bool {
    OWN.with_borrow(Option::is_some)
}

/// Whether nobody waits any more for what runs on this thread.
pub(super) fn is_given_up() -> bool {
    OWN.with_borrow(|own| {
        own.as_ref()
            .is_some_and(|turn| turn.given_up.load(Ordering::Acquire))
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is locked here is whole after every statement on it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody waits for a function; dropped before it has come, it is given up.
struct Awaited {
    aside: Arc<Aside>,
    turn: Arc<Turn>,
    /// When its time is over.
    until: Option<Instant>,
    came: bool,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        if self.came {
            return;
        }
        self.turn.given_up.store(true, Ordering::Release);
        match &*lock(&self.turn.at) {
            // What it waits for is refused.
            At::Runs(thread) => thread.unpark(),
            _ => return,
        }
        let (aside, turn) = (self.aside.clone(), self.turn.clone());
        let rest = self.until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        });
        if let Ok(host) = Handle::try_current() {
            host.spawn(async move {
                tokio::time::sleep(rest + GRACE).await;
                aside.give_up(&turn);
            });
        }
    }
}

impl Aside {
    pub(super) fn of_requests(meter: &Arc<Meter>) -> Arc<Self> {
        Self::new(AT_ONCE, meter)
    }

    pub(super) fn of_questions(meter: &Arc<Meter>) -> Arc<Self> {
        Self::new(QUESTIONS_AT_ONCE, meter)
    }

    fn new(at_once: usize, meter: &Arc<Meter>) -> Arc<Self> {
        Arc::new(Self {
            queue: Mutex::default(),
            called: Condvar::new(),
            at_once,
            meter: meter.clone(),
        })
    }

    /// Has `work` done aside, which has `limit`. Work that nobody waits for any more when its turn
    /// comes is not begun. Nothing, where it panicked.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        limit: Option<Duration>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, outcome) = oneshot::channel();
        let work: Work = Box::new(move || {
            if !done.is_closed()
                && let Some(came) = kartoteka_abi::caught(work)
            {
                // Who waited may have gone.
                let _ = done.send(came);
            }
        });
        let turn = Arc::new(Turn::default());
        let mut awaited = Awaited {
            aside: self.clone(),
            turn: turn.clone(),
            until: limit.map(|limit| Instant::now() + limit),
            came: false,
        };
        self.push(work, turn);
        let outcome = outcome.await.ok();
        awaited.came = true;
        outcome
    }

    /// The same for who waits on a thread and not by a task, no longer than `limit`; what does not come
    /// in time is given up.
    pub(super) fn run_within<T: Send + 'static>(
        self: &Arc<Self>,
        limit: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, outcome) = mpsc::channel();
        let turn = Arc::new(Turn::default());
        let own = turn.clone();
        let work: Work = Box::new(move || {
            if !own.given_up.load(Ordering::Acquire)
                && let Some(came) = kartoteka_abi::caught(work)
            {
                // Who waited may have gone.
                let _ = done.send(came);
            }
        });
        self.push(work, turn.clone());
        let came = outcome.recv_timeout(limit).ok();
        if came.is_none() {
            turn.given_up.store(true, Ordering::Release);
            self.give_up(&turn);
        }
        came
    }

    fn push(self: &Arc<Self>, work: Work, turn: Arc<Turn>) {
        let mut queue = lock(&self.queue);
        queue.waiting.push_back((work, turn));
        if queue.looking >= queue.waiting.len() {
            return;
        }
        if queue.looking + queue.idle >= queue.waiting.len() {
            self.called.notify_one();
            return;
        }
        self.start(queue);
    }

    /// Starts one more thread, where there may be one.
    fn start(self: &Arc<Self>, mut queue: MutexGuard<'_, Queue>) {
        if queue.threads >= self.at_once {
            return;
        }
        queue.threads += 1;
        drop(queue);
        let (aside, host) = (self.clone(), Handle::try_current().ok());
        let builder = thread::Builder::new().name("plugin-aside".to_owned());
        let started = builder.spawn(move || {
            let _entered = host.as_ref().map(Handle::enter);
            aside.work();
        });
        if let Err(error) = started {
            tracing::error!(%error, "a thread for plugins could not be started");
            let mut queue = lock(&self.queue);
            queue.threads -= 1;
            if queue.threads == 0 {
                // Nobody would come for them.
                let left = std::mem::take(&mut queue.waiting);
                drop(queue);
                drop(left);
            }
        }
    }

    fn work(&self) {
        let mut queue = lock(&self.queue);
        let mut has_looked = false;
        loop {
            if let Some((work, turn)) = queue.waiting.pop_front() {
                drop(queue);
                has_looked = false;
                *lock(&turn.at) = At::Runs(thread::current());
                OWN.set(Some(turn.clone()));
                let begun = Instant::now();
                work();
                self.meter.blocked(begun.elapsed());
                OWN.set(None);
                queue = lock(&self.queue);
                if let At::Away = std::mem::replace(&mut *lock(&turn.at), At::Done) {
                    queue.away -= 1;
                    self.meter.returned();
                    if queue.threads >= self.at_once {
                        return;
                    }
                    queue.threads += 1;
                }
                continue;
            }
            if !has_looked {
                // Whoever waited for what was just done mostly asks again: to be there then costs less
                // than to be woken.
                has_looked = true;
                queue.looking += 1;
                drop(queue);
                thread::yield_now();
                queue = lock(&self.queue);
                queue.looking -= 1;
                continue;
            }
            queue.idle += 1;
            let (woken, waited) = self
                .called
                .wait_timeout(queue, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            queue = woken;
            queue.idle -= 1;
            if waited.timed_out() && queue.waiting.is_empty() {
                queue.threads -= 1;
                return;
            }
        }
    }

    /// What runs in a turn has not come back: another thread takes its place.
    fn give_up(self: &Arc<Self>, turn: &Turn) {
        let mut queue = lock(&self.queue);
        let mut at = lock(&turn.at);
        if !matches!(*at, At::Runs(_)) || queue.away >= MOST_AWAY {
            return;
        }
        *at = At::Away;
        drop(at);
        queue.away += 1;
        queue.threads -= 1;
        self.meter.gone();
        if queue.waiting.is_empty() {
            drop(queue);
        } else {
            self.start(queue);
        }
        self.meter.tell_hung();
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(5);

    #[test]
    fn the_place_of_what_does_not_come_back_is_given_to_others() {
        let meter: Arc<Meter> = Arc::default();
        let aside = Aside::new(1, &meter);
        let (release, released) = mpsc::channel::<()>();
        let (came, comes) = mpsc::channel();
        let never = aside.run_within(SHORT, move || {
            let _ = released.recv();
            came.send(is_given_up())
        });
        assert!(never.is_none());
        assert_eq!(meter.figures().away, 1);
        let next = aside.run_within(Duration::from_secs(60), is_aside);
        assert_eq!(next, Some(true));
        drop(release);
        assert_eq!(comes.recv(), Ok(true));
        // It is there again once its thread has come for the next.
        while meter.figures().away > 0 {
            thread::yield_now();
        }
        assert_eq!(meter.figures().blocked, 2);
        assert_eq!(aside.run_within(Duration::from_secs(60), || 1), Some(1));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_begun() {
        let meter: Arc<Meter> = Arc::default();
        let aside = Aside::new(1, &meter);
        let (release, released) = mpsc::channel::<()>();
        let first = tokio::spawn({
            let aside = aside.clone();
            async move { aside.run(None, move || released.recv().is_err()).await }
        });
        while lock(&aside.queue).threads == 0 {
            tokio::task::yield_now().await;
        }
        let second = tokio::time::timeout(SHORT, aside.run(None, || unreachable!())).await;
        assert!(second.is_err());
        drop(release);
        assert_eq!(first.await.expect("a task"), Some(true));
        assert_eq!(aside.run(None, || 3).await, Some(3));
    }
}
