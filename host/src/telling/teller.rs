//! When which salon's features are told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use kartoteka_plugin::{BoxFuture, call::Clock, wake_ups::WakeUps as _};
use tokio::sync::Notify;
use uuid::Uuid;

use super::Outcome;
use crate::{host::Host, services::HostWakeUps};

/// The wake-up by which a salon is found that was left with events untold.
pub const WAKE_UP: &str = "host.tell";
/// How long after the first write of a while that wake-up comes: by then all is told.
const LATER: TimeDelta = TimeDelta::minutes(1);
/// So long one wake-up stands for all writes.
const WHILE: Duration = Duration::from_secs(30);
/// How long before somebody who is told by another host is looked for again.
const ANOTHER: Duration = Duration::from_millis(50);
/// Salons that are remembered; when they are more, those at rest are forgotten.
const MOST: usize = 4_096;

/// One salon that is written to.
#[derive(Default)]
struct Salon {
    asked: Option<Instant>,
    telling: bool,
    again: bool,
}

/// Tells features what happened, salon by salon.
pub struct Teller {
    clock: Arc<dyn Clock>,
    wake_ups: Arc<HostWakeUps>,
    host: RwLock<Weak<Host>>,
    salons: Mutex<HashMap<Uuid, Salon>>,
    ended: Notify,
}

impl Teller {
    /// Nobody is told yet.
    pub fn new(clock: Arc<dyn Clock>, wake_ups: Arc<HostWakeUps>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            wake_ups,
            host: RwLock::default(),
            salons: Mutex::default(),
            ended: Notify::new(),
        })
    }

    /// Puts the host behind it, in place of one that was.
    pub(crate) fn open(&self, host: &Arc<Host>) {
        let mut behind = self.host.write().unwrap_or_else(PoisonError::into_inner);
        *behind = Arc::downgrade(host);
    }

    fn host(&self) -> Option<Arc<Host>> {
        let host = self.host.read().unwrap_or_else(PoisonError::into_inner);
        host.upgrade()
    }

    /// Makes sure that the salon is found again should this host end before all is told.
    pub(crate) fn before_write(&self, salon: Uuid) -> Option<BoxFuture<'_, ()>> {
        let mut salons = self.lock();
        if salons.len() >= MOST {
            salons.retain(|_, salon| salon.telling);
        }
        let state = salons.entry(salon).or_default();
        if state.asked.is_some_and(|at| at.elapsed() < WHILE) {
            return None;
        }
        state.asked = Some(Instant::now());
        Some(Box::pin(async move {
            let at = self.clock.now() + LATER;
            if let Err(error) = self.wake_ups.ask(salon, WAKE_UP, at).await {
                let cause = error.cause.as_deref().unwrap_or_default();
                tracing::warn!(%salon, cause, "should this host end now, features are told late");
                if let Some(state) = self.lock().get_mut(&salon) {
                    state.asked = None;
                }
            }
        }))
    }

    /// Something happened in the salon.
    pub(crate) fn committed(&self, salon: Uuid) {
        {
            let mut salons = self.lock();
            let state = salons.entry(salon).or_default();
            if state.telling {
                state.again = true;
                return;
            }
            state.telling = true;
        }
        let Some(host) = self.host() else {
            return self.rest(salon);
        };
        tokio::spawn(host.teller.clone().tell(salon));
    }

    async fn tell(self: Arc<Self>, salon: Uuid) {
        let resting = Resting {
            teller: &self,
            salon,
        };
        loop {
            // Asked anew each time: another version of a feature may have taken over.
            let outcome = match self.host() {
                Some(host) if !host.is_draining() => host.tell_features(salon).await,
                _ => Outcome::Told,
            };
            match outcome {
                // The wake-up finds who is told later, whichever host that is.
                Outcome::Told | Outcome::Later(_) => {}
                Outcome::Elsewhere => {
                    tokio::time::sleep(ANOTHER).await;
                    continue;
                }
            }
            let mut salons = self.lock();
            let state = salons.entry(salon).or_default();
            if !std::mem::take(&mut state.again) {
                state.telling = false;
                break;
            }
        }
        drop(resting);
    }

    /// Takes the telling of a salon on; `false` where it is going on already, which then
    /// looks once more.
    pub(crate) fn take_on(&self, salon: Uuid) -> bool {
        let mut salons = self.lock();
        let state = salons.entry(salon).or_default();
        state.again |= state.telling;
        !std::mem::replace(&mut state.telling, true)
    }

    /// Ends what was taken on; goes on where something happened meanwhile.
    pub(crate) fn leave_off(&self, salon: Uuid) {
        let again =
            (self.lock().get_mut(&salon)).is_some_and(|state| std::mem::take(&mut state.again));
        self.rest(salon);
        if again {
            self.committed(salon);
        }
    }

    fn rest(&self, salon: Uuid) {
        if let Some(state) = self.lock().get_mut(&salon) {
            state.telling = false;
        }
        self.ended.notify_waiters();
    }

    /// Waits until nobody is being told.
    pub(crate) async fn drain(&self) {
        loop {
            let ended = self.ended.notified();
            tokio::pin!(ended);
            ended.as_mut().enable();
            if self.lock().values().all(|salon| !salon.telling) {
                return;
            }
            ended.await;
        }
    }

    /// A map is whole after every statement on it.
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Salon>> {
        self.salons.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that nobody is told any more, however that ends.
struct Resting<'a> {
    teller: &'a Teller,
    salon: Uuid,
}

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        self.teller.rest(self.salon);
    }
}
