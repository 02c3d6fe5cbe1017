//! Answers for the browser.
//!
//! A module renders the inside of a page; the host puts the frame (rail, search,
//! salon, user) around it. A fragment goes out as it is.

use std::borrow::Cow;

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;

/// The inside of a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// For the window's title, already in the reader's language.
    pub title: String,
    /// The entry of the rail that is lit: `clients`, `settings`.
    pub place: &'static str,
    /// HTML of the main part.
    pub body: String,
    /// 200 unless said otherwise.
    pub status: StatusCode,
}

/// What the host needs to put the frame around a page.
#[derive(Debug, Clone)]
pub struct PageFrame {
    /// For the window's title.
    pub title: String,
    /// The entry of the rail that is lit.
    pub place: Cow<'static, str>,
}

impl Page {
    /// A page of this title and body, lighting `place` in the rail.
    pub fn new(title: impl Into<String>, place: &'static str, body: String) -> Self {
        Self {
            title: title.into(),
            place,
            body,
            status: StatusCode::OK,
        }
    }

    /// With another status, e.g. 422 for a form that comes back.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, Html(self.body)).into_response();
        response.extensions_mut().insert(PageFrame {
            title: self.title,
            place: self.place.into(),
        });
        response
    }
}

/// A piece of a page, for htmx.
#[derive(Debug, Clone)]
pub struct Fragment(pub String);

impl IntoResponse for Fragment {
    fn into_response(self) -> Response {
        Html(self.0).into_response()
    }
}
