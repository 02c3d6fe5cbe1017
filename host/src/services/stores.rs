//! What the host asks of a storage engine beyond statements.

use std::sync::Arc;

use kartoteka_plugin::{BoxFuture, DbError, db::Engine};
use uuid::Uuid;

use crate::storage::{
    migrate::{EngineKind, MigrationError, MigrationSet, Watcher},
    postgres::PostgresStore,
    sqlite::SqliteStore,
};

/// What could not be brought up to date in one salon; without one, in all.
pub type Failed = (Option<Uuid>, Vec<MigrationError>);

/// An opened store: one for the whole host, whichever engine it is.
pub trait Stores: Send + Sync {
    /// `SQLite` or `PostgreSQL`, for messages.
    fn name(&self) -> &'static str;

    /// Which engine it is.
    fn kind(&self) -> EngineKind;

    /// Whether other hosts may serve the same store at the same time.
    fn is_shared(&self) -> bool;

    /// What the region owns; binds nothing by itself.
    fn region(&self) -> Arc<dyn Engine>;

    /// Whom to tell of modules that could not be brought up to date: now of those of all salons,
    /// and of those of one salon whenever it is opened. To be said once.
    fn watch(&self, watcher: Watcher);

    /// Brings the tables of salons up to `salons`: those of salons that are open now, and the others as they are
    /// opened. Gives what failed in all salons, and in each of those that are open, which nobody else is told.
    fn bring_up(&self, salons: Vec<MigrationSet>) -> BoxFuture<'_, Result<Vec<Failed>, DbError>>;

    /// The modules that could not be brought up to date in one salon.
    fn unfit(&self, id: Uuid) -> BoxFuture<'_, Result<Vec<MigrationError>, DbError>>;

    /// What one salon owns; binds `$1`. Made where it is not there yet, and migrated.
    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>>;

    /// Waits for running statements and closes everything.
    fn close(&self) -> BoxFuture<'_, ()>;
}

impl Stores for SqliteStore {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn kind(&self) -> EngineKind {
        EngineKind::Sqlite
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn region(&self) -> Arc<dyn Engine> {
        Self::region(self)
    }

    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>> {
        Box::pin(async move {
            // Opened now, so that it is known which features can be used before any is.
            self.create_salon(id).await?;
            Ok(Self::salon(self, id))
        })
    }

    fn watch(&self, watcher: Watcher) {
        Self::watch(self, watcher);
    }

    fn bring_up(&self, salons: Vec<MigrationSet>) -> BoxFuture<'_, Result<Vec<Failed>, DbError>> {
        Box::pin(async move {
            let failed = Self::bring_up(self, salons).await?;
            Ok(failed
                .into_iter()
                .map(|(id, all)| (Some(id), all))
                .collect())
        })
    }

    fn unfit(&self, id: Uuid) -> BoxFuture<'_, Result<Vec<MigrationError>, DbError>> {
        Box::pin(async move {
            self.create_salon(id).await?;
            self.migration_failures(id).await
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Err(error) = Self::close(self).await {
                tracing::error!(%error, "a file was not closed well; its log is read at the next start");
            }
        })
    }
}

impl Stores for PostgresStore {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn kind(&self) -> EngineKind {
        EngineKind::Postgres
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn region(&self) -> Arc<dyn Engine> {
        Self::region(self)
    }

    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>> {
        Box::pin(async move { Ok(Self::salon(self, id)) })
    }

    fn watch(&self, watcher: Watcher) {
        watcher(None, &self.failed_migrations());
    }

    fn bring_up(&self, salons: Vec<MigrationSet>) -> BoxFuture<'_, Result<Vec<Failed>, DbError>> {
        Box::pin(async move {
            let failed = Self::bring_up(self, &salons).await;
            let failed = failed.map_err(|error| DbError::Engine(error.to_string()))?;
            Ok(vec![(None, failed)])
        })
    }

    fn unfit(&self, _: Uuid) -> BoxFuture<'_, Result<Vec<MigrationError>, DbError>> {
        Box::pin(async move { Ok(self.failed_migrations()) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(Self::close(self))
    }
}
