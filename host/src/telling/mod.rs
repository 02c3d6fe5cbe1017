//! Tells features what happened: from the journal, after the commit, in order, at least once.
//!
//! Each feature that listens has a cursor in the salon, moved after it was told. A failing one is
//! tried again with growing pauses, event by event; what it fails at again and again is set aside.

mod store;
mod teller;

pub use teller::{Teller, WAKE_UP};

use std::{collections::HashSet, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt as _, future::join_all};
use kartoteka_plugin::{
    Call, Features, Manifest, Result, Salon, events::Event, wake_ups::WakeUps as _,
};
use uuid::Uuid;

use crate::{
    host::Host,
    journal::SalonJournal,
    registry::{Loaded, Registry},
    storage::deadline,
};
use store::{Cursor, Lease};

/// Events handed over at once.
const BATCH: i64 = 500;
/// How long a feature may take for a batch.
const LIMIT: Duration = Duration::from_secs(30);
/// How long a host has a feature for itself, renewed with every batch.
const LEASE: TimeDelta = TimeDelta::seconds(40);
/// So often a feature may fail at one event before it is passed by.
const TRIES: i64 = 4;
/// The pause after a first failure; each further one is twice as long.
const PAUSE: TimeDelta = TimeDelta::seconds(5);

/// Whether an event of this name stands in the journal of the salon.
///
/// # Errors
/// As the engine says.
pub(crate) async fn happened(call: &Call, name: &str) -> Result<bool> {
    let names = [name.to_owned()];
    let first = store::next(call.hosts_db(), 0, &names, "", 1).await?;
    Ok(!first.is_empty())
}

/// What came of telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is told.
    Told,
    /// Another host is telling.
    Elsewhere,
    /// Somebody failed and is told again then; a wake-up for it has been asked for.
    Later(DateTime<Utc>),
}

impl Outcome {
    /// What has to be done for this and for the other.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Told, other) | (other, Self::Told) => other,
            (Self::Elsewhere, _) | (_, Self::Elsewhere) => Self::Elsewhere,
            (Self::Later(one), Self::Later(two)) => Self::Later(one.min(two)),
        }
    }
}

/// Lets a feature that is switched on be told what happens from now on, or from where it was if
/// that was after `stale`.
///
/// # Errors
/// As the engine says.
pub(crate) async fn begin(call: &Call, feature: &str, stale: Option<DateTime<Utc>>) -> Result<()> {
    let mut tx = call.hosts_begin().await?;
    if let Some(stale) = stale {
        store::end_stale(&mut tx, feature, stale).await?;
    }
    store::begin(&mut tx, feature, call.now()).await?;
    Ok(tx.commit().await?)
}

/// Forgets how far a feature was that is switched off and does not catch up.
///
/// # Errors
/// As the engine says.
pub(crate) async fn end(call: &Call, feature: &str) -> Result<()> {
    let mut tx = call.hosts_begin().await?;
    store::end(&mut tx, feature).await?;
    Ok(tx.commit().await?)
}

/// How many events each feature failed at and was passed by.
///
/// # Errors
/// As the engine says.
pub(crate) async fn set_aside(call: &Call) -> Result<Vec<(String, i64)>> {
    Ok(store::count_set_aside(call.hosts_db()).await?)
}

/// The calls of one telling.
struct Told {
    /// The feature's own, whose writes are events in turn.
    call: Call,
    /// For cursors, whose writes are nobody's news.
    quiet: Call,
    /// What the feature hears, as far as the salon has agreed to it.
    hears: Vec<String>,
}

impl Told {
    fn of(call: &Call, manifest: &Manifest) -> Self {
        let grants = |event: &&String| {
            let features = &call.salon().features;
            features.grants(&manifest.id, &format!("listens:{event}"))
        };
        let hears = manifest.listens.iter().filter(grants).cloned().collect();
        let call = call.of_feature(&manifest.id, false);
        let quiet = call.with_journal(Arc::new(SalonJournal::new(None)));
        Self { call, quiet, hears }
    }
}

impl Host {
    /// Tells the features of a salon all that they were not told yet.
    pub(crate) async fn tell_features(&self, salon: Uuid) -> Outcome {
        let salon = match self.region.salon(salon).await {
            Ok(Some(salon)) => salon,
            Ok(None) => return Outcome::Told,
            Err(error) => return self.not_now(salon, &error).await,
        };
        let listening = |loaded: &&Loaded| {
            let manifest = &loaded.manifest;
            !manifest.listens.is_empty() && salon.features.is_on(&manifest.id)
        };
        // Side by side: a slow one holds up no other.
        let telling = self.registry.iter().filter(listening);
        let telling = telling.map(|loaded| self.tell_feature(loaded, &salon));
        let told = join_all(telling).await.into_iter();
        told.fold(Outcome::Told, Outcome::and)
    }

    /// Tells `feature` once more all that it was told in the salon, as may happen after a failure; gives how much
    /// that was. Its cursor stays where it is.
    ///
    /// # Errors
    /// Why it failed.
    pub(crate) async fn tell_once_more(
        &self,
        salon: &Arc<Salon>,
        feature: &str,
    ) -> Result<usize, String> {
        let found = self.registry.iter().find(|l| l.manifest.id == feature);
        let loaded = found.ok_or_else(|| format!("{feature} is not here"))?;
        let call = self.call_of(loaded, salon, "told").await;
        let told = Told::of(&call.map_err(|e| self.sentence(&e))?, &loaded.manifest);
        let actor = told.quiet.actor().to_string();
        let events = store::next(told.quiet.hosts_db(), 0, &told.hears, &actor, BATCH).await;
        let events = events.map_err(|e| e.to_string())?;
        if !events.is_empty() {
            self.hand_over(loaded, &told.call, &events).await?;
        }
        Ok(events.len())
    }

    async fn tell_feature(&self, loaded: &Loaded, salon: &Arc<Salon>) -> Outcome {
        let manifest = &loaded.manifest;
        if self.health.fitness().of(salon.id, &manifest.id).is_some() {
            // Its cursor waits for it.
            return Outcome::Told;
        }
        let told = match self.call_of(loaded, salon, "event").await {
            Ok(call) => self.tell_all(loaded, &Told::of(&call, manifest)).await,
            Err(error) => Err(error),
        };
        match told {
            Ok(outcome) => outcome,
            Err(error) => self.not_now(salon.id, &error).await,
        }
    }

    async fn not_now(&self, salon: Uuid, error: &kartoteka_plugin::Error) -> Outcome {
        let cause = error.cause.as_deref().unwrap_or_default();
        tracing::warn!(%salon, cause, "features could not be told");
        let at = self.salons.shared().clock.now() + PAUSE;
        if let Err(error) = self.wake_ups.ask(salon, WAKE_UP, at).await {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::error!(%salon, cause, "features are told only with the next event");
        }
        Outcome::Later(at)
    }

    /// Tells one feature, batch by batch.
    async fn tell_all(&self, loaded: &Loaded, told: &Told) -> Result<Outcome> {
        let feature = loaded.manifest.id.as_str();
        let quiet = &told.quiet;
        loop {
            // Looked at first: whoever was told all takes no lease.
            let last = store::last(&mut quiet.hosts_db()).await?;
            let known = store::read(quiet.hosts_db(), feature).await?;
            if known.is_some_and(|cursor| cursor.number >= last) {
                return self.done(feature, quiet, Outcome::Told).await;
            }
            let paused = known.and_then(|cursor| cursor.paused_until);
            if let Some(until) = paused.filter(|until| *until > quiet.now()) {
                // However much is written meanwhile.
                return Ok(Outcome::Later(until));
            }
            let Some(cursor) = self.cursor(feature, quiet, known).await? else {
                return Ok(Outcome::Elsewhere);
            };
            if cursor.number >= last {
                return self.done(feature, quiet, Outcome::Told).await;
            }
            match self.tell_batch(loaded, told, cursor, last).await? {
                None => {}
                Some(outcome) => return self.done(feature, quiet, outcome).await,
            }
        }
    }

    /// How far the feature is; nothing where another host is telling it.
    async fn cursor(
        &self,
        feature: &str,
        call: &Call,
        known: Option<Cursor>,
    ) -> Result<Option<Cursor>> {
        if known.is_none() {
            // Switched on by a version that did not know of events.
            begin(call, feature, None).await?;
        }
        if self.is_alone() {
            return match known {
                Some(cursor) => Ok(Some(cursor)),
                None => Ok(store::read(call.hosts_db(), feature).await?),
            };
        }
        let now = call.now();
        let lease = Lease {
            host: self.roster.id(),
            now,
            until: now + LEASE,
        };
        let mut tx = call.hosts_begin().await?;
        let cursor = store::lease(&mut tx, feature, lease).await?;
        tx.commit().await?;
        Ok(cursor)
    }

    async fn done(&self, feature: &str, call: &Call, outcome: Outcome) -> Result<Outcome> {
        if !self.is_alone() {
            let mut tx = call.hosts_begin().await?;
            store::release(&mut tx, feature, self.roster.id()).await?;
            tx.commit().await?;
        }
        Ok(outcome)
    }

    /// Tells what comes next; an outcome where that is all for now.
    async fn tell_batch(
        &self,
        loaded: &Loaded,
        told: &Told,
        cursor: Cursor,
        last: i64,
    ) -> Result<Option<Outcome>> {
        let feature = loaded.manifest.id.as_str();
        let call = &told.quiet;
        // After a failure one by one to the end of what it failed at, so that only that is set
        // aside, and what goes well is told once.
        let careful = cursor.failures > 0 || cursor.number < cursor.careful_until;
        let limit = if careful { 1 } else { BATCH };
        let actor = call.actor().to_string();
        let events = store::next(call.hosts_db(), cursor.number, &told.hears, &actor, limit);
        let events = events.await?;
        let full = i64::try_from(events.len()).unwrap_or(i64::MAX) == limit;
        let to = events
            .last()
            .filter(|_| full)
            .map_or(last, |event| event.number);
        let failed = match events.is_empty() {
            true => None,
            false => self.hand_over(loaded, &told.call, &events).await.err(),
        };
        let Some(cause) = failed else {
            let mut tx = call.hosts_begin().await?;
            let moved = store::advance(&mut tx, feature, cursor.number, to).await?;
            tx.commit().await?;
            return Ok((!moved).then_some(Outcome::Elsewhere));
        };
        let salon = call.salon().id;
        tracing::error!(feature, %salon, number = cursor.number + 1, cause, "a feature failed when told");
        self.after_failure(feature, call, cursor, &events).await
    }

    async fn after_failure(
        &self,
        feature: &str,
        call: &Call,
        cursor: Cursor,
        events: &[Event],
    ) -> Result<Option<Outcome>> {
        let mut tx = call.hosts_begin().await?;
        if let [event] = events
            && cursor.failures + 1 >= TRIES
        {
            if store::advance(&mut tx, feature, cursor.number, event.number).await? {
                store::set_aside(&mut tx, feature, event.number, call.now()).await?;
            }
            tx.commit().await?;
            return Ok(None);
        }
        let to = events.last().map_or(cursor.number, |event| event.number);
        let doubled = u32::try_from(cursor.failures.clamp(0, 10)).unwrap_or(0);
        let then = call.now() + PAUSE * 2_i32.pow(doubled);
        let resting = self.health.resting_until(call.salon().id, feature);
        let then = resting.map_or(then, |until| until.max(then));
        tx.wake(WAKE_UP, then)?;
        store::fail(&mut tx, feature, cursor.number, to, then).await?;
        tx.commit().await?;
        Ok(Some(Outcome::Later(then)))
    }

    /// Hands events over, within time and whatever happens.
    async fn hand_over(
        &self,
        loaded: &Loaded,
        call: &Call,
        events: &[Event],
    ) -> Result<(), String> {
        let work = deadline::within(LIMIT, deadline::SHORT, loaded.module.told(call, events));
        let work = AssertUnwindSafe(work).catch_unwind();
        match tokio::time::timeout(LIMIT, work).await {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(Ok(Err(error))) => Err(self.health.cause(&error).to_owned()),
            // The panic itself was logged by its hook.
            Ok(Err(_)) => Err("a panic".to_owned()),
            Err(_) => Err(format!("it took longer than {LIMIT:?}")),
        }
    }
}

/// That what features listen to is declared by somebody.
///
/// # Errors
/// Names an event that is declared twice or by who may not, and one that nobody declares.
pub(crate) fn check(registry: &Registry) -> Result<(), String> {
    let mut declared = HashSet::new();
    for manifest in registry.iter().map(|loaded| &loaded.manifest) {
        let id = &manifest.id;
        for event in &manifest.events {
            if !event.name.starts_with(&format!("{id}.")) {
                return Err(format!(
                    "{id}: the event {} does not begin with its id",
                    event.name
                ));
            }
            if let Some(schema) = &event.payload {
                let schema = jsonschema::validator_for(schema);
                schema.map_err(|e| format!("{id}: the event {}: {e}", event.name))?;
            }
            if !declared.insert(event.name.as_str()) {
                return Err(format!("{id}: the event {} is declared twice", event.name));
            }
        }
    }
    for manifest in registry.iter().map(|loaded| &loaded.manifest) {
        for name in &manifest.listens {
            if !declared.contains(name.as_str()) {
                let id = &manifest.id;
                return Err(format!("{id} listens to {name}, which nobody tells"));
            }
        }
    }
    Ok(())
}

/// Whether anybody in a salon with these features listens.
pub(crate) fn anybody_listens(registry: &Registry, features: &Features) -> bool {
    let manifests = registry.iter().map(|loaded| &loaded.manifest);
    let mut listening = manifests.filter(|manifest| !manifest.listens.is_empty());
    listening.any(|manifest| features.is_on(&manifest.id))
}
