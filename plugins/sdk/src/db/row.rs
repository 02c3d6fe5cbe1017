//! Rows, decoded by the type asked for.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{DbError, JsonText, Kind, Value};

/// One row of an answer. Columns are asked for by name and type; the engine's own
/// representation (SQLite has no UUID, time or date) is never guessed from.
#[derive(Debug, Clone)]
pub struct Row {
    columns: Arc<[Box<str>]>,
    values: Vec<Value>,
}

impl Row {
    /// A row of `values` named by `columns`, in the same order; for engines.
    pub fn new(columns: Arc<[Box<str>]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// The names of the columns.
    pub(crate) fn columns(&self) -> &[Box<str>] {
        &self.columns
    }

    /// The values, by the order of the columns.
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The column `name` as a `T`.
    ///
    /// # Errors
    /// [`DbError::Decode`] where the column is missing or of another type.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, DbError> {
        let value = self.value(name)?;
        T::from_value(value).ok_or_else(|| DbError::decode(name, value))
    }

    /// The text in the column `name`, where it stands.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn text(&self, name: &str) -> Result<&str, DbError> {
        match self.value(name)? {
            Value::Text(text) => Ok(text),
            value => Err(DbError::decode(name, value)),
        }
    }

    /// The column `name` as JSON: what a column of this kind holds on either engine. Bytes are
    /// in hexadecimal.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn json(&self, name: &str, kind: Kind) -> Result<Json, DbError> {
        fn of<T: FromValue + serde::Serialize>(row: &Row, name: &str) -> Result<Json, DbError> {
            Ok(serde_json::json!(row.get::<Option<T>>(name)?))
        }
        match kind {
            Kind::Bool => of::<bool>(self, name),
            Kind::Int => of::<i64>(self, name),
            Kind::Real => of::<f64>(self, name),
            Kind::Text => of::<String>(self, name),
            Kind::Uuid => of::<Uuid>(self, name),
            Kind::Time => of::<DateTime<Utc>>(self, name),
            Kind::Date => of::<NaiveDate>(self, name),
            Kind::Json => of::<Json>(self, name),
            Kind::Bytes => {
                let bytes: Option<Vec<u8>> = self.get(name)?;
                let hex = |bytes: Vec<u8>| -> String {
                    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
                };
                Ok(serde_json::json!(bytes.map(hex)))
            }
        }
    }

    fn value(&self, name: &str) -> Result<&Value, DbError> {
        let at = self.columns.iter().position(|column| &**column == name);
        at.and_then(|at| self.values.get(at))
            .ok_or_else(|| DbError::Decode {
                column: name.to_owned(),
                found: "nothing".to_owned(),
            })
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// The value as this type, where it is of it.
    fn from_value(value: &Value) -> Option<Self>;
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null(_) => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! from_value {
    ($($type:ty: $($pattern:pat => $out:expr),+;)*) => {$(
        impl FromValue for $type {
            fn from_value(value: &Value) -> Option<Self> {
                match value { $($pattern => $out,)+ _ => None }
            }
        }
    )*};
}

from_value! {
    bool: Value::Bool(b) => Some(*b), Value::Int(i @ (0 | 1)) => Some(*i == 1);
    i64: Value::Int(i) => Some(*i);
    i32: Value::Int(i) => i32::try_from(*i).ok();
    u32: Value::Int(i) => u32::try_from(*i).ok();
    f64: Value::Real(r) => Some(*r);
    String: Value::Text(t) => Some(t.clone());
    Vec<u8>: Value::Bytes(b) => Some(b.clone());
    Uuid: Value::Uuid(u) => Some(*u), Value::Bytes(b) => Uuid::from_slice(b).ok();
    DateTime<Utc>: Value::Time(t) => Some(*t), Value::Int(us) => DateTime::from_timestamp_micros(*us);
    NaiveDate: Value::Date(d) => Some(*d), Value::Text(t) => t.parse().ok();
    JsonText: Value::Json(j) | Value::Text(j) => Some(JsonText(j.clone()));
    serde_json::Value: Value::Json(j) | Value::Text(j) => serde_json::from_str(j).ok();
}
