//! How much of an answer is read, whatever a plugin gives: what is read stands in the host's memory, and a question's
//! answer within somebody's transaction.

use kartoteka_plugin::{Error, Result, native::wire};
use serde::de::DeserializeOwned;

/// The most that JSON may weigh, in bytes, as the header says.
pub(super) const MOST_JSON: usize = 16 << 20;
/// The same of a problem.
const MOST_PROBLEM: usize = 1 << 20;
/// The same of the headers of an answer together, and of a page's title and place.
pub(super) const MOST_HEADERS: usize = 64 << 10;

/// What stands in JSON of a plugin.
///
/// # Errors
/// Where it is too much; where it is none, as `none` says.
pub(in super::super) fn json<T: DeserializeOwned>(bytes: &[u8], none: &'static str) -> Result<T> {
    if bytes.len() > MOST_JSON {
        return Err(Error::internal("an answer of more than 16 MB of JSON"));
    }
    serde_json::from_slice(bytes).map_err(|_| Error::internal(none))
}

/// The error that a plugin gave.
pub(in super::super) fn problem(bytes: &[u8]) -> Error {
    match bytes.len() > MOST_PROBLEM {
        true => Error::internal("a problem of more than 1 MB"),
        false => wire::error_from_json(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_not_read() {
        let text = |letters: usize| format!("\"{}\"", "x".repeat(letters));
        assert!(json::<String>(text(10).as_bytes(), "none").is_ok());
        let wrong = json::<String>(b"x", "none").map_err(|error| error.cause.clone());
        assert!(wrong.is_err_and(|cause| cause.as_deref() == Some("none")));
        assert!(json::<String>(text(MOST_JSON).as_bytes(), "none").is_err());
        let said = |letters| {
            let text = text(letters);
            problem(format!("{{\"status\":422,\"code\":\"full\",\"x\":{text}}}").as_bytes())
        };
        assert_eq!(said(10).status, 422);
        assert_eq!(said(MOST_PROBLEM).status, 500);
    }
}
