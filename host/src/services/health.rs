//! Which features fail, and are left alone for a while.
//!
//! Three failures within a minute degrade a feature in the salon where they happened: it is
//! not asked for half a minute, then tried again, and each time it fails anew it rests twice as
//! long. One success makes it whole. Others do not notice.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Error, call::Clock, error::Cause};
use uuid::Uuid;

use super::Fitness;
use crate::registry::Registry;

/// So many failures within [`WINDOW`] degrade.
const TOO_MANY: usize = 3;
const WINDOW: TimeDelta = TimeDelta::minutes(1);
/// The first rest; each further one is twice as long.
const REST: TimeDelta = TimeDelta::seconds(30);
const LONGEST: TimeDelta = TimeDelta::hours(1);
/// The rests of a feature whose code hung, in all salons: each time it took a thread of this process
/// along, which goes on, perhaps at full speed, until the next start.
const RESTS_OF_HUNG: [TimeDelta; 3] = [REST, TimeDelta::minutes(10), TimeDelta::days(1)];
/// Stands for all salons.
const EVERYWHERE: Uuid = Uuid::nil();

/// How a feature fares in a salon.
#[derive(Debug, Default)]
struct State {
    /// The last failures, oldest first.
    failed: Vec<DateTime<Utc>>,
    /// How often it was degraded without a success since.
    rests: u32,
    /// While it rests.
    until: Option<DateTime<Utc>>,
}

type States = HashMap<(Uuid, Arc<str>), State>;

/// The health of all features in all salons of this host.
pub struct Health {
    clock: Arc<dyn Clock>,
    /// Whether the log says all that features say of why they fail, as where they are made.
    shows_causes: bool,
    states: Mutex<States>,
    /// How many have failed of late: usually none, and then nothing is locked.
    ailing: AtomicUsize,
    fitness: Fitness,
}

impl Health {
    /// All are well.
    pub fn new(clock: Arc<dyn Clock>, shows_causes: bool) -> Arc<Self> {
        Arc::new(Self {
            clock,
            shows_causes,
            states: Mutex::default(),
            ailing: AtomicUsize::new(0),
            fitness: Fitness::default(),
        })
    }

    /// Which features cannot be used at all.
    pub fn fitness(&self) -> &Fitness {
        &self.fitness
    }

    /// Whether a feature is left alone in a salon: it rests, or cannot be used.
    pub fn is_left_alone(&self, salon: Uuid, feature: &str) -> bool {
        self.fitness.of(salon, feature).is_some() || self.resting_until(salon, feature).is_some()
    }

    /// What may be logged of why a feature failed: what it puts together may name a person.
    pub fn cause<'e>(&self, error: &'e Error) -> &'e str {
        match &error.cause {
            None => self.code(error),
            Some(cause) if self.shows_causes => cause,
            Some(cause) => cause.safe(),
        }
    }

    /// What may be logged of a feature's code.
    pub fn code<'e>(&self, error: &'e Error) -> &'e str {
        match &error.code {
            Cow::Owned(_) if !self.shows_causes => "(code withheld)",
            code => code,
        }
    }

    /// Takes from a feature's error what may not be logged.
    pub fn withhold(&self, error: &mut Error) {
        if self.shows_causes {
            return;
        }
        if let Some(Cause::Made(_)) = &error.cause {
            error.cause = error
                .cause
                .as_ref()
                .map(|cause| Cause::Made(cause.safe().to_owned()));
        }
    }

    /// Since when, or until when, a feature is left alone in a salon: the end of its rest.
    pub fn resting_until(&self, salon: Uuid, feature: &str) -> Option<DateTime<Utc>> {
        if self.ailing.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let (now, feature) = (self.clock.now(), Arc::from(feature));
        let states = self.lock();
        let until = |salon| states.get(&(salon, Arc::clone(&feature)))?.until;
        let until = until(salon).max(until(EVERYWHERE));
        until.filter(|until| now < *until)
    }

    /// Is told of modules whose code hangs.
    pub fn watch(self: &Arc<Self>, registry: &Registry) {
        for loaded in registry.iter() {
            let (health, id) = (self.clone(), loaded.manifest.id.clone());
            loaded.module.watched(Box::new(move || health.hung(&id)));
        }
    }

    /// Other code is there under its name, which has done nothing wrong yet.
    pub fn forgive(&self, feature: &str) {
        let mut states = self.lock();
        states.retain(|(_, id), _| &**id != feature);
        self.ailing.store(states.len(), Ordering::Relaxed);
    }

    /// Its code did not come back: it rests in all salons.
    pub fn hung(&self, feature: &str) {
        let now = self.clock.now();
        let mut states = self.lock();
        let state = states.entry((EVERYWHERE, feature.into())).or_default();
        let pause = RESTS_OF_HUNG.get(state.rests as usize);
        let pause = pause.copied().unwrap_or(TimeDelta::days(1));
        state.until = Some(now + pause);
        state.rests += 1;
        self.ailing.store(states.len(), Ordering::Relaxed);
    }

    /// In how many salons each feature is left alone now; those that are nowhere are absent.
    pub fn resting(&self) -> BTreeMap<Arc<str>, usize> {
        let now = self.clock.now();
        let mut resting = BTreeMap::new();
        for ((salon, feature), state) in self.lock().iter() {
            if *salon != EVERYWHERE && state.until.is_some_and(|until| now < until) {
                *resting.entry(feature.clone()).or_default() += 1;
            }
        }
        resting
    }

    /// It did what it was asked for.
    pub fn succeeded(&self, salon: Uuid, feature: &str) {
        if self.ailing.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut states = self.lock();
        let key = (salon, Arc::from(feature));
        // While others are still at it, one success says nothing of a feature that rests.
        let rests = |state: &State| state.until.is_some_and(|until| self.clock.now() < until);
        if states
            .get(&key)
            .is_some_and(|state| state.until.is_some() && !rests(state))
        {
            states.remove(&key);
        }
        self.ailing.store(states.len(), Ordering::Relaxed);
    }

    /// It failed: an error of its own, a panic, too slow. Gives the end of the rest that
    /// begins with it.
    pub fn failed(&self, salon: Uuid, feature: &str) -> Option<DateTime<Utc>> {
        let now = self.clock.now();
        let mut states = self.lock();
        let state = states.entry((salon, feature.into())).or_default();
        state.failed.retain(|at| now - *at < WINDOW);
        state.failed.push(now);
        // One that was tried after a rest rests again at once.
        let tried = state.until.is_some_and(|until| now >= until);
        let degrades = state.failed.len() >= TOO_MANY || tried;
        if degrades {
            let pause = REST * 2_i32.pow(state.rests.min(10));
            state.until = Some(now + pause.min(LONGEST));
            state.rests += 1;
            state.failed.clear();
        }
        let until = state.until.filter(|_| degrades);
        self.ailing.store(states.len(), Ordering::Relaxed);
        until
    }

    /// A map is whole after every statement on it.
    fn lock(&self) -> MutexGuard<'_, States> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestClock;

    #[test]
    fn three_failures_within_a_minute_and_no_fewer() {
        let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
        let health = Health::new(clock.clone(), false);
        let (salon, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for _ in 0..5 {
            // Slowly failing is not failing too often.
            assert_eq!(health.failed(salon, "blacklist"), None);
            clock.advance(TimeDelta::seconds(31));
        }
        assert_eq!(health.failed(salon, "blacklist"), None);
        let until = health.failed(salon, "blacklist");
        assert_eq!(until, Some(clock.now() + REST));
        assert_eq!(health.resting_until(salon, "blacklist"), until);
        assert_eq!(health.resting_until(other, "blacklist"), None);
        assert_eq!(health.resting_until(salon, "documents"), None);
        assert_eq!(
            health.resting(),
            BTreeMap::from([(Arc::from("blacklist"), 1)])
        );
        clock.advance(REST);
        assert!(health.resting().is_empty());
    }

    #[test]
    fn what_hung_rests_everywhere_and_longer_each_time() {
        let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
        let health = Health::new(clock.clone(), false);
        let (salon, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for rest in [
            RESTS_OF_HUNG[0],
            RESTS_OF_HUNG[1],
            RESTS_OF_HUNG[2],
            RESTS_OF_HUNG[2],
        ] {
            health.hung("acme-tips");
            let until = Some(clock.now() + rest);
            assert_eq!(health.resting_until(salon, "acme-tips"), until);
            assert_eq!(health.resting_until(other, "acme-tips"), until);
            assert_eq!(health.resting_until(salon, "blacklist"), None);
            clock.advance(rest);
            // What succeeds then does not bring back the threads that are gone.
            health.succeeded(salon, "acme-tips");
            assert_eq!(health.resting_until(salon, "acme-tips"), None);
        }
    }

    #[test]
    fn each_rest_is_longer_until_a_success() {
        let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
        let health = Health::new(clock.clone(), false);
        let salon = Uuid::from_u128(1);
        let fail = |times: usize| {
            (1..times).fold(health.failed(salon, "a"), |_, _| health.failed(salon, "a"))
        };
        let mut rest = fail(TOO_MANY).map(|until| until - clock.now());
        for _ in 0..12 {
            assert!(rest.is_some_and(|rest| rest <= LONGEST));
            // A straggler's success during the rest changes nothing.
            health.succeeded(salon, "a");
            assert!(health.resting_until(salon, "a").is_some());
            clock.advance(rest.unwrap_or_default());
            assert_eq!(health.resting_until(salon, "a"), None);
            let next = fail(1).map(|until| until - clock.now());
            assert!(next >= rest, "{next:?} after {rest:?}");
            rest = next;
        }
        assert_eq!(rest, Some(LONGEST));
        clock.advance(LONGEST);
        health.succeeded(salon, "a");
        assert_eq!(fail(TOO_MANY).map(|until| until - clock.now()), Some(REST));
    }
}
