//! Values on their way to PostgreSQL and back.
//!
//! Both directions speak the binary format. A bound value declares its type, nulls
//! too, so that the server never has to guess; a column is decoded by its own type.

use chrono::{DateTime, Days, NaiveDate, Utc};
use kartoteka_plugin::{DbError, Value, db::Kind};
use sqlx::{
    Arguments, Column, Encode, Postgres, Row as _, Type, TypeInfo, ValueRef,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgArguments, PgColumn, PgRow, PgTypeInfo},
    types::Json,
};
use uuid::Uuid;

/// Microseconds from 1970 to 2000, where PostgreSQL's own count begins.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
/// The version that leads a `jsonb` in the binary format.
const JSONB_VERSION: u8 = 1;

/// The type a kind is declared as.
fn type_of(kind: Kind) -> PgTypeInfo {
    match kind {
        Kind::Bool => <bool as Type<Postgres>>::type_info(),
        Kind::Int => <i64 as Type<Postgres>>::type_info(),
        Kind::Real => <f64 as Type<Postgres>>::type_info(),
        Kind::Text => <str as Type<Postgres>>::type_info(),
        Kind::Bytes => <[u8] as Type<Postgres>>::type_info(),
        Kind::Uuid => <Uuid as Type<Postgres>>::type_info(),
        Kind::Time => <DateTime<Utc> as Type<Postgres>>::type_info(),
        Kind::Date => <NaiveDate as Type<Postgres>>::type_info(),
        Kind::Json => <Json<()> as Type<Postgres>>::type_info(),
    }
}

/// A value being bound.
struct Bound<'a>(&'a Value);

impl Type<Postgres> for Bound<'_> {
    fn type_info() -> PgTypeInfo {
        type_of(Kind::Text)
    }
}

impl<'q> Encode<'q, Postgres> for Bound<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self.0 {
            Value::Null(_) => Ok(IsNull::Yes),
            Value::Bool(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Int(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Real(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Uuid(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Time(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Date(value) => Encode::<Postgres>::encode_by_ref(value, buffer),
            Value::Text(value) => Ok(raw(buffer, value.as_bytes())),
            Value::Bytes(value) => Ok(raw(buffer, value)),
            Value::Json(value) => {
                buffer.push(JSONB_VERSION);
                Ok(raw(buffer, value.as_bytes()))
            }
        }
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(type_of(self.0.kind()))
    }
}

fn raw(buffer: &mut PgArgumentBuffer, bytes: &[u8]) -> IsNull {
    buffer.extend_from_slice(bytes);
    IsNull::No
}

/// The arguments of a statement: the salon, if there is one, then the caller's.
pub(super) fn arguments(salon: Option<Uuid>, binds: &[Value]) -> Result<PgArguments, DbError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(binds.len() + 1, 16 * (binds.len() + 1));
    let refused = |error: BoxDynError| DbError::Engine(format!("a value cannot be bound: {error}"));
    if let Some(salon) = salon {
        arguments.add(salon).map_err(refused)?;
    }
    for value in binds {
        arguments.add(Bound(value)).map_err(refused)?;
    }
    Ok(arguments)
}

/// How a column is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Bool,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    Text,
    Bytes,
    Uuid,
    Time,
    Date,
    Json,
    Jsonb,
    /// A function that returns nothing, such as the taking of a lock.
    Void,
    /// Anything else, which the statement must cast.
    Other,
}

impl Form {
    /// By the fixed numbers that the server gives its own types.
    pub(super) fn of(column: &PgColumn) -> Self {
        match column.type_info().oid().map_or(0, |oid| oid.0) {
            16 => Self::Bool,
            17 => Self::Bytes,
            20 => Self::Int8,
            21 => Self::Int2,
            23 => Self::Int4,
            19 | 25 | 1043 => Self::Text,
            114 => Self::Json,
            700 => Self::Float4,
            701 => Self::Float8,
            1082 => Self::Date,
            1184 => Self::Time,
            2278 => Self::Void,
            2950 => Self::Uuid,
            3802 => Self::Jsonb,
            _ => Self::Other,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Bool => Kind::Bool,
            Self::Int2 | Self::Int4 | Self::Int8 => Kind::Int,
            Self::Float4 | Self::Float8 => Kind::Real,
            Self::Text | Self::Void | Self::Other => Kind::Text,
            Self::Bytes => Kind::Bytes,
            Self::Uuid => Kind::Uuid,
            Self::Time => Kind::Time,
            Self::Date => Kind::Date,
            Self::Json | Self::Jsonb => Kind::Json,
        }
    }
}

/// The values of a row whose columns have these forms.
pub(super) fn decode_row(row: &PgRow, forms: &[Form]) -> Result<Vec<Value>, DbError> {
    let mut values = Vec::with_capacity(forms.len());
    for (at, form) in forms.iter().enumerate() {
        let raw = row
            .try_get_raw(at)
            .map_err(|error| DbError::Engine(error.to_string()))?;
        if *form == Form::Other {
            return Err(uncast(&row.columns()[at]));
        }
        values.push(if raw.is_null() || *form == Form::Void {
            Value::Null(form.kind())
        } else {
            let bytes = raw
                .as_bytes()
                .map_err(|error| DbError::Engine(error.to_string()))?;
            decode(bytes, *form).ok_or_else(|| DbError::Decode {
                column: row.columns()[at].name().to_owned(),
                found: "a value out of range".to_owned(),
            })?
        });
    }
    Ok(values)
}

fn uncast(column: &PgColumn) -> DbError {
    DbError::Engine(format!(
        "column {} is {}, which is none of the contract's types: cast it",
        column.name(),
        column.type_info().name()
    ))
}

/// One value. `None` where the bytes are not of the form, or lie beyond what Rust's
/// type can hold (`infinity` among them).
fn decode(bytes: &[u8], form: Form) -> Option<Value> {
    Some(match form {
        Form::Bool => Value::Bool(*bytes.first()? != 0),
        Form::Int2 => Value::Int(i16::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Int4 => Value::Int(i32::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Int8 => Value::Int(i64::from_be_bytes(bytes.try_into().ok()?)),
        Form::Float4 => Value::Real(f32::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Float8 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        Form::Text => Value::Text(text(bytes)?),
        Form::Bytes => Value::Bytes(bytes.to_vec()),
        Form::Uuid => Value::Uuid(Uuid::from_slice(bytes).ok()?),
        Form::Time => Value::Time(time(i64::from_be_bytes(bytes.try_into().ok()?))?),
        Form::Date => Value::Date(date(i32::from_be_bytes(bytes.try_into().ok()?))?),
        Form::Json => Value::Json(text(bytes)?),
        Form::Jsonb => match bytes.split_first()? {
            (&JSONB_VERSION, json) => Value::Json(text(json)?),
            _ => return None,
        },
        Form::Void | Form::Other => return None,
    })
}

fn text(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn time(micros: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros.checked_add(EPOCH_MICROS)?)
}

fn date(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 {
        epoch.checked_sub_days(distance)
    } else {
        epoch.checked_add_days(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Value, decode};

    #[test]
    fn refuse_infinite_times_and_dates_instead_of_overflowing() {
        assert_eq!(decode(&i64::MAX.to_be_bytes(), Form::Time), None);
        assert_eq!(decode(&i64::MIN.to_be_bytes(), Form::Time), None);
        assert_eq!(decode(&i32::MAX.to_be_bytes(), Form::Date), None);
        assert_eq!(decode(&i32::MIN.to_be_bytes(), Form::Date), None);
    }

    #[test]
    fn count_times_and_dates_from_the_year_2000() {
        let time = decode(&0_i64.to_be_bytes(), Form::Time);
        assert_eq!(time, "2000-01-01T00:00:00Z".parse().ok().map(Value::Time));
        let date = decode(&(-1_i32).to_be_bytes(), Form::Date);
        assert_eq!(date, "1999-12-31".parse().ok().map(Value::Date));
    }

    #[test]
    fn read_a_document_behind_its_version_only() {
        assert_eq!(
            decode(b"\x01{}", Form::Jsonb),
            Some(Value::Json("{}".to_owned()))
        );
        assert_eq!(decode(b"\x02{}", Form::Jsonb), None);
        assert_eq!(decode(b"", Form::Jsonb), None);
        assert_eq!(decode(b"\xff", Form::Text), None);
    }
}
