//! Statements and the values bound to them.

use std::{ops::Deref, sync::Arc};

use super::{DbError, Engine, Later, Outcome, Row, Transaction, Value};

/// How much work a statement is, which tells an engine where to run it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// Microseconds: a lookup, a page. Runs where the caller runs.
    #[default]
    Short,
    /// Milliseconds or more: a scan, an import. Runs on a thread that may block.
    Long,
}

/// A text as one engine reads it. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Text {
    /// One of the program's own, which never changes: what an engine finds out about it, it
    /// may keep by the address alone.
    Fixed(&'static str),
    /// One put together at run time.
    Made(Arc<str>),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Fixed(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// The text of a statement: one for both engines, or one for each. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sql {
    sqlite: Text,
    postgres: Text,
}

impl Sql {
    /// Two texts, for the few things in which the engines truly differ.
    pub const fn by_engine(sqlite: &'static str, postgres: &'static str) -> Self {
        Self {
            sqlite: Text::Fixed(sqlite),
            postgres: Text::Fixed(postgres),
        }
    }

    /// A text that PostgreSQL alone is asked, by who knows from
    /// [`Transaction::joins`](super::Transaction::joins) that it is what answers.
    pub const fn of_postgres(text: &'static str) -> Self {
        Self::by_engine("", text)
    }

    /// Two texts put together at run time, perhaps the same.
    pub fn made(sqlite: Arc<str>, postgres: Arc<str>) -> Self {
        Self {
            sqlite: Text::Made(sqlite),
            postgres: Text::Made(postgres),
        }
    }

    /// The text for SQLite; empty for one that is not asked there.
    pub fn sqlite(&self) -> &Text {
        &self.sqlite
    }

    /// The text for PostgreSQL.
    pub fn postgres(&self) -> &Text {
        &self.postgres
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::by_engine(text, text)
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        let text = Text::Made(text.into());
        Self {
            sqlite: text.clone(),
            postgres: text,
        }
    }
}

enum Target<'e> {
    Read(&'e dyn Engine),
    Write(&'e mut dyn Transaction, &'e mut Vec<Later>),
}

/// A statement being put together. `$1` is the salon; the first value bound here
/// is `$2`.
#[must_use = "a query does nothing until it is asked for its rows"]
pub struct Query<'e> {
    target: Target<'e>,
    sql: Sql,
    binds: Vec<Value>,
    weight: Weight,
}

impl<'e> Query<'e> {
    pub(super) fn read(engine: &'e dyn Engine, sql: Sql) -> Self {
        Self {
            target: Target::Read(engine),
            sql,
            binds: Vec::new(),
            weight: Weight::Short,
        }
    }

    pub(super) fn write(
        transaction: &'e mut dyn Transaction,
        waiting: &'e mut Vec<Later>,
        sql: Sql,
    ) -> Self {
        Self {
            target: Target::Write(transaction, waiting),
            sql,
            binds: Vec::new(),
            weight: Weight::Short,
        }
    }

    /// Binds the next value.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.binds.push(value.into());
        self
    }

    /// Binds several values at once.
    pub fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.binds.extend(values);
        self
    }

    /// Says that this statement is [`Weight::Long`].
    pub fn long(mut self) -> Self {
        self.weight = Weight::Long;
        self
    }

    /// All rows, and how many were changed.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn outcome(self) -> Result<Outcome, DbError> {
        match self.target {
            Target::Read(engine) => {
                let rows = engine.read(&self.sql, &self.binds, self.weight).await?;
                Ok(Outcome { rows, affected: 0 })
            }
            Target::Write(transaction, waiting) if waiting.is_empty() => {
                transaction.run(&self.sql, &self.binds, self.weight).await
            }
            Target::Write(transaction, waiting) => {
                // It may look at what waits.
                let waiting = std::mem::take(waiting);
                transaction.run_all(waiting, None).await?;
                transaction.run(&self.sql, &self.binds, self.weight).await
            }
        }
    }

    /// Leaves a short write to be done with the transaction's next statement, at the latest
    /// with its commit, which then also says if it failed. On a reading handle nothing is
    /// ever written.
    pub fn later(self) {
        if let Target::Write(_, waiting) = self.target {
            waiting.push(Later::Statement(self.sql, self.binds));
        }
    }

    /// All rows.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn all(self) -> Result<Vec<Row>, DbError> {
        Ok(self.outcome().await?.rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn optional(self) -> Result<Option<Row>, DbError> {
        Ok(self.outcome().await?.rows.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] where there is none, else as the engine says.
    pub async fn one(self) -> Result<Row, DbError> {
        self.optional().await?.ok_or(DbError::NotFound)
    }

    /// How many rows were changed. On a reading handle always 0.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn execute(self) -> Result<u64, DbError> {
        Ok(self.outcome().await?.affected)
    }
}
