//! The runner of migrations on PostgreSQL.
//!
//! Everything runs in one transaction on a connection of its own, under an advisory
//! lock of that transaction: several hosts that start at once take turns, and
//! however the transaction ends, the lock is free. Each module runs in a savepoint,
//! so that one bad file stops its module and nothing else. After a module's files
//! the runner puts up the [walls](super::walls) of its new tables and keeps
//! [salons from being counted](super::statistics) in them, which the files therefore
//! need not mention.
//!
//! A statement that may not run in a transaction (`create index concurrently`) has
//! no place in a migration file, nor has `begin` or `commit`.

use kartoteka_plugin::DbError;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _,
    postgres::PgConnectOptions,
};

use super::{
    super::migrate::{Applied, MigrationError, MigrationSet, Problem},
    StoreError,
    error::report,
    statistics, walls,
};

/// The key of the advisory lock: the first eight letters of the project's name.
const LOCK: i64 = i64::from_be_bytes(*b"kartotek");

/// Waiting for one's turn has no limit; waiting for a table does, because whoever
/// waits for it exclusively makes all others wait behind it.
const BEGIN: &str = "begin; set local statement_timeout = 0; set local lock_timeout = 0; \
    set local idle_in_transaction_session_timeout = 0; set local client_min_messages = warning";
const PREPARE: &str = "set local lock_timeout = '30s'; \
    create table if not exists migrations (
        module     text        not null,
        name       text        not null,
        hash       bytea       not null,
        applied_at timestamptz not null default now(),
        primary key (module, name)
    )";

/// What the runner is to do.
pub(super) struct Run<'a> {
    pub(super) sets: Vec<&'a MigrationSet>,
    /// The application's role, where another one migrates.
    pub(super) application: Option<&'a str>,
    /// Whether salons' tables get their walls; only a test says no.
    pub(super) walls: bool,
}

/// Applies what is not yet applied; returns the modules that failed, each with its
/// reason. A failed module must not run on this database.
pub(super) async fn migrate(
    options: &PgConnectOptions,
    run: Run<'_>,
) -> Result<Vec<MigrationError>, StoreError> {
    let mut connection = options.connect().await?;
    let failed = run.all(&mut connection).await;
    // The transaction has ended, or ends with the connection; closing it cannot fail
    // in a way that matters.
    let _ = connection.close().await;
    failed
}

impl Run<'_> {
    async fn all(&self, connection: &mut PgConnection) -> Result<Vec<MigrationError>, StoreError> {
        connection.execute(sqlx::raw_sql(BEGIN)).await?;
        sqlx::query("select pg_advisory_xact_lock($1)")
            .bind(LOCK)
            .execute(&mut *connection)
            .await?;
        connection.execute(sqlx::raw_sql(PREPARE)).await?;
        let applied = applied(connection).await?;
        let mut failed = Vec::new();
        for set in &self.sets {
            if let Err(error) = self.module(connection, set, &applied).await? {
                failed.push(set.knowing(error, &applied));
            }
        }
        if let Some(role) = self.application {
            walls::grant(connection, role).await?;
        }
        connection.execute(sqlx::raw_sql("commit")).await?;
        Ok(failed)
    }

    /// The outer error is one of the transaction, the inner one of the module alone.
    async fn module(
        &self,
        connection: &mut PgConnection,
        set: &MigrationSet,
        applied: &[Applied],
    ) -> Result<Result<(), MigrationError>, StoreError> {
        let pending = match set.pending(applied) {
            Ok([]) => return Ok(Ok(())),
            Ok(pending) => pending,
            Err(error) => return Ok(Err(error)),
        };
        connection
            .execute(sqlx::raw_sql("savepoint module"))
            .await?;
        for migration in pending {
            if let Err(error) = self.file(connection, set, migration).await {
                // Fails where the file itself ended the transaction, and with it the
                // lock; nothing more may run then.
                let undo = "rollback to savepoint module; release savepoint module";
                connection.execute(sqlx::raw_sql(undo)).await?;
                let problem = Problem::Failed(report(error).to_string());
                return Ok(Err(set.error(&migration.name, problem)));
            }
        }
        statistics::stop_counting_salons(connection).await?;
        connection
            .execute(sqlx::raw_sql("release savepoint module"))
            .await?;
        Ok(Ok(()))
    }

    async fn file(
        &self,
        connection: &mut PgConnection,
        set: &MigrationSet,
        migration: &super::super::migrate::Migration,
    ) -> Result<(), sqlx::Error> {
        let text = AssertSqlSafe(migration.sql.to_string());
        connection.execute(sqlx::raw_sql(text)).await?;
        // A file may have set a salon for a backfill; the next one must set its own.
        connection
            .execute(sqlx::raw_sql("set local kartoteka.salon = ''"))
            .await?;
        if self.walls {
            walls::build(connection).await?;
        }
        sqlx::query("insert into migrations (module, name, hash) values ($1, $2, $3)")
            .bind(&*set.module)
            .bind(&*migration.name)
            .bind(&migration.hash()[..])
            .execute(connection)
            .await?;
        Ok(())
    }
}

async fn applied(connection: &mut PgConnection) -> Result<Vec<Applied>, DbError> {
    let rows = sqlx::query("select module, name, hash from migrations order by module, name")
        .fetch_all(connection)
        .await
        .map_err(report)?;
    let read = |row: sqlx::postgres::PgRow| -> Result<Applied, sqlx::Error> {
        Ok(Applied {
            module: row.try_get("module")?,
            name: row.try_get("name")?,
            hash: row.try_get("hash")?,
        })
    };
    rows.into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(report)
}
