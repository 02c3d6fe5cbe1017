//! What the region remembers for a moment, so that not every request asks the
//! database who sent it.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Salon, call::Clock};
use serde_json::Value as Json;
use uuid::Uuid;

use super::Access;

/// For so long another host's change may go unseen: a change that takes something from
/// someone answers no sooner.
pub(super) const MOMENT: Duration = Duration::from_secs(1);
/// Entries of each kind; when they are more, all are forgotten.
const MOST: usize = 10_000;

struct Kept<T> {
    value: Arc<T>,
    /// Real time passes where the clock is held still, and the clock is moved where
    /// real time is not waited for: an entry is fresh by both.
    since: Instant,
    at: DateTime<Utc>,
    /// What had been forgotten before it was read.
    generation: u64,
}

type Entries<K, T> = Mutex<HashMap<K, Kept<T>>>;

/// Salons by slug, access by the hash of a session or token, and what workplaces have chosen by
/// session and feature.
pub(super) struct Cache {
    clock: Arc<dyn Clock>,
    salons: Entries<String, Salon>,
    access: Entries<Vec<u8>, Access>,
    workplaces: Entries<(Uuid, String), Option<Json>>,
    generation: Forgotten,
}

/// How often something was forgotten: the same for all caches of a host, so that what one forgets no other
/// remembers, while one version of a plugin takes over from another.
pub type Forgotten = Arc<AtomicU64>;

/// The time before something was read. What was read is kept only if nothing was
/// forgotten since, and it ages from here: it may be older than its arrival.
#[derive(Clone, Copy)]
pub(super) struct Before {
    generation: u64,
    since: Instant,
    at: DateTime<Utc>,
}

impl Cache {
    pub(super) fn new(clock: Arc<dyn Clock>, generation: Forgotten) -> Self {
        Self {
            clock,
            salons: Mutex::default(),
            access: Mutex::default(),
            workplaces: Mutex::default(),
            generation,
        }
    }

    pub(super) fn salon(&self, slug: &str) -> Option<Arc<Salon>> {
        let entries = lock(&self.salons);
        self.fresh(entries.get(slug)?)
    }

    pub(super) fn keep_salon(&self, before: Before, salon: Arc<Salon>) {
        self.keep(&self.salons, before, salon.slug.clone(), salon);
    }

    pub(super) fn access(&self, hash: &[u8]) -> Option<Arc<Access>> {
        let entries = lock(&self.access);
        self.fresh(entries.get(hash)?)
    }

    /// To be asked for before the access is read.
    pub(super) fn before(&self) -> Before {
        Before {
            generation: self.generation.load(Ordering::Acquire),
            since: Instant::now(),
            at: self.clock.now(),
        }
    }

    pub(super) fn keep_access(&self, before: Before, hash: Vec<u8>, access: Arc<Access>) {
        self.keep(&self.access, before, hash, access);
    }

    pub(super) fn workplace(&self, of: &(Uuid, String)) -> Option<Arc<Option<Json>>> {
        let entries = lock(&self.workplaces);
        self.fresh(entries.get(of)?)
    }

    pub(super) fn keep_workplace(&self, before: Before, of: (Uuid, String), chosen: Option<Json>) {
        self.keep(&self.workplaces, before, of, Arc::new(chosen));
    }

    /// Forgets what a workplace has chosen; after it chose something else.
    pub(super) fn forget_workplace(&self, of: &(Uuid, String)) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        lock(&self.workplaces).remove(of);
    }

    /// Forgets who may do what, and what salons have; after every change of users,
    /// members, roles, sessions, tokens and features.
    pub(super) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        lock(&self.access).clear();
        lock(&self.salons).clear();
        lock(&self.workplaces).clear();
    }

    fn fresh<T>(&self, kept: &Kept<T>) -> Option<Arc<T>> {
        let moved = (self.clock.now() - kept.at).abs();
        let moment = TimeDelta::from_std(MOMENT).unwrap_or_default();
        let forgotten = self.generation.load(Ordering::Acquire) != kept.generation;
        let fresh = kept.since.elapsed() < MOMENT && moved < moment && !forgotten;
        fresh.then(|| kept.value.clone())
    }

    fn keep<K: Eq + Hash, T>(
        &self,
        entries: &Entries<K, T>,
        before: Before,
        key: K,
        value: Arc<T>,
    ) {
        let mut entries = lock(entries);
        // Asked under the lock: who forgets counts first, and takes out after.
        if self.generation.load(Ordering::Acquire) != before.generation {
            return;
        }
        if entries.len() >= MOST {
            entries.clear();
        }
        let kept = Kept {
            value,
            since: before.since,
            at: before.at,
            generation: before.generation,
        };
        entries.insert(key, kept);
    }
}

/// A map is whole after every statement on it, so a panic elsewhere spoils nothing.
fn lock<T>(entries: &Mutex<T>) -> MutexGuard<'_, T> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}
