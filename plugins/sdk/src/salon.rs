//! The salon that a call is for.

use chrono::{DateTime, NaiveDate, Utc};
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

impl Salon {
    /// The day of a point in time, by the salon's clock.
    pub fn day(&self, at: &DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.time_zone).date_naive()
    }
}

/// What the operator allows a salon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an uploaded file.
    pub upload_bytes: u64,
    /// Rows of an imported sheet.
    pub import_rows: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_by_the_salons_clock() {
        let salon = |time_zone| Salon {
            id: Uuid::nil(),
            slug: "salon".to_owned(),
            name: "Salon".to_owned(),
            country: "DE".to_owned(),
            locale: Locale::De,
            time_zone,
            features: Features::default(),
        };
        let at = |minute| DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute);
        let day = |day| NaiveDate::from_ymd_opt(1970, 1, day).unwrap_or_default();
        let berlin = salon(chrono_tz::Europe::Berlin);
        assert_eq!(berlin.day(&at(22 * 60 + 59)), day(1));
        assert_eq!(berlin.day(&at(23 * 60)), day(2));
        let new_york = salon(chrono_tz::America::New_York);
        assert_eq!(new_york.day(&at(24 * 60 + 299)), day(1));
        assert_eq!(new_york.day(&at(24 * 60 + 300)), day(2));
    }
}
