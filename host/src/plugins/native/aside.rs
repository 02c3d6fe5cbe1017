//! Threads for plugins whose functions block: a few for each, which it fills alone.

use std::{
    cell::Cell,
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tokio::{runtime::Handle, sync::oneshot};

/// So many of a plugin's functions run at one time; others wait.
const AT_ONCE: usize = 8;
/// A thread that had nothing to do for so long ends.
const IDLE: Duration = Duration::from_secs(10);

type Work = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Work>,
    threads: usize,
    idle: usize,
}

/// The threads of one plugin.
#[derive(Default)]
pub(super) struct Aside {
    queue: Mutex<Queue>,
    called: Condvar,
}

thread_local! {
    static IS_ASIDE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is a thread on which plugins may block.
pub(super) fn is_aside() -> bool {
    IS_ASIDE.get()
}

impl Aside {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // A queue is whole after every statement on it.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has `work` done aside. Who does not wait for it any more leaves it to end by itself; work
    /// that nobody waits for any more when its turn comes is not begun.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
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
        self.push(work);
        outcome.await.ok()
    }

    fn push(self: &Arc<Self>, work: Work) {
        let mut queue = self.lock();
        queue.waiting.push_back(work);
        if queue.idle >= queue.waiting.len() {
            self.called.notify_one();
            return;
        }
        if queue.threads >= AT_ONCE {
            return;
        }
        queue.threads += 1;
        drop(queue);
        let (aside, host) = (self.clone(), Handle::try_current().ok());
        let builder = thread::Builder::new().name("plugin-aside".to_owned());
        let started = builder.spawn(move || {
            IS_ASIDE.set(true);
            let _entered = host.as_ref().map(Handle::enter);
            aside.work();
        });
        if let Err(error) = started {
            tracing::error!(%error, "a thread for plugins could not be started");
            self.lock().threads -= 1;
        }
    }

    fn work(&self) {
        let mut queue = self.lock();
        loop {
            if let Some(work) = queue.waiting.pop_front() {
                drop(queue);
                work();
                queue = self.lock();
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
}
