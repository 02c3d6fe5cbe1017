//! Values on their way to and from a database.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use serde::Deserialize;
use uuid::Uuid;

/// The type of a column, which a null carries too: PostgreSQL refuses an
/// untyped null where it cannot infer the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// True or false.
    Bool,
    /// 64-bit whole number.
    Int,
    /// 64-bit floating point; never for money.
    Real,
    /// UTF-8 text.
    Text,
    /// Bytes.
    Bytes,
    /// UUID.
    Uuid,
    /// Point in time, UTC, microseconds.
    Time,
    /// Calendar date.
    Date,
    /// JSON document.
    Json,
}

/// One value, bound or read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value, of the given type.
    Null(Kind),
    /// True or false; on SQLite the integers 1 and 0.
    Bool(bool),
    /// 64-bit whole number.
    Int(i64),
    /// 64-bit floating point.
    Real(f64),
    /// UTF-8 text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// UUID; on SQLite a blob of 16 bytes.
    Uuid(Uuid),
    /// UTC, cut to the microsecond; on SQLite an integer of microseconds since 1970.
    Time(DateTime<Utc>),
    /// Calendar date; on SQLite the text `YYYY-MM-DD`.
    Date(NaiveDate),
    /// A JSON document as text; `jsonb` on PostgreSQL, text on SQLite.
    Json(String),
}

impl Value {
    /// Of which type the value is; a null has one, too.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Bool(_) => Kind::Bool,
            Self::Int(_) => Kind::Int,
            Self::Real(_) => Kind::Real,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Uuid(_) => Kind::Uuid,
            Self::Time(_) => Kind::Time,
            Self::Date(_) => Kind::Date,
            Self::Json(_) => Kind::Json,
        }
    }
}

/// A JSON document kept as text, for binding and reading without parsing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText(pub String);

impl JsonText {
    /// Serialises a value. Maps with non-text keys are the only way to fail and
    /// give `null`.
    pub fn of(value: &impl serde::Serialize) -> Self {
        Self(serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
    }
}

/// A type that a value can be made of; gives the kind of its null.
pub trait IntoValue {
    /// The kind of a missing value of this type.
    const KIND: Kind;
    /// The value.
    fn into_value(self) -> Value;
}

macro_rules! into_value {
    ($($type:ty => $kind:ident, $self:ident => $value:expr;)*) => {$(
        impl IntoValue for $type {
            const KIND: Kind = Kind::$kind;
            fn into_value($self) -> Value { $value }
        }
        impl From<$type> for Value {
            fn from(value: $type) -> Value { value.into_value() }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Value {
                value.map_or(Value::Null(Kind::$kind), IntoValue::into_value)
            }
        }
    )*};
}

/// PostgreSQL keeps no U+0000. In its place stands what Unicode has for what cannot be shown,
/// on both engines, so that a text from outside fails no statement.
fn without_nul(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text
    }
}

/// The same for JSON, in which U+0000 is an escape.
fn json_without_nul(json: String) -> String {
    const NUL: &str = "\\u0000";
    if !json.contains(NUL) {
        return json;
    }
    let mut kept = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        kept.push_str(before);
        if let Some(after) = escape.strip_prefix(NUL) {
            kept.push_str("\\ufffd");
            rest = after;
        } else {
            // With what it escapes, which may be another backslash.
            let (pair, after) = escape.split_at_checked(2).unwrap_or((escape, ""));
            kept.push_str(pair);
            rest = after;
        }
    }
    kept + rest
}

into_value! {
    bool => Bool, self => Value::Bool(self);
    i64 => Int, self => Value::Int(self);
    i32 => Int, self => Value::Int(self.into());
    u32 => Int, self => Value::Int(self.into());
    f64 => Real, self => Value::Real(self);
    &str => Text, self => Value::Text(without_nul(self.to_owned()));
    &String => Text, self => Value::Text(without_nul(self.clone()));
    String => Text, self => Value::Text(without_nul(self));
    &[u8] => Bytes, self => Value::Bytes(self.to_vec());
    Vec<u8> => Bytes, self => Value::Bytes(self);
    Uuid => Uuid, self => Value::Uuid(self);
    DateTime<Utc> => Time, self => Value::Time(self.trunc_subsecs(6));
    NaiveDate => Date, self => Value::Date(self);
    JsonText => Json, self => Value::Json(json_without_nul(self.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_holds_nothing_that_an_engine_cannot_keep() {
        for value in [
            Value::from("a\0b"),
            Value::from("a\0b".to_owned()),
            Value::from(&"a\0b".to_owned()),
            Value::from(Some("a\0b")),
        ] {
            assert_eq!(value, Value::Text("a\u{FFFD}b".to_owned()));
        }
        assert_eq!(Value::from("äb"), Value::Text("äb".to_owned()));
        for (json, kept) in [
            (r#"{"a":"b\u0000"}"#, r#"{"a":"b\ufffd"}"#),
            (r#"{"a":"\\u0000"}"#, r#"{"a":"\\u0000"}"#),
            (
                r#"{"ä\"":"\\\u0000\n\u0000"}"#,
                r#"{"ä\"":"\\\ufffd\n\ufffd"}"#,
            ),
        ] {
            let value = Value::from(JsonText(json.to_owned()));
            assert_eq!(value, Value::Json(kept.to_owned()));
        }
    }
}
