//! The contract's reading handle over the pool.

use std::sync::Arc;

use kartoteka_plugin::{
    BoxFuture, DbError, Row, Sql, Value,
    db::{Claim, Engine, Transaction, Weight},
};
use uuid::Uuid;

use super::{
    LONGEST, claims,
    error::{Failure, Health},
    pool::{Lease, Pool, State, literal},
    statement::{Statement, Statements, run},
    transaction::PostgresTransaction,
};
use crate::storage::trace;

/// Longest work of [`Weight::Long`], such as the commit of an import.
const LONG_WORK: &str = "15min";

/// Reads and writes of one salon, or (with no salon) of the region.
pub(super) struct PostgresEngine {
    pub(super) pool: Arc<Pool>,
    pub(super) statements: Arc<Statements>,
    pub(super) salon: Option<Uuid>,
}

impl PostgresEngine {
    /// One round trip where an idle connection has the salon, else two. A connection
    /// that the server cut while it lay idle, and a statement outdated by another
    /// host's migration, are tried once anew: a read has no effect to repeat.
    async fn read_rows(&self, sql: &Sql, binds: &[Value]) -> Result<Vec<Row>, DbError> {
        trace::runs(sql, binds);
        let statement = self.statements.of(sql.postgres(), binds);
        let mut lease = self.pool.reader(self.salon).await?;
        let was_idle = !lease.session()?.fresh;
        let failure = match self.attempt(&mut lease, &statement, binds).await {
            Ok(rows) => return Ok(rows),
            Err(failure) => failure,
        };
        match failure.health {
            Health::Broken if was_idle => lease.renew().await?,
            Health::Stale => lease.session()?.forget_statements().await?,
            Health::Broken | Health::Usable => return Err(failure.error),
        }
        Ok(self.attempt(&mut lease, &statement, binds).await?)
    }

    async fn attempt(
        &self,
        lease: &mut Lease,
        statement: &Statement,
        binds: &[Value],
    ) -> Result<Vec<Row>, Failure> {
        lease.set_salon(self.salon).await?;
        let session = lease.session().map_err(|error| Failure {
            health: Health::Broken,
            error,
        })?;
        Ok(run(session, statement, self.salon, binds).await?.rows)
    }

    /// One round trip: the salon is set for the transaction alone, so that what the
    /// connection remembers stays true when the transaction ends.
    async fn begin_transaction(
        &self,
        weight: Weight,
        claim: Option<Claim<'_>>,
    ) -> Result<PostgresTransaction, DbError> {
        let mut text = format!("begin; set local kartoteka.salon = {}", literal(self.salon));
        if let Some(claim) = claim {
            text.push_str("; ");
            text.push_str(&claims::take(self.salon, claim));
        }
        let longest = match weight {
            Weight::Short => LONGEST,
            Weight::Long => LONG_WORK,
        };
        if weight == Weight::Long {
            // Long work meets rows that are seconds old, of which no statistics tell: taken for
            // a handful, each of 20,000 would be compared with all others. Hashing is never far
            // from the best for many rows.
            text.push_str(&format!(
                "; set local statement_timeout = '{LONG_WORK}'; \
                 set local idle_in_transaction_session_timeout = '{LONG_WORK}'; \
                 set local enable_nestloop = off"
            ));
        }
        let mut lease = self.pool.writer().await?;
        let was_idle = !lease.session()?.fresh;
        match lease
            .session()?
            .send(text.clone(), State::Transaction)
            .await
        {
            Ok(()) => {}
            // Nothing has run yet, so that a connection cut while idle is no loss.
            Err(failure) if failure.health == Health::Broken && was_idle => {
                lease.renew().await?;
                lease.session()?.send(text, State::Transaction).await?;
            }
            Err(failure) => return Err(failure.error),
        }
        Ok(PostgresTransaction::new(
            lease,
            self.statements.clone(),
            self.salon,
            longest,
        ))
    }
}

impl Engine for PostgresEngine {
    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        _weight: Weight,
    ) -> BoxFuture<'a, Result<Vec<Row>, DbError>> {
        Box::pin(self.read_rows(sql, binds))
    }

    /// One journey, on a connection as for reading: of those there is always one, however many
    /// hold transactions and wait for this.
    fn note<'a>(&'a self, sql: &'a Sql, binds: &'a [Value]) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move { self.read_rows(sql, binds).await.map(drop) })
    }

    fn begin(&self, weight: Weight) -> BoxFuture<'_, Result<Box<dyn Transaction>, DbError>> {
        Box::pin(async move {
            let transaction = self.begin_transaction(weight, None).await?;
            Ok(Box::new(transaction) as Box<dyn Transaction>)
        })
    }

    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        claim: Claim<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Transaction>, DbError>> {
        Box::pin(async move {
            let transaction = self.begin_transaction(weight, Some(claim)).await?;
            Ok(Box::new(transaction) as Box<dyn Transaction>)
        })
    }
}
