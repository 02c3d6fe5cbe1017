//! Birthdays in words.

use kartoteka_plugin::pages::Ui;

use crate::birthday::Birthday;

/// `29 February 1980`, or without the year.
pub(super) fn on(ui: &Ui, birthday: &Birthday) -> String {
    let key = "example-birthday-greetings-on";
    let (month, day) = (i64::from(birthday.month), i64::from(birthday.day));
    let on = ui.t2(key, "month", month, "day", day);
    match birthday.year {
        Some(year) => format!("{on} {year}"),
        None => on,
    }
}

/// `today`, `tomorrow`, `in 3 days`.
pub(super) fn in_days(ui: &Ui, days: i64) -> String {
    ui.t1("example-birthday-greetings-in-days", "days", days)
}

/// `turns 40`, where that is known.
pub(super) fn turns(ui: &Ui, years: Option<i32>) -> Option<String> {
    let years = years.map(i64::from);
    years.map(|years| ui.t1("example-birthday-greetings-turns", "years", years))
}
