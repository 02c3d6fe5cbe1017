//! Statements as the log shows them: `kartoteka::sql=trace` tells each one that runs,
//! by its texts and the kinds of what is bound, never by the values.

use std::fmt;

use kartoteka_plugin::{Sql, Value, db::Kind};

/// Under which name statements are told.
pub const TARGET: &str = "kartoteka::sql";

/// Tells that a statement runs.
pub(super) fn runs(sql: &Sql, binds: &[Value]) {
    tracing::trace!(
        target: TARGET,
        sqlite = &**sql.sqlite(),
        postgres = &**sql.postgres(),
        kinds = %Kinds(binds),
        "statement"
    );
}

/// Whether anybody listens.
pub(super) fn is_on() -> bool {
    tracing::enabled!(target: TARGET, tracing::Level::TRACE)
}

/// The kinds of bound values, in order and apart by blanks.
struct Kinds<'a>(&'a [Value]);

impl fmt::Display for Kinds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, value) in self.0.iter().enumerate() {
            let blank = if at == 0 { "" } else { " " };
            write!(f, "{blank}{}", name(value.kind()))?;
        }
        Ok(())
    }
}

/// As PostgreSQL calls it.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "boolean",
        Kind::Int => "bigint",
        Kind::Real => "float8",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
        Kind::Uuid => "uuid",
        Kind::Time => "timestamptz",
        Kind::Date => "date",
        Kind::Json => "jsonb",
    }
}
