//! Mails that features write: kept with the transaction that wrote them, and sent after it.
//!
//! A salon with mails has a wake-up in the region from before the commit on, so that whichever
//! host is left finds them. Who sends takes them on for a while; should it end meanwhile, they
//! are due again after that while, and some may arrive twice.

mod sending;
mod store;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{
    BoxFuture, DbError, Error, Result,
    call::Clock,
    db::{Later, Transaction},
    mail::{Letter, Mail, Mails},
    wake_ups::WakeUps as _,
};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::HostWakeUps;
use crate::{
    host::Host,
    mail::{Mailer, is_address},
    registry::Registry,
};

/// The wake-up by which a salon is found that was left with mails unsent.
pub const MAIL_WAKE_UP: &str = "host.mail";
/// How long after it is asked for that wake-up comes: by then all is sent.
const LATER: TimeDelta = TimeDelta::minutes(1);
/// So long one wake-up stands for all mails. One that finds nothing comes once more after a
/// minute, so that a mail is found that was committed right behind it.
const WHILE: Duration = Duration::from_secs(30);
/// Salons whose mails are sent at one time.
const AT_ONCE: usize = 8;
/// Salons that are remembered; when they are more, those at rest are forgotten.
const MOST: usize = 4_096;
/// Letters of a subject and of a text.
const LONGEST: (usize, usize) = (200, 100_000);

/// One salon that writes mails.
#[derive(Default)]
struct State {
    asked: Option<Instant>,
    sending: bool,
    again: bool,
}

/// Sends the mails of all salons.
pub struct Postman {
    mailer: Mailer,
    clock: Arc<dyn Clock>,
    wake_ups: Arc<HostWakeUps>,
    /// Features that may, by their manifests.
    features: RwLock<HashSet<String>>,
    /// Mails of one salon on one day.
    most: u32,
    host: RwLock<Weak<Host>>,
    salons: Mutex<HashMap<Uuid, State>>,
    at_once: Semaphore,
}

impl Postman {
    /// Nothing is sent yet.
    pub(crate) fn new(
        mailer: Mailer,
        clock: Arc<dyn Clock>,
        wake_ups: Arc<HostWakeUps>,
        most: u32,
    ) -> Arc<Self> {
        Arc::new(Self {
            mailer,
            clock,
            wake_ups,
            features: RwLock::default(),
            most,
            host: RwLock::default(),
            salons: Mutex::default(),
            at_once: Semaphore::new(AT_ONCE),
        })
    }

    /// Takes mails of those of these modules whose manifests say that they send some.
    pub(crate) fn allow(&self, registry: &Registry) {
        let manifests = registry.iter().map(|loaded| &loaded.manifest);
        let may = manifests.filter(|manifest| manifest.mail);
        let mut features = self
            .features
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        features.extend(may.map(|manifest| manifest.id.clone()));
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

    /// The way out for the mails of one salon.
    pub(crate) fn of(self: &Arc<Self>, salon: Uuid) -> Arc<dyn Mails> {
        Arc::new(SalonMails {
            postman: self.clone(),
            salon,
        })
    }

    /// Asks to be woken, unless it was asked a moment ago.
    fn ask(&self, salon: Uuid) -> Option<BoxFuture<'_, Result<(), DbError>>> {
        {
            let mut salons = self.lock();
            if salons.len() >= MOST {
                salons.retain(|_, state| state.sending);
            }
            let state = salons.entry(salon).or_default();
            if state.asked.is_some_and(|at| at.elapsed() < WHILE) {
                return None;
            }
        }
        let since = Instant::now();
        Some(Box::pin(async move {
            let at = self.clock.now() + LATER;
            let asked = self.wake_ups.ask(salon, MAIL_WAKE_UP, at).await;
            asked.map_err(|error| {
                let cause = error.cause.as_deref().unwrap_or_default();
                DbError::Engine(format!("nobody would find the mails: {cause}"))
            })?;
            // Only now it stands for others, too.
            self.lock().entry(salon).or_default().asked = Some(since);
            Ok(())
        }))
    }

    /// Mails of the salon are committed.
    fn committed(self: &Arc<Self>, salon: Uuid) {
        if !self.take_on(salon) {
            return;
        }
        let Some(host) = self.host() else {
            return self.leave_off(salon);
        };
        let postman = self.clone();
        let under_way = self.mailer.begin();
        tokio::spawn(async move {
            let _under_way = under_way;
            let sending = Sending {
                postman: &postman,
                salon,
            };
            loop {
                postman.send_and_ask(&host, salon).await;
                if !postman.goes_on(salon) {
                    break;
                }
            }
            drop(sending);
        });
    }

    /// Takes the sending of a salon on; `false` where it is going on already, which then looks
    /// once more.
    fn take_on(&self, salon: Uuid) -> bool {
        let mut salons = self.lock();
        let state = salons.entry(salon).or_default();
        state.again |= state.sending;
        !std::mem::replace(&mut state.sending, true)
    }

    /// Whether something was committed meanwhile; where not, nobody is sending from here on.
    fn goes_on(&self, salon: Uuid) -> bool {
        let mut salons = self.lock();
        let state = salons.entry(salon).or_default();
        state.sending = std::mem::take(&mut state.again);
        state.sending
    }

    fn leave_off(&self, salon: Uuid) {
        if let Some(state) = self.lock().get_mut(&salon) {
            state.sending = false;
        }
    }

    /// Sends what is due, and asks to be woken for what is not yet. Gives whether nothing waits.
    async fn send_and_ask(&self, host: &Host, salon: Uuid) -> bool {
        // Ends with the host.
        let _permit = self.at_once.acquire().await;
        let next = match host.send_mails(&self.mailer, salon).await {
            Ok(next) => next,
            Err(error) => {
                let cause = error.cause.as_deref().unwrap_or_default();
                tracing::warn!(%salon, cause, "mails could not be sent");
                Some(self.clock.now() + LATER)
            }
        };
        if let Some(at) = next {
            self.ask_for(salon, at).await;
        }
        next.is_none()
    }

    async fn ask_for(&self, salon: Uuid, at: DateTime<Utc>) {
        if let Err(error) = self.wake_ups.ask(salon, MAIL_WAKE_UP, at).await {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::error!(%salon, cause, "mails are sent only with the next one");
        }
    }

    /// Does what a wake-up is for. Gives whether nothing waits.
    pub(crate) async fn woken(&self, host: &Host, salon: Uuid) -> bool {
        if !self.take_on(salon) {
            // Whoever is at it may end: it is looked for again.
            self.ask_for(salon, self.clock.now() + LATER).await;
            return false;
        }
        let _under_way = self.mailer.begin();
        let sending = Sending {
            postman: self,
            salon,
        };
        loop {
            let empty = self.send_and_ask(host, salon).await;
            if !self.goes_on(salon) {
                drop(sending);
                return empty;
            }
        }
    }

    /// A map is whole after every statement on it.
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, State>> {
        self.salons.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that nobody sends any more, however that ends.
struct Sending<'a> {
    postman: &'a Postman,
    salon: Uuid,
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.postman.leave_off(self.salon);
        }
    }
}

/// The way out for the mails of one salon.
struct SalonMails {
    postman: Arc<Postman>,
    salon: Uuid,
}

impl Mails for SalonMails {
    fn ready(&self, feature: &str) -> Result<()> {
        let features = self.postman.features.read();
        let features = features.unwrap_or_else(PoisonError::into_inner);
        if !features.contains(feature) {
            let text = format!("{feature}: its manifest does not say `mail = true`");
            return Err(Error::internal(text));
        }
        self.postman.mailer.ready()
    }

    fn check(&self, mail: &Mail) -> Result<()> {
        let mut error = Error::invalid();
        if !is_address(&mail.to) {
            error = error.field("/to", "email_malformed");
        }
        if mail.reply_to.as_ref().is_some_and(|to| !is_address(to)) {
            error = error.field("/reply_to", "email_malformed");
        }
        if mail.subject.trim().is_empty() || mail.subject.chars().any(char::is_control) {
            error = error.field("/subject", "required");
        }
        for (pointer, text, most) in [
            ("/subject", &mail.subject, LONGEST.0),
            ("/text", &mail.text, LONGEST.1),
        ] {
            if text.chars().count() > most {
                let most = i64::try_from(most).unwrap_or(i64::MAX);
                error = error.field(pointer, "too_long").field_arg("most", most);
            }
        }
        error.if_any()
    }

    fn written<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<u32, DbError>> {
        Box::pin(store::written(transaction, at.date_naive()))
    }

    fn most(&self) -> u32 {
        self.postman.most
    }

    fn before_commit(&self) -> Option<BoxFuture<'_, Result<(), DbError>>> {
        self.postman.ask(self.salon)
    }

    fn keep(&self, letters: Vec<Letter>) -> Vec<Later> {
        let at = letters.iter().map(|letter| letter.at).max();
        let day = at.unwrap_or_else(|| self.postman.clock.now()).date_naive();
        store::keep(letters, day)
    }

    fn committed(&self) {
        self.postman.committed(self.salon);
    }
}
