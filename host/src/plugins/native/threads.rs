//! Threads of their own for partners' code, watched.
//!
//! What a native plugin is asked runs here and not on the host's threads: code that never comes back
//! from a poll takes one of these threads along, and the watcher puts another in its place. Whoever
//! waited is told, and the plugin rests. The thread itself cannot be ended; it is counted.

use std::{
    cell::OnceCell,
    collections::VecDeque,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    thread,
    time::{Duration, Instant},
};

use async_task::Runnable;
use futures_util::task::AtomicWaker;
use tokio::runtime::Handle;

use super::meter::Meter;

/// A poll that takes longer hangs.
const HANGS: Duration = Duration::from_millis(250);
/// How often is looked for polls that hang.
const LOOK: Duration = Duration::from_millis(50);
/// So many threads there are when none hangs.
const THREADS: usize = 2;

/// That a poll hung, and the work with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hung;

/// What is known of one piece of work beside its task.
struct Fate {
    meter: Arc<Meter>,
    hung: AtomicBool,
    waiting: AtomicWaker,
}

/// Work that is to be polled.
struct Ready {
    runnable: Runnable,
    fate: Arc<Fate>,
}

/// What one thread is at.
#[derive(Default)]
struct Post {
    /// Since when plugin code runs, in microseconds of the threads' clock; 0 while none does.
    since: AtomicU64,
    /// Whether another thread has taken its place.
    replaced: AtomicBool,
    at: Mutex<Option<Arc<Fate>>>,
}

#[derive(Default)]
struct Queue {
    ready: VecDeque<Ready>,
    posts: Vec<Arc<Post>>,
    idle: usize,
    closed: bool,
}

struct Inner {
    queue: Mutex<Queue>,
    called: Condvar,
    begun: Instant,
    host: Handle,
}

/// The threads of all native plugins of a host. With the last of these they end, those that hang
/// excepted.
#[derive(Clone)]
pub struct Threads(Arc<Owner>);

struct Owner(Arc<Inner>);

impl Drop for Owner {
    fn drop(&mut self) {
        lock(&self.0.queue).closed = true;
        self.0.called.notify_all();
    }
}

thread_local! {
    /// The post of this thread, where it is one of these.
    static OWN: OnceCell<(Arc<Post>, Instant)> = const { OnceCell::new() };
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is locked here is whole after every statement on it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Threads {
    /// Threads beside this runtime, whose timers and files the host's own work on them uses.
    pub fn new(host: Handle) -> Self {
        let inner = Arc::new(Inner {
            queue: Mutex::default(),
            called: Condvar::new(),
            begun: Instant::now(),
            host,
        });
        for _ in 0..THREADS {
            inner.clone().post();
        }
        let watched = Arc::downgrade(&inner);
        let watch = move || {
            while let Some(inner) = watched.upgrade() {
                if !inner.look() {
                    return;
                }
                drop(inner);
                thread::sleep(LOOK);
            }
        };
        start("plugin-watch", watch);
        Self(Arc::new(Owner(inner)))
    }

    /// Has `work` done for a plugin. Dropping what this gives ends it where it waits.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        meter: Arc<Meter>,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Working<T> {
        let fate = Arc::new(Fate {
            meter,
            hung: AtomicBool::new(false),
            waiting: AtomicWaker::new(),
        });
        let (inner, of) = (self.0.0.clone(), fate.clone());
        let schedule = move |runnable| inner.call(runnable, of.clone());
        let (runnable, task) = async_task::spawn(work, schedule);
        runnable.schedule();
        Working {
            task: Some(task),
            fate,
        }
    }
}

pub(super) fn start(name: &str, work: impl FnOnce() + Send + 'static) {
    let builder = thread::Builder::new().name(name.to_owned());
    if let Err(error) = builder.spawn(work) {
        tracing::error!(%error, "a thread for plugins could not be started");
    }
}

impl Inner {
    fn call(&self, runnable: Runnable, fate: Arc<Fate>) {
        let mut queue = lock(&self.queue);
        queue.ready.push_back(Ready { runnable, fate });
        let wakes = queue.idle > 0;
        drop(queue);
        if wakes {
            self.called.notify_one();
        }
    }

    /// Puts one more thread to work.
    fn post(self: Arc<Self>) {
        let post = Arc::new(Post::default());
        lock(&self.queue).posts.push(post.clone());
        start("plugin", move || self.work(&post));
    }

    fn next(&self) -> Option<Ready> {
        let mut queue = lock(&self.queue);
        loop {
            if let Some(ready) = queue.ready.pop_front() {
                return Some(ready);
            }
            if queue.closed {
                return None;
            }
            queue.idle += 1;
            let woken = self.called.wait(queue);
            queue = woken.unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }

    fn work(&self, post: &Arc<Post>) {
        let _entered = self.host.enter();
        // It is a fresh thread's, which has none.
        let _ = OWN.with(|own| own.set((post.clone(), self.begun)));
        while !post.replaced.load(Ordering::Acquire) {
            let Some(Ready { runnable, fate }) = self.next() else {
                return;
            };
            *lock(&post.at) = Some(fate.clone());
            let begun = Instant::now();
            post.since.store(micros(self.begun), Ordering::Release);
            // A panic in it was caught at the border; one of the host's own is of the work alone.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| runnable.run()));
            post.since.store(0, Ordering::Release);
            fate.meter.polled(begun.elapsed());
            *lock(&post.at) = None;
        }
    }

    /// Replaces the threads that hang; `false` once there are none to look after.
    fn look(self: &Arc<Self>) -> bool {
        let now = micros(self.begun);
        let mut queue = lock(&self.queue);
        if queue.closed {
            return false;
        }
        let hangs = |post: &Arc<Post>| {
            let since = post.since.load(Ordering::Acquire);
            since > 0 && Duration::from_micros(now.saturating_sub(since)) > HANGS
        };
        let (hanging, fine) = queue.posts.drain(..).partition(hangs);
        queue.posts = fine;
        drop(queue);
        for post in hanging {
            self.replace(&post);
        }
        true
    }

    fn replace(self: &Arc<Self>, post: &Post) {
        post.replaced.store(true, Ordering::Release);
        if let Some(fate) = lock(&post.at).clone() {
            fate.meter.hung();
            fate.hung.store(true, Ordering::Release);
            fate.waiting.wake();
        }
        self.clone().post();
    }
}

fn micros(begun: Instant) -> u64 {
    // Never 0, which says that nothing runs.
    u64::try_from(begun.elapsed().as_micros()).map_or(u64::MAX, |micros| micros.max(1))
}

/// Whether this is a thread on which nobody may block.
pub(crate) fn is_polling() -> bool {
    OWN.with(|own| own.get().is_some())
}

/// Sets the clock of a post back, whatever comes of what runs meanwhile.
struct Clock<'p> {
    post: &'p Post,
    begun: Instant,
    /// What it showed.
    since: u64,
    /// When it was stopped.
    stopped: u64,
}

impl Drop for Clock<'_> {
    fn drop(&mut self) {
        if self.since > 0 {
            // The host's time is taken off, and the plugin's goes on from where it was: one that asks
            // again and again without a pause hangs, too.
            let spent = micros(self.begun).saturating_sub(self.stopped);
            let since = self.since.saturating_add(spent);
            self.post.since.store(since, Ordering::Release);
        }
    }
}

/// Does the host's own `work`, which a plugin's poll waits for: that time is not the plugin's.
pub(crate) fn of_host<T>(work: impl FnOnce() -> T) -> T {
    OWN.with(|own| {
        let Some((post, begun)) = own.get() else {
            return work();
        };
        let _clock = Clock {
            post,
            begun: *begun,
            since: post.since.swap(0, Ordering::AcqRel),
            stopped: micros(*begun),
        };
        work()
    })
}

/// Does a plugin's `work` inside the host's own: that time is the plugin's again.
pub(crate) fn of_plugin<T>(work: impl FnOnce() -> T) -> T {
    OWN.with(|own| {
        let Some((post, begun)) = own.get() else {
            return work();
        };
        let before = post.since.swap(micros(*begun), Ordering::AcqRel);
        let _back = Back(post, before);
        work()
    })
}

/// Puts the clock of a post where it was.
struct Back<'p>(&'p Post, u64);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.0.since.store(self.1, Ordering::Release);
    }
}

/// Work on these threads, which gives a `T`, or that it hung.
pub(crate) struct Working<T> {
    task: Option<async_task::Task<T>>,
    fate: Arc<Fate>,
}

impl<T> Working<T> {
    /// Lets it go on by itself.
    pub(crate) fn detach(mut self) {
        if let Some(task) = self.task.take() {
            task.detach();
        }
    }
}

impl<T> Future for Working<T> {
    type Output = Result<T, Hung>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.fate.waiting.register(context.waker());
        if self.fate.hung.load(Ordering::Acquire) {
            return Poll::Ready(Err(Hung));
        }
        match &mut self.task {
            Some(task) => Pin::new(task).poll(context).map(Ok),
            None => Poll::Ready(Err(Hung)),
        }
    }
}
