//! What is wrong with a form: at each field, and together above it.

use crate::{Error, Result, Texts};
use http::StatusCode;

/// A sentence about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The id of the field on the page.
    pub id: String,
    /// What the field is called.
    pub label: String,
    /// What is wrong, and what to do.
    pub text: String,
}

/// All that is wrong with a form.
#[derive(Debug, Clone, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// What `error` says of the fields of a form, and its status. `place_of` gives the
    /// id and the name of the field that a pointer points to.
    ///
    /// # Errors
    /// The error itself, where it is about something else than what was typed.
    pub fn of(
        error: Error,
        texts: &Texts,
        place_of: impl Fn(&str) -> (String, String),
    ) -> Result<(Self, StatusCode)> {
        let typed = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT];
        if !typed.contains(&error.status) || error.fields.is_empty() {
            return Err(error);
        }
        let general = texts.error(&error);
        let problems = error.fields.iter().map(|field| {
            let (id, label) = place_of(&field.pointer);
            // A conflict says more by its own sentence, which knows the value.
            let text = match error.status {
                StatusCode::CONFLICT => general.0.clone(),
                _ => texts.field(field).into_owned(),
            };
            Problem { id, label, text }
        });
        Ok((Self(problems.collect()), error.status))
    }

    /// What is wrong with the field `id`.
    pub fn at(&self, id: &str) -> Option<&str> {
        let found = self.0.iter().find(|problem| problem.id == id);
        found.map(|problem| problem.text.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
