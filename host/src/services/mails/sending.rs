//! Sends what is due in one salon.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Actor, Call, DbError, Permissions, Result, Tx};
use uuid::Uuid;

use super::store::{self, Waiting};
use crate::{
    host::Host,
    journal::SalonJournal,
    mail::{Mail, Mailer, Unsent},
};

/// For how long a mail is taken on: longer than its server is waited for. Who is killed meanwhile
/// leaves it to whoever looks after that.
const TAKEN: TimeDelta = TimeDelta::minutes(5);
/// The pause after a first failure; each further one is twice as long.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause.
const LONGEST: TimeDelta = TimeDelta::hours(4);
/// After so long a mail is given up.
const GIVEN_UP: TimeDelta = TimeDelta::days(5);
/// For so long it is known how many were written on a day.
const COUNTED: TimeDelta = TimeDelta::days(2);

impl Host {
    /// Sends the mails of a salon that are due, one after the other, and gives when to go on.
    ///
    /// Each is taken on only when the one before is done with: who is erased meanwhile gets none.
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
        let mut done = None;
        while let Some(waiting) = self.settle_and_take_on(&call, done).await? {
            let sent = mailer.try_once(mail(&call, &waiting)).await;
            let settled = settled(&call, waiting, sent);
            if let Some(until) = settled.away_until {
                settle(&call, settled).await?;
                return Ok(Some(until));
            }
            done = Some(settled);
        }
        Ok(store::next_due(call.hosts_db()).await?)
    }

    /// Keeps what became of the mail before, and takes the next one on that is due.
    async fn settle_and_take_on(
        &self,
        call: &Call,
        done: Option<Settled>,
    ) -> Result<Option<Waiting>> {
        let mut tx = call.begin().await?;
        if let Some(done) = done {
            done.keep(&mut tx).await?;
        }
        let now = call.now();
        let next = match self.is_draining() {
            true => None,
            false => store::take_on(&mut tx, now, now + TAKEN).await?,
        };
        if next.is_none() {
            store::prune(&mut tx, (now - COUNTED).date_naive()).await?;
        }
        tx.commit().await?;
        Ok(next)
    }
}

/// What became of a mail.
struct Settled {
    mail: Uuid,
    /// When it is tried again and the failures until then; nothing where it is not.
    again: Option<(DateTime<Utc>, i64)>,
    /// Until when no other need be tried, either.
    away_until: Option<DateTime<Utc>>,
}

impl Settled {
    async fn keep(self, tx: &mut Tx) -> Result<(), DbError> {
        match self.again {
            Some((at, failures)) => store::put_off(tx, self.mail, at, failures).await,
            None => store::forget(tx, self.mail).await,
        }
    }
}

async fn settle(call: &Call, settled: Settled) -> Result<()> {
    let mut tx = call.begin().await?;
    settled.keep(&mut tx).await?;
    Ok(tx.commit().await?)
}

fn settled(call: &Call, waiting: Waiting, sent: Result<(), Unsent>) -> Settled {
    let unsent = sent.err();
    let again = unsent.as_ref().and_then(|unsent| {
        let at = call.now() + pause(waiting.failures);
        (!is_given_up(call, &waiting, unsent)).then_some((at, waiting.failures + 1))
    });
    let of_server = unsent.is_some_and(|unsent| unsent.of_server);
    Settled {
        mail: waiting.id,
        again,
        away_until: again.filter(|_| of_server).map(|(at, _)| at),
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
