//! What salons' files are brought up to, which changes where another version of a plugin takes over.

use std::sync::Arc;

use kartoteka_plugin::DbError;
use uuid::Uuid;

use super::{Inner, SqliteStore, closed};
use crate::storage::{
    migrate::{MigrationError, MigrationSet},
    sqlite::{
        database::{Database, Lease, Missing},
        writer,
    },
};

impl SqliteStore {
    /// Brings the salons that are open up to `salons`, and the others as they are opened from now on. Gives
    /// what failed in each of those that are open; there the module's tables are as they were.
    ///
    /// # Errors
    /// As the engine says. It may be done again, and with what it was before.
    pub async fn bring_up(
        &self,
        salons: Vec<MigrationSet>,
    ) -> Result<Vec<(Uuid, Vec<MigrationError>)>, DbError> {
        let sets: Arc<[MigrationSet]> = salons.into();
        let mut failed = Vec::new();
        for (id, lease) in self.inner.change_migrations(&sets)? {
            let failures = writer::migrate(lease.clone(), sets.clone()).await?;
            lease.keep_failures(failures.clone());
            failed.push((id, failures));
        }
        Ok(failed)
    }
}

impl Inner {
    /// Opens a salon's file; none where what it is to be brought up to has changed meanwhile.
    pub(super) fn open_once(&self, id: Uuid, missing: Missing) -> Result<Option<Lease>, DbError> {
        let sets = Arc::clone(&self.state().migrations);
        let database = Database::open(&self.path(id), true, missing, &sets, &self.count)?;
        let database = Arc::new(database);
        if let Some(watcher) = self.watcher.get() {
            watcher(Some(id), &database.failures());
        }
        let mut state = self.state();
        if state.region.is_none() {
            return Err(closed());
        }
        if !Arc::ptr_eq(&state.migrations, &sets) {
            return Ok(None);
        }
        state.salons.entry(id).or_default().database = Some(Arc::clone(&database));
        Ok(Some(self.use_now(&database)))
    }

    /// What salons are brought up to from now on. Gives those that are open.
    fn change_migrations(&self, to: &Arc<[MigrationSet]>) -> Result<Vec<(Uuid, Lease)>, DbError> {
        let mut state = self.state();
        if state.region.is_none() {
            return Err(closed());
        }
        state.migrations = Arc::clone(to);
        let open = state.salons.iter();
        let open = open.filter_map(|(id, slot)| Some((*id, slot.database.as_ref()?)));
        Ok(open.map(|(id, open)| (id, self.use_now(open))).collect())
    }
}
