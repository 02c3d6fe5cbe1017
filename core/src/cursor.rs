//! Where a page ended, as a text that tells nothing: cursors travel in addresses,
//! and an address must not hold a name.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kartoteka_plugin::{Call, Error, FieldError, Result};
use serde::{Serialize, de::DeserializeOwned};

const PURPOSE: &str = "cursor";

/// The cursor of `position`.
///
/// # Errors
/// Internal, where it cannot be sealed.
pub(crate) fn seal(call: &Call, position: &impl Serialize) -> Result<String> {
    let bytes = postcard::to_allocvec(position).map_err(|e| Error::internal(e.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(call.keys().seal(PURPOSE, &bytes)?))
}

/// The position of a cursor.
///
/// # Errors
/// 422, where it is none of ours.
pub(crate) fn open<T: DeserializeOwned>(call: &Call, cursor: &str) -> Result<T> {
    let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
    let bytes = call.keys().open(PURPOSE, &sealed).map_err(|_| bad())?;
    postcard::from_bytes(&bytes).map_err(|_| bad())
}

/// The place of a list that goes by plain numbers, which tell nothing of anybody.
///
/// # Errors
/// 422, where it is none of ours.
pub(crate) fn number(cursor: Option<&str>) -> Result<Option<i64>> {
    cursor.map(str::parse).transpose().map_err(|_| bad())
}

/// What is said of a cursor that is none.
pub(crate) fn bad() -> Error {
    let mut error = Error::invalid();
    error.fields.push(FieldError::new("/after", "not_a_cursor"));
    error
}
