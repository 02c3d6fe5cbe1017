//! Migrating one SQLite file.

use std::time::SystemTime;

use kartoteka_plugin::DbError;
use rusqlite::Connection;

use super::{Applied, MigrationError, MigrationSet, Problem};
use crate::storage::sqlite::translate;

const TABLE: &str = "create table if not exists migrations (
    module     text    not null,
    name       text    not null,
    hash       blob    not null,
    applied_at integer not null,
    primary key (module, name)
)";

/// Brings the file behind `connection` up to `sets`, all in one transaction: a
/// kill leaves it as it was. A module that cannot be migrated is left as it was
/// and reported; the others go on.
///
/// # Errors
/// Where the file itself fails (disk, lock); nothing is applied then.
pub(crate) fn migrate(
    connection: &Connection,
    sets: &[MigrationSet],
) -> Result<Vec<MigrationError>, DbError> {
    let known = applied(connection)?;
    let up_to_date = |set: &MigrationSet| set.pending(&known).is_ok_and(<[_]>::is_empty);
    if sets.iter().all(up_to_date) {
        return Ok(Vec::new());
    }
    // A table that is made anew under its old name would cascade into those that
    // refer to it; what refers where is checked below instead.
    batch(connection, "pragma foreign_keys = off; begin immediate")?;
    let outcome = apply_all(connection, sets);
    if !connection.is_autocommit() {
        let end = if outcome.is_ok() {
            "commit"
        } else {
            "rollback"
        };
        if let Err(error) = batch(connection, end) {
            batch(connection, "rollback; pragma foreign_keys = on")?;
            return Err(error);
        }
    }
    batch(connection, "pragma foreign_keys = on")?;
    outcome
}

fn apply_all(
    connection: &Connection,
    sets: &[MigrationSet],
) -> Result<Vec<MigrationError>, DbError> {
    batch(connection, TABLE)?;
    // Read again: another connection may have been faster.
    let known = applied(connection)?;
    let mut failures = Vec::new();
    for set in sets {
        batch(connection, "savepoint module")?;
        let failure = apply(connection, set, &known).err();
        if connection.is_autocommit() {
            let error = failure.map_or_else(
                || format!("a migration of {} ends the transaction", set.module),
                |error| error.to_string(),
            );
            return Err(DbError::Engine(error));
        }
        if let Some(failure) = failure {
            batch(connection, "rollback to module")?;
            failures.push(set.knowing(failure, &known));
        }
        batch(connection, "release module")?;
    }
    Ok(failures)
}

fn apply(
    connection: &Connection,
    set: &MigrationSet,
    known: &[Applied],
) -> Result<(), MigrationError> {
    for file in set.pending(known)? {
        let failed = |error: DbError| {
            let message = match error {
                DbError::Engine(message) => message,
                other => other.to_string(),
            };
            set.error(&file.name, Problem::Failed(message))
        };
        batch(connection, &file.sql).map_err(failed)?;
        if let Some(table) = orphan(connection).map_err(failed)? {
            let message = format!("rows of {table} refer to rows that are not there");
            return Err(set.error(&file.name, Problem::Failed(message)));
        }
        connection
            .execute(
                "insert into migrations (module, name, hash, applied_at) values (?1, ?2, ?3, ?4)",
                (&set.module, &file.name, file.hash(), now()),
            )
            .map_err(|error| failed(translate(error)))?;
    }
    Ok(())
}

/// A table with a row whose foreign key points nowhere, where there is one.
fn orphan(connection: &Connection) -> Result<Option<String>, DbError> {
    let mut statement = connection
        .prepare("pragma foreign_key_check")
        .map_err(translate)?;
    let mut rows = statement.query(()).map_err(translate)?;
    let row = rows.next().map_err(translate)?;
    row.map(|row| row.get(0)).transpose().map_err(translate)
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, DbError> {
    let known = connection
        .table_exists(None, "migrations")
        .map_err(translate)?;
    if !known {
        return Ok(Vec::new());
    }
    // In the order of the files, which is what a set compares with first.
    let mut statement = connection
        .prepare("select module, name, hash from migrations order by module, name")
        .map_err(translate)?;
    let rows = statement
        .query_map((), |row| {
            Ok(Applied {
                module: row.get(0)?,
                name: row.get(1)?,
                hash: row.get(2)?,
            })
        })
        .map_err(translate)?;
    rows.collect::<Result<_, _>>().map_err(translate)
}

fn batch(connection: &Connection, sql: &str) -> Result<(), DbError> {
    connection.execute_batch(sql).map_err(translate)
}

/// Microseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    })
}
