//! Greeting by mail whose birthday it is.

use axum::http::StatusCode;
use chrono::{Datelike as _, TimeDelta};
use kartoteka_plugin::{Call, Result, clients, mail::Mail};
use uuid::Uuid;

use super::{GREET, READ};
use crate::{
    birthday::{at_hour, kept_on, tomorrow},
    settings::Settings,
    store,
};

/// Whether a client is going to be greeted, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Greeting {
    /// They are.
    Yes,
    /// The salon greets nobody.
    Off,
    /// They have not said that they like to be written to.
    NoConsent,
    /// Their card has no e-mail address.
    NoAddress,
}

/// What becomes of the greeting of `client`.
///
/// # Errors
/// 403 without `example-birthday-greetings.read`.
pub(crate) async fn greeting_of(call: &Call, client: Uuid) -> Result<Greeting> {
    call.require(READ)?;
    let db = &mut call.db();
    if !Settings::of(call).await?.send_greetings {
        return Ok(Greeting::Off);
    }
    if store::consent(db, client).await? != Some(true) {
        return Ok(Greeting::NoConsent);
    }
    Ok(match store::email(db, client).await? {
        Some(_) => Greeting::Yes,
        None => Greeting::NoAddress,
    })
}

/// Writes to all whose birthday it is, from the salon's hour on, and asks to be woken tomorrow.
pub(crate) async fn greet(call: &Call) -> Result<()> {
    if !store::is_any(&mut call.db()).await? {
        // Whoever sets the first one asks for the next time.
        return Ok(());
    }
    let settings = Settings::of(call).await?;
    let (clock, today) = (call.salon().time_zone, call.today());
    let due = at_hour(&clock, today, settings.hour);
    if call.now() < due {
        // The hour was set to a later one meanwhile.
        return call.wake(GREET, due).await;
    }
    let next = at_hour(&clock, tomorrow(today), settings.hour);
    call.wake(GREET, next).await?;
    if !settings.send_greetings {
        return Ok(());
    }
    if let Err(error) = call.mail().ready() {
        return match error.status {
            // The salon has not agreed to mails.
            StatusCode::FORBIDDEN => Ok(()),
            _ => in_an_hour(call).await,
        };
    }
    let year = i64::from(today.year());
    let due = store::not_greeted(&mut call.db(), &kept_on(today), year).await?;
    for client in due {
        match greet_one(call, &settings, client, year).await {
            Ok(()) => {}
            // What stands on the card is no address.
            Err(error) if error.status == StatusCode::UNPROCESSABLE_ENTITY => {}
            // No more mails today, or for now.
            Err(error) if is_for_now(error.status) => return in_an_hour(call).await,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_for_now(status: StatusCode) -> bool {
    let known = [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::SERVICE_UNAVAILABLE,
    ];
    known.contains(&status)
}

async fn in_an_hour(call: &Call) -> Result<()> {
    call.wake(GREET, call.now() + TimeDelta::hours(1)).await
}

/// The mail, its event, and that there was one in this year, are kept together or not at all.
async fn greet_one(call: &Call, settings: &Settings, client: Uuid, year: i64) -> Result<()> {
    let mut tx = call.begin().await?;
    if !clients::hold(&mut tx, client).await? {
        return Ok(());
    }
    let person = clients::person(&mut tx, client).await?;
    let Some(person) = person.filter(|person| !person.archived) else {
        return Ok(());
    };
    if store::consent(&mut tx, client).await? != Some(true) {
        return Ok(());
    }
    let Some(to) = store::email(&mut tx, client).await? else {
        return Ok(());
    };
    if !store::greet(&mut tx, client, year, call.now()).await? {
        return Ok(());
    }
    let name = match person.first_name.trim() {
        "" => person.last_name.trim(),
        first => first,
    };
    let (subject, text) = settings.words(call, name);
    let mail = Mail {
        to,
        client: Some(client),
        subject,
        text,
        reply_to: None,
    };
    tx.send_mail(call, mail).await?;
    let entry = call.entry("example-birthday-greetings.greeting.written/1");
    tx.record(entry.subject(client));
    Ok(tx.commit().await?)
}
