//! SQLite's errors in the words of the contract.

use kartoteka_plugin::DbError;
use rusqlite::{Error, ErrorCode, ffi};

/// Translates a failure. SQLite's messages name tables, columns and places in
/// the text of a statement, never values bound to it.
pub(crate) fn translate(error: Error) -> DbError {
    match error {
        Error::SqliteFailure(failure, message) => failed(failure, message),
        Error::SqlInputError {
            error, msg, offset, ..
        } => DbError::Engine(format!("{msg} (at {offset}, code {})", error.extended_code)),
        other => DbError::Engine(other.to_string()),
    }
}

fn failed(failure: ffi::Error, message: Option<String>) -> DbError {
    let message = message.unwrap_or_else(|| failure.to_string());
    match (failure.code, failure.extended_code) {
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => DbError::Busy,
        (ErrorCode::OperationInterrupted, _) => DbError::Late,
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE) => DbError::Unique {
            constraint: unique(&message),
        },
        (_, ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => DbError::Unique {
            constraint: format!("{}_pkey", columns(&message).0),
        },
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => DbError::ForeignKey,
        (ErrorCode::ConstraintViolation, _) => DbError::Check { detail: message },
        (_, code) => DbError::Engine(format!("{message} (code {code})")),
    }
}

/// `UNIQUE constraint failed: clients.salon_id, clients.number` is
/// `clients_number_key`; of an index over an expression SQLite gives the name.
fn unique(message: &str) -> String {
    if let Some((_, index)) = message.split_once("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let (table, columns) = columns(message);
    format!("{table}_{}_key", columns.join("_"))
}

/// The table and the columns, without `salon_id`, that a message ends with.
fn columns(message: &str) -> (&str, Vec<&str>) {
    let list = message.rsplit_once(": ").map_or(message, |(_, list)| list);
    let mut table = "";
    let mut columns = Vec::new();
    for name in list.split(", ") {
        if let Some((of, column)) = name.split_once('.') {
            table = of;
            if column != "salon_id" {
                columns.push(column);
            }
        }
    }
    (table, columns)
}
