//! The salon that a call is for.

use uuid::Uuid;

use crate::{Features, Locale};

/// A salon, as modules know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salon {
    /// Its id.
    pub id: Uuid,
    /// The word in its addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2, upper case: decides how phones are read and dates written.
    pub country: String,
    /// The language of what it writes to clients, and of pages until a user chooses.
    pub locale: Locale,
    /// Where its clock hangs.
    pub time_zone: chrono_tz::Tz,
    /// What it has switched on.
    pub features: Features,
}

/// What the operator allows a salon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an uploaded file.
    pub upload_bytes: u64,
    /// Rows of an imported sheet.
    pub import_rows: u32,
}
