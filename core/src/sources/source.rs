//! An entry of the list, and what its name may be.

use chrono::{DateTime, Utc};
use kartoteka_plugin::checks;
use kartoteka_plugin::{Error, FieldError, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const MAX_NAME: usize = 100;

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// Never changes.
    pub id: Uuid,
    /// Unique in the salon, but for case and accents.
    pub name: String,
    /// When it was taken off the list; cards that have it keep it.
    pub archived_at: Option<DateTime<Utc>>,
}

/// An entry to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// At most 100 characters.
    #[schema(min_length = 1, max_length = 100, pattern = r"\S")]
    pub name: String,
}

/// The name as it is kept.
pub(super) fn check_name(typed: &str) -> Result<String> {
    let name = checks::tidy(typed);
    let mut error = Error::invalid();
    if name.is_empty() {
        error.fields.push(FieldError::new("/name", "required"));
    }
    if name.chars().count() > MAX_NAME {
        error
            .fields
            .push(FieldError::new("/name", "too_long").arg("most", MAX_NAME));
    }
    error.if_any()?;
    Ok(name)
}
