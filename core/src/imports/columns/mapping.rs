//! Which column holds which field, as JSON `{"A":"name","B":"phone"}`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Field;

/// A column, counted from 0 and written with the letters of a spreadsheet, `A` to `XFD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(u16);

impl Column {
    /// Columns of a sheet.
    pub const COUNT: u16 = 16_384;

    /// The column at a place counted from 0; `None` beyond `XFD`.
    pub fn at(index: u16) -> Option<Self> {
        (index < Self::COUNT).then_some(Self(index))
    }

    /// Its place counted from 0.
    pub fn index(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = String::new();
        let mut rest = u32::from(self.0) + 1;
        while rest > 0 {
            rest -= 1;
            // Below 26, so it always is a letter.
            letters.insert(0, char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        f.write_str(&letters)
    }
}

impl FromStr for Column {
    type Err = MappingError;

    fn from_str(letters: &str) -> Result<Self, MappingError> {
        let unknown = || MappingError::UnknownColumn(letters.chars().take(40).collect());
        if letters.is_empty()
            || letters.len() > 3
            || !letters.bytes().all(|b| b.is_ascii_uppercase())
        {
            return Err(unknown());
        }
        let number = letters
            .bytes()
            .fold(0_u16, |sum, byte| sum * 26 + u16::from(byte - b'A') + 1);
        Self::at(number - 1).ok_or_else(unknown)
    }
}

/// What a mapping must not say. Each names what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingError {
    /// Not a column's letters, which are upper case.
    UnknownColumn(String),
    /// Not a field.
    UnknownField {
        /// The column for which it was named.
        column: Column,
        /// What was named.
        field: String,
    },
    /// The same column twice.
    ColumnTwice(Column),
    /// Two columns for a field that has one value.
    FieldTwice {
        /// The second of the columns.
        column: Column,
        /// The field.
        field: Field,
    },
    /// Nothing that names a client or leads to one: no name, phone or e-mail.
    NothingToKeep,
    /// Not an object of texts.
    NotAMapping(String),
}

impl MappingError {
    /// The code as it stands in answers and text keys.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumn(_) => "unknown_column",
            Self::UnknownField { .. } => "unknown_field",
            Self::ColumnTwice(_) => "column_twice",
            Self::FieldTwice { .. } => "field_twice",
            Self::NothingToKeep => "nothing_to_keep",
            Self::NotAMapping(_) => "not_a_mapping",
        }
    }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownColumn(letters) => write!(f, "{letters:?} is not a column"),
            Self::UnknownField { column, field } => {
                write!(f, "{field:?}, for column {column}, is not a field")
            }
            Self::ColumnTwice(column) => write!(f, "column {column} is named twice"),
            Self::FieldTwice { column, field } => {
                write!(f, "column {column} is a second column for {field}")
            }
            Self::NothingToKeep => f.write_str("no column holds a name, a phone or an e-mail"),
            Self::NotAMapping(reason) => write!(f, "not a mapping of columns to fields: {reason}"),
        }
    }
}

impl std::error::Error for MappingError {}

/// Which column holds which field. Columns that are not named are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(BTreeMap<Column, Field>);

impl Mapping {
    /// A mapping of these columns.
    ///
    /// # Errors
    /// If a column is named twice, or a field that has one value.
    pub fn new(columns: impl IntoIterator<Item = (Column, Field)>) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        for (column, field) in columns {
            let twice = !field.is_several() && mapping.0.values().any(|f| *f == field);
            if twice {
                return Err(MappingError::FieldTwice { column, field });
            }
            if mapping.0.insert(column, field).is_some() {
                return Err(MappingError::ColumnTwice(column));
            }
        }
        Ok(mapping)
    }

    /// Reads the JSON of the API: an object of column letters and field names, nothing else.
    ///
    /// # Errors
    /// What is wrong, by name; also if no column holds a name, a phone or an e-mail.
    pub fn from_json(json: &str) -> Result<Self, MappingError> {
        let pairs: Pairs = serde_json::from_str(json)
            .map_err(|error| MappingError::NotAMapping(error.to_string()))?;
        let mapping = Self::from_pairs(pairs)?;
        if mapping.is_empty_of_clients() {
            return Err(MappingError::NothingToKeep);
        }
        Ok(mapping)
    }

    /// The JSON that [`Mapping::from_json`] reads.
    pub fn to_json(&self) -> String {
        // Texts as keys and values always have a place in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What a column holds; [`Field::Ignore`] for one that is not named.
    pub fn field(&self, column: u16) -> Field {
        self.0
            .get(&Column(column))
            .copied()
            .unwrap_or(Field::Ignore)
    }

    /// All named columns in their order.
    pub fn iter(&self) -> impl Iterator<Item = (Column, Field)> + '_ {
        self.0.iter().map(|(column, field)| (*column, *field))
    }

    /// Whether some column holds this field.
    pub fn has(&self, field: Field) -> bool {
        self.0.values().any(|f| *f == field)
    }

    /// Whether no column names a client or leads to one.
    pub fn is_empty_of_clients(&self) -> bool {
        let keeps = [
            Field::Name,
            Field::FirstName,
            Field::LastName,
            Field::Phone,
            Field::Email,
        ];
        !keeps.into_iter().any(|field| self.has(field))
    }

    fn from_pairs(pairs: Pairs) -> Result<Self, MappingError> {
        let mut columns = Vec::with_capacity(pairs.0.len());
        for (letters, name) in pairs.0 {
            let column: Column = letters.parse()?;
            let field = name.parse().map_err(|()| MappingError::UnknownField {
                column,
                field: name.chars().take(40).collect(),
            })?;
            columns.push((column, field));
        }
        Self::new(columns)
    }
}

/// The pairs of a JSON object as they stand there: a map would silently keep the last of two equal keys.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of column letters and field names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|(column, field)| (column.to_string(), field.as_str())),
        )
    }
}

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_pairs(Pairs::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
