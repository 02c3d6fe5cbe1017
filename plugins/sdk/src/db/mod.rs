//! One database interface over both storage engines.
//!
//! `$1` is always the salon and is bound by `db` itself: statements name it for
//! every table (`where salon_id = $1`), callers bind from `$2` on. One SQL text
//! serves both engines; where they truly differ the two texts stand side by side
//! in an [`Sql`]. What is written is written in a transaction ([`Call::begin`](crate::Call::begin)),
//! and what happened goes into the [journal](crate::journal) with its commit.
//!
//! ```
#![doc = include_str!("../../shown/tx.rs")]
//! ```

mod bulk;
mod error;
mod fence;
mod gate;
mod lent;
mod places;
mod row;
mod savepoint;
mod statement;
mod transaction;
mod value;

pub use bulk::Bulk;
pub use error::DbError;
pub(crate) use fence::Fence;
pub use fence::Fences;
pub use gate::Gate;
pub use lent::Lent;
pub use places::places;
pub use row::{FromValue, Row};
pub use savepoint::Savepoint;
pub use statement::{Query, Sql, Text, Weight};
pub use transaction::{Answer, Journal, Tx};
pub use value::{IntoValue, JsonText, Kind, Value};

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

/// A future that crosses the contract.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a statement did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The rows of a `select` or of a `returning`.
    pub rows: Vec<Row>,
    /// How many rows were inserted, updated or deleted.
    pub affected: u64,
}

/// Reads of one salon (or of the region), and the way into a transaction.
/// The host implements it once per storage engine.
pub trait Engine: Send + Sync {
    /// Runs one reading statement outside any transaction.
    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>>;

    /// Begins a writing transaction. [`Weight::Long`] says that it will hold the
    /// salon's writer for long, so that nobody else's commit may wait for it.
    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>>;

    /// Begins one that holds `claim` from its beginning to its end, in the same journey. An
    /// engine with one writer at a time need not do anything for it.
    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>>;

    /// Runs one short statement that writes, in a transaction of its own, and that does no harm
    /// if it is done twice. Whoever waits for it may hold a transaction of another salon or of
    /// none: it never waits for one of theirs to end.
    fn note<'a>(&'a self, sql: &'a Sql, binds: &'a [Value]) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            let mut transaction = self.begin(Weight::Short).await?;
            transaction.run(sql, binds, Weight::Short).await?;
            transaction.commit().await
        })
    }

    /// Makes what was deleted leave the files, as far as the engine can at once.
    fn settle(&self) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async { Ok(()) })
    }
}

/// What a transaction holds of a name within the salon until it ends. The name is a feature's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim<'a> {
    /// Together with all others that share it.
    Shared(&'a str),
    /// Alone: once those have ended that share it; others wait until this one has.
    Alone(&'a str),
}

/// Work of a transaction that nobody waits for the outcome of. What waits together may be
/// done as one statement, so it must not touch a row twice.
pub enum Later {
    /// Rows of an insert.
    Rows(Bulk),
    /// A short statement that gives no rows, with its values from `$2` on.
    Statement(Sql, Vec<Value>),
}

/// Stands in a statement between the writes that it begins with and the rest; see
/// [`Transaction::joins`].
pub const THEN: &str = "/*then*/";

/// An open transaction of an engine. Dropped without [`commit`](Self::commit) it
/// is rolled back.
pub trait Transaction: Send {
    /// Runs one statement.
    fn run<'a>(
        &'a mut self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Outcome, DbError>>;

    /// Inserts many rows and says how many came in. Unless the engine knows better, by
    /// statements of many rows.
    fn insert(&mut self, bulk: Bulk) -> BoxFuture<'_, Result<u64, DbError>> {
        Box::pin(bulk.by_values(self))
    }

    /// Does what waits, in order, and then the short statement `last`, whose outcome it gives
    /// and which must not look at what waits. An engine for which each statement is a journey
    /// does all of it in one.
    fn run_all<'a>(
        &'a mut self,
        waiting: Vec<Later>,
        last: Option<(&'a Sql, &'a [Value])>,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        Box::pin(async move {
            for one in waiting {
                match one {
                    Later::Rows(bulk) => self.insert(bulk).await.map(drop)?,
                    Later::Statement(sql, binds) => {
                        self.run(&sql, &binds, Weight::Short).await.map(drop)?;
                    }
                }
            }
            match last {
                Some((sql, binds)) => self.run(sql, binds, Weight::Short).await,
                None => Ok(Outcome::default()),
            }
        })
    }

    /// Whether one statement may hold several writes (`with a as (update …) select …`). In the
    /// last one of [`run_all`](Self::run_all) the writes are done after what waits, if they
    /// end in [`THEN`].
    fn joins(&self) -> bool {
        false
    }

    /// The same as one that the other side of the native border holds, where it is one.
    fn lent(&mut self) -> Option<&mut dyn Lent> {
        None
    }

    /// Opens a savepoint within the transaction; they nest. After `limit` the engine ends what
    /// still runs in it, though not at the cost of the transaction where it can help it. `claim`
    /// is held from here to the end of the transaction; see [`Engine::begin_with`]. Neither costs
    /// a journey.
    fn savepoint<'a>(
        &'a mut self,
        limit: Option<Duration>,
        claim: Option<Claim<'a>>,
    ) -> BoxFuture<'a, Result<(), DbError>>;

    /// Ends the innermost savepoint, keeping (`true`) or undoing its work.
    fn end_savepoint(&mut self, keep: bool) -> BoxFuture<'_, Result<(), DbError>>;

    /// Commits; on return the work is durable.
    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>>;
}

/// What can be asked: the salon's tables as they stand ([`Db`]), or as a
/// transaction sees them ([`Tx`]). Stores are written once, for either.
pub trait Ask: Send {
    /// A statement; `$1` is bound.
    fn ask(&mut self, sql: impl Into<Sql>) -> Query<'_>;
}

impl Ask for &Db {
    fn ask(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        self.query(sql)
    }
}

impl Ask for Tx {
    fn ask(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        self.query(sql)
    }
}

/// The reading handle of one salon.
#[derive(Clone)]
pub struct Db {
    engine: Arc<dyn Engine>,
}

impl Db {
    /// Wraps an engine; only the host has one.
    pub fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine }
    }

    /// The same behind a fence.
    pub(crate) fn fenced(&self, fence: Fence) -> Self {
        Self::new(Arc::new(fence::Fenced::new(self.engine.clone(), fence)))
    }

    /// A reading statement; `$1` is bound, further values with [`Query::bind`].
    pub fn query(&self, sql: impl Into<Sql>) -> Query<'_> {
        Query::read(&*self.engine, sql.into())
    }

    /// The engine below, for [`Tx`].
    pub(crate) fn engine(&self) -> &dyn Engine {
        &*self.engine
    }
}
