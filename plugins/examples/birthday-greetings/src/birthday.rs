//! A birthday, and the days on which it is kept.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use kartoteka_plugin::{Error, FieldError, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Nobody who comes to a salon is older.
pub(crate) const FIRST_YEAR: i32 = 1900;

/// When a client has birthday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Birthday {
    /// Whose it is.
    pub(crate) client_id: Uuid,
    /// From 1 to 12.
    #[schema(minimum = 1, maximum = 12)]
    pub(crate) month: u32,
    /// From 1 to 31.
    #[schema(minimum = 1, maximum = 31)]
    pub(crate) day: u32,
    /// The year of birth, where it is known.
    pub(crate) year: Option<i32>,
}

/// A birthday to be set.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBirthday {
    /// From 1 to 12.
    #[schema(minimum = 1, maximum = 12)]
    pub(crate) month: u32,
    /// From 1 to 31; 29 February is one, and kept on 28 February where a year has none.
    #[schema(minimum = 1, maximum = 31)]
    pub(crate) day: u32,
    /// The year of birth, where it is known.
    #[serde(default)]
    #[schema(minimum = 1900, maximum = 9999)]
    pub(crate) year: Option<i32>,
}

impl NewBirthday {
    /// The birthday of `client`.
    ///
    /// # Errors
    /// 422 with what is no day, and where that lies after `today`.
    pub(crate) fn of(self, client: Uuid, today: NaiveDate) -> Result<Birthday> {
        let mut error = Error::invalid();
        let mut wrong = |pointer: &str, least: i32, most: i32| {
            let field = FieldError::new(pointer, "out_of_range");
            let field = field.arg("least", least).arg("most", most);
            error.fields.push(field);
        };
        if !(1..=12).contains(&self.month) {
            wrong("/month", 1, 12);
        }
        // Without a year it may be any: 2000 was a leap year.
        let (year, known) = (self.year.unwrap_or(2000), self.year.is_some());
        if known && !(FIRST_YEAR..=today.year()).contains(&year) {
            wrong("/year", FIRST_YEAR, today.year());
        }
        error.if_any()?;
        let last = last_day(year, self.month);
        let date = NaiveDate::from_ymd_opt(year, self.month, self.day);
        match date {
            None => Err(Error::invalid()
                .field("/day", "out_of_range")
                .field_arg("least", 1)
                .field_arg("most", last)),
            Some(date) if known && date > today => {
                Err(Error::invalid().field("/year", "example-birthday-greetings_not_born_yet"))
            }
            Some(_) => Ok(Birthday {
                client_id: client,
                month: self.month,
                day: self.day,
                year: self.year,
            }),
        }
    }
}

fn last_day(year: i32, month: u32) -> u32 {
    let days = (28..=31).rev();
    days.into_iter()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or(28)
}

impl Birthday {
    /// As the table has it: 229 for 29 February.
    pub(crate) fn month_day(&self) -> i64 {
        i64::from(self.month * 100 + self.day)
    }

    /// The day on which it is kept in a year: where there is no 29 February, the day before.
    pub(crate) fn in_year(&self, year: i32) -> NaiveDate {
        let date = NaiveDate::from_ymd_opt(year, self.month, self.day);
        let before = || NaiveDate::from_ymd_opt(year, self.month, self.day.saturating_sub(1));
        date.or_else(before).unwrap_or_default()
    }

    /// The next day on which it is kept, perhaps today.
    pub(crate) fn next(&self, today: NaiveDate) -> NaiveDate {
        let this_year = self.in_year(today.year());
        match this_year < today {
            true => self.in_year(today.year() + 1),
            false => this_year,
        }
    }

    /// In how many days that is.
    pub(crate) fn in_days(&self, today: NaiveDate) -> i64 {
        (self.next(today) - today).num_days()
    }

    /// How old the client gets then.
    pub(crate) fn turns(&self, today: NaiveDate) -> Option<i32> {
        Some(self.next(today).year() - self.year?)
    }
}

/// A day as the table has it.
pub(crate) fn month_day(day: NaiveDate) -> i64 {
    i64::from(day.month() * 100 + day.day())
}

/// Whose birthday is kept on a day, as the table has it.
pub(crate) fn kept_on(day: NaiveDate) -> Vec<i64> {
    let mut days = vec![month_day(day)];
    if days == [228] && !day.leap_year() {
        days.push(229);
    }
    days
}

/// When that hour of a day begins by a clock. Where the clock leaves it out, the next one.
pub(crate) fn at_hour<Tz: TimeZone>(clock: &Tz, day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let begins = day.and_hms_opt(hour.min(23), 0, 0).unwrap_or_default();
    let found = [0, 1, 2].into_iter().find_map(|later| {
        let local = begins + TimeDelta::hours(later);
        clock.from_local_datetime(&local).earliest()
    });
    found.map_or_else(|| begins.and_utc(), |at| at.to_utc())
}

/// The first time after `now` at which that hour begins.
pub(crate) fn next_hour<Tz: TimeZone>(
    clock: &Tz,
    today: NaiveDate,
    hour: u32,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let at = at_hour(clock, today, hour);
    match at > now {
        true => at,
        false => at_hour(clock, tomorrow(today), hour),
    }
}

pub(crate) fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn born(month: u32, day: u32, year: Option<i32>) -> Birthday {
        let new = NewBirthday { month, day, year };
        new.of(Uuid::nil(), "2026-03-02".parse().unwrap()).unwrap()
    }

    fn wrong(month: u32, day: u32, year: Option<i32>) -> Vec<String> {
        let new = NewBirthday { month, day, year };
        let error = new.of(Uuid::nil(), "2026-03-02".parse().unwrap());
        let fields = error.unwrap_err().fields.clone().into_iter();
        fields
            .map(|f| format!("{} {}", f.pointer, f.code))
            .collect()
    }

    #[test]
    fn what_is_no_day_is_refused() {
        born(2, 29, None);
        born(2, 29, Some(1980));
        born(3, 2, Some(2026));
        assert_eq!(wrong(2, 30, None), ["/day out_of_range"]);
        assert_eq!(wrong(2, 29, Some(1981)), ["/day out_of_range"]);
        assert_eq!(wrong(4, 31, None), ["/day out_of_range"]);
        assert_eq!(wrong(1, 0, None), ["/day out_of_range"]);
        let both = ["/month out_of_range", "/year out_of_range"];
        assert_eq!(wrong(13, 1, Some(1899)), both);
        assert_eq!(wrong(1, 1, Some(2027)), ["/year out_of_range"]);
        let unborn = ["/year example-birthday-greetings_not_born_yet"];
        assert_eq!(wrong(3, 3, Some(2026)), unborn);
    }

    #[test]
    fn a_birthday_comes_every_year() {
        let birthday = born(3, 2, Some(1980));
        let today = day("2026-03-02");
        assert_eq!(
            (birthday.in_days(today), birthday.turns(today)),
            (0, Some(46))
        );
        let after = day("2026-03-03");
        assert_eq!(birthday.next(after), day("2027-03-02"));
        assert_eq!(birthday.turns(after), Some(47));
        assert_eq!(born(1, 1, None).in_days(day("2026-12-30")), 2);
        assert_eq!(born(1, 1, None).turns(day("2026-12-30")), None);
    }

    #[test]
    fn the_29th_of_february_is_kept_the_day_before_where_there_is_none() {
        let birthday = born(2, 29, Some(2000));
        assert_eq!(birthday.next(day("2026-02-01")), day("2026-02-28"));
        assert_eq!(birthday.next(day("2026-03-01")), day("2027-02-28"));
        assert_eq!(birthday.next(day("2028-02-28")), day("2028-02-29"));
        assert_eq!(kept_on(day("2026-02-28")), [228, 229]);
        assert_eq!(kept_on(day("2028-02-28")), [228]);
        assert_eq!(kept_on(day("2028-02-29")), [229]);
        assert_eq!(kept_on(day("2026-12-31")), [1231]);
    }

    #[test]
    fn an_hour_is_one_of_the_salons_clock() {
        let berlin = chrono_tz::Europe::Berlin;
        let at = |date: &str, hour| at_hour(&berlin, day(date), hour).to_rfc3339();
        assert_eq!(at("2026-03-02", 9), "2026-03-02T08:00:00+00:00");
        assert_eq!(at("2026-07-02", 9), "2026-07-02T07:00:00+00:00");
        // The clocks go from 2 to 3, and back from 3 to 2.
        assert_eq!(at("2026-03-29", 2), "2026-03-29T01:00:00+00:00");
        assert_eq!(at("2026-10-25", 2), "2026-10-25T00:00:00+00:00");
        let next = |now: &str| next_hour(&berlin, day("2026-03-02"), 9, now.parse().unwrap());
        assert_eq!(
            next("2026-03-02T07:59:59Z").to_rfc3339(),
            at("2026-03-02", 9)
        );
        assert_eq!(
            next("2026-03-02T08:00:00Z").to_rfc3339(),
            at("2026-03-03", 9)
        );
    }
}
