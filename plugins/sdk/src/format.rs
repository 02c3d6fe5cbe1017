//! Dates and times in the form of the salon's country, by its clock.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Locale, Salon};

/// Writes dates and times as the salon's country does.
pub struct Format<'a> {
    salon: &'a Salon,
    #[expect(
        dead_code,
        reason = "number forms by language come with the features that show money"
    )]
    locale: Locale,
}

impl<'a> Format<'a> {
    pub(crate) fn new(salon: &'a Salon, locale: Locale) -> Self {
        Self { salon, locale }
    }

    /// `31.12.2026`, `31-12-2026` (NL) or `31/12/2026` (IT).
    pub fn date(&self, date: NaiveDate) -> String {
        let form = match self.salon.country.as_str() {
            "NL" => "%d-%m-%Y",
            "IT" => "%d/%m/%Y",
            _ => "%d.%m.%Y",
        };
        date.format(form).to_string()
    }

    /// The day of a point in time, by the salon's clock.
    pub fn day(&self, at: &DateTime<Utc>) -> String {
        self.date(self.salon.day(at))
    }

    /// Day and minute, by the salon's clock: `31.12.2026, 17:05`.
    pub fn time(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.salon.time_zone);
        format!(
            "{}, {}",
            self.date(local.date_naive()),
            local.format("%H:%M")
        )
    }
}
