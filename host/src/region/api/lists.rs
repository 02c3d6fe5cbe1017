//! Lists in pages, alike for all that the region lists.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kartoteka_plugin::{Call, Error, Result, extract::Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParams {
    /// `page.next` of the page before.
    after: Option<String>,
    /// How many, 1–200.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 200)]
    limit: usize,
}

fn fifty() -> usize {
    50
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T> {
    data: Vec<T>,
    page: PageEnd,
}

/// Where a page ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageEnd {
    /// For `after`; null on the last page.
    next: Option<String>,
    /// As asked for.
    limit: usize,
}

impl PageParams {
    /// After which id, and how many to read: one more than asked for, to know
    /// whether there is a next page.
    pub(super) fn bounds(&self) -> Result<(Option<Uuid>, i64)> {
        let mut error = Error::invalid();
        let after = self.after.as_deref().map(str::parse).transpose();
        if after.is_err() {
            error = error.field("/after", "not_a_cursor");
        }
        if !(1..=200).contains(&self.limit) {
            error = error.field("/limit", "out_of_range");
            error = error.field_arg("least", 1_i64).field_arg("most", 200_i64);
        }
        error.if_any()?;
        let more = i64::try_from(self.limit + 1).unwrap_or(i64::MAX);
        Ok((after.unwrap_or_default(), more))
    }

    /// The page of these rows.
    pub(super) fn page<T>(&self, mut rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> Json<List<T>> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next = rows.last().filter(|_| more).map(|row| id(row).to_string());
        let limit = self.limit;
        let page = PageEnd { next, limit };
        Json(List { data: rows, page })
    }
}

/// 201 with the place of what was made.
pub(super) fn created(call: &Call, path: &str, body: impl Serialize) -> Response {
    let mut response = stands_at(call, path, body);
    *response.status_mut() = StatusCode::CREATED;
    response
}

/// 200 with the place of what was changed, as a repeated request gives it.
pub(super) fn stands_at(call: &Call, path: &str, body: impl Serialize) -> Response {
    let place = format!("/api/v1/salons/{}/{path}", call.salon().slug);
    let mut response = Json(body).into_response();
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}
