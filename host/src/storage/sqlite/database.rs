//! One open file: its readers, its writer, and who is using it.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use kartoteka_plugin::{
    DbError, Row, Value,
    db::{Outcome, Text},
};
use tokio::sync::Notify;

use super::{
    connection::{Count, Role, Sqlite},
    lock::private_file,
    writer::Writer,
};
use crate::storage::migrate::{self, MigrationError, MigrationSet};

/// Whether opening may make the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Make it.
    Create,
    /// Refuse: it should be there.
    Refuse,
}

/// Readers kept when idle; more are opened when needed and closed after. A salon has as many as were
/// ever at it at one time: the host's threads, of which there are as many as processors, and some of
/// plugins' own. Asked of the system once: it reads files to tell.
static KEEP: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(2, usize::from) + 8);

/// An open file.
pub(super) struct Database {
    path: PathBuf,
    salon: bool,
    count: Count,
    failures: Mutex<Vec<MigrationError>>,
    readers: Mutex<Vec<Sqlite>>,
    pub(super) writer: Writer,
    users: AtomicUsize,
    idle: Notify,
    used: AtomicU64,
}

impl Database {
    /// Opens and migrates a file; does input and output, so call it where that is
    /// allowed. The first of `sets` is the base that the others stand on: its
    /// failure refuses the file. Other failures are kept in [`failures`](Self::failures).
    ///
    /// # Errors
    /// Where there is no file and none may be made, where it cannot be read, or
    /// where the base cannot be migrated.
    pub(super) fn open(
        path: &Path,
        salon: bool,
        missing: Missing,
        sets: &[MigrationSet],
        count: &Count,
    ) -> Result<Self, DbError> {
        match missing {
            Missing::Create => make(path).map_err(|error| io_error(path, &error))?,
            Missing::Refuse if !path.exists() => {
                return Err(DbError::Engine("there is no such salon".to_owned()));
            }
            Missing::Refuse => {}
        }
        let first = Sqlite::open(path, salon, Role::First, count)?;
        let failures = migrate::sqlite::migrate(first.raw(), sets)?;
        for failure in &failures {
            tracing::error!(file = %path.display(), "{failure}");
            if sets
                .first()
                .is_some_and(|base| base.module == failure.module)
            {
                return Err(DbError::Engine(failure.to_string()));
            }
        }
        first.read_only()?;
        Ok(Self {
            path: path.to_owned(),
            salon,
            count: count.clone(),
            failures: Mutex::new(failures),
            readers: Mutex::new(vec![first]),
            writer: Writer::default(),
            users: AtomicUsize::new(0),
            idle: Notify::new(),
            used: AtomicU64::new(0),
        })
    }

    /// Modules that could not be migrated and must not run on this file.
    pub(super) fn failures(&self) -> Vec<MigrationError> {
        let failures = self.failures.lock();
        failures.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What came of migrating it anew.
    pub(super) fn keep_failures(&self, failures: Vec<MigrationError>) {
        let mut kept = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = failures;
    }

    /// When it was last used, on the store's own count.
    pub(super) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Whether nobody is using it.
    pub(super) fn is_idle(&self) -> bool {
        self.users.load(Ordering::SeqCst) == 0
    }

    /// Reads much, and gives back the pages it was read through: the next to read wants others.
    pub(super) fn read_long(
        &self,
        text: &Text,
        binds: &[Value],
        until: Option<Instant>,
    ) -> Result<Vec<Row>, DbError> {
        self.with_reader(|reader| {
            let outcome = reader.until(until, |reader| reader.run(text, binds));
            reader.release_memory();
            outcome
        })
    }

    /// Reads with a connection of its own; what runs `until` then ends. Nothing is awaited while it is held.
    pub(super) fn read(
        &self,
        text: &Text,
        binds: &[Value],
        until: Option<Instant>,
    ) -> Result<Vec<Row>, DbError> {
        self.with_reader(|reader| reader.until(until, |reader| reader.run(text, binds)))
    }

    fn with_reader(
        &self,
        work: impl FnOnce(&Sqlite) -> Result<Outcome, DbError>,
    ) -> Result<Vec<Row>, DbError> {
        let pooled = self.readers().pop();
        let reader = match pooled {
            Some(reader) => reader,
            None => self.connect(Role::Reader)?,
        };
        let outcome = work(&reader);
        let mut readers = self.readers();
        if readers.len() < *KEEP {
            readers.push(reader);
        } else {
            drop(readers);
            drop(reader);
        }
        outcome.map(|outcome| outcome.rows)
    }

    /// One more connection.
    pub(super) fn connect(&self, role: Role) -> Result<Sqlite, DbError> {
        Sqlite::open(&self.path, self.salon, role, &self.count)
    }

    /// Waits until nobody uses it. New users must be kept away before.
    pub(super) async fn drained(&self) {
        loop {
            let mut idle = pin!(self.idle.notified());
            idle.as_mut().enable();
            if self.is_idle() {
                return;
            }
            idle.await;
        }
    }

    /// Moves the log into the file, with nobody using it.
    ///
    /// # Errors
    /// As SQLite says.
    pub(super) fn checkpoint(&self) -> Result<(), DbError> {
        self.connect(Role::First)?.checkpoint()
    }

    /// Closes all connections, the last of which moves the log into the file;
    /// does input and output. Nobody may use it any more.
    pub(super) fn close(self: Arc<Self>) {
        let mut shared = self;
        // A last user that has already signed off may be about to let go.
        while let Err(still) = Arc::try_unwrap(shared) {
            shared = still;
            thread::yield_now();
        }
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Sqlite>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A use of an open file, which is not closed while there is one.
pub(super) struct Lease(Arc<Database>);

impl Lease {
    /// Uses `database`; `now` counts uses over all files.
    pub(super) fn new(database: Arc<Database>, now: u64) -> Self {
        database.users.fetch_add(1, Ordering::SeqCst);
        database.used.store(now, Ordering::Relaxed);
        Self(database)
    }
}

impl Clone for Lease {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.0), self.0.used())
    }
}

impl std::ops::Deref for Lease {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.0.users.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}

/// Makes an empty file whose name survives a power cut.
fn make(path: &Path) -> io::Result<()> {
    private_file(path)?.sync_all()?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Writes the names in a folder to disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A failure of the file system in the contract's words.
pub(super) fn io_error(path: &Path, error: &io::Error) -> DbError {
    DbError::Engine(format!("{}: {error}", path.display()))
}
