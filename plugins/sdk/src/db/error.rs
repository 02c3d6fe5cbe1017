//! What can go wrong below a statement.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Value;

/// A failed statement, alike on both engines. `Display` is for the log; it names
/// tables and codes, never values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum DbError {
    /// Uniqueness was violated. `constraint` is `<table>_<columns without
    /// salon_id>_key`, e.g. `clients_number_key`, on both engines.
    Unique {
        /// Name of the violated constraint.
        constraint: String,
    },
    /// A row that another refers to is missing or still referred to.
    ForeignKey,
    /// A value breaks a check of its table or is missing where it may not.
    Check {
        /// What the engine says of it.
        detail: String,
    },
    /// The work had to give way to another transaction; it may be tried again.
    Busy,
    /// The statement ran longer than it may, and was ended.
    Late,
    /// A column is missing or of another type than asked for.
    Decode {
        /// Name of the column.
        column: String,
        /// The kind of value found.
        found: String,
    },
    /// A statement that must find one row found none.
    NotFound,
    /// It names a view that the salon has not granted the feature.
    NotGranted {
        /// What statements call the view: `core_contacts_1`.
        view: String,
    },
    /// It is no statement that a feature may have run: it names what is another's, or does what is
    /// the engine's own. Names and words of the statement, no values.
    Refused(String),
    /// The engine failed: connection, disk, syntax.
    Engine(String),
}

impl DbError {
    pub(crate) fn decode(column: &str, value: &Value) -> Self {
        let found = match value {
            Value::Null(_) => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Real(_) => "real",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Uuid(_) => "uuid",
            Value::Time(_) => "time",
            Value::Date(_) => "date",
            Value::Json(_) => "json",
        };
        Self::Decode {
            column: column.to_owned(),
            found: found.to_owned(),
        }
    }

    /// Whether uniqueness of `constraint` was violated.
    pub fn is_unique(&self, constraint: &str) -> bool {
        matches!(self, Self::Unique { constraint: found } if found == constraint)
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique { constraint } => write!(f, "not unique: {constraint}"),
            Self::ForeignKey => f.write_str("a foreign key is violated"),
            Self::Check { detail } => write!(f, "a check is violated: {detail}"),
            Self::Busy => f.write_str("busy: another transaction is in the way"),
            Self::Late => f.write_str("a statement ran longer than it may"),
            Self::Decode { column, found } => write!(f, "column {column} holds {found}"),
            Self::NotFound => f.write_str("a row that must be there is not"),
            Self::NotGranted { view } => write!(f, "not granted: {view}"),
            Self::Refused(why) => write!(f, "a statement is refused: {why}"),
            Self::Engine(message) => write!(f, "storage engine: {message}"),
        }
    }
}

impl std::error::Error for DbError {}
