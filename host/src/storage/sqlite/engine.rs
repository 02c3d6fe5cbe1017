//! The engines that the contract sees.

use std::sync::Arc;

use kartoteka_plugin::{
    DbError, Row, Sql, Value,
    db::{BoxFuture, Engine, Transaction, Weight},
};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::{
    database::{Lease, Missing},
    store::Inner,
    transaction::SqliteTransaction,
    writer::{self, Turn, stopped},
};

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

    fn settle(&self) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(async move { writer::checkpoint(self.lease().await?).await })
    }
}

async fn read(
    lease: Lease,
    sql: &Sql,
    binds: &[Value],
    weight: Weight,
) -> Result<Vec<Row>, DbError> {
    match weight {
        Weight::Short => lease.read(sql.sqlite(), binds),
        Weight::Long => {
            let (text, binds) = (sql.sqlite().to_owned(), binds.to_vec());
            let rows = spawn_blocking(move || lease.read(&text, &binds));
            rows.await.map_err(stopped)?
        }
    }
}

async fn begin(lease: Lease, weight: Weight) -> Result<Box<dyn Transaction>, DbError> {
    let turn = Turn::begin(lease, weight).await?;
    Ok(Box::new(SqliteTransaction::new(turn)))
}
