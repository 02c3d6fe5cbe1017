//! A transaction as the contract knows it, over a turn of the writer.

use std::time::{Duration, Instant};

use kartoteka_plugin::{
    DbError, Sql, Value,
    db::{BoxFuture, Bulk, Claim, Outcome, Transaction, Weight},
};
use tokio::task::{JoinHandle, spawn_blocking, yield_now};

use super::{
    connection::Sqlite,
    writer::{Turn, stopped},
};
use crate::storage::{deadline, trace};

/// Where the turn is.
enum Place {
    /// Here, between statements.
    Here(Turn),
    /// With a long statement on a blocking thread. The turn comes back with the
    /// outcome; if this transaction is dropped meanwhile, it is undone there.
    Away(JoinHandle<(Turn, Result<Outcome, DbError>)>),
    /// Gone with the thread that had it.
    Gone,
}

/// An open transaction.
pub(super) struct SqliteTransaction {
    place: Place,
    /// By when the work of each open savepoint has to end.
    savepoints: Vec<Option<Instant>>,
}

impl SqliteTransaction {
    pub(super) fn new(turn: Turn) -> Self {
        Self {
            place: Place::Here(turn),
            savepoints: Vec::new(),
        }
    }

    /// By when a statement has to end.
    fn until(&self, weight: Weight) -> Option<Instant> {
        let inner = self.savepoints.iter().flatten();
        inner.copied().chain(deadline::until(weight)).min()
    }

    /// The turn, once a long statement whose caller has gone is through.
    async fn turn(&mut self) -> Result<&mut Turn, DbError> {
        if let Place::Away(_) = self.place {
            // Its outcome went with the caller that dropped it.
            let _ = self.back().await?;
        }
        match &mut self.place {
            Place::Here(turn) => Ok(turn),
            Place::Away(_) | Place::Gone => Err(gone()),
        }
    }

    /// Waits for the turn to come back from its thread.
    async fn back(&mut self) -> Result<Result<Outcome, DbError>, DbError> {
        let Place::Away(thread) = &mut self.place else {
            return Err(gone());
        };
        match thread.await {
            Ok((turn, outcome)) => {
                self.place = Place::Here(turn);
                Ok(outcome)
            }
            Err(error) => {
                self.place = Place::Gone;
                Err(stopped(error))
            }
        }
    }

    /// Does `work` on a thread that may block.
    async fn away(
        &mut self,
        work: impl FnOnce(&mut Turn) -> Result<Outcome, DbError> + Send + 'static,
    ) -> Result<Outcome, DbError> {
        self.turn().await?;
        let Place::Here(mut turn) = std::mem::replace(&mut self.place, Place::Gone) else {
            return Err(gone());
        };
        self.place = Place::Away(spawn_blocking(move || {
            let outcome = work(&mut turn);
            (turn, outcome)
        }));
        self.back().await?
    }
}

fn gone() -> DbError {
    DbError::Engine("the transaction was lost with a statement that failed".to_owned())
}

impl Transaction for SqliteTransaction {
    fn run<'a>(
        &'a mut self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        Box::pin(async move {
            trace::runs(sql, binds);
            match weight {
                Weight::Short => {
                    let until = self.until(weight);
                    let turn = self.turn().await?;
                    let work = |here: &Sqlite| here.run(sql.sqlite(), binds);
                    let outcome = turn.with(|here| here.until(until, work));
                    if until.is_some_and(|until| Instant::now() >= until) {
                        // Whoever looks at the clock is on this thread, too.
                        yield_now().await;
                    }
                    outcome
                }
                Weight::Long => {
                    let (text, binds, until) =
                        (sql.sqlite().clone(), binds.to_vec(), self.until(weight));
                    let work = move |here: &Sqlite| here.run(&text, &binds);
                    self.away(move |turn| turn.with(|here| here.until(until, work)))
                        .await
                }
            }
        })
    }

    fn insert(&mut self, bulk: Bulk) -> BoxFuture<'_, Result<u64, DbError>> {
        Box::pin(async move {
            if trace::is_on()
                && let Some(row) = bulk.rows().next()
            {
                trace::runs(&bulk.text(1).into(), row);
            }
            let weight = bulk.weight();
            let until = self.until(weight);
            let work = move |here: &Sqlite| here.until(until, |here| here.insert(&bulk));
            match weight {
                Weight::Short => self.turn().await?.with(work),
                Weight::Long => {
                    let inserted = self.away(move |turn| {
                        let affected = turn.with(work)?;
                        Ok(Outcome {
                            affected,
                            ..Outcome::default()
                        })
                    });
                    Ok(inserted.await?.affected)
                }
            }
        })
    }

    /// One writes at a time, so that every claim is held by who writes.
    fn savepoint<'a>(
        &'a mut self,
        limit: Option<Duration>,
        _claim: Option<Claim<'a>>,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            // SQLite lets savepoints of one name nest and means the innermost.
            self.turn().await?.control("savepoint inner")?;
            self.savepoints
                .push(limit.map(|limit| Instant::now() + limit));
            Ok(())
        })
    }

    fn end_savepoint(&mut self, keep: bool) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async move {
            if self.savepoints.is_empty() {
                return Err(DbError::Engine("no savepoint is open".to_owned()));
            }
            let turn = self.turn().await?;
            if !keep {
                turn.control("rollback to inner")?;
            }
            turn.control("release inner")?;
            self.savepoints.pop();
            Ok(())
        })
    }

    fn commit(mut self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(async move {
            self.turn().await?;
            let Place::Here(turn) = self.place else {
                return Err(gone());
            };
            if turn.is_last() {
                // Those told of the last commit together are only now about to
                // ask for the writer: let them, so that they share this one.
                yield_now().await;
            }
            let verdict = turn.commit()?;
            // The thread that commits always answers; none does if it panics.
            let unknown =
                |_| DbError::Engine("it is not known whether the work was kept".to_owned());
            verdict.await.map_err(unknown)?
        })
    }
}
