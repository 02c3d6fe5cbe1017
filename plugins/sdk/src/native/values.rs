//! Values and rows across the border, both ways.
#![expect(unsafe_code, reason = "pointers of the other side of the border")]

use std::{
    collections::HashMap,
    ffi::c_void,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use chrono::DateTime;
use foldhash::fast::FixedState;
use kartoteka_abi::{self as abi, kind};
use uuid::Uuid;

use crate::{
    DbError, Row, Value,
    db::{JsonText, Kind, Outcome, Text},
};

/// The text of a day, to which its value points.
fn day_of(value: &Value) -> Option<String> {
    match value {
        Value::Date(day) => Some(day.format("%Y-%m-%d").to_string()),
        _ => None,
    }
}

const fn kind_of(kind: Kind) -> u32 {
    match kind {
        Kind::Bool => kind::BOOL,
        Kind::Int => kind::INT,
        Kind::Real => kind::REAL,
        Kind::Text => kind::TEXT,
        Kind::Bytes => kind::BYTES,
        Kind::Uuid => kind::UUID,
        Kind::Time => kind::TIME,
        Kind::Date => kind::DATE,
        Kind::Json => kind::JSON,
    }
}

fn kind_from(raw: u32) -> Option<Kind> {
    Some(match raw {
        kind::BOOL => Kind::Bool,
        kind::INT => Kind::Int,
        kind::REAL => Kind::Real,
        kind::TEXT => Kind::Text,
        kind::BYTES => Kind::Bytes,
        kind::UUID => Kind::Uuid,
        kind::TIME => Kind::Time,
        kind::DATE => Kind::Date,
        kind::JSON => Kind::Json,
        _ => return None,
    })
}

/// A value that points to where this one lies; a day to its text in `days`.
pub(super) fn lend<'v>(
    value: &'v Value,
    days: &mut impl Iterator<Item = &'v String>,
) -> abi::Value {
    let mut out = abi::Value::of(kind_of(value.kind()));
    let bytes = |bytes: &[u8]| abi::Slice::of(bytes);
    match value {
        Value::Null(_) => out.null = 1,
        Value::Bool(is) => out.integer = (*is).into(),
        Value::Int(int) => out.integer = *int,
        Value::Real(real) => out.real = *real,
        Value::Text(text) | Value::Json(text) => out.bytes = bytes(text.as_bytes()),
        Value::Bytes(all) => out.bytes = bytes(all),
        Value::Uuid(id) => out.bytes = bytes(id.as_bytes()),
        Value::Time(at) => out.integer = at.timestamp_micros(),
        Value::Date(_) => {
            out.bytes = days
                .next()
                .map_or(abi::Slice::EMPTY, |day| bytes(day.as_bytes()));
        }
    }
    out
}

/// The texts of the days among `values`.
pub(super) fn days(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(day_of).collect()
}

/// A value of this side's own; nothing where it is none.
///
/// # Safety
/// What it points to is there.
pub unsafe fn own(raw: &abi::Value) -> Option<Value> {
    let kind = kind_from(raw.kind)?;
    if raw.null != 0 {
        return Some(Value::Null(kind));
    }
    // SAFETY: the caller says so.
    let (bytes, text) = unsafe { (raw.bytes.bytes(), raw.bytes.text()) };
    Some(match kind {
        Kind::Bool => Value::Bool(raw.integer != 0),
        Kind::Int => Value::Int(raw.integer),
        Kind::Real => Value::Real(raw.real),
        Kind::Text => Value::from(text?),
        Kind::Bytes => Value::Bytes(bytes.to_vec()),
        Kind::Uuid => Value::Uuid(Uuid::from_slice(bytes).ok()?),
        Kind::Time => Value::Time(DateTime::from_timestamp_micros(raw.integer)?),
        Kind::Date => Value::Date(text?.parse().ok()?),
        Kind::Json => Value::from(JsonText(text?.to_owned())),
    })
}

/// The names of an answer's columns.
type Columns = Arc<[Box<str>]>;
/// By where a statement's text stands, and how long it is.
type ByPlace = HashMap<(usize, usize), Columns, FixedState>;

/// So many are remembered.
const REMEMBERED: usize = 1_000;

/// The names of the columns of what the statement of this text gave, which are mostly those of last time.
fn columns(text: &Text, rows: &abi::Rows) -> Columns {
    static KNOWN: LazyLock<RwLock<ByPlace>> = LazyLock::new(RwLock::default);
    // SAFETY: they are there until `rows` is released.
    let name = |name: &abi::Slice| unsafe { name.text() }.unwrap_or_default();
    let names = || rows.columns().iter().map(name);
    let place = match text {
        Text::Fixed(text) => (text.as_ptr().addr(), text.len()),
        Text::Made(_) => return names().map(Box::from).collect(),
    };
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(columns) = known.get(&place)
        && columns.iter().map(|column| &**column).eq(names())
    {
        return columns.clone();
    }
    drop(known);
    let columns: Columns = names().map(Box::from).collect();
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(place, columns.clone());
    columns
}

/// What a statement of this text gave, as this side's own.
pub(super) fn outcome(text: &Text, rows: &abi::Rows) -> std::result::Result<Outcome, DbError> {
    let columns = columns(text, rows);
    let broken = || DbError::Engine("a row across the border is none".to_owned());
    let row = |values: &[abi::Value]| {
        // SAFETY: as above.
        let values = values.iter().map(|value| unsafe { own(value) });
        let values: Option<Vec<Value>> = values.collect();
        values.map(|values| Row::new(columns.clone(), values))
    };
    let all = rows.values().chunks(columns.len().max(1)).map(row);
    let all: Option<Vec<Row>> = all.collect();
    Ok(Outcome {
        rows: all.ok_or_else(broken)?,
        affected: rows.affected,
    })
}

/// What rows weigh for the other side, in bytes.
pub fn weight(outcome: &Outcome) -> usize {
    let behind = |value: &Value| match value {
        Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    };
    let values = outcome.rows.iter().flat_map(Row::values);
    values
        .map(|value| size_of::<abi::Value>() + behind(value))
        .sum()
}

/// What is kept of rows until the other side has read them.
struct Kept {
    columns: Vec<abi::Slice>,
    values: Vec<abi::Value>,
    _rows: Vec<Row>,
    _days: Vec<String>,
}

/// What a statement gave, for the other side.
pub fn rows(outcome: Outcome) -> abi::Rows {
    let mut out = <abi::Rows as abi::Out>::blank();
    out.affected = outcome.affected;
    out.row_count = outcome.rows.len();
    let name = |name: &str| abi::Slice::of_text(name);
    let columns = outcome.rows.first().map_or(&[][..], |row| row.columns());
    let columns: Vec<_> = columns.iter().map(|column| name(column)).collect();
    let all = || outcome.rows.iter().flat_map(Row::values);
    let days: Vec<String> = all().filter_map(day_of).collect();
    let mut next = days.iter();
    let values = all().map(|value| lend(value, &mut next)).collect();
    // What is pointed to lies behind vectors, which may be moved.
    let kept = Box::new(Kept {
        columns,
        values,
        _rows: outcome.rows,
        _days: days,
    });
    out.columns = kept.columns.as_ptr();
    out.column_count = kept.columns.len();
    out.values = kept.values.as_ptr();
    out.owner = Box::into_raw(kept).cast::<c_void>();
    out.release = Some(release);
    out
}

unsafe extern "C" fn release(rows: *mut abi::Rows) {
    // SAFETY: `owner` is the box that `rows` made, and is released once.
    abi::guarded(|| drop(unsafe { Box::from_raw((*rows).owner.cast::<Kept>()) }));
}
