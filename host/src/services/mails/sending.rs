//! Sends what is due in one salon.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Actor, Call, Permissions, Result};
use uuid::Uuid;

use super::store::{self, Waiting};
use crate::{
    host::Host,
    journal::SalonJournal,
    mail::{Mail, Mailer, Unsent},
};

/// Mails taken on at once.
const BATCH: i64 = 20;
/// For how long: longer than a batch takes where the server answers late each time.
const TAKEN: TimeDelta = TimeDelta::minutes(15);
/// The pause after a first failure; each further one is twice as long.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause.
const LONGEST: TimeDelta = TimeDelta::hours(4);
/// After so long a mail is given up.
const GIVEN_UP: TimeDelta = TimeDelta::days(5);
/// For so long it is known how many were written on a day.
const COUNTED: TimeDelta = TimeDelta::days(2);

impl Host {
    /// Sends all mails of a salon that are due, and gives when the next one is.
    ///
    /// # Errors
    /// As the engine says.
    pub(crate) async fn send_mails(
        &self,
        mailer: &Mailer,
        salon: Uuid,
    ) -> Result<Option<DateTime<Utc>>> {
        let Some(salon) = self.region.salon(salon).await? else {
            return Ok(None);
        };
        let id = self.salons.shared().clock.new_id();
        let call = Call::new(
            self.salons.of(&salon).await?,
            Actor::System,
            Permissions::default(),
            salon.locale,
            format!("mail-{id}"),
        );
        // What is done with mails is nobody's news.
        let call = call.with_journal(Arc::new(SalonJournal::new(None)));
        while !self.is_draining() {
            let mut tx = call.begin().await?;
            let now = call.now();
            let taken = store::take_on(&mut tx, now, now + TAKEN, BATCH).await?;
            store::prune(&mut tx, (now - COUNTED).date_naive()).await?;
            tx.commit().await?;
            if taken.is_empty() || !self.send_taken(mailer, &call, taken).await? {
                break;
            }
        }
        Ok(store::next_due(call.db()).await?)
    }

    /// Sends what was taken on, one after the other; `false` where there is no going on for now.
    async fn send_taken(&self, mailer: &Mailer, call: &Call, taken: Vec<Waiting>) -> Result<bool> {
        let mut put_off = None;
        for waiting in taken {
            if put_off.is_none() && self.is_draining() {
                put_off = Some(call.now());
            }
            if let Some(until) = put_off {
                let mut tx = call.begin().await?;
                store::put_off(&mut tx, waiting.id, until, waiting.failures).await?;
                tx.commit().await?;
                continue;
            }
            let sent = mailer.try_once(mail(call, &waiting)).await;
            let mut tx = call.begin().await?;
            match sent {
                Ok(()) => store::forget(&mut tx, waiting.id).await?,
                Err(unsent) if is_given_up(call, &waiting, &unsent) => {
                    store::forget(&mut tx, waiting.id).await?;
                }
                Err(unsent) => {
                    let until = call.now() + pause(waiting.failures);
                    store::put_off(&mut tx, waiting.id, until, waiting.failures + 1).await?;
                    put_off = unsent.of_server.then_some(until);
                }
            }
            tx.commit().await?;
        }
        Ok(put_off.is_none())
    }
}

/// From the host's address under the salon's name.
fn mail(call: &Call, waiting: &Waiting) -> Mail {
    Mail {
        to: waiting.recipient.clone(),
        to_name: String::new(),
        from_name: call.salon().name.clone(),
        reply_to: waiting.reply_to.clone(),
        subject: waiting.subject.clone(),
        body: waiting.body.clone(),
    }
}

/// Whether a mail that was not sent will not be; the log says which, and not to whom.
fn is_given_up(call: &Call, waiting: &Waiting, unsent: &Unsent) -> bool {
    let (salon, feature) = (call.salon().id, waiting.feature.as_str());
    let (mail, cause) = (waiting.id, unsent.cause.as_str());
    let given_up = unsent.for_good || call.now() - waiting.queued_at >= GIVEN_UP;
    if given_up {
        tracing::warn!(%salon, feature, %mail, cause, "a mail is given up");
    } else {
        tracing::info!(%salon, feature, %mail, cause, "a mail is tried again later");
    }
    given_up
}

fn pause(failures: i64) -> TimeDelta {
    let doubled = u32::try_from(failures.clamp(0, 10)).unwrap_or(0);
    (PAUSE * 2_i32.pow(doubled)).min(LONGEST)
}
