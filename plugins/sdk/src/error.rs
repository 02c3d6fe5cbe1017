//! What an operation says when it does not do what was asked.
//!
//! An [`Error`] carries a stable code and arguments, never a sentence: the host
//! renders it where the language is known, as RFC 9457 `application/problem+json`
//! for the API and as a page for the browser. The sentence of code `number_taken`
//! is the Fluent message `error-number_taken`; its attribute `.detail`, where
//! there is one, says what to do.

use std::{
    borrow::Cow,
    ops::{Deref, DerefMut},
};

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use crate::{DbError, text::Arg};

/// Result of an operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A bad field, by JSON pointer (`/phones/0/value`) and code.
///
/// Codes and their sentences are one namespace of all modules. These are the host's and the
/// registry's, for whoever finds them to fit; one of your own begins with your id
/// (`tips_too_generous`, text `field-tips_too_generous`).
///
/// | code | arguments | says that it |
/// |---|---|---|
/// | `required` | | is missing |
/// | `malformed` | `reason` | cannot be read |
/// | `too_long`, `too_many` | `most` | is too long, are too many |
/// | `out_of_range` | `least`, `most` | must be from one to the other |
/// | `limit_1_to_200` | | must be from 1 to 200 |
/// | `not_a_cursor` | | is no place in this list |
/// | `unknown_field` | | is not known here |
/// | `true_or_false` | | must be true or false |
/// | `wrong_type` | `type` (of JSON Schema) | is of another type |
/// | `not_a_choice` | | is not one of the choices |
/// | `not_an_email` | | is no e-mail address |
/// | `not_a_date` | | is no date |
/// | `in_the_past` | | must lie in the future |
/// | `contact_unreadable` | | is no phone number or e-mail address |
/// | `client_or_contact_required` | | a client, a phone number or an e-mail address is needed |
/// | `no_such_client` | | there is no such client |
/// | `no_such_source` | | is not on the list of sources any more |
#[derive(Debug, Clone)]
pub struct FieldError {
    /// RFC 6901 pointer into the request's body; empty for the whole.
    pub pointer: String,
    /// What is wrong; its sentence is the Fluent message `field-<code>`.
    pub code: Cow<'static, str>,
    /// Arguments of the sentence.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

impl FieldError {
    /// The field at `pointer` is wrong in the way of `code`.
    pub fn new(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.into(),
            args: Vec::new(),
        }
    }

    /// Adds an argument of its sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }
}

/// Why something failed, for the log: text that reads as a `str`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// As it stands in the source.
    Fixed(&'static str),
    /// What an engine said, which names tables and codes, never values.
    Engine(String),
    /// Put together from what was at hand, which may be a person. Of features it is withheld.
    Made(String),
}

impl Cause {
    /// What may be logged of it, wherever it comes from.
    pub fn safe(&self) -> &str {
        match self {
            Self::Made(_) => "(cause withheld)",
            Self::Fixed(_) | Self::Engine(_) => self,
        }
    }
}

impl Deref for Cause {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Self::Fixed(text) => text,
            Self::Engine(text) | Self::Made(text) => text,
        }
    }
}

impl From<&'static str> for Cause {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self::Made(text)
    }
}

/// Why an operation was not done. Boxed, because results are moved about far more
/// often than they fail.
#[derive(Debug, Clone)]
pub struct Error(Box<Problem>);

/// What an [`Error`] says.
#[derive(Debug, Clone)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code, `snake_case`.
    pub code: Cow<'static, str>,
    /// Arguments of the sentence.
    pub args: Vec<(Cow<'static, str>, Arg)>,
    /// Bad fields.
    pub fields: Vec<FieldError>,
    /// Further members of the problem document.
    pub extra: Map<String, Json>,
    /// For the log alone; never shown, and never with personal data.
    pub cause: Option<Cause>,
}

impl Error {
    /// An error of this status and code.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Problem {
            status,
            code: code.into(),
            args: Vec::new(),
            fields: Vec::new(),
            extra: Map::new(),
            cause: None,
        }))
    }

    /// 400: the request cannot be decoded.
    pub fn malformed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed")
    }

    /// 401: nobody is signed in, or the token is not known.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in")
    }

    /// 403: the actor may know of it but lacks `permission`.
    pub fn forbidden(permission: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden").arg("permission", permission)
    }

    /// 403 `not_granted`: the feature asks for it, and the salon has not agreed to it yet.
    pub fn not_granted(asks: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_granted").with("asks_for", asks)
    }

    /// 404: it is not there, or may not be known of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 404 of a feature that the salon has not on.
    pub fn feature_off() -> Self {
        Self::new(StatusCode::NOT_FOUND, "feature_off")
    }

    /// 409: what is there stands against it.
    pub fn conflict(code: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 412: the thing was changed since it was read.
    pub fn changed_meanwhile() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "changed_meanwhile")
    }

    /// 422: rules are broken; name the fields with [`field`](Self::field).
    pub fn invalid() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid")
    }

    /// 500: our fault. `cause` goes to the log.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");
        error.cause = Some(cause.into());
        error
    }

    /// Adds an argument of the sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }

    /// Names a bad field.
    #[must_use]
    pub fn field(mut self, pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        self.fields.push(FieldError::new(pointer, code));
        self
    }

    /// Adds an argument to the sentence of the field named last.
    #[must_use]
    pub fn field_arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.args.push((name.into(), value.into()));
        }
        self
    }

    /// Adds a member to the problem document.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Json>) -> Self {
        self.extra.insert(member.to_owned(), value.into());
        self
    }

    /// The error itself if it names fields, else nothing wrong: for rules that
    /// gather what is wrong before they speak.
    ///
    /// # Errors
    /// This error, where it names a field.
    pub fn if_any(self) -> Result<()> {
        if self.fields.is_empty() {
            Ok(())
        } else {
            Err(self)
        }
    }
}

impl Deref for Error {
    type Target = Problem;
    fn deref(&self) -> &Problem {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Problem {
        &mut self.0
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy"),
            DbError::NotGranted { view } => {
                Self::new(StatusCode::FORBIDDEN, "not_granted").with("view", view)
            }
            other => Self::internal(Cause::Engine(other.to_string())),
        }
    }
}

/// The status alone; the error itself travels beside it for the host to render.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
