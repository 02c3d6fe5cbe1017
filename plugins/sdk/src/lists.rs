//! Lists in pages: which page is asked for, and where it ended.
//!
//! A door takes [`Paging`] as its query, or [`Paged`] beside parameters of its own; both stand in
//! its documentation: `params(ListParams, Paging)`. The operation reads one row more than asked
//! for, and [`Paging::cut`] tells by it whether there is a next page.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use http::{Uri, request::Parts};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use crate::{Error, FieldError, Result, extract::Query};

/// Which page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `page.next` of the page before.
    pub after: Option<String>,
    /// How many, 1–200.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 200)]
    pub limit: usize,
}

fn fifty() -> usize {
    50
}

impl Default for Paging {
    /// The first page, of 50.
    fn default() -> Self {
        Self::first(fifty())
    }
}

impl Paging {
    /// The first page, of `limit`.
    pub const fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }

    /// That so many may be asked for.
    ///
    /// # Errors
    /// 422 `limit_1_to_200`.
    pub fn check(&self) -> Result<()> {
        let mut error = Error::invalid();
        self.check_limit(&mut error);
        error.if_any()
    }

    fn check_limit(&self, error: &mut Error) {
        if !(1..=200).contains(&self.limit) {
            let wrong = FieldError::new("/limit", "limit_1_to_200");
            error.fields.push(wrong);
        }
    }

    /// Where the page begins, for lists whose cursor is a number or an id: behind the row of this
    /// key. That so many may be asked for is checked with it.
    ///
    /// # Errors
    /// 422 `limit_1_to_200` and `not_a_cursor`.
    pub fn start<K: FromStr>(&self) -> Result<Option<K>> {
        let mut error = Error::invalid();
        self.check_limit(&mut error);
        let after = self.after.as_deref().map(str::parse).transpose();
        if after.is_err() {
            error.fields.push(FieldError::new("/after", "not_a_cursor"));
        }
        error.if_any()?;
        Ok(after.ok().flatten())
    }

    /// How many rows to read: one more than asked for tells whether there is a next page.
    pub const fn to_read(&self) -> usize {
        self.limit.saturating_add(1)
    }

    /// Leaves of the rows that were read those of the page; gives the last of them where there is
    /// a next page, which begins behind it.
    pub fn cut<'a, T>(&self, rows: &'a mut Vec<T>) -> Option<&'a T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        rows.last().filter(|_| more)
    }

    /// The end of this page, for its answer; `next` is the cursor of the next one.
    pub const fn ended(&self, next: Option<String>) -> PageEnd {
        PageEnd {
            next,
            limit: self.limit,
        }
    }
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Page)]
pub struct PageEnd {
    /// For `after`; null on the last page.
    pub next: Option<String>,
    /// As asked for.
    pub limit: usize,
}

/// A query string: the parameters of a list of its own, and which page.
#[derive(Debug, Clone)]
pub struct Paged<T>(pub T, pub Paging);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Paged<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let (paging, own): (Vec<&str>, Vec<&str>) = pairs.partition(|pair| is_of_paging(pair));
        Ok(Self(read(&own)?, read(&paging)?))
    }
}

/// Whether a pair of a query string says which page.
fn is_of_paging(pair: &str) -> bool {
    let pairs: Result<Vec<(String, String)>> = read(&[pair]);
    let mut names = pairs.iter().flatten().map(|(name, _)| name.as_str());
    names.any(|name| name == "after" || name == "limit")
}

/// Reads these pairs of a query string.
fn read<T: DeserializeOwned>(pairs: &[&str]) -> Result<T> {
    let uri = Uri::builder().path_and_query(format!("/?{}", pairs.join("&")));
    let uri = uri.build().map_err(|_| Error::malformed())?;
    Query::of(&uri).map(|Query(value)| value)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Own {
        #[serde(default)]
        archived: bool,
        q: Option<String>,
    }

    fn codes(error: &Error) -> Vec<String> {
        let fields = error.fields.iter();
        fields
            .map(|f| format!("{} {}", f.pointer, f.code))
            .collect()
    }

    async fn asked(query: &str) -> Result<(Own, Paging)> {
        let request = http::Request::builder().uri(format!("/tips?{query}"));
        let (mut parts, ()) = request.body(()).unwrap_or_default().into_parts();
        let Paged(own, paging) = Paged::from_request_parts(&mut parts, &()).await?;
        Ok((own, paging))
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        futures_util::FutureExt::now_or_never(future).expect("nothing is waited for")
    }

    #[test]
    fn the_page_and_a_lists_own_parameters_share_a_query() {
        let (own, paging) = now(asked("q=a%26b&after=x%3D&archived=true&limit=7")).expect("both");
        assert_eq!((own.archived, own.q.as_deref()), (true, Some("a&b")));
        let expected = Paging {
            after: Some("x=".to_owned()),
            limit: 7,
        };
        assert_eq!(paging, expected);
        let (own, paging) = now(asked("")).expect("none");
        assert_eq!((own.archived, own.q), (false, None));
        assert_eq!(paging, Paging::default());
        let (_, paging) = now(asked("%6cimit=3&")).expect("by another spelling");
        assert_eq!(paging.limit, 3);
    }

    #[test]
    fn what_is_no_parameter_of_either_is_refused() {
        for query in [
            "r=1",
            "limit=x",
            "limit=-1",
            "archived=perhaps",
            "limit=1&limit=2",
            "q=1&q=2",
        ] {
            let error = now(asked(query)).expect_err(query);
            assert_eq!(error.status, http::StatusCode::BAD_REQUEST, "{query}");
        }
    }

    #[test]
    fn a_page_is_of_1_to_200_and_begins_behind_a_key() {
        let paging = |after: Option<&str>, limit| Paging {
            after: after.map(str::to_owned),
            limit,
        };
        for limit in [1, 200] {
            assert_eq!(
                paging(Some("12"), limit).start::<i64>().ok(),
                Some(Some(12))
            );
            assert!(paging(None, limit).check().is_ok());
        }
        for limit in [0, 201] {
            let error = paging(Some("x"), limit).start::<i64>().expect_err("both");
            assert_eq!(
                codes(&error),
                ["/limit limit_1_to_200", "/after not_a_cursor"]
            );
            let error = paging(Some("x"), limit).check().expect_err("the limit");
            assert_eq!(codes(&error), ["/limit limit_1_to_200"]);
        }
    }

    #[test]
    fn one_row_more_than_asked_for_tells_of_a_next_page() {
        let paging = Paging::first(2);
        assert_eq!(paging.to_read(), 3);
        let mut rows = vec!['a', 'b', 'c'];
        assert_eq!(paging.cut(&mut rows), Some(&'b'));
        assert_eq!(rows, ['a', 'b']);
        assert_eq!(paging.cut(&mut rows), None);
        assert_eq!(paging.cut(&mut Vec::<char>::new()), None);
    }
}
