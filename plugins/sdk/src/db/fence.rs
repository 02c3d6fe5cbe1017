//! Between a feature's code and the engine: each statement of it is judged before it runs.

use std::{fmt, sync::Arc};

use super::{BoxFuture, Claim, DbError, Engine, Row, Sql, Transaction, Value, Weight};

/// Judges statements of features. The host has one for all of them.
pub trait Fences: Send + Sync {
    /// That `feature` may have `sql` run by the engine that there is, where the salon has not granted
    /// it the views `withheld`, called as statements call them.
    ///
    /// # Errors
    /// [`DbError::Refused`], and [`DbError::NotGranted`] for one of these views.
    fn check(&self, feature: &str, sql: &Sql, withheld: &[String]) -> Result<(), DbError>;
}

/// The fence of one feature in one salon. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Fence {
    fences: Arc<dyn Fences>,
    feature: Arc<str>,
    withheld: Arc<[String]>,
}

impl Fence {
    pub(crate) fn new(fences: Arc<dyn Fences>, feature: Arc<str>, withheld: &[String]) -> Self {
        Self {
            fences,
            feature,
            withheld: withheld.into(),
        }
    }

    pub(super) fn check(&self, sql: &Sql) -> Result<(), DbError> {
        self.fences.check(&self.feature, sql, &self.withheld)
    }
}

impl fmt::Debug for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fence").field(&self.feature).finish()
    }
}

/// An engine behind a fence. What is asked inside a transaction is judged by the transaction's
/// [`Gated`](super::gate::Gated), because it may pass from hand to hand.
pub(super) struct Fenced {
    engine: Arc<dyn Engine>,
    fence: Fence,
}

impl Fenced {
    pub(super) fn new(engine: Arc<dyn Engine>, fence: Fence) -> Self {
        Self { engine, fence }
    }
}

impl Engine for Fenced {
    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>> {
        match self.fence.check(sql) {
            Ok(()) => self.engine.read(sql, binds, weight),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>> {
        self.engine.begin(weight)
    }

    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>> {
        self.engine.begin_with(weight, claim)
    }

    fn note<'a>(&'a self, sql: &'a Sql, binds: &'a [Value]) -> BoxFuture<'a, Result<(), DbError>> {
        match self.fence.check(sql) {
            Ok(()) => self.engine.note(sql, binds),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn settle(&self) -> BoxFuture<'_, Result<(), DbError>> {
        self.engine.settle()
    }
}
