//! Writing: a transaction with its journal entries.

use std::sync::Arc;

use super::{BoxFuture, Bulk, Db, DbError, Query, Sql, Transaction, Weight};
use crate::journal::Entry;

/// Writes gathered journal entries as the last statements of a transaction. The
/// host implements it.
pub trait Journal: Send + Sync {
    /// Writes `entries` in order, taking the salon's counter.
    fn write<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), DbError>>;
}

/// One transaction of one salon. What changes a record also [records](Tx::record)
/// it; entries are written when the transaction commits, after all else, so that
/// their order is the order of commits. Dropped without a commit, everything is
/// undone.
pub struct Tx {
    transaction: Box<dyn Transaction>,
    journal: Arc<dyn Journal>,
    entries: Vec<Entry>,
}

impl Tx {
    /// Begins a transaction; called by [`Call::begin`](crate::Call::begin).
    pub(crate) async fn begin(
        db: &Db,
        journal: Arc<dyn Journal>,
        weight: Weight,
    ) -> Result<Self, DbError> {
        let transaction = db.engine().begin(weight).await?;
        Ok(Self { transaction, journal, entries: Vec::new() })
    }

    /// A statement within the transaction; `$1` is bound.
    pub fn query(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        Query::write(&mut *self.transaction, sql.into())
    }

    /// Inserts many rows by as few statements as the engines allow.
    ///
    /// # Errors
    /// As the engine says; rows before the failing ones are undone with the
    /// transaction.
    pub async fn insert(&mut self, bulk: Bulk) -> Result<u64, DbError> {
        bulk.run(&mut *self.transaction).await
    }

    /// Notes what this transaction did, for the journal.
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The open engine transaction, for the host's own parts (erasure, hooks).
    pub fn inner(&mut self) -> &mut dyn Transaction {
        &mut *self.transaction
    }

    /// Writes the journal entries and commits. On return the work is durable.
    ///
    /// # Errors
    /// As the engine says; nothing of the transaction is kept then.
    pub async fn commit(mut self) -> Result<(), DbError> {
        if !self.entries.is_empty() {
            self.journal.write(&mut *self.transaction, &self.entries).await?;
        }
        self.transaction.commit().await
    }
}
