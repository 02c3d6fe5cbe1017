//! Savepoints of a transaction, in which features are asked.

use std::{sync::Arc, time::Duration};

use super::{Answer, Claim, DbError, Transaction as _, Tx, gate::Gate};
use crate::call::Idempotency;

/// An open savepoint of a [`Tx`].
pub struct Savepoint {
    entries: usize,
    letters: usize,
    wakes: usize,
    idempotency: Option<Idempotency>,
    answer: Option<Answer>,
    gate: Arc<Gate>,
}

/// Who asked may have gone in the middle: what they left open stays shut.
impl Drop for Savepoint {
    fn drop(&mut self) {
        self.gate.close();
    }
}

impl Savepoint {
    /// Its gate: closed, no further statement of it begins.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }
}

impl Tx {
    /// Opens a savepoint: what follows can be undone alone. For the host, which asks
    /// features inside one, and with it holds `claim` from here on. A statement in it that runs after `limit` is ended; where that costs
    /// the transaction, undoing the savepoint says so.
    ///
    /// # Errors
    /// As the engine says, and inside a savepoint: who is asked has theirs, and opens none.
    pub async fn savepoint(
        &mut self,
        limit: Duration,
        claim: Claim<'_>,
    ) -> Result<Savepoint, DbError> {
        if self.transaction.is_gated() {
            let text = "a savepoint was opened inside that of who is asked";
            return Err(DbError::Engine(text.to_owned()));
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.transaction.run_all(waiting, None).await?;
        self.transaction.savepoint(Some(limit), Some(claim)).await?;
        Ok(Savepoint {
            entries: self.entries.len(),
            letters: self.letters.len(),
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
    /// As the engine says, for a savepoint that is not this transaction's innermost, and where an
    /// entry since is another module's to make; after keeping failed, it may still be undone.
    pub async fn end_savepoint(
        &mut self,
        savepoint: &Savepoint,
        keep: bool,
    ) -> Result<(), DbError> {
        if !self.transaction.is_behind(&savepoint.gate) {
            let text = "a savepoint was ended that is not this transaction's";
            return Err(DbError::Engine(text.to_owned()));
        }
        let waiting = std::mem::take(&mut self.waiting);
        if keep {
            self.check_entries(savepoint.entries)?;
            // Behind the gate still: it is the work of who is asked.
            self.transaction.run_all(waiting, None).await?;
        } else {
            self.entries.truncate(savepoint.entries);
            self.letters.truncate(savepoint.letters);
            self.wakes.truncate(savepoint.wakes);
            self.idempotency.clone_from(&savepoint.idempotency);
            self.answer.clone_from(&savepoint.answer);
        }
        self.transaction.end_savepoint(keep).await?;
        self.transaction.leave(&savepoint.gate);
        Ok(())
    }
}
