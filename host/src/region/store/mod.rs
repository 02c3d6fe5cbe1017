//! All SQL of the region. It decides nothing: rules are in the operations.
//!
//! Nothing is bound by itself here: `$1` is the first value of a statement.

mod features;
mod invitations;
mod journal;
mod members;
mod recoveries;
mod salons;
mod sessions;
mod slowing;
mod tokens;
mod users;
mod workplaces;

pub(super) use features::{FeatureRow, RemovalRow};
pub(super) use invitations::{InvitationRow, NewInvitationRow};
pub(super) use journal::{EntryRow, NewEntryRow};
pub(super) use members::MemberRow;
pub(super) use salons::SalonRow;
pub(super) use sessions::NewSessionRow;
pub(super) use slowing::Counted;
pub(super) use tokens::{NewTokenRow, TokenRow};
pub(super) use users::{NewUserRow, UserRow};

use std::sync::Arc;

use kartoteka_plugin::{
    Db, DbError, Sql, Value,
    db::{Engine, Outcome, Query, Transaction, Weight},
};

/// The values of a statement, in order.
macro_rules! binds {
    ($($value:expr),* $(,)?) => { vec![$(kartoteka_plugin::Value::from($value)),*] };
}
pub(super) use binds;

/// The region's tables.
#[derive(Clone)]
pub(super) struct Store {
    engine: Arc<dyn Engine>,
    db: Db,
}

impl Store {
    pub(super) fn new(engine: Arc<dyn Engine>) -> Self {
        let db = Db::new(engine.clone());
        Self { engine, db }
    }

    pub(super) async fn begin(&self) -> Result<StoreTx, DbError> {
        Ok(StoreTx {
            inner: self.engine.begin(Weight::Short).await?,
        })
    }

    fn query(&self, sql: &'static str) -> Query<'_> {
        self.db.query(sql)
    }

    /// One statement in a transaction of its own.
    async fn write(&self, sql: &'static str, binds: Vec<Value>) -> Result<Outcome, DbError> {
        let mut tx = self.begin().await?;
        let outcome = tx.run(sql, binds).await?;
        tx.commit().await?;
        Ok(outcome)
    }
}

/// An open transaction; dropped without a commit, all of it is undone.
pub(super) struct StoreTx {
    inner: Box<dyn Transaction>,
}

impl StoreTx {
    pub(super) async fn commit(self) -> Result<(), DbError> {
        self.inner.commit().await
    }

    async fn run(&mut self, sql: &'static str, binds: Vec<Value>) -> Result<Outcome, DbError> {
        self.inner.run(&Sql::from(sql), &binds, Weight::Short).await
    }
}
