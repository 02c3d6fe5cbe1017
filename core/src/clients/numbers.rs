//! Numbers of cards: unique in the salon, and never used twice.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use kartoteka_plugin::{Call, Error, FieldError, Result, Tx, cache};
use uuid::Uuid;

use super::store;

/// A plain number above this does not move the count: it is a slip, or a scheme of
/// the salon's own.
const MOST: i64 = 999_999_999;

/// Where the salon's memory keeps the count.
const KEY: &str = "core.next_number";

/// Takes `number` for `client`.
///
/// # Errors
/// 409 `number_taken`, where another client has or had it.
pub(super) async fn claim(tx: &mut Tx, number: &str, client: Uuid) -> Result<String> {
    if take(tx, number, client).await? || store::has_number(tx, number, client).await? {
        return Ok(number.to_owned());
    }
    let mut error = Error::conflict("number_taken").arg("number", number);
    error
        .fields
        .push(FieldError::new("/number", "number_taken"));
    Err(error)
}

/// The next number that no card of the salon ever had.
///
/// Where the count stands is kept in memory, so that two registrations at once
/// need not wait for each other's commit; the table decides, and a count that is
/// behind (another host, a number chosen by hand) is moved up.
pub(super) async fn next(call: &Call, tx: &mut Tx, client: Uuid) -> Result<String> {
    let count = match cache::get::<AtomicI64>(call.cache(), KEY) {
        Some(count) => count,
        None => {
            let count = Arc::new(AtomicI64::new(room(tx, 1).await?));
            call.cache().put(KEY, count.clone(), 64);
            count
        }
    };
    loop {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        let text = number.to_string();
        if number <= MOST && take(tx, &text, client).await? {
            return Ok(text);
        }
        let last = room(tx, 1).await?;
        if last >= number {
            count.fetch_max(last, Ordering::Relaxed);
        } else {
            // Above the greatest there is no room: the count goes on in a gap.
            count.store(last, Ordering::Relaxed);
        }
    }
}

/// The number behind which `wanted` numbers are free: the greatest ever used, or, where
/// someone chose one so great that nothing fits above it, the one before the first gap
/// that is wide enough.
pub(crate) async fn room(tx: &mut Tx, wanted: i64) -> Result<i64> {
    let greatest = store::greatest_number(tx).await?;
    if greatest <= MOST - wanted {
        return Ok(greatest);
    }
    let gap = store::gap_of_numbers(tx, wanted).await?;
    gap.ok_or_else(|| Error::internal("all client numbers are used"))
}

/// Forgets where the count stands, after many numbers were written at once.
pub(crate) fn forget(call: &Call) {
    call.cache().forget(KEY);
}

/// Whether the number was free and is now the client's.
async fn take(tx: &mut Tx, number: &str, client: Uuid) -> Result<bool> {
    Ok(store::take_number(tx, number, value_of(number), client).await?)
}

/// The value of a plain number, without which it takes no part in counting.
pub(crate) fn value_of(number: &str) -> Option<i64> {
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let value = plain.then(|| number.parse::<i64>().ok()).flatten();
    value.filter(|value| (1..=MOST).contains(value))
}
