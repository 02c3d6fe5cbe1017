//! The data folder: the region's file, and the salons' files, opened when needed
//! and closed when others need their connections more.

mod migrating;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use kartoteka_plugin::{DbError, db::Engine};
use tokio::{sync::OwnedMutexGuard, task::spawn_blocking};
use uuid::Uuid;

use super::{
    connection::Count,
    database::{Database, Lease, Missing, io_error, sync_folder},
    engine::{RegionEngine, SalonEngine},
    lock::private_folder,
    writer::{self, stopped},
};
use crate::storage::migrate::{MigrationError, MigrationSet, Watcher};

/// How the store behaves.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Connections open at once over all salons; about 300 kB each. Beyond it the
    /// least recently used idle salons are closed; those in use never are, so that
    /// nobody waits for a connection that waits for them.
    pub max_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_connections: 512,
        }
    }
}

/// What the store has open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Salons whose files are open.
    pub open_salons: usize,
    /// Connections to all files, the region's among them.
    pub connections: usize,
}

/// The SQLite storage engine.
#[derive(Clone)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

impl SqliteStore {
    /// Opens the data folder, makes what is missing in it, and brings the region's
    /// file up to `region`. Salons are brought up to `salons` as they are opened;
    /// in both lists the first set is the base, without which the file is refused.
    /// The caller holds the folder's [`DataLock`](super::DataLock).
    ///
    /// # Errors
    /// Where the folder cannot be used or the region's base cannot be migrated.
    pub async fn open(
        folder: &Path,
        options: Options,
        region: Vec<MigrationSet>,
        salons: Vec<MigrationSet>,
    ) -> Result<Self, DbError> {
        let folder = folder.to_owned();
        spawn_blocking(move || {
            let salon_folder = folder.join("salons");
            private_folder(&salon_folder).map_err(|error| io_error(&salon_folder, &error))?;
            let count = Count::default();
            let file = folder.join("region.db");
            let region = Database::open(&file, false, Missing::Create, &region, &count)?;
            let inner = Inner {
                folder: salon_folder,
                options,
                count,
                now: AtomicU64::new(0),
                watcher: OnceLock::new(),
                state: Mutex::new(State {
                    migrations: salons.into(),
                    region: Some(Arc::new(region)),
                    salons: HashMap::new(),
                }),
            };
            Ok(Self {
                inner: Arc::new(inner),
            })
        })
        .await
        .map_err(stopped)?
    }

    /// The region's engine: binds nothing by itself, values begin at `$1`.
    pub fn region(&self) -> Arc<dyn Engine> {
        Arc::new(RegionEngine(Arc::clone(&self.inner)))
    }

    /// A salon's engine, a cheap handle: the file is opened by its first use. It
    /// binds `$1`, values begin at `$2`.
    pub fn salon(&self, id: Uuid) -> Arc<dyn Engine> {
        Arc::new(SalonEngine(Arc::clone(&self.inner), id))
    }

    /// Whether the salon has a file.
    pub fn salon_exists(&self, id: Uuid) -> bool {
        self.inner.path(id).exists()
    }

    /// Makes the salon's file, or brings one up to date that a stop left unfinished.
    ///
    /// # Errors
    /// As the file system or a migration of the base says.
    pub async fn create_salon(&self, id: Uuid) -> Result<(), DbError> {
        self.inner.lease(id, Missing::Create).await.map(drop)
    }

    /// Removes the salon's file once those who use it have finished; unknown ones
    /// are passed over.
    ///
    /// # Errors
    /// As the file system says.
    pub async fn destroy_salon(&self, id: Uuid) -> Result<(), DbError> {
        self.inner.destroy(id).await
    }

    /// The modules that must not run in this salon, because their migration
    /// failed.
    ///
    /// # Errors
    /// Where the salon cannot be opened.
    pub async fn migration_failures(&self, id: Uuid) -> Result<Vec<MigrationError>, DbError> {
        let lease = self.inner.lease(id, Missing::Refuse).await?;
        Ok(lease.failures())
    }

    /// Tells `watcher` of each salon that is opened from now on; who was said first stays.
    pub fn watch(&self, watcher: Watcher) {
        let _ = self.inner.watcher.set(watcher);
    }

    /// Moves the salon's log into its file, after which what was erased is on no
    /// page of either.
    ///
    /// # Errors
    /// [`DbError::Busy`] while a long read still needs the state before.
    pub async fn checkpoint(&self, id: Uuid) -> Result<(), DbError> {
        let lease = self.inner.lease(id, Missing::Refuse).await?;
        writer::checkpoint(lease).await
    }

    /// Refuses new work, waits for what is running, moves all logs into their
    /// files and closes them. A second call does nothing.
    ///
    /// # Errors
    /// The first log that could not be moved; it is kept and read on the next start.
    pub async fn close(&self) -> Result<(), DbError> {
        self.inner.close().await
    }

    /// What is open now.
    pub fn stats(&self) -> Stats {
        let open = |slot: &&Slot| slot.database.is_some();
        Stats {
            open_salons: self.inner.state().salons.values().filter(open).count(),
            connections: self.inner.count.get(),
        }
    }
}

#[cfg(test)]
impl SqliteStore {
    /// How many wait for the writer of an open salon.
    pub(super) fn waiting(&self, id: Uuid) -> usize {
        let lease = self.inner.open_lease(id).ok().flatten();
        lease.map_or(0, |lease| lease.writer.waiting())
    }

    /// Whether a salon's file is open.
    pub(super) fn is_open(&self, id: Uuid) -> bool {
        matches!(self.inner.open_lease(id), Ok(Some(_)))
    }
}

/// What the engines share.
pub(super) struct Inner {
    folder: PathBuf,
    options: Options,
    count: Count,
    now: AtomicU64,
    watcher: OnceLock<Watcher>,
    state: Mutex<State>,
}

struct State {
    /// What salons are brought up to.
    migrations: Arc<[MigrationSet]>,
    /// None once the store is closed.
    region: Option<Arc<Database>>,
    salons: HashMap<Uuid, Slot>,
}

#[derive(Default)]
struct Slot {
    database: Option<Arc<Database>>,
    /// Held while the file is being opened, closed or removed.
    gate: Arc<tokio::sync::Mutex<()>>,
}

type Gate = OwnedMutexGuard<()>;

impl Inner {
    /// A use of the region's file.
    pub(super) fn region(&self) -> Result<Lease, DbError> {
        let state = self.state();
        let region = state.region.as_ref().ok_or_else(closed)?;
        Ok(Lease::new(Arc::clone(region), 0))
    }

    /// A use of a salon's file, if it is open.
    pub(super) fn open_lease(&self, id: Uuid) -> Result<Option<Lease>, DbError> {
        let state = self.state();
        if state.region.is_none() {
            return Err(closed());
        }
        let database = state
            .salons
            .get(&id)
            .and_then(|slot| slot.database.as_ref());
        Ok(database.map(|database| self.use_now(database)))
    }

    /// A use of a salon's file, opened if it is not.
    pub(super) async fn lease(
        self: &Arc<Self>,
        id: Uuid,
        missing: Missing,
    ) -> Result<Lease, DbError> {
        if let Some(lease) = self.open_lease(id)? {
            return Ok(lease);
        }
        let gate = self.gate(id).await;
        if let Some(lease) = self.open_lease(id)? {
            return Ok(lease);
        }
        let this = Arc::clone(self);
        // Opening goes on if the caller is dropped, and is there for the next one.
        let opened = spawn_blocking(move || this.open(id, missing, gate)).await;
        opened.map_err(stopped)?
    }

    fn open(self: &Arc<Self>, id: Uuid, missing: Missing, gate: Gate) -> Result<Lease, DbError> {
        let max = self.options.max_connections;
        if self.count.get() > max + max / 8 {
            // Closing lags behind: whoever opens helps.
            self.relieve();
        }
        let lease = loop {
            match self.open_once(id, missing) {
                Ok(None) => {}
                Ok(Some(lease)) => break Ok(lease),
                Err(error) => break Err(error),
            }
        };
        self.leave(id, gate);
        self.relieve_soon();
        lease
    }

    fn use_now(&self, database: &Arc<Database>) -> Lease {
        let now = self.now.fetch_add(1, Ordering::Relaxed);
        Lease::new(Arc::clone(database), now)
    }

    async fn gate(&self, id: Uuid) -> Gate {
        let gate = Arc::clone(&self.state().salons.entry(id).or_default().gate);
        gate.lock_owned().await
    }

    /// Lets go of a salon's gate, and of its slot where nobody needs it.
    fn leave(&self, id: Uuid, gate: Gate) {
        let mut state = self.state();
        let unused = |slot: &Slot| {
            // Two: the slot's own and the one held here.
            slot.database.is_none() && Arc::strong_count(&slot.gate) == 2
        };
        if state.salons.get(&id).is_some_and(unused) {
            state.salons.remove(&id);
        }
        drop(gate);
    }

    /// Closes idle salons on a blocking thread where too many connections are open.
    pub(super) fn relieve_soon(self: &Arc<Self>) {
        if self.count.get() > self.options.max_connections {
            let this = Arc::clone(self);
            drop(spawn_blocking(move || this.relieve()));
        }
    }

    /// Closes the least recently used idle salons until few enough connections
    /// are open; does input and output.
    fn relieve(&self) {
        while self.count.get() > self.options.max_connections {
            let Some((id, database, gate)) = self.take_oldest() else {
                return;
            };
            database.close();
            self.leave(id, gate);
        }
    }

    fn take_oldest(&self) -> Option<(Uuid, Arc<Database>, Gate)> {
        let mut state = self.state();
        let idle = |slot: &Slot| {
            slot.database
                .as_ref()
                .filter(|open| open.is_idle())
                .map(|open| open.used())
        };
        let (_, id) = state
            .salons
            .iter()
            .filter_map(|(id, slot)| Some((idle(slot)?, *id)))
            .min()?;
        let slot = state.salons.get_mut(&id)?;
        // Free, because the salon is open and so nobody is opening it.
        let gate = Arc::clone(&slot.gate).try_lock_owned().ok()?;
        Some((id, slot.database.take()?, gate))
    }

    async fn destroy(self: &Arc<Self>, id: Uuid) -> Result<(), DbError> {
        let gate = self.gate(id).await;
        let database = self.take(id);
        if let Some(database) = &database {
            database.drained().await;
        }
        let this = Arc::clone(self);
        let removed = spawn_blocking(move || {
            if let Some(database) = database {
                database.close();
            }
            let path = this.path(id);
            let removed = remove(&path).map_err(|error| io_error(&path, &error));
            this.leave(id, gate);
            removed
        });
        removed.await.map_err(stopped)?
    }

    fn take(&self, id: Uuid) -> Option<Arc<Database>> {
        self.state().salons.get_mut(&id)?.database.take()
    }

    async fn close(&self) -> Result<(), DbError> {
        let open: Vec<_> = {
            let mut state = self.state();
            let region = state.region.take();
            let salons = state.salons.values_mut();
            let salons: Vec<_> = salons.filter_map(|slot| slot.database.take()).collect();
            salons.into_iter().chain(region).collect()
        };
        let mut outcome = Ok(());
        for database in open {
            database.drained().await;
            let closed = spawn_blocking(move || {
                let emptied = database.checkpoint();
                database.close();
                emptied
            });
            outcome = outcome.and(closed.await.map_err(stopped)?);
        }
        outcome
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.folder.join(format!("{id}.db"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> DbError {
    DbError::Engine("the store is closed".to_owned())
}

/// Removes a file and what SQLite keeps beside it.
fn remove(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    path.parent().map_or(Ok(()), sync_folder)
}
