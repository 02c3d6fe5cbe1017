//! Setting a client's birthday, and taking it off.

use kartoteka_plugin::{Call, Error, Result, Tx, clients};
use uuid::Uuid;

use super::{GREET, WRITE, consent};
use crate::{
    birthday::{Birthday, NewBirthday, next_hour},
    settings::Settings,
    store,
};

/// Notes when `client` has birthday, whatever was noted before.
///
/// # Errors
/// 403 without `example-birthday-greetings.write`; 404 for who is not there; 422 for what is no day.
pub(crate) async fn set(call: &Call, client: Uuid, new: NewBirthday) -> Result<Birthday> {
    call.require(WRITE)?;
    let birthday = new.of(client, call.today())?;
    // Both are asked before the transaction: others answer them, in their own time.
    let given = consent::on_card(call, client).await;
    let hour = Settings::of(call).await?.hour;
    let clock = call.salon().time_zone;
    call.wake(GREET, next_hour(&clock, call.today(), hour, call.now()))
        .await?;
    let mut tx = call.begin().await?;
    held(&mut tx, client).await?;
    let before = store::load(&mut tx, client).await?;
    if let Some(given) = given {
        store::note_consent(&mut tx, client, given).await?;
    }
    if before.as_ref() != Some(&birthday) {
        store::set(&mut tx, &birthday).await?;
        let entry = call.entry("example-birthday-greetings.birthday.set/1");
        tx.record(entry.subject(client));
    }
    tx.commit().await?;
    Ok(birthday)
}

/// Forgets when `client` has birthday.
///
/// # Errors
/// 403 without `example-birthday-greetings.write`; 404 for who is not there or has none.
pub(crate) async fn remove(call: &Call, client: Uuid) -> Result<()> {
    call.require(WRITE)?;
    let mut tx = call.begin().await?;
    held(&mut tx, client).await?;
    if !store::remove(&mut tx, client).await? {
        return Err(Error::not_found());
    }
    let entry = call.entry("example-birthday-greetings.birthday.removed/1");
    tx.record(entry.subject(client));
    Ok(tx.commit().await?)
}

async fn held(tx: &mut Tx, client: Uuid) -> Result<()> {
    match clients::hold(tx, client).await? {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}
