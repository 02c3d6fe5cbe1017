//! Forms as a browser sends them: pairs in the order of the page, names repeated.

use crate::{Error, FieldError, Result};
use axum::{
    Form,
    extract::{FromRequest, Request},
    response::IntoResponse,
};
use chrono::NaiveDate;
use http::StatusCode;
use uuid::Uuid;

/// What somebody typed.
#[derive(Debug, Clone, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// The last value called `name`; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether `name` was sent with something in it.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// All values called `name`, in the order of the page.
    pub fn all(&self, name: &str) -> Vec<String> {
        let of_name = self.0.iter().filter(|(key, _)| key == name);
        of_name.map(|(_, value)| value.clone()).collect()
    }

    /// A number, such as the version a form is based on.
    ///
    /// # Errors
    /// 400, where it is none: our own pages always send one.
    pub fn number(&self, name: &str) -> Result<i64> {
        self.get(name).parse().map_err(|_| Error::malformed())
    }

    /// A day, or nothing where none was given.
    ///
    /// # Errors
    /// The field, `not_a_date`, to be gathered with others: browsers send `2026-03-02`, other programs what they like.
    pub fn date(&self, name: &str) -> Result<Option<NaiveDate>, FieldError> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(day) => Ok(Some(day)),
                Err(_) => Err(FieldError::new(format!("/{name}"), "not_a_date")),
            },
        }
    }

    /// An id, or nothing where nothing was chosen.
    ///
    /// # Errors
    /// 400, where it is none.
    pub fn id(&self, name: &str) -> Result<Option<Uuid>> {
        match self.get(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Error::malformed()),
        }
    }
}

/// For tests.
impl From<&[(&str, &str)]> for Typed {
    fn from(pairs: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self(pairs.iter().map(owned).collect())
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(pairs)) => Ok(Self(pairs)),
            Err(rejection) => Err(match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
                }
                _ => Error::malformed(),
            }),
        }
    }
}

/// `?name=value&…` of the pairs that have a value, escaped for an address; nothing
/// where none has.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    query.push(char::from(byte));
                }
                _ => query.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_any_words() {
        assert_eq!(query(&[("q", ""), ("archived", "")]), "");
        let pairs = [("q", "mül & 0176+"), ("archived", "true")];
        assert_eq!(query(&pairs), "?q=m%C3%BCl%20%26%200176%2B&archived=true");
    }

    #[test]
    fn of_repeated_names_the_last_counts_or_all() {
        let typed = Typed::from(&[("phone", "1"), ("phone", ""), ("phone", "3")][..]);
        assert_eq!(typed.get("phone"), "3");
        assert_eq!(typed.all("phone"), ["1", "", "3"]);
        assert!(!typed.has("email"));
        let typed = Typed::from(&[("until", " 2026-03-02"), ("from", ""), ("on", "soon")][..]);
        let day = NaiveDate::from_ymd_opt(2026, 3, 2);
        assert_eq!(typed.date("until").ok(), Some(day));
        assert_eq!(typed.date("from").ok(), Some(None));
        assert_eq!(
            typed.date("on").map_err(|wrong| wrong.pointer),
            Err("/on".to_owned())
        );
    }
}
