//! Running one statement on a connection.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock},
};

use kartoteka_plugin::{
    DbError, Row, Value,
    db::{Bulk, Kind, Outcome, Text},
};
use rusqlite::{CachedStatement, Connection, Statement, types::ValueRef};

use super::translate;
use crate::storage::{places::numbered, verbs};

/// The names of an answer's columns.
type Columns = Arc<[Box<str>]>;

/// What is found out once about a text.
struct Known {
    /// As SQLite is given it.
    numbered: Box<str>,
    /// Whether it [reads or writes rows](verbs), and nothing else.
    is_of_rows: bool,
    columns: OnceLock<Columns>,
}

impl Known {
    fn of(text: &str) -> Arc<Self> {
        Arc::new(Self {
            numbered: numbered(text).into(),
            // Tests make a disk small by it.
            is_of_rows: verbs::check(text).is_ok()
                || cfg!(test) && text.starts_with("pragma max_page_count"),
            columns: OnceLock::new(),
        })
    }
}

/// What is known of the program's own texts, by where they stand: looking through a text
/// and naming its columns would cost a tenth of reading a card.
static FIXED: LazyLock<RwLock<ByPlace>> = LazyLock::new(RwLock::default);
/// Address and length.
type ByPlace = HashMap<(usize, usize), Arc<Known>>;

fn known(text: &Text) -> Arc<Known> {
    let Text::Fixed(text) = text else {
        return Known::of(text);
    };
    let place = (text.as_ptr().addr(), text.len());
    let fixed = FIXED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = fixed.get(&place) {
        return known.clone();
    }
    drop(fixed);
    let known = Known::of(text);
    let mut fixed = FIXED.write().unwrap_or_else(PoisonError::into_inner);
    fixed.insert(place, known.clone());
    known
}

/// Runs one statement; `salon` says that `$1` is the salon, which in its own file
/// is the integer 1, so that `binds` begin at `$2`.
///
/// # Errors
/// As SQLite says; also where the values do not fit the statement, and for
/// statements that begin, end or attach something: transactions are the engine's.
pub(super) fn run(
    connection: &Connection,
    text: &Text,
    salon: bool,
    binds: &[Value],
) -> Result<Outcome, DbError> {
    let known = known(text);
    if !known.is_of_rows {
        return verbs::check(text).map(|()| Outcome::default());
    }
    let mut statement = prepared(connection, &known.numbered)?;
    let changes = !statement.readonly();
    bind(&mut statement, salon, binds)?;
    let rows = rows(&mut statement, &known.columns)?;
    drop(statement);
    let affected = if changes { connection.changes() } else { 0 };
    Ok(Outcome { rows, affected })
}

/// Inserts rows by one statement that is run once a row, which costs SQLite less than one
/// of thousands of values: nothing but the rows themselves is held.
///
/// # Errors
/// As [`run`].
pub(super) fn insert(connection: &Connection, salon: bool, bulk: &Bulk) -> Result<u64, DbError> {
    let mut statement = prepared(connection, &insert_text(bulk))?;
    let mut inserted = 0;
    for row in bulk.rows() {
        bind(&mut statement, salon, row)?;
        inserted += statement.raw_execute().map_err(translate)? as u64;
    }
    Ok(inserted)
}

/// The inserts of one row, by where their parts stand.
static INSERTS: LazyLock<RwLock<ByPlaces>> = LazyLock::new(RwLock::default);
type ByPlaces = HashMap<[(usize, usize); 3], Arc<str>>;

fn insert_text(bulk: &Bulk) -> Arc<str> {
    let places = bulk.places();
    let known = INSERTS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = known.get(&places) {
        return text.clone();
    }
    drop(known);
    let text: Arc<str> = numbered(&bulk.text(1)).into();
    let mut known = INSERTS.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(places, text.clone());
    text
}

fn prepared<'c>(connection: &'c Connection, text: &str) -> Result<CachedStatement<'c>, DbError> {
    let statement = connection.prepare_cached(text).map_err(translate)?;
    // Such as `commit`: they give no rows and write nothing themselves.
    if statement.readonly() && statement.column_count() == 0 {
        return Err(DbError::Engine(
            "a statement must read or write; transactions are the engine's".to_owned(),
        ));
    }
    Ok(statement)
}

fn bind(statement: &mut Statement<'_>, salon: bool, binds: &[Value]) -> Result<(), DbError> {
    let takes = statement.parameter_count();
    let given = binds.len() + usize::from(salon);
    // A statement without any table, such as `select 1`, need not name the salon.
    if takes == 0 && binds.is_empty() {
        return Ok(());
    }
    if takes != given {
        return Err(DbError::Engine(format!(
            "the statement takes {takes} values, {given} were bound"
        )));
    }
    if salon {
        statement.raw_bind_parameter(1, 1_i64).map_err(translate)?;
    }
    for (at, value) in (1 + usize::from(salon)..).zip(binds) {
        bind_one(statement, at, value).map_err(translate)?;
    }
    Ok(())
}

fn bind_one(statement: &mut Statement<'_>, at: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Null(_) => statement.raw_bind_parameter(at, rusqlite::types::Null),
        Value::Bool(value) => statement.raw_bind_parameter(at, value),
        Value::Int(value) => statement.raw_bind_parameter(at, value),
        Value::Real(value) => statement.raw_bind_parameter(at, value),
        Value::Text(value) | Value::Json(value) => statement.raw_bind_parameter(at, value),
        Value::Bytes(value) => statement.raw_bind_parameter(at, value),
        Value::Uuid(value) => statement.raw_bind_parameter(at, &value.as_bytes()[..]),
        Value::Time(value) => statement.raw_bind_parameter(at, value.timestamp_micros()),
        Value::Date(value) => statement.raw_bind_parameter(at, value.to_string()),
    }
}

/// Runs the statement to its end, so that a write with `returning` is complete.
fn rows(statement: &mut Statement<'_>, known: &OnceLock<Columns>) -> Result<Vec<Row>, DbError> {
    let width = statement.column_count();
    let mut answer = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(translate)? {
        let names = || row.as_ref().column_names().into_iter().map(Box::from);
        let mut columns = Arc::clone(known.get_or_init(|| names().collect()));
        if columns.len() != width {
            // A migration has changed what `*` stands for.
            columns = names().collect();
        }
        let mut values = Vec::with_capacity(width);
        for at in 0..width {
            let value = row.get_ref(at).map_err(translate)?;
            values.push(value_of(value).ok_or_else(|| DbError::Decode {
                column: columns[at].to_string(),
                found: "text that is not UTF-8".to_owned(),
            })?);
        }
        answer.push(Row::new(columns, values));
    }
    Ok(answer)
}

fn value_of(value: ValueRef<'_>) -> Option<Value> {
    Some(match value {
        // SQLite's nulls have no type, and nobody asks a null for it.
        ValueRef::Null => Value::Null(Kind::Text),
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(value) => Value::Text(std::str::from_utf8(value).ok()?.to_owned()),
        ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
    })
}
