//! What all HTML doors share: words, addresses and icons for templates, typed forms, and the
//! answers of a browser. The components themselves are `templates/macros.html`, for which a
//! module names the folder in its `askama.toml`.

mod form;
mod problems;
mod ui;

use askama::Template;
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};

use crate::{Call, Error, Fragment, Page, Result};

pub use crate::slots::Mark;
pub use form::{Typed, query};
pub use problems::{Problem, Problems};
pub use ui::{Hidden, Markup, Toast, Ui, hue};

/// Whether htmx asks: it gets a piece, a browser by itself the whole page.
#[derive(Debug, Clone, Copy)]
pub struct Htmx(pub bool);

impl<S: Send + Sync> FromRequestParts<S> for Htmx {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(Self(parts.headers.contains_key("hx-request")))
    }
}

/// The text of a template.
///
/// # Errors
/// Internal, where it cannot be written.
pub fn render(template: &impl Template) -> Result<String> {
    template
        .render()
        .map_err(|error| Error::internal(format!("a page cannot be written: {error}")))
}

/// A page of `template` that lights `place` in the rail.
///
/// # Errors
/// As [`render`].
pub fn page(title: &str, place: &'static str, template: &impl Template) -> Result<Page> {
    Ok(Page::new(title, place, render(template)?))
}

/// A piece of a page.
///
/// # Errors
/// As [`render`].
pub fn fragment(template: &impl Template) -> Result<Response> {
    Ok(by_asker(Fragment(render(template)?)))
}

/// The answer, marked as another than a browser by itself would get from there.
pub fn by_asker(answer: impl IntoResponse) -> Response {
    let vary = [(header::VARY, HeaderValue::from_static("hx-request"))];
    (vary, answer).into_response()
}

/// Lets the address bar say what is shown, so that going back leads there.
pub fn shown_at(mut response: Response, address: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(address) {
        let name = HeaderName::from_static("hx-replace-url");
        response.headers_mut().insert(name, value);
    }
    response
}

/// On to a page of the salon, by a new request: reloading it does nothing twice.
pub fn see_other(call: &Call, path: &str) -> Response {
    Redirect::to(&format!("/{}{path}", call.salon().slug)).into_response()
}

/// The page with the status of the error that it explains.
pub fn with_status(page: Page, status: StatusCode) -> Response {
    page.status(status).into_response()
}
