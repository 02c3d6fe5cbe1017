//! The engine for several hosts on one database: PostgreSQL 15 or newer.
//!
//! Salons share tables, whose keys begin with `salon_id`; the wall between them is
//! row-level security ([`walls`]), held by roles that cannot lift it: the store
//! refuses to start as one that could. Ideally a second role owns the tables and
//! migrates (`MIGRATION_DATABASE_URL`), and the application's role only reads and
//! writes rows; with one role for both, policies are forced on the owner.
//!
//! - [`pool`]: connections, each of which remembers the salon it is set to.
//! - [`statement`], [`value`]: texts, values, rows.
//! - [`engine`], [`transaction`]: what the contract sees.
//! - [`migrate`]: the runner, which also puts up the walls of new tables.
//!
//! Limits that protect the others on the database: a statement runs for 60 s at
//! most and waits for a lock 5 s (then [`DbError::Busy`]), a transaction may idle for
//! 60 s; long transactions have 15 minutes. The server looks each second whether
//! whoever asked is still there.

mod claims;
mod engine;
mod error;
mod migrate;
mod pool;
mod salons;
mod statement;
mod statistics;
mod transaction;
mod value;
mod walls;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use kartoteka_plugin::{DbError, db::Engine};
use sqlx::{ConnectOptions as _, Connection as _, postgres::PgConnectOptions};
use uuid::Uuid;

pub use pool::PoolStats;

use super::migrate::{MigrationError, MigrationSet};
use engine::PostgresEngine;
use error::report;
use pool::Pool;
use statement::Statements;

/// Views that act with the rights of whoever asks came with this version.
const OLDEST_SERVER: u32 = 150_000;
/// Prepared statements kept a connection; core and its features have about 300.
const PREPARED: usize = 400;
/// How long a statement of a session may run, in milliseconds.
pub(super) const LONGEST: &str = "60000";
/// Given at the start of each session, in milliseconds.
const SESSION: [(&str, &str); 4] = [
    ("statement_timeout", LONGEST),
    ("lock_timeout", "5000"),
    ("idle_in_transaction_session_timeout", "60000"),
    ("client_connection_check_interval", "1000"),
];

/// How the store is opened.
#[derive(Debug, Clone, Copy)]
pub struct PostgresOptions {
    /// Connections of this host at most; at least 2 are used. A quarter of them is
    /// kept for reads.
    pub max_connections: u32,
    /// Whether salons are walled off from each other; see [`Walls`].
    pub walls: Walls,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            max_connections: 16,
            walls: Walls::Required,
        }
    }
}

/// Whether row-level security must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walls {
    /// Built by the migrations and checked at the start. The only choice that
    /// configuration offers.
    Required,
    /// Neither built nor checked: for the test that runs without policies, to show
    /// that every statement keeps to its salon by itself.
    Absent,
}

/// Why the store did not open.
#[derive(Debug)]
pub enum StoreError {
    /// The database or a role is set up in a way that would be dangerous; what and
    /// what to do about it.
    Refused(String),
    /// The database could not be asked.
    Db(DbError),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) => write!(f, "PostgreSQL is refused: {reason}"),
            Self::Db(error) => write!(f, "PostgreSQL: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(report(error))
    }
}

/// The open store.
pub struct PostgresStore {
    pool: Arc<Pool>,
    of_region: Arc<Statements>,
    of_salons: Arc<Statements>,
    failed: Mutex<Vec<MigrationError>>,
    migrating: Migrating,
}

/// By which way the tables are brought up to date.
struct Migrating {
    by: PgConnectOptions,
    /// The application's role, where another one migrates.
    application: Option<String>,
    walls: bool,
}

impl Migrating {
    async fn run(&self, sets: Vec<&MigrationSet>) -> Result<Vec<MigrationError>, StoreError> {
        let run = migrate::Run {
            sets,
            application: self.application.as_deref(),
            walls: self.walls,
        };
        migrate::migrate(&self.by, run).await
    }
}

impl PostgresStore {
    /// Migrates, by way of `migration_url` if there is one, and opens the store as
    /// the role of `database_url`. Must be called within the host's runtime.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the role could read past the walls, where a wall
    /// is missing, or the server is too old; [`StoreError::Db`] where the database
    /// does not answer. A module whose migration fails is no error: see
    /// [`failed_migrations`](Self::failed_migrations).
    pub async fn connect(
        database_url: &str,
        migration_url: Option<&str>,
        options: PostgresOptions,
        region: &[MigrationSet],
        salon: &[MigrationSet],
    ) -> Result<Self, StoreError> {
        let application = parse("DATABASE_URL", database_url)?;
        let mut connection = application.connect().await?;
        if connection
            .server_version_num()
            .is_some_and(|version| version < OLDEST_SERVER)
        {
            return Err(StoreError::Refused(
                "version 15 or newer is needed".to_owned(),
            ));
        }
        walls::check_role(&mut connection).await?;
        let migration = match migration_url {
            Some(url) => parse("MIGRATION_DATABASE_URL", url)?,
            None => application.clone(),
        };
        let role: String = sqlx::query_scalar("select current_user::text")
            .fetch_one(&mut connection)
            .await?;
        let walled = options.walls == Walls::Required;
        let migrating = Migrating {
            by: migration,
            application: migration_url.map(|_| role),
            walls: walled,
        };
        let failed = migrating.run(region.iter().chain(salon).collect()).await?;
        if walled {
            walls::check_tables(&mut connection).await?;
        }
        // Nothing depends on how this connection ends.
        let _ = connection.close().await;
        Ok(Self {
            pool: Pool::new(application, options.max_connections),
            of_region: Arc::new(Statements::new(false)),
            of_salons: Arc::new(Statements::new(true)),
            failed: Mutex::new(failed),
            migrating,
        })
    }

    /// Brings the tables of salons up to `salon`. Gives what failed; of those modules the tables are as they
    /// were.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn bring_up(
        &self,
        salon: &[MigrationSet],
    ) -> Result<Vec<MigrationError>, StoreError> {
        let failed = self.migrating.run(salon.iter().collect()).await?;
        let mut kept = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone_from(&failed);
        Ok(failed)
    }

    /// Modules that could not be migrated, each with the reason. They must not run.
    pub fn failed_migrations(&self) -> Vec<MigrationError> {
        let failed = self.failed.lock();
        failed.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The engine of what the region owns; binds nothing itself. To it every salon's
    /// table is closed.
    pub fn region(&self) -> Arc<dyn Engine> {
        Arc::new(PostgresEngine {
            pool: self.pool.clone(),
            statements: self.of_region.clone(),
            salon: None,
        })
    }

    /// The engine of one salon; binds `$1`. Cheap to make.
    pub fn salon(&self, id: Uuid) -> Arc<dyn Engine> {
        Arc::new(PostgresEngine {
            pool: self.pool.clone(),
            statements: self.of_salons.clone(),
            salon: Some(id),
        })
    }

    /// Makes a salon's place in the tables. Repeating it is harmless.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn create_salon(&self, id: Uuid) -> Result<(), DbError> {
        salons::create(&*self.salon(id)).await
    }

    /// Deletes every row of a salon. What backups, dead rows and the write-ahead log
    /// hold goes with their recycling, and is unreadable once its key is destroyed.
    ///
    /// # Errors
    /// As the engine says; nothing is deleted then.
    pub async fn destroy_salon(&self, id: Uuid) -> Result<(), DbError> {
        salons::destroy(&*self.salon(id)).await
    }

    /// Waits for running statements, then closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// What the pool is doing.
    pub fn stats(&self) -> PoolStats {
        self.pool.stats()
    }
}

/// The message leaves out the address itself, which holds a password.
fn parse(name: &str, url: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions = url.parse().map_err(|_| {
        StoreError::Refused(format!("{name} is no address of a PostgreSQL database"))
    })?;
    Ok(options
        .application_name("kartoteka")
        .statement_cache_capacity(PREPARED)
        .options(SESSION)
        .disable_statement_logging())
}
