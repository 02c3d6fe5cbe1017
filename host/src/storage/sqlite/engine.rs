//! The engines that the contract sees.

use std::{sync::Arc, time::Duration};

use kartoteka_plugin::{
    DbError, Row, Sql, Value,
    db::{BoxFuture, Claim, Engine, Transaction, Weight},
};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::{
    database::{Lease, Missing},
    store::Inner,
    transaction::SqliteTransaction,
    writer::{self, Turn, stopped},
};
use crate::storage::{deadline, trace};

/// How often, and after what pauses, a log is tried to be moved past long reads.
const SETTLE_TRIES: u32 = 20;
const SETTLE_PAUSE: Duration = Duration::from_millis(50);

/// The region's file.
pub(super) struct RegionEngine(pub(super) Arc<Inner>);

/// One salon's file, open or not.
pub(super) struct SalonEngine(pub(super) Arc<Inner>, pub(super) Uuid);

impl SalonEngine {
    async fn lease(&self) -> Result<Lease, DbError> {
        self.0.lease(self.1, Missing::Refuse).await
    }
}

impl Engine for RegionEngine {
    /// One writes at a time, so that every claim is held by who writes.
    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        _claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>> {
        self.begin(weight)
    }

    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>> {
        Box::pin(async move { read(self.0.region()?, sql, binds, weight).await })
    }

    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>> {
        Box::pin(async move { begin(self.0.region()?, weight).await })
    }
}

impl Engine for SalonEngine {
    /// One writes at a time, so that every claim is held by who writes.
    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        _claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>> {
        self.begin(weight)
    }

    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>> {
        Box::pin(async move { read(self.lease().await?, sql, binds, weight).await })
    }

    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>> {
        Box::pin(async move {
            let begun = begin(self.lease().await?, weight).await;
            // The writer may have been one connection more.
            self.0.relieve_soon();
            begun
        })
    }

    /// Moves the log into the file. The erasure that asks for it is durable already,
    /// so a long read that stands in the way delays this until it has ended and does
    /// not fail the request: the log is moved by the next commits or the close.
    fn settle(&self) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async move {
            for _ in 0..SETTLE_TRIES {
                match writer::checkpoint(self.lease().await?).await {
                    Err(DbError::Busy) => tokio::time::sleep(SETTLE_PAUSE).await,
                    settled => return settled,
                }
            }
            tracing::warn!(salon = %self.1, "erased rows stay in the log until a long read has ended");
            Ok(())
        })
    }
}

async fn read(
    lease: Lease,
    sql: &Sql,
    binds: &[Value],
    weight: Weight,
) -> Result<Vec<Row>, DbError> {
    trace::runs(sql, binds);
    let until = deadline::until(weight);
    match weight {
        Weight::Short => lease.read(sql.sqlite(), binds, until),
        Weight::Long => {
            let (text, binds) = (sql.sqlite().clone(), binds.to_vec());
            let rows = spawn_blocking(move || lease.read_long(&text, &binds, until));
            rows.await.map_err(stopped)?
        }
    }
}

async fn begin(lease: Lease, weight: Weight) -> Result<Box<dyn Transaction>, DbError> {
    let turn = Turn::begin(lease, weight).await?;
    Ok(Box::new(SqliteTransaction::new(turn)))
}
