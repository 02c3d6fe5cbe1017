//! Wakes modules in the salons in which they asked for it.

use std::sync::Arc;

use chrono::TimeDelta;
use kartoteka_plugin::{
    Actor, Call, Error, Permissions, Result, Salon, jobs::Jobs as _, wake_ups::WakeUps as _,
};
use ring::digest;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    host::Host,
    region,
    registry::Loaded,
    services::{Claim, Due, MAIL_WAKE_UP},
    telling::{self, Outcome},
};

/// When telling is looked at again that is going on elsewhere.
const SOON: TimeDelta = TimeDelta::seconds(10);

impl Host {
    /// Does what is due in all salons, one after the other, and gives how much that
    /// was. Stopping the host waits for what runs as for any job.
    ///
    /// # Errors
    /// As the engine says; what fails in one salon holds up no other.
    pub async fn wake_due(self: &Arc<Self>) -> Result<usize> {
        let mut done = 0;
        for due in self.wake_ups.due().await? {
            if let Some(claim) = self.wake_ups.claim(&due).await? {
                self.wake(due, claim).await?;
                done += 1;
            }
        }
        Ok(done)
    }

    /// Runs one as a job of its salon and waits for its end.
    async fn wake(self: &Arc<Self>, due: Due, claim: Claim) -> Result<()> {
        if due.name == telling::WAKE_UP {
            return self.tell_woken(due, claim).await;
        }
        if due.name == region::FINISH_REMOVALS {
            return self.finish_removals(due, claim).await;
        }
        if due.name == MAIL_WAKE_UP {
            return self.mail_woken(due, claim).await;
        }
        let call = match self.call_of_module(&due).await {
            Ok(call) => call,
            Err(error) => {
                tell(&due, &error);
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
                tell(&due, &error);
                self.wake_ups.again(&due, claim).await
            }
        }
    }

    /// Tells what a host has left untold.
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
        if let Some(at) = again {
            self.wake_ups.ask(due.salon, telling::WAKE_UP, at).await?;
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
        match loaded.module.woken(call, name).await {
            Ok(()) => self.wake_ups.done(due, claim).await,
            Err(error) => {
                tell(due, &error);
                self.wake_ups.again(due, claim).await
            }
        }
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

fn tell(due: &Due, error: &Error) {
    let cause = error.cause.as_deref().unwrap_or_default();
    tracing::error!(salon = %due.salon, name = due.name, code = %error.code, cause, "a wake-up failed and comes again");
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
