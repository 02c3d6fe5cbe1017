//! What the host asks of a storage engine beyond statements.

use std::sync::Arc;

use kartoteka_plugin::{BoxFuture, DbError, db::Engine};
use uuid::Uuid;

use crate::storage::{postgres::PostgresStore, sqlite::SqliteStore};

/// An opened store: one for the whole host, whichever engine it is.
pub trait Stores: Send + Sync {
    /// `SQLite` or `PostgreSQL`, for messages.
    fn name(&self) -> &'static str;

    /// Whether other hosts may serve the same store at the same time.
    fn is_shared(&self) -> bool;

    /// What the region owns; binds nothing by itself.
    fn region(&self) -> Arc<dyn Engine>;

    /// What one salon owns; binds `$1`. Made and migrated where it is not there yet.
    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>>;

    /// Waits for running statements and closes everything.
    fn close(&self) -> BoxFuture<'_, ()>;
}

impl Stores for SqliteStore {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn region(&self) -> Arc<dyn Engine> {
        Self::region(self)
    }

    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>> {
        Box::pin(async move {
            if !self.salon_exists(id) {
                self.create_salon(id).await?;
            }
            Ok(Self::salon(self, id))
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

    fn is_shared(&self) -> bool {
        true
    }

    fn region(&self) -> Arc<dyn Engine> {
        Self::region(self)
    }

    fn salon(&self, id: Uuid) -> BoxFuture<'_, Result<Arc<dyn Engine>, DbError>> {
        Box::pin(async move { Ok(Self::salon(self, id)) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(Self::close(self))
    }
}
