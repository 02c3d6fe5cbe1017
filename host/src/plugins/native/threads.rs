//! Threads of their own for partners' code, watched.
//!
//! What a native plugin is asked runs here and not on the host's threads: code that never comes back
//! from a poll takes one of these threads along, and the watcher puts another in its place. Whoever
//! waited is told, and so is who waits for the same plugin; it rests. The thread itself cannot be ended.
//! It is counted while it is away, and used again when it comes back. Plugins take turns.

mod clock;
mod lanes;

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    thread,
    time::Duration,
};

use async_task::Runnable;
use futures_util::task::AtomicWaker;
use tokio::runtime::Handle;

pub(crate) use self::clock::{is_polling, of_host, of_plugin};
use self::{clock::Post, lanes::Lanes};
use super::meter::Meter;

/// A poll that takes longer hangs.
const HANGS: Duration = Duration::from_millis(250);
/// How often is looked for polls that hang.
const LOOK: Duration = Duration::from_millis(50);
/// So often a thread looks for more work before it sleeps.
const LOOKS: u32 = 1;
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

impl Fate {
    /// Tells who waits for it that it hung.
    fn give_up(&self) {
        self.hung.store(true, Ordering::Release);
        self.waiting.wake();
    }
}

/// Work that is to be polled.
struct Ready {
    runnable: Runnable,
    fate: Arc<Fate>,
}

/// Work that was polled.
struct Done {
    meter: Arc<Meter>,
    /// Whether the thread was given up meanwhile.
    away: bool,
}

#[derive(Default)]
struct Queue {
    lanes: Lanes<Ready>,
    /// Those that serve; who is away has none here.
    posts: Vec<Arc<Post>>,
    /// Those that sleep, and of whom nobody was called.
    idle: usize,
    /// Those that were called and are not here yet.
    coming: usize,
    /// Those that have done something and look for more, before they sleep.
    looking: usize,
    closed: bool,
    /// Whether the log says already that no thread can be started.
    said: bool,
}

struct Inner {
    queue: Mutex<Queue>,
    called: Condvar,
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
            host,
        });
        inner.fill();
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
        if let Err(error) = start("plugin-watch", watch) {
            tracing::error!(%error, "nobody watches the threads for plugins");
        }
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

pub(super) fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let builder = thread::Builder::new().name(name.to_owned());
    builder.spawn(work).map(drop)
}

impl Queue {
    /// Whether somebody is to be woken, who counts as called then: there is work, and nobody about to find it.
    fn wakes(&mut self) -> bool {
        let about = self.looking + self.coming;
        let wakes = self.idle > 0 && about == 0 && self.lanes.has_due(THREADS);
        if wakes {
            self.idle -= 1;
            self.coming += 1;
        }
        wakes
    }

    /// Puts away what a thread has done.
    fn settle(&mut self, post: &Arc<Post>, done: Option<Done>) {
        match done {
            Some(Done { meter, away: true }) => {
                meter.returned();
                self.lanes.back(&meter);
                self.posts.push(post.clone());
            }
            Some(Done { meter, away: false }) => self.lanes.done(&meter),
            None => {}
        }
    }
}

impl Inner {
    fn call(&self, runnable: Runnable, fate: Arc<Fate>) {
        let meter = fate.meter.clone();
        let mut queue = lock(&self.queue);
        let refused = queue.lanes.push(&meter, Ready { runnable, fate });
        let wakes = queue.wakes();
        drop(queue);
        if let Some(Ready { runnable, fate }) = refused {
            fate.give_up();
            // Its end would run the plugin's code, which there is no thread for.
            std::mem::forget(runnable);
        } else if wakes {
            self.called.notify_one();
        }
    }

    /// Starts threads until there are enough that serve.
    fn fill(self: &Arc<Self>) {
        loop {
            let post = Arc::new(Post::default());
            let mut queue = lock(&self.queue);
            if queue.closed || queue.posts.len() >= THREADS {
                queue.said = false;
                return;
            }
            queue.posts.push(post.clone());
            drop(queue);
            let (inner, own) = (self.clone(), post.clone());
            let Err(error) = start("plugin", move || inner.work(&own)) else {
                continue;
            };
            let mut queue = lock(&self.queue);
            queue.posts.retain(|other| !Arc::ptr_eq(other, &post));
            // It is tried again at the next look.
            if !std::mem::replace(&mut queue.said, true) {
                tracing::error!(%error, "a thread for plugins could not be started");
            }
            return;
        }
    }

    /// The next work for a thread that has done some; nothing where it is to end.
    fn next(&self, post: &Arc<Post>, done: Option<Done>) -> Option<Ready> {
        let mut queue = lock(&self.queue);
        queue.settle(post, done);
        let mut looks = 0;
        loop {
            // One too many: another that was away has come back.
            let is_needed = queue.posts.len() <= THREADS;
            let ready = match is_needed {
                true => queue.lanes.next(THREADS),
                false => {
                    queue.posts.retain(|other| !Arc::ptr_eq(other, post));
                    None
                }
            };
            if ready.is_some() || !is_needed || queue.closed {
                // Who was to be woken for what is left was not, while this one looked.
                let wakes = queue.wakes();
                drop(queue);
                if wakes {
                    self.called.notify_one();
                }
                return ready;
            }
            if looks < LOOKS {
                // Whoever waited for what was just done mostly asks again: to be there then costs less
                // than to be woken.
                looks += 1;
                queue.looking += 1;
                drop(queue);
                thread::yield_now();
                queue = lock(&self.queue);
                queue.looking -= 1;
                continue;
            }
            queue.idle += 1;
            while queue.coming == 0 && !queue.closed {
                let woken = self.called.wait(queue);
                queue = woken.unwrap_or_else(PoisonError::into_inner);
            }
            queue.coming = queue.coming.saturating_sub(1);
        }
    }

    fn work(&self, post: &Arc<Post>) {
        let _entered = self.host.enter();
        post.take_up();
        let mut done = None;
        while let Some(Ready { runnable, fate }) = self.next(post, done.take()) {
            let meter = fate.meter.clone();
            let gone = fate.hung.load(Ordering::Acquire);
            let begun = post.begin(fate);
            // A panic in it was caught at the border; one of the host's own is of the work alone.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match gone {
                true => drop(runnable),
                false => {
                    runnable.run();
                }
            }));
            let away = post.end();
            meter.polled(begun.elapsed());
            done = Some(Done { meter, away });
        }
    }

    /// Replaces the threads that hang; `false` once there are none to look after.
    fn look(self: &Arc<Self>) -> bool {
        let mut hung = Vec::new();
        let mut queue = lock(&self.queue);
        if queue.closed {
            return false;
        }
        queue.posts.retain(|post| match post.gives_up() {
            Some(fate) => {
                hung.push(fate);
                false
            }
            None => true,
        });
        for fate in &hung {
            fate.meter.gone();
            // What of it waits would only take more threads along.
            for waiting in queue.lanes.gone(&fate.meter) {
                waiting.fate.give_up();
            }
        }
        drop(queue);
        for fate in hung {
            fate.meter.tell_hung();
            fate.give_up();
        }
        self.fill();
        true
    }
}

/// Work on these threads, which gives a `T`, or that it hung.
pub(crate) struct Working<T> {
    task: Option<async_task::Task<T>>,
    fate: Arc<Fate>,
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
