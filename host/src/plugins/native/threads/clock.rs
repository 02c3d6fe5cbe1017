//! How long plugin code runs on a thread, the host's own work in it excepted.

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    task::Waker,
    time::{Duration, Instant},
};

use super::{Fate, HANGS, Meter, lock};

/// The longest wait for a processor that excuses a poll.
const EXCUSED: Duration = Duration::from_secs(1);

/// So many that wait for a plugin are woken together.
const TOGETHER: usize = 8;

/// What one thread is at.
#[derive(Default)]
pub(super) struct Post {
    at: Mutex<At>,
    /// Who waits for what was done here and was not woken yet: while there is more to do for the same plugin, each
    /// of them would only take the processor from it.
    owed: Mutex<Owed>,
    /// Where the system says how the thread fares.
    fares: OnceLock<PathBuf>,
}

/// All of it under one lock: who is named as hung is who runs.
#[derive(Default)]
struct At {
    fate: Option<Arc<Fate>>,
    /// Since when plugin code runs; nothing while the host's does.
    since: Option<Instant>,
    /// Whether it was given up, and another thread took its place.
    away: bool,
    /// How long the thread had waited for a processor when it was first looked at while at this.
    waited: Option<Duration>,
}

#[derive(Default)]
struct Owed {
    waiting: Vec<Waker>,
    /// The last plugin that something was done for.
    of: Option<Arc<Meter>>,
}

thread_local! {
    /// The post of this thread, where it is one of these.
    static OWN: OnceCell<Arc<Post>> = const { OnceCell::new() };
}

impl Post {
    /// Makes it this thread's.
    pub(super) fn take_up(self: &Arc<Self>) {
        // It is a fresh thread's, which has none.
        let _ = OWN.with(|own| own.set(self.clone()));
        if let Ok(own) = fs::read_link("/proc/thread-self") {
            let _ = self
                .fares
                .set(Path::new("/proc").join(own).join("schedstat"));
        }
    }

    fn at(&self) -> MutexGuard<'_, At> {
        lock(&self.at)
    }

    /// How long the thread has waited for a processor since it is there; nothing where the system does not say.
    fn waited(&self) -> Duration {
        let fares = self
            .fares
            .get()
            .and_then(|fares| fs::read_to_string(fares).ok());
        fares.and_then(|fares| waited(&fares)).unwrap_or_default()
    }

    /// Begins work; gives when.
    pub(super) fn begin(&self, fate: Arc<Fate>) -> Instant {
        let now = Instant::now();
        lock(&self.owed).of = Some(fate.meter.clone());
        *self.at() = At {
            fate: Some(fate),
            since: Some(now),
            away: false,
            waited: None,
        };
        now
    }

    /// Whether somebody is to be woken before the thread goes on with the work of `next`.
    pub(super) fn owes(&self, next: Option<&Arc<Meter>>) -> bool {
        let owed = lock(&self.owed);
        let same = match (&owed.of, next) {
            (Some(of), Some(next)) => Arc::ptr_eq(of, next),
            _ => false,
        };
        !owed.waiting.is_empty() && (!same || owed.waiting.len() >= TOGETHER)
    }

    /// Wakes who waits for what was done.
    pub(super) fn pay(&self) {
        let waiting = std::mem::take(&mut lock(&self.owed).waiting);
        for waker in waiting {
            waker.wake();
        }
    }

    /// The work has come back; whether the thread was given up meanwhile.
    pub(super) fn end(&self) -> bool {
        std::mem::take(&mut *self.at()).away
    }

    /// Gives the thread up where it hangs; whose work it is at. For a while it may have been ready, and the machine
    /// have had no processor for it: that is nobody's fault, and is known from the second look on.
    pub(super) fn gives_up(&self) -> Option<Arc<Fate>> {
        let mut at = self.at();
        let since = at.since.filter(|_| !at.away)?;
        let waited = self.waited();
        let Some(before) = at.waited else {
            at.waited = Some(waited);
            return None;
        };
        let excused = waited.saturating_sub(before).min(EXCUSED);
        if since.elapsed() <= HANGS + excused {
            return None;
        }
        at.away = true;
        at.fate.clone()
    }
}

/// The second number of the system's three: nanoseconds for which it waited.
fn waited(fares: &str) -> Option<Duration> {
    let nanos = fares.split_ascii_whitespace().nth(1)?;
    nanos.parse().ok().map(Duration::from_nanos)
}

/// Whether this is a thread on which nobody may block.
pub(crate) fn is_polling() -> bool {
    OWN.with(|own| own.get().is_some())
}

/// Wakes somebody; on one of these threads, once it has done what there is of the same plugin.
pub(super) fn wake(waker: Waker) {
    let waker = OWN.with(|own| match own.get() {
        Some(post) => {
            lock(&post.owed).waiting.push(waker);
            None
        }
        None => Some(waker),
    });
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// Sets the clock of a post back, whatever comes of what runs meanwhile.
struct Clock<'p> {
    post: &'p Post,
    /// What it showed.
    since: Option<Instant>,
    /// When it was stopped.
    stopped: Instant,
}

impl Drop for Clock<'_> {
    fn drop(&mut self) {
        // The host's time is taken off, and the plugin's goes on from where it was: one that asks
        // again and again without a pause hangs, too.
        let spent = self.stopped.elapsed();
        self.post.at().since = self.since.map(|since| since + spent);
    }
}

/// Does the host's own `work`, which a plugin's poll waits for: that time is not the plugin's.
pub(crate) fn of_host<T>(work: impl FnOnce() -> T) -> T {
    OWN.with(|own| {
        let Some(post) = own.get() else {
            return work();
        };
        let _clock = Clock {
            post,
            since: post.at().since.take(),
            stopped: Instant::now(),
        };
        work()
    })
}

/// Does a plugin's `work` inside the host's own: that time is the plugin's again.
pub(crate) fn of_plugin<T>(work: impl FnOnce() -> T) -> T {
    OWN.with(|own| {
        let Some(post) = own.get() else {
            return work();
        };
        let before = post.at().since.replace(Instant::now());
        let _back = Back(post, before);
        work()
    })
}

/// Puts the clock of a post where it was.
struct Back<'p>(&'p Post, Option<Instant>);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.0.at().since = self.1;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        task::Wake,
    };

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn who_waits_is_woken_once_nothing_is_left_of_the_plugin_or_some_wait() {
        let (post, own, other) = (Post::default(), Arc::default(), Arc::default());
        lock(&post.owed).of = Some(Arc::clone(&own));
        assert!(!post.owes(None), "nobody waits");
        let woken: Arc<Woken> = Arc::default();
        let waits = || lock(&post.owed).waiting.push(Waker::from(woken.clone()));
        waits();
        assert!(!post.owes(Some(&own)));
        assert!(post.owes(Some(&other)) && post.owes(None));
        for _ in 1..TOGETHER {
            waits();
        }
        assert!(post.owes(Some(&own)));
        post.pay();
        assert_eq!(woken.0.load(Ordering::Relaxed), TOGETHER);
        assert!(!post.owes(None));
    }

    #[test]
    fn the_wait_for_a_processor_is_the_second_number() {
        assert_eq!(waited("1122858 2500 1\n"), Some(Duration::from_nanos(2500)));
        assert_eq!(waited(""), None);
        let post = Arc::new(Post::default());
        let looked = post.clone();
        // A thread of its own finds its own.
        let path = std::thread::spawn(move || {
            looked.take_up();
            looked.fares.get().is_some_and(|fares| fares.exists())
        });
        assert!(path.join().unwrap_or_default());
    }
}
