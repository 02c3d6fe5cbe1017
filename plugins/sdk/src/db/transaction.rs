//! Writing: a transaction with its journal entries.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use super::{
    BoxFuture, Bulk, DbError, Later, Query, Sql, Transaction, Weight,
    gate::{Gate, Gated},
};
use crate::{
    Call, Error,
    call::Idempotency,
    journal::{Entry, Stamp},
};

/// What a repeatable request answered: kept, so that repeating it gives the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The request's key and fingerprint.
    pub idempotency: Idempotency,
    /// HTTP status.
    pub status: u16,
    /// Path of what was made or changed, below the salon's API; holds ids only.
    pub location: String,
}

/// Writes what ends a transaction. The host implements it.
pub trait Journal: Send + Sync {
    /// Something to be done before a transaction begins, where there is.
    fn before(&self) -> Option<BoxFuture<'_, ()>> {
        None
    }

    /// A transaction with entries is committed.
    fn committed(&self) {}

    /// Does what waits, and then writes `answer` and, taking the salon's counter, `entries` in
    /// order.
    fn write<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        waiting: Vec<Later>,
        entries: Vec<Entry>,
        answer: Option<(&'a Answer, &'a Stamp)>,
    ) -> BoxFuture<'a, Result<(), DbError>>;
}

/// One transaction of one salon. What changes a record also [records](Tx::record)
/// it; entries are written when the transaction commits, after all else, so that
/// their order is the order of commits. Dropped without a commit, everything is
/// undone.
pub struct Tx {
    transaction: Gated,
    journal: Arc<dyn Journal>,
    idempotency: Option<Idempotency>,
    stamp: Stamp,
    waiting: Vec<Later>,
    entries: Vec<Entry>,
    /// Whether entries were written before the commit.
    flushed: bool,
    answer: Option<Answer>,
    /// Of which call it is, and what modules ask to be woken for once it is committed.
    call: Call,
    wakes: Vec<(&'static str, DateTime<Utc>)>,
}

/// An open savepoint of a [`Tx`].
pub struct Savepoint {
    entries: usize,
    wakes: usize,
    idempotency: Option<Idempotency>,
    answer: Option<Answer>,
    gate: Arc<Gate>,
}

impl Savepoint {
    /// Its gate: closed, no further statement of it begins.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }
}

impl Tx {
    /// Begins a transaction; called by [`Call::begin`].
    pub(crate) async fn begin(call: &Call, weight: Weight) -> Result<Self, DbError> {
        let journal = call.journal();
        if let Some(first) = journal.before() {
            first.await;
        }
        let transaction = call.db().engine().begin(weight).await?;
        Ok(Self {
            transaction: Gated::new(transaction),
            journal,
            idempotency: call.idempotency().cloned(),
            stamp: call.stamp(),
            waiting: Vec::new(),
            entries: Vec::new(),
            flushed: false,
            answer: None,
            call: call.clone(),
            wakes: Vec::new(),
        })
    }

    /// A statement within the transaction; `$1` is bound.
    pub fn query(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        Query::write(&mut self.transaction, &mut self.waiting, sql.into())
    }

    /// Inserts many rows by as few statements as the engines allow.
    ///
    /// # Errors
    /// As the engine says; rows before the failing ones are undone with the
    /// transaction.
    pub async fn insert(&mut self, bulk: Bulk) -> Result<u64, DbError> {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            self.transaction.run_all(waiting, None).await?;
        }
        self.transaction.insert(bulk).await
    }

    /// Inserts rows with the transaction's next statement, at the latest with its commit,
    /// which then also says if they could not be. For a few rows whose number nobody asks.
    pub fn insert_later(&mut self, bulk: Bulk) {
        if !bulk.is_empty() {
            self.waiting.push(Later::Rows(bulk));
        }
    }

    /// Notes what this transaction did, for the journal.
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Asks that the module be woken in this salon under `name`, at `at` or a little later; see
    /// [`WakeUps`](crate::wake_ups::WakeUps). It is written right before the commit, apart from
    /// this transaction, and gone with its savepoint.
    ///
    /// # Errors
    /// Internal, where no manifest declares the name.
    pub fn wake(&mut self, name: &'static str, at: DateTime<Utc>) -> crate::Result<()> {
        if !self.call.services().wake_ups.declares(name) {
            return Err(Error::internal(format!("no manifest declares {name}")));
        }
        self.wakes.push((name, at));
        Ok(())
    }

    /// Says what the request will answer once this commits. Under an
    /// `Idempotency-Key` it is kept with the work itself, so that a repeated
    /// request finds it, or finds neither.
    pub fn answers(&mut self, status: u16, location: impl Into<String>) {
        if self.transaction.is_gated() {
            // The request is answered by who began the transaction, not by who is asked in it.
            return;
        }
        self.answer = self.idempotency.take().map(|idempotency| Answer {
            idempotency,
            status,
            location: location.into(),
        });
    }

    /// Writes the entries gathered so far. For work of many pages that must not hold
    /// all of its entries in memory; the salon's counter is taken from here on, so
    /// other writers wait until this transaction ends.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn flush(&mut self) -> Result<(), DbError> {
        if self.transaction.is_gated() {
            let text = "entries are not written early inside somebody else's transaction";
            return Err(DbError::Engine(text.to_owned()));
        }
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.flushed = true;
        self.journal
            .write(&mut self.transaction, waiting, entries, None)
            .await
    }

    /// Opens a savepoint: what follows can be undone alone. For the host, which asks
    /// features inside one. A statement in it that runs after `limit` is ended; where that costs
    /// the transaction, undoing the savepoint says so.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn savepoint(&mut self, limit: Duration) -> Result<Savepoint, DbError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.transaction.run_all(waiting, None).await?;
        self.transaction.savepoint(Some(limit)).await?;
        Ok(Savepoint {
            entries: self.entries.len(),
            wakes: self.wakes.len(),
            idempotency: self.idempotency.clone(),
            answer: self.answer.clone(),
            gate: self.transaction.open(),
        })
    }

    /// Ends the innermost savepoint, keeping (`true`) or undoing what was done since,
    /// journal entries included.
    ///
    /// # Errors
    /// As the engine says; after keeping failed, it may still be undone.
    pub async fn end_savepoint(
        &mut self,
        savepoint: &Savepoint,
        keep: bool,
    ) -> Result<(), DbError> {
        self.transaction.leave(&savepoint.gate);
        let waiting = std::mem::take(&mut self.waiting);
        if keep {
            self.transaction.run_all(waiting, None).await?;
        } else {
            self.entries.truncate(savepoint.entries);
            self.wakes.truncate(savepoint.wakes);
            self.idempotency.clone_from(&savepoint.idempotency);
            self.answer.clone_from(&savepoint.answer);
        }
        self.transaction.end_savepoint(keep).await
    }

    /// Writes the journal entries and commits. On return the work is durable.
    ///
    /// # Errors
    /// As the engine says; nothing of the transaction is kept then.
    pub async fn commit(mut self) -> Result<(), DbError> {
        let recorded = self.flushed || !self.entries.is_empty();
        for (name, at) in std::mem::take(&mut self.wakes) {
            // Before the salon's counter is taken, for which others wait.
            let wake_ups = &self.call.services().wake_ups;
            let asked = wake_ups.ask(self.call.salon().id, name, at).await;
            asked.map_err(|error| match error.cause.as_deref() {
                None => DbError::Busy,
                Some(cause) => DbError::Engine(cause.to_owned()),
            })?;
        }
        if !self.entries.is_empty() || self.answer.is_some() {
            let answer = self.answer.as_ref().map(|answer| (answer, &self.stamp));
            self.journal
                .write(&mut self.transaction, self.waiting, self.entries, answer)
                .await?;
        } else {
            self.transaction.run_all(self.waiting, None).await?;
        }
        Box::new(self.transaction).commit().await?;
        if recorded {
            self.journal.committed();
        }
        Ok(())
    }
}
