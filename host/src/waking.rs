//! Wakes modules in the salons in which they asked for it.

use std::{
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use futures_util::{FutureExt as _, future::join_all};
use http::StatusCode;
use kartoteka_plugin::{
    Actor, Call, Error, Permissions, Result, Salon, jobs::Jobs as _, wake_ups::WakeUps as _,
};
use ring::digest;
use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

use crate::{
    host::Host,
    region,
    registry::Loaded,
    services::{Claim, Due, MAIL_WAKE_UP},
    storage::deadline,
    telling::{self, Outcome},
};

/// When telling is looked at again that is going on elsewhere.
const SOON: TimeDelta = TimeDelta::seconds(10);
/// So many salons a module is woken in at one time. Each module has its own, so that one whose
/// handlers hang holds up itself alone.
const AT_ONCE: usize = 4;
/// How long a handler may take; one that has more to do asks to be woken again.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// A salon and a module (or `host`) that is woken in it.
type Whom = (Uuid, String);

/// Who is being woken by this host.
#[derive(Default)]
pub(crate) struct Waking {
    at_it: Mutex<HashSet<Whom>>,
    turns: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl Waking {
    /// Takes somebody on; nothing where this host is at it already.
    fn take_on(&self, whom: &Whom) -> Option<TakenOn<'_>> {
        let mut at_it = self.at_it.lock().unwrap_or_else(PoisonError::into_inner);
        at_it.insert(whom.clone()).then(|| TakenOn {
            waking: self,
            whom: whom.clone(),
        })
    }

    /// How many this host is at. Those of them that wait for their turn are due all the while, and
    /// must not hide who comes behind them.
    fn busy(&self) -> usize {
        let at_it = self.at_it.lock().unwrap_or_else(PoisonError::into_inner);
        at_it.len()
    }

    fn turns(&self, module: &str) -> Arc<Semaphore> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = turns.entry(module.to_owned());
        turns
            .or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE)))
            .clone()
    }
}

/// Ends it however the waking ends.
struct TakenOn<'w> {
    waking: &'w Waking,
    whom: Whom,
}

impl Drop for TakenOn<'_> {
    fn drop(&mut self) {
        let at_it = self.waking.at_it.lock();
        at_it
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.whom);
    }
}

impl Host {
    /// Does what is due in all salons and this host is not at yet, and gives how much that was.
    /// Salons and modules are woken side by side; one module in one salon for one thing after
    /// the other. Stopping the host waits for what runs as for any job.
    ///
    /// # Errors
    /// As the engine says; what fails in one salon holds up no other.
    pub async fn wake_due(self: &Arc<Self>) -> Result<usize> {
        let mut groups: Vec<(Whom, Vec<Due>)> = Vec::new();
        for due in self.wake_ups.due(self.ground.waking.busy()).await? {
            // The host's own have nothing to do with each other.
            let whole = due.name.starts_with("host.") || due.name.starts_with("region.");
            let module = match whole {
                true => &*due.name,
                false => due.name.split('.').next().unwrap_or_default(),
            };
            let whom = (due.salon, module.to_owned());
            match groups.iter_mut().find(|(known, _)| *known == whom) {
                Some((_, all)) => all.push(due),
                None => groups.push((whom, vec![due])),
            }
        }
        let woken = groups
            .into_iter()
            .map(|(whom, all)| self.wake_one(whom, all));
        let woken: Result<Vec<usize>> = join_all(woken).await.into_iter().collect();
        Ok(woken?.into_iter().sum())
    }

    /// Wakes one module in one salon for all that is due.
    async fn wake_one(self: &Arc<Self>, whom: Whom, all: Vec<Due>) -> Result<usize> {
        let Some(_taken_on) = self.ground.waking.take_on(&whom) else {
            return Ok(0);
        };
        let turns = self.ground.waking.turns(&whom.1);
        // Nobody closes it.
        let _turn = turns.acquire().await;
        let mut done = 0;
        for due in all {
            // It may have waited for its turn, and been done elsewhere: the claim says so.
            if let Some(claim) = self.wake_ups.claim(&due).await? {
                self.wake(due, claim).await?;
                done += 1;
            }
        }
        Ok(done)
    }

    /// Runs one as a job of its salon and waits for its end.
    async fn wake(self: &Arc<Self>, due: Due, claim: Claim) -> Result<()> {
        if let telling::WAKE_UP | region::FINISH_REMOVALS | MAIL_WAKE_UP = due.name.as_str() {
            return self.wake_host(due, claim).await;
        }
        let call = match self.call_of_module(&due).await {
            Ok(call) => call,
            Err(error) => {
                tell(
                    &due,
                    &error.code,
                    error.cause.as_deref().unwrap_or_default(),
                );
                return self.wake_ups.again(&due, claim).await;
            }
        };
        let (ended, end) = oneshot::channel();
        let (host, what) = (self.clone(), due.clone());
        let work = move |call: Call, _| -> kartoteka_plugin::BoxFuture<'static, Result<()>> {
            Box::pin(async move {
                let outcome = host.run_woken(call, &what, claim).await;
                // Whoever waited may have gone.
                let _ = ended.send(());
                outcome
            })
        };
        if !self.jobs().start(job_of(&due), call, Box::new(work)) {
            // The host is about to stop; another one, or its next start, will see to it.
            return self.wake_ups.again(&due, claim).await;
        }
        let _ = end.await;
        Ok(())
    }

    /// Finishes what a host has left half removed.
    async fn finish_removals(&self, due: Due, claim: Claim) -> Result<()> {
        let finishing = async {
            let salon = self.region.salon(due.salon).await?;
            let salon = salon.ok_or_else(|| Error::internal("its salon is not here"))?;
            let call = self.operator_call(&salon).await?;
            self.region.finish_removals(&call).await
        };
        match finishing.await {
            Ok(()) => self.wake_ups.done(&due, claim).await,
            Err(error) => {
                tell(
                    &due,
                    &error.code,
                    error.cause.as_deref().unwrap_or_default(),
                );
                self.wake_ups.again(&due, claim).await
            }
        }
    }

    /// The same for work of the host's own.
    async fn wake_host(self: &Arc<Self>, due: Due, claim: Claim) -> Result<()> {
        let (ended, end) = oneshot::channel();
        let (host, what) = (self.clone(), due.clone());
        let work = async move {
            let done = match what.name.as_str() {
                telling::WAKE_UP => host.tell_woken(what, claim).await,
                MAIL_WAKE_UP => host.mail_woken(what, claim).await,
                _ => host.finish_removals(what, claim).await,
            };
            // Whoever waited may have gone.
            let _ = ended.send(done);
        };
        if !self.jobs().run(job_of(&due), work) {
            return self.wake_ups.again(&due, claim).await;
        }
        // Dropped at the end of the host, it comes again.
        end.await.unwrap_or(Ok(()))
    }

    async fn tell_woken(&self, due: Due, claim: Claim) -> Result<()> {
        let soon = self.salons.shared().clock.now() + SOON;
        // Where it is going on, here or elsewhere, is looked again soon: whoever is at it may end.
        let again = match self.teller.take_on(due.salon) {
            false => Some(soon),
            true => {
                let outcome = self.tell_features(due.salon).await;
                self.teller.leave_off(due.salon);
                match outcome {
                    Outcome::Told => None,
                    Outcome::Elsewhere => Some(soon),
                    Outcome::Later(at) => Some(at),
                }
            }
        };
        match again {
            Some(at) => self.wake_ups.ask(due.salon, telling::WAKE_UP, at).await?,
            // Whoever asked a moment ago asks for nothing more for a while, whatever is written:
            // so it is looked once more, when nobody has asked meanwhile.
            None if !claim.was_put_off() => return self.wake_ups.again(&due, claim).await,
            None => {}
        }
        self.wake_ups.done(&due, claim).await
    }

    /// Sends the mails that a host has left unsent. Where nothing waits, it is looked once more
    /// after a while: it may have come in the middle of a commit.
    async fn mail_woken(&self, due: Due, claim: Claim) -> Result<()> {
        let empty = self.postman.woken(self, due.salon).await;
        match empty && !claim.was_put_off() {
            true => self.wake_ups.again(&due, claim).await,
            false => self.wake_ups.done(&due, claim).await,
        }
    }

    async fn run_woken(&self, call: Call, due: &Due, claim: Claim) -> Result<()> {
        let (module, name) = parts(due)?;
        let loaded = self.registry.iter().find(|m| m.manifest.id == module);
        let loaded = loaded.ok_or_else(Error::not_found)?;
        let work = deadline::within(LIMIT, deadline::SHORT, loaded.module.woken(call, name));
        let work = AssertUnwindSafe(work).catch_unwind();
        let feature = loaded.manifest.is_feature().then_some(module);
        let error = match tokio::time::timeout(LIMIT, work).await {
            Ok(Ok(Ok(()))) => {
                if let Some(feature) = feature {
                    self.health.succeeded(due.salon, feature);
                }
                return self.wake_ups.done(due, claim).await;
            }
            Ok(Ok(Err(error))) => error,
            // The panic itself was logged by its hook.
            Ok(Err(_)) => Error::internal("a panic"),
            Err(_) => Error::internal("it took longer than it may"),
        };
        if let Some(feature) = feature {
            self.health.failed(due.salon, feature);
        }
        tell(due, self.health.code(&error), self.health.cause(&error));
        self.wake_ups.again(due, claim).await
    }

    /// A call of the module itself, with the permissions that it brings.
    async fn call_of_module(&self, due: &Due) -> Result<Call> {
        let (module, name) = parts(due)?;
        let loaded = self.registry.iter().find(|m| m.manifest.id == module);
        let loaded = loaded.ok_or_else(|| Error::internal("its module is not here"))?;
        let also_off = (loaded.manifest.wake_ups_also_off.iter()).any(|also| also == name);
        let salon = self.region.salon(due.salon).await?;
        let salon = salon.ok_or_else(|| Error::internal("its salon is not here"))?;
        if loaded.manifest.is_feature() && !also_off && !salon.features.is_on(module) {
            // What it keeps waits for it, and so does what it asked to be woken for.
            return Err(Error::feature_off());
        }
        let rests = self.health.resting_until(salon.id, module).is_some();
        if loaded.manifest.is_feature() && rests {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return Err(Error::new(status, "feature_resting"));
        }
        let call = self.call_of(loaded, &salon, "wake").await?;
        self.health.fitness().check(salon.id, module)?;
        Ok(match loaded.manifest.is_feature() {
            true => call.of_feature(module, also_off),
            false => call,
        })
    }

    /// A call of a module by itself, with the permissions that it brings.
    pub(crate) async fn call_of(
        &self,
        loaded: &Loaded,
        salon: &Arc<Salon>,
        why: &str,
    ) -> Result<Call> {
        let own = loaded.manifest.permissions.iter();
        let permissions: Permissions = own.map(|permission| permission.name.as_str()).collect();
        let id = self.salons.shared().clock.new_id();
        Ok(Call::new(
            self.salons.of(salon).await?,
            Actor::Plugin(loaded.manifest.id.clone()),
            permissions,
            salon.locale,
            format!("{why}-{id}"),
        ))
    }
}

fn parts(due: &Due) -> Result<(&str, &str)> {
    let parts = due.name.split_once('.');
    parts.ok_or_else(|| Error::internal("a wake-up names no module"))
}

fn tell(due: &Due, code: &str, cause: &str) {
    tracing::error!(salon = %due.salon, name = due.name, code, cause, "a wake-up failed and comes again");
}

/// The same id for the same wake-up, so that it never runs twice within one host.
fn job_of(due: &Due) -> Uuid {
    let text = format!("{} {}", due.salon, due.name);
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(hash.as_ref()) {
        *byte = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
