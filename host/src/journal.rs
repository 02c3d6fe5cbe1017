//! Writes what ends a transaction: the journal's entries and the answer of a
//! repeatable request.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{
    BoxFuture, Db, DbError, Entry, Sql, Value,
    db::{Answer, Bulk, Journal, Later, Transaction, Weight},
    journal::Stamp,
};
use uuid::Uuid;

use crate::telling::Teller;

/// Takes the counter, last of all: from here on transactions of the salon commit
/// one after another, so that numbers follow the order of commits. On PostgreSQL
/// the counter's row may not be there before the first entry.
const TAKE: &str = "insert into journal_counter (salon_id, last) values ($1, $2) \
     on conflict (salon_id) do update set last = journal_counter.last + excluded.last \
     returning last";

/// The same with the entry and the one whom it concerns, in one journey, for an engine that
/// [joins](Transaction::joins) writes. What it gives is the counter as it was, and nothing
/// where there is none yet.
const WRITE_ONE: &str = "with taken as ( \
         update journal_counter set last = last + 1 where salon_id = $1 returning last \
     ), entry as ( \
         insert into journal \
             (salon_id, number, at, actor, request, what, subject, batch, before, after) \
         select $1, last, $3, $4, $5, $6, $2, $7, $8, $9 from taken \
     ), concerned as ( \
         insert into journal_subjects (salon_id, client_id, number) \
         select $1, $2, last from taken \
     ) /*then*/ select last from journal_counter where salon_id = $1";

const KEEP_ANSWER: &str = "insert into idempotency_keys \
     (salon_id, actor, key, fingerprint, status, location, at) \
     values ($1, $2, $3, $4, $5, $6, $7)";

const FIND_ANSWER: &str = "select fingerprint, status, location from idempotency_keys \
     where salon_id = $1 and actor = $2 and key = $3";

const PRUNE: &str = "delete from idempotency_keys where salon_id = $1 and at < $2";

/// How long an answer can be asked for at least; pruning comes within as long again.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// From how many entries on writing is long work.
const LONG: usize = 200;

/// The journal of one salon.
pub struct SalonJournal {
    /// When answers are pruned next, in seconds since 1970.
    prune_at: AtomicI64,
    /// Who is told, where a feature that is on listens.
    listeners: Option<Listeners>,
}

/// Those who are told what happens in one salon.
pub struct Listeners {
    /// Who tells.
    pub teller: Arc<Teller>,
    /// The salon.
    pub salon: Uuid,
}

impl SalonJournal {
    /// A journal that prunes with its first answer.
    pub fn new(listeners: Option<Listeners>) -> Self {
        Self {
            prune_at: AtomicI64::new(i64::MIN),
            listeners,
        }
    }

    fn keep(&self, waiting: &mut Vec<Later>, answer: &Answer, stamp: &Stamp) {
        let binds = [
            Value::from(stamp.actor.as_str()),
            answer.idempotency.key.as_str().into(),
            answer.idempotency.fingerprint.as_slice().into(),
            i64::from(answer.status).into(),
            answer.location.as_str().into(),
            stamp.at.into(),
        ];
        waiting.push(Later::Statement(KEEP_ANSWER.into(), binds.into()));
        if self.is_time_to_prune(stamp.at) {
            let old = vec![Value::from(stamp.at - KEPT)];
            waiting.push(Later::Statement(PRUNE.into(), old));
        }
    }

    fn is_time_to_prune(&self, now: DateTime<Utc>) -> bool {
        let (now, next) = (now.timestamp(), (now + KEPT).timestamp());
        let due = self.prune_at.load(Ordering::Relaxed);
        now >= due
            && self
                .prune_at
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

impl Journal for SalonJournal {
    fn before(&self) -> Option<BoxFuture<'_, ()>> {
        let Listeners { teller, salon } = self.listeners.as_ref()?;
        teller.before_write(*salon)
    }

    fn committed(&self) {
        if let Some(Listeners { teller, salon }) = &self.listeners {
            teller.committed(*salon);
        }
    }

    fn write<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        mut waiting: Vec<Later>,
        entries: Vec<Entry>,
        answer: Option<(&'a Answer, &'a Stamp)>,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            if let Some((answer, stamp)) = answer {
                self.keep(&mut waiting, answer, stamp);
            }
            if entries.is_empty() {
                return transaction.run_all(waiting, None).await.map(drop);
            }
            if let [Entry { subjects, .. }] = &*entries
                && let [subject] = &**subjects
                && transaction.joins()
            {
                let subject = *subject;
                return write_one(transaction, waiting, subject, entries).await;
            }
            let first = take(transaction, waiting, entries.len()).await?;
            write_entries(transaction, entries, first).await
        })
    }
}

/// An answer that can be given again.
pub struct KeptAnswer {
    /// Of the request that was answered.
    pub fingerprint: Vec<u8>,
    /// HTTP status.
    pub status: u16,
    /// Path below the salon's API.
    pub location: String,
}

/// What `actor` was answered under `key`.
///
/// # Errors
/// As the engine says.
pub async fn kept_answer(db: &Db, actor: &str, key: &str) -> Result<Option<KeptAnswer>, DbError> {
    let row = db
        .query(FIND_ANSWER)
        .bind(actor)
        .bind(key)
        .optional()
        .await?;
    row.map(|row| {
        Ok(KeptAnswer {
            fingerprint: row.get("fingerprint")?,
            status: u16::try_from(row.get::<u32>("status")?).unwrap_or_default(),
            location: row.get("location")?,
        })
    })
    .transpose()
}

/// Does what waits, takes `count` numbers and gives the first.
async fn take(
    transaction: &mut dyn Transaction,
    waiting: Vec<Later>,
    count: usize,
) -> Result<i64, DbError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    // The upsert is for a salon's first entry alone: on PostgreSQL those who wait for the
    // counter would begin it anew each time it moves.
    let update = "update journal_counter set last = last + $2 where salon_id = $1 returning last";
    let binds = [count.into()];
    let mut outcome = transaction
        .run_all(waiting, Some((&update.into(), &binds)))
        .await?;
    if outcome.rows.is_empty() {
        outcome = transaction.run(&TAKE.into(), &binds, Weight::Short).await?;
    }
    let row = outcome.rows.first().ok_or(DbError::NotFound)?;
    let last: i64 = row.get("last")?;
    Ok(last - count + 1)
}

/// Does what waits, and writes the only one of `entries`.
async fn write_one(
    transaction: &mut dyn Transaction,
    waiting: Vec<Later>,
    subject: Uuid,
    entries: Vec<Entry>,
) -> Result<(), DbError> {
    let mut binds = vec![Value::from(subject)];
    binds.extend(entries.into_iter().flat_map(values));
    let sql = Sql::of_postgres(WRITE_ONE);
    let was = transaction.run_all(waiting, Some((&sql, &binds))).await?;
    if was.rows.is_empty() {
        let none = [0_i64.into()];
        transaction.run(&TAKE.into(), &none, Weight::Short).await?;
        transaction.run(&sql, &binds, Weight::Short).await?;
    }
    Ok(())
}

/// What a row of the journal holds beside its number.
fn values(entry: Entry) -> [Value; 7] {
    [
        entry.stamp.at.into(),
        entry.stamp.actor.into(),
        entry.stamp.request.into(),
        entry.what.into(),
        entry.batch.into(),
        entry.before.into(),
        entry.after.into(),
    ]
}

async fn write_entries(
    transaction: &mut dyn Transaction,
    entries: Vec<Entry>,
    first: i64,
) -> Result<(), DbError> {
    let (mut journal, mut subjects) = (journal_rows(), subject_rows());
    if entries.len() >= LONG {
        (journal, subjects) = (journal.long(), subjects.long());
    }
    for (number, entry) in (first..).zip(entries) {
        for (at, subject) in entry.subjects.iter().enumerate() {
            // Someone named twice is concerned once.
            if !entry.subjects.iter().take(at).any(|s| s == subject) {
                subjects.row([Value::from(*subject), number.into()]);
            }
        }
        let subject = entry.subjects.first().copied();
        let [at, actor, request, what, batch, before, after] = values(entry);
        journal.row([
            number.into(),
            at,
            actor,
            request,
            what,
            subject.into(),
            batch,
            before,
            after,
        ]);
    }
    let rows = vec![Later::Rows(journal), Later::Rows(subjects)];
    transaction.run_all(rows, None).await.map(drop)
}

fn journal_rows() -> Bulk {
    Bulk::into(
        "journal",
        &[
            "number", "at", "actor", "request", "what", "subject", "batch", "before", "after",
        ],
    )
}

fn subject_rows() -> Bulk {
    Bulk::into("journal_subjects", &["client_id", "number"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prunes_at_once_and_then_once_a_day() {
        let journal = SalonJournal::new(None);
        let start = DateTime::UNIX_EPOCH;
        assert!(journal.is_time_to_prune(start));
        assert!(!journal.is_time_to_prune(start + TimeDelta::hours(23)));
        assert!(journal.is_time_to_prune(start + TimeDelta::hours(24)));
        assert!(!journal.is_time_to_prune(start + TimeDelta::hours(25)));
    }
}
