//! From PostgreSQL's codes to the contract's errors.
//!
//! Only the five letters of SQLSTATE are trusted: messages are translated by the
//! server's locale, and some carry the values that a caller bound. So `DETAIL` is
//! never read, and a primary message is kept only of the classes whose messages
//! speak of names and of the server, never of data.

use kartoteka_plugin::DbError;
use sqlx::postgres::PgDatabaseError;

/// Classes of SQLSTATE whose primary message names tables, columns, roles or the
/// server's state and nothing that was bound.
const MESSAGE_CLASSES: [&str; 11] = [
    "08", "0A", "25", "26", "28", "3D", "42", "53", "54", "55", "57",
];

/// What the engine itself has to know of a failure, beside the error it reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// The connection answered; it can be used again.
    Usable,
    /// The connection is gone or no longer understood.
    Broken,
    /// The statement was prepared before a migration of another host changed what
    /// it returns; preparing it anew helps.
    Stale,
}

/// A failed exchange with the server.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) health: Health,
    pub(super) error: DbError,
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error
            && let Some(database) = database.try_downcast_ref::<PgDatabaseError>()
        {
            return Self {
                health: health(database),
                error: translate(database),
            };
        }
        // Io, Tls, Protocol, a worker gone: sqlx's own words hold no values.
        Self {
            health: Health::Broken,
            error: DbError::Engine(error.to_string()),
        }
    }
}

impl From<Failure> for DbError {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

/// Translates an error where the connection's health does not matter.
pub(super) fn report(error: sqlx::Error) -> DbError {
    Failure::from(error).error
}

fn health(error: &PgDatabaseError) -> Health {
    match error.code() {
        // A statement that another session cancelled, or that ran out of time,
        // leaves its connection sound; the other codes of class 57 end it.
        "57014" => Health::Usable,
        // Idle within a transaction for too long: the server hung up.
        "25P03" => Health::Broken,
        // No such prepared statement, as after a pooler's reset.
        "26000" => Health::Stale,
        // «cached plan must not change result type» has no code of its own.
        "0A000" if error.routine() == Some("RevalidateCachedQuery") => Health::Stale,
        code if code.starts_with("08") || code.starts_with("57P") => Health::Broken,
        _ => Health::Usable,
    }
}

fn translate(error: &PgDatabaseError) -> DbError {
    match error.code() {
        "23505" => DbError::Unique {
            constraint: unique_constraint(error),
        },
        "23503" | "23001" => DbError::ForeignKey,
        "23502" => DbError::Check {
            detail: not_null(error),
        },
        "23514" | "23P01" => DbError::Check {
            detail: error.constraint().unwrap_or("a constraint").to_owned(),
        },
        // Serialization, deadlock, lock not available, too many connections.
        "40001" | "40P01" | "55P03" | "53300" => DbError::Busy,
        // Out of time, or cancelled by an operator.
        "57014" => DbError::Late,
        code => DbError::Engine(describe(code, error.message())),
    }
}

fn describe(code: &str, message: &str) -> String {
    if MESSAGE_CLASSES.iter().any(|class| code.starts_with(class)) {
        format!("{message} (SQLSTATE {code})")
    } else {
        format!("SQLSTATE {code}")
    }
}

fn not_null(error: &PgDatabaseError) -> String {
    let table = error.table().unwrap_or("a table");
    let column = error.column().unwrap_or("a column");
    format!("{table}.{column} may not be missing")
}

/// The name of the violated constraint. A coordinator of several machines gives it
/// in the message only, and with the number of a shard behind it.
fn unique_constraint(error: &PgDatabaseError) -> String {
    let name = error
        .constraint()
        .or_else(|| quoted(error.message()))
        .unwrap_or("unknown");
    without_shard(name).to_owned()
}

fn quoted(message: &str) -> Option<&str> {
    message.split('"').nth(1)
}

/// Strips `_102008` from `clients_number_key_102008`; a name that is not a key's
/// is left as it is, because its own name may end in a number.
fn without_shard(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((key, shard))
            if key.ends_with("key") && shard.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            key
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{describe, quoted, without_shard};

    #[test]
    fn strip_the_number_of_a_shard_from_a_key_only() {
        assert_eq!(
            without_shard("clients_number_key_102008"),
            "clients_number_key"
        );
        assert_eq!(without_shard("clients_pkey_7"), "clients_pkey");
        assert_eq!(without_shard("clients_number_key"), "clients_number_key");
        assert_eq!(without_shard("sales_line_2"), "sales_line_2");
    }

    #[test]
    fn find_the_constraint_in_a_message() {
        let message = "duplicate key value violates unique constraint \"clients_number_key_1\"";
        assert_eq!(quoted(message), Some("clients_number_key_1"));
        assert_eq!(quoted("nothing here"), None);
    }

    #[test]
    fn tell_no_value_that_a_message_quotes() {
        let told = describe(
            "22P02",
            "invalid input syntax for type uuid: \"Anna Schmidt\"",
        );
        assert_eq!(told, "SQLSTATE 22P02");
        assert!(describe("42P01", "relation \"x\" does not exist").contains("\"x\""));
    }
}
