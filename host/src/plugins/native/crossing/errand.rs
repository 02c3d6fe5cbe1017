//! The host's work for a plugin, which the plugin holds as a task, and which the host can take back.
#![expect(unsafe_code, reason = "work that does not move")]

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

/// Something that can be ended, whoever holds it.
pub(super) trait Taken: Send + Sync {
    /// Ends it; at once, or after the poll that it is at.
    fn take_back(&self);
}

/// Work that a plugin polls. One that it never polls again keeps nothing: a reader, a connection, the salon's
/// writer.
pub(super) struct Errand<F> {
    taken: AtomicBool,
    /// It stays where it is until it is dropped there.
    work: Mutex<Option<F>>,
}

impl<F: Future> Errand<F> {
    pub(super) fn new(work: F) -> Arc<Self> {
        Arc::new(Self {
            taken: AtomicBool::new(false),
            work: Mutex::new(Some(work)),
        })
    }

    /// Goes on; nothing is given once it was taken back.
    pub(super) fn poll(self: &Arc<Self>, context: &mut Context<'_>) -> Poll<Option<F::Output>> {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(going) = work.as_mut() else {
            return Poll::Ready(None);
        };
        // SAFETY: it lies in an `Arc`, and is only ever dropped there.
        let polled = unsafe { Pin::new_unchecked(going) }.poll(context);
        if polled.is_ready() {
            *work = None;
        }
        drop(work);
        match polled {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            // Whoever took it back meanwhile has left the end of it to this.
            Poll::Pending if self.taken.load(Ordering::Acquire) => {
                self.end();
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<F> Errand<F> {
    fn end(&self) {
        let work: Result<MutexGuard<'_, _>, _> = self.work.try_lock();
        match work {
            Ok(mut work) => *work = None,
            Err(TryLockError::Poisoned(work)) => *work.into_inner() = None,
            // Who polls it looks afterwards.
            Err(TryLockError::WouldBlock) => {}
        }
    }
}

impl<F: Send> Taken for Errand<F> {
    fn take_back(&self) {
        self.taken.store(true, Ordering::Release);
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, task::Waker};

    use super::*;

    /// Says when it is gone.
    struct Kept(Arc<AtomicBool>);

    impl Drop for Kept {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Release);
        }
    }

    fn waiting(gone: &Arc<AtomicBool>) -> impl Future<Output = ()> + Send + use<> {
        let kept = Kept(gone.clone());
        async move {
            std::future::pending::<()>().await;
            drop(kept);
        }
    }

    #[test]
    fn what_is_taken_back_keeps_nothing_though_its_holder_is_there() {
        let gone = Arc::default();
        let errand = Errand::new(waiting(&gone));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(errand.poll(&mut context), Poll::Pending);
        assert!(!gone.load(Ordering::Acquire));
        errand.take_back();
        assert!(gone.load(Ordering::Acquire));
        assert_eq!(errand.poll(&mut context), Poll::Ready(None));
    }

    #[test]
    fn what_is_taken_back_while_it_is_polled_ends_with_the_poll() {
        let gone = Arc::default();
        let taking: Arc<Mutex<Option<Arc<dyn Taken>>>> = Arc::default();
        let (kept, take) = (waiting(&gone), taking.clone());
        let errand = Errand::new(async move {
            let mut kept = std::pin::pin!(kept);
            poll_fn(|context| {
                let taken = take.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(taken) = taken {
                    taken.take_back();
                }
                kept.as_mut().poll(context)
            })
            .await;
        });
        *taking.lock().unwrap_or_else(PoisonError::into_inner) = Some(errand.clone());
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(errand.poll(&mut context), Poll::Ready(None));
        assert!(gone.load(Ordering::Acquire));
    }

    #[test]
    fn what_is_done_is_given_once() {
        let errand = Errand::new(async { 7 });
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(errand.poll(&mut context), Poll::Ready(Some(7)));
        assert_eq!(errand.poll(&mut context), Poll::Ready(None));
    }
}
