//! Notes, and their rules: no SQL and no HTTP.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Error, Result, checks};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most letters of a note.
pub const LONGEST: usize = 300;

/// A note on a client.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// Whom it is about.
    pub client_id: Uuid,
    /// What it says.
    pub words: String,
    /// When it was put there.
    pub added_at: DateTime<Utc>,
    /// Who put it there: `user:<id>`, `token:<id>`.
    pub added_by: String,
}

/// A note to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Whom it is about.
    pub client_id: Uuid,
    /// What it says, in 300 letters at most.
    pub words: String,
}

impl NewNote {
    /// Its words, tidied.
    ///
    /// # Errors
    /// 422 that names the field.
    pub fn words(&self) -> Result<String> {
        let words = checks::tidy_lines(&self.words);
        let wrong = match words.chars().count() {
            0 => Error::invalid().field("/words", "required"),
            n if n > LONGEST => Error::invalid()
                .field("/words", "too_long")
                .field_arg("most", LONGEST),
            _ => return Ok(words),
        };
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<String> {
        let note = NewNote {
            client_id: Uuid::nil(),
            words: text.to_owned(),
        };
        note.words()
    }

    #[test]
    fn a_note_says_something_and_not_too_much() {
        assert_eq!(words("  Rings first ").expect("words"), "Rings first");
        for (text, code) in [("  ", "required"), (&*"x".repeat(LONGEST + 1), "too_long")] {
            let error = words(text).expect_err("it is wrong");
            assert_eq!((&*error.fields[0].pointer, &*error.fields[0].code), ("/words", code));
        }
    }
}
