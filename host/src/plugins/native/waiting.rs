//! Waiting for tasks, for plugins whose code blocks.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    ffi::c_void,
    sync::{Arc, OnceLock},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use kartoteka_abi::{self as abi, Buf, Stream, Task, status};
use tokio::runtime::Handle;

use super::{aside, threads};

/// The host's runtime, for what it does while a plugin's thread waits.
static RUNTIME: OnceLock<Handle> = OnceLock::new();

/// Lets plugins wait for the host's work.
pub(super) fn prepare(runtime: Handle) {
    // Of several hosts in one process, as in tests, the first one's timers serve all: it lasts.
    let _ = RUNTIME.set(runtime);
}

/// The host's runtime for the time of a poll, where there is none.
pub(super) fn runtime() -> Option<tokio::runtime::EnterGuard<'static>> {
    match Handle::try_current() {
        Ok(_) => None,
        Err(_) => RUNTIME.get().map(Handle::enter),
    }
}

/// Whether this thread may wait: one of the plugin's own, or one aside. Others serve everybody.
fn may_wait() -> bool {
    aside::is_aside() || !threads::is_polling() && Handle::try_current().is_err()
}

struct Parked(Thread);

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// See [`abi::Host::wait`].
pub(super) unsafe extern "C" fn wait(
    _: *const abi::Host,
    task: *mut Task,
    out: *mut c_void,
    error: *mut Buf,
) -> i32 {
    if task.is_null() {
        return status::REFUSED;
    }
    let waited = abi::caught(|| {
        // SAFETY: the plugin hands over a task, which ends with this, whatever comes of it.
        let mut task = unsafe { std::mem::replace(&mut *task, Task::NONE) };
        park(|context| {
            // SAFETY: there is room for what the task gives, and for an error.
            match unsafe { abi::poll_raw(&mut task, context, out, error) } {
                status::PENDING => None,
                status => Some(status),
            }
        })
    });
    waited.unwrap_or(status::PANICKED)
}

/// See [`abi::Host::next`].
pub(super) unsafe extern "C" fn next(
    _: *const abi::Host,
    stream: *mut Stream,
    chunk: *mut Buf,
    error: *mut Buf,
) -> i32 {
    if stream.is_null() {
        return status::REFUSED;
    }
    let waited = abi::caught(|| {
        // SAFETY: the plugin hands over a stream, and gets it back until it has ended.
        let mut incoming = unsafe { abi::Incoming::new((*stream).take()) };
        let answered = park(|context| match incoming.poll_next(context) {
            Poll::Pending => None,
            Poll::Ready(None) => Some(status::ENDED),
            Poll::Ready(Some(Ok(piece))) => {
                if !chunk.is_null() {
                    // SAFETY: there is room for a piece.
                    unsafe { chunk.write(piece) };
                }
                Some(status::OK)
            }
            Poll::Ready(Some(Err(failed))) => {
                if let abi::Failed::Problem(problem) = failed
                    && !error.is_null()
                {
                    // SAFETY: there is room for an error.
                    unsafe { error.write(problem) };
                }
                Some(status::FAILED)
            }
        });
        // SAFETY: it is where it was taken from.
        unsafe { *stream = incoming.into_stream() };
        answered
    });
    waited.unwrap_or(status::PANICKED)
}

/// Asks until there is an answer, and waits in between.
fn park(mut ask: impl FnMut(&mut Context<'_>) -> Option<i32>) -> i32 {
    if !may_wait() {
        return status::REFUSED;
    }
    // A thread aside is in the host's runtime already.
    let outside = RUNTIME.get().filter(|_| Handle::try_current().is_err());
    let _entered = outside.map(Handle::enter);
    let waker = Waker::from(Arc::new(Parked(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match ask(&mut context) {
            Some(answered) => return answered,
            None if aside::is_given_up() => return status::REFUSED,
            None => thread::park(),
        }
    }
}
