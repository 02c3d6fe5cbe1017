//! How long plugin code runs on a thread, the host's own work in it excepted.

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    time::{Duration, Instant},
};

use super::{Fate, HANGS, lock};

/// The longest wait for a processor that excuses a poll.
const EXCUSED: Duration = Duration::from_secs(1);

/// What one thread is at.
#[derive(Default)]
pub(super) struct Post {
    at: Mutex<At>,
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
        *self.at() = At {
            fate: Some(fate),
            since: Some(now),
            away: false,
            waited: None,
        };
        now
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
    use super::*;

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
