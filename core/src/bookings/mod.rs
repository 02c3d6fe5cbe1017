//! Whether somebody may book. The registry asks whatever features the salon has on; it has no
//! opinion of its own.

pub mod api;
mod check;

pub use check::{BookingCheck, BookingVerdict, Decision, Via};

use kartoteka_plugin::{Call, Error, FieldError, Result};

use crate::clients::store;
use check::{Answer, Question};

/// The hook.
const GUARD: &str = "core.guard_booking/1";

/// Asks whether the client, or whoever has these contacts, may book.
///
/// # Errors
/// 403 without `bookings.check`; 422; 503 `feature_failed`.
pub async fn check(call: &Call, asked: &BookingCheck) -> Result<BookingVerdict> {
    call.require("bookings.check")?;
    let question = Question::of(call, asked)?;
    let mut tx = call.begin().await?;
    if let Some(client) = asked.client_id
        && store::load(&mut tx, client).await?.is_none()
    {
        let mut error = Error::invalid();
        error
            .fields
            .push(FieldError::new("/client_id", "no_such_client"));
        return Err(error);
    }
    let mut answers = Vec::new();
    for given in call.ask(&mut tx, GUARD, &question).await? {
        let answer: Answer = serde_json::from_value(given.answer)
            .map_err(|e| Error::internal(format!("{GUARD}: {}: {e}", given.feature)))?;
        answers.push(answer);
    }
    tx.commit().await?;
    // A form for clients asks with a token that can do nothing else.
    let insider = call.permissions().allow("clients.read");
    Ok(BookingVerdict::of(asked.via, insider, answers))
}
