//! What a native plugin costs, counted since the host's start.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    sync::{Mutex, PoisonError},
    time::Duration,
};

type Tell = Box<dyn Fn() + Send + Sync>;

/// The figures of one plugin.
#[derive(Default)]
pub struct Meter {
    calls: AtomicU64,
    errors: AtomicU64,
    polls: AtomicU64,
    poll_nanos: AtomicU64,
    longest_nanos: AtomicU64,
    statements: AtomicU64,
    sql_nanos: AtomicU64,
    blocked: AtomicU64,
    blocked_nanos: AtomicU64,
    away: AtomicU64,
    /// Whom to tell when it hangs.
    tell: Mutex<Option<Tell>>,
}

/// What a [`Meter`] shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// How often it was asked for something.
    pub calls: u64,
    /// How often it failed at that.
    pub errors: u64,
    /// How often it was polled.
    pub polls: u64,
    /// For how long, statements included.
    pub poll_time: Duration,
    /// The longest of them.
    pub longest_poll: Duration,
    /// How many statements it had run.
    pub statements: u64,
    /// For how long these ran.
    pub sql_time: Duration,
    /// How many of its blocking functions were run.
    pub blocked: u64,
    /// For how long, all that they waited for included.
    pub blocked_time: Duration,
    /// How many threads are away that have not come back from it.
    pub away: u64,
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl Meter {
    pub(super) fn tell(&self, hung: Tell) {
        *self.tell.lock().unwrap_or_else(PoisonError::into_inner) = Some(hung);
    }

    pub(super) fn called(&self) {
        self.calls.fetch_add(1, Relaxed);
    }

    pub(super) fn failed(&self) {
        self.errors.fetch_add(1, Relaxed);
    }

    pub(super) fn polled(&self, time: Duration) {
        let time = nanos(time);
        self.polls.fetch_add(1, Relaxed);
        self.poll_nanos.fetch_add(time, Relaxed);
        self.longest_nanos.fetch_max(time, Relaxed);
    }

    pub(super) fn ran(&self, time: Duration) {
        self.statements.fetch_add(1, Relaxed);
        self.sql_nanos.fetch_add(nanos(time), Relaxed);
    }

    pub(super) fn blocked(&self, time: Duration) {
        self.blocked.fetch_add(1, Relaxed);
        self.blocked_nanos.fetch_add(nanos(time), Relaxed);
    }

    /// A thread has not come back from it.
    pub(super) fn gone(&self) {
        self.away.fetch_add(1, Relaxed);
    }

    /// One that was away is back.
    pub(super) fn returned(&self) {
        self.away.fetch_sub(1, Relaxed);
    }

    /// Tells who looks after its health that it hangs.
    pub(super) fn tell_hung(&self) {
        let tell = self.tell.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tell) = &*tell {
            tell();
        }
    }

    /// What was counted up to now.
    pub fn figures(&self) -> Figures {
        let time = |nanos: &AtomicU64| Duration::from_nanos(nanos.load(Relaxed));
        Figures {
            calls: self.calls.load(Relaxed),
            errors: self.errors.load(Relaxed),
            polls: self.polls.load(Relaxed),
            poll_time: time(&self.poll_nanos),
            longest_poll: time(&self.longest_nanos),
            statements: self.statements.load(Relaxed),
            sql_time: time(&self.sql_nanos),
            blocked: self.blocked.load(Relaxed),
            blocked_time: time(&self.blocked_nanos),
            away: self.away.load(Relaxed),
        }
    }
}
