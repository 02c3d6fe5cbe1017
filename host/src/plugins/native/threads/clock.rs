//! How long plugin code runs on a thread, the host's own work in it excepted.

use std::{
    cell::OnceCell,
    sync::{Arc, Mutex, MutexGuard},
    time::Instant,
};

use super::{Fate, HANGS, lock};

/// What one thread is at.
#[derive(Default)]
pub(super) struct Post(Mutex<At>);

/// All of it under one lock: who is named as hung is who runs.
#[derive(Default)]
struct At {
    fate: Option<Arc<Fate>>,
    /// Since when plugin code runs; nothing while the host's does.
    since: Option<Instant>,
    /// Whether it was given up, and another thread took its place.
    away: bool,
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
    }

    fn at(&self) -> MutexGuard<'_, At> {
        lock(&self.0)
    }

    pub(super) fn begin(&self, fate: Arc<Fate>) {
        *self.at() = At {
            fate: Some(fate),
            since: Some(Instant::now()),
            away: false,
        };
    }

    /// The work has come back; whether the thread was given up meanwhile.
    pub(super) fn end(&self) -> bool {
        std::mem::take(&mut *self.at()).away
    }

    /// Gives the thread up where it hangs; whose work it is at.
    pub(super) fn gives_up(&self) -> Option<Arc<Fate>> {
        let mut at = self.at();
        let hangs = at.since.is_some_and(|since| since.elapsed() > HANGS);
        if !hangs || at.away {
            return None;
        }
        at.away = true;
        at.fate.clone()
    }
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
