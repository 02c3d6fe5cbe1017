//! One connection to one file.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use kartoteka_plugin::{
    DbError, Value,
    db::{Bulk, Outcome, Text},
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{statement, translate};

/// How long to wait for someone outside, such as a backup tool, who locks a file.
const BUSY: Duration = Duration::from_secs(2);
/// Prepared statements a connection keeps.
const STATEMENTS: usize = 64;
/// After so many steps of a statement it is looked whether its time is over: a tenth of a
/// millisecond or so.
const STEPS: i32 = 10_000;
/// Pages kept by who reads, in kB: the system's own cache stands behind.
const CACHE: i64 = 512;
/// Pages kept by who writes, in kB: each registration comes back to the ends of the same
/// indexes.
const WRITER_CACHE: i64 = 2 * 1024;
/// The same while a transaction writes much, so that its pages are not spilled.
const LONG_CACHE: i64 = 16 * 1024;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Reads and migrates; the first of a file.
    First,
    /// Reads.
    Reader,
    /// Writes; a file has one.
    Writer,
}

/// Counts the open connections of all files.
#[derive(Debug, Clone, Default)]
pub(super) struct Count(Arc<AtomicUsize>);

impl Count {
    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// An open connection, counted while it lives.
pub(super) struct Sqlite {
    connection: Connection,
    salon: bool,
    count: Count,
}

/// Ends the watching of a connection, however its work ends.
struct Unwatched<'c>(&'c Connection);

impl Drop for Unwatched<'_> {
    fn drop(&mut self) {
        // It fails for connections alone that are not the driver's own.
        let _ = self.0.progress_handler(0, None::<fn() -> bool>);
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.count.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Sqlite {
    /// Opens an existing file; `salon` says that it is a salon's.
    pub(super) fn open(
        path: &Path,
        salon: bool,
        role: Role,
        count: &Count,
    ) -> Result<Self, DbError> {
        // Never made here: a salon whose file is lost must not come up empty.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(translate)?;
        connection.busy_timeout(BUSY).map_err(translate)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // A plan does not depend on what is bound. Without this, SQLite looks at the value of
        // each bound limit while it plans, and so plans the statement anew at every run.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(translate)?;
        count.0.fetch_add(1, Ordering::Relaxed);
        let this = Self {
            connection,
            salon,
            count: count.clone(),
        };
        let cache = match role {
            Role::First | Role::Reader => CACHE,
            Role::Writer => WRITER_CACHE,
        };
        // `synchronous` full: a commit that was reported survives a power cut.
        // `secure_delete`: what is erased is overwritten, not only unlinked.
        this.batch(&format!(
            "pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; \
             pragma cache_size = -{cache}; pragma temp_store = memory; pragma mmap_size = 0; \
             pragma journal_size_limit = 4194304"
        ))?;
        match role {
            Role::First => this.batch("pragma journal_mode = wal")?,
            Role::Reader => this.read_only()?,
            Role::Writer => this.batch("pragma wal_autocheckpoint = 1000")?,
        }
        Ok(this)
    }

    /// From here on this connection refuses to write.
    pub(super) fn read_only(&self) -> Result<(), DbError> {
        self.batch("pragma query_only = on")
    }

    /// The driver's connection, for migrations.
    pub(super) fn raw(&self) -> &Connection {
        &self.connection
    }

    /// Runs one statement of a caller.
    pub(super) fn run(&self, text: &Text, binds: &[Value]) -> Result<Outcome, DbError> {
        statement::run(&self.connection, text, self.salon, binds)
    }

    /// Does `work` with this connection, and ends the statement that runs `until` it. One that
    /// only reads harms nothing by its end. One that writes takes the transaction with it: SQLite
    /// rolls all of it back, savepoints and what others have pending included.
    ///
    /// # Errors
    /// [`DbError::Late`] for a statement that was ended; else as `work` says.
    pub(super) fn until<T>(
        &self,
        until: Option<Instant>,
        work: impl FnOnce(&Self) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let Some(until) = until else {
            return work(self);
        };
        let over = move || Instant::now() >= until;
        let watched = self.connection.progress_handler(STEPS, Some(over));
        watched.map_err(translate)?;
        let _unwatched = Unwatched(&self.connection);
        work(self)
    }

    /// Inserts rows of a caller.
    pub(super) fn insert(&self, bulk: &Bulk) -> Result<u64, DbError> {
        statement::insert(&self.connection, self.salon, bulk)
    }

    /// Gives back the memory of pages that nobody is reading.
    pub(super) fn release_memory(&self) {
        if let Err(error) = self.connection.release_memory() {
            tracing::warn!("a connection keeps its pages: {error}");
        }
    }

    /// Runs a statement of the engine itself that begins or ends something.
    pub(super) fn control(&self, text: &'static str) -> Result<(), DbError> {
        let mut statement = self.connection.prepare_cached(text).map_err(translate)?;
        statement.raw_execute().map(|_| ()).map_err(translate)
    }

    /// Whether a transaction is open. SQLite ends one by itself on some failures,
    /// such as a full disk.
    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Makes room for much writing, or gives it back.
    pub(super) fn long(&self, long: bool) -> Result<(), DbError> {
        if long {
            self.batch(&format!("pragma cache_size = -{LONG_CACHE}"))
        } else {
            self.batch(&format!(
                "pragma cache_size = -{WRITER_CACHE}; pragma shrink_memory"
            ))
        }
    }

    /// Moves the log into the file and empties it.
    ///
    /// # Errors
    /// [`DbError::Busy`] while someone still reads an older state.
    pub(super) fn checkpoint(&self) -> Result<(), DbError> {
        let busy: i64 = self
            .connection
            .query_row("pragma wal_checkpoint(truncate)", (), |row| row.get(0))
            .map_err(translate)?;
        if busy == 0 {
            Ok(())
        } else {
            Err(DbError::Busy)
        }
    }

    fn batch(&self, text: &str) -> Result<(), DbError> {
        self.connection.execute_batch(text).map_err(translate)
    }
}
