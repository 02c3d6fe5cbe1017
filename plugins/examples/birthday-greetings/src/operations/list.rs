//! Reading birthdays.

use kartoteka_plugin::{Call, Error, FieldError, Result, lists::Paging};
use uuid::Uuid;

use super::READ;
use crate::{
    birthday::{Birthday, month_day},
    store,
};

/// Behind the last day of a year.
const YEAR_ENDS: i64 = 1300;
/// All birthdays come within so many days.
pub(crate) const ALL_DAYS: u32 = 366;

/// A page of birthdays to come.
pub(crate) struct Coming {
    /// The next one first.
    pub(crate) birthdays: Vec<Birthday>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<String>,
}

/// The birthday of `client`.
///
/// # Errors
/// 403 without `example-birthday-greetings.read`; 404 where it is not known.
pub(crate) async fn show(call: &Call, client: Uuid) -> Result<Birthday> {
    let known = of_clients(call, &[client]).await?.pop();
    known.ok_or_else(Error::not_found)
}

/// The birthdays of these clients, as far as they are known.
///
/// # Errors
/// 403 without `example-birthday-greetings.read`.
pub(crate) async fn of_clients(call: &Call, clients: &[Uuid]) -> Result<Vec<Birthday>> {
    call.require(READ)?;
    Ok(store::of_clients(&mut call.db(), clients).await?)
}

/// A page of the birthdays that are kept within `days` from today, of clients that are not put away.
///
/// # Errors
/// 403 without `example-birthday-greetings.read`; 422 for a limit, days or a cursor that are none.
pub(crate) async fn coming(call: &Call, days: u32, paging: &Paging) -> Result<Coming> {
    call.require(READ)?;
    paging.check()?;
    check_days(days)?;
    let today = call.today();
    let (now, most) = (month_day(today), paging.to_read());
    let mut after = match &paging.after {
        Some(cursor) => read(cursor)?,
        None => (now, Uuid::nil()),
    };
    let db = &mut call.db();
    let mut birthdays = Vec::new();
    if after.0 >= now {
        birthdays = store::between(db, after, YEAR_ENDS, most).await?;
        after = (0, Uuid::nil());
    }
    if birthdays.len() < most {
        // Those of next year, up to yesterday's.
        let missing = most - birthdays.len();
        birthdays.extend(store::between(db, after, now, missing).await?);
    }
    let read = birthdays.len();
    birthdays.retain(|birthday| birthday.in_days(today) <= i64::from(days));
    let all_asked_for = birthdays.len() < read;
    let next = paging.cut(&mut birthdays).filter(|_| !all_asked_for);
    Ok(Coming {
        next: next.map(cursor),
        birthdays,
    })
}

fn check_days(days: u32) -> Result<()> {
    match (1..=ALL_DAYS).contains(&days) {
        true => Ok(()),
        false => {
            let mut error = Error::invalid();
            let field = FieldError::new("/days", "out_of_range");
            error
                .fields
                .push(field.arg("least", 1).arg("most", ALL_DAYS));
            Err(error)
        }
    }
}

/// Behind this birthday.
fn cursor(birthday: &Birthday) -> String {
    format!("{:04}-{}", birthday.month_day(), birthday.client_id)
}

fn read(cursor: &str) -> Result<(i64, Uuid)> {
    let parts = cursor.split_once('-');
    let parts = parts.and_then(|(day, client)| Some((day.parse().ok()?, client.parse().ok()?)));
    parts.ok_or_else(|| Error::invalid().field("/after", "not_a_cursor"))
}
