//! What stands around the inside of a page: rail, search, salon, user.

use askama::Template;
use axum::{
    body::Body,
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use http::{StatusCode, header};
use http_body_util::BodyExt as _;
use kartoteka_plugin::{Call, Error, Texts, manifest::Place, page::PageFrame};
use serde::Deserialize;

use super::scene::Scene;
use crate::assets;

/// The frame of a salon's page.
#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    t: &'a Texts,
    title: &'a str,
    place: &'a str,
    slug: &'a str,
    salon: &'a str,
    user: &'a str,
    /// What was looked for.
    q: &'a str,
    /// Whether the page has a list that follows the search while somebody types.
    searches: bool,
    entries: Vec<Entry<'a>>,
    body: &'a str,
}

/// What was typed into the search before the page was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// An entry of the rail.
struct Entry<'a> {
    place: &'a Place,
    word: String,
}

/// A page of nobody: an error before sign-in.
#[derive(Template)]
#[template(path = "frame_plain.html")]
struct Plain<'a> {
    t: &'a Texts,
    title: &'a str,
    body: &'a str,
}

/// The inside of an error page.
#[derive(Template)]
#[template(path = "frame_error.html")]
struct Failure<'a> {
    t: &'a Texts,
    title: &'a str,
    detail: Option<&'a str>,
    /// For faults of ours, to tell the operator.
    request_id: Option<&'a str>,
    home: String,
}

/// An error where htmx asked for a piece of a page.
#[derive(Template)]
#[template(path = "frame_toast.html")]
struct Toast<'a> {
    t: &'a Texts,
    title: &'a str,
    detail: Option<&'a str>,
}

/// Draws frames.
pub(super) struct Frames {
    places: Vec<Place>,
}

impl Frames {
    pub(super) fn new(places: Vec<Place>) -> Self {
        Self { places }
    }

    /// The places that the actor may see, in the order of the rail.
    fn visible<'a>(&'a self, call: &Call) -> Vec<&'a Place> {
        let may = |place: &&Place| call.permissions().allow(&place.permission);
        self.places.iter().filter(may).collect()
    }

    /// Path of the first place, below the salon: where a visit begins.
    pub(super) fn first(&self, call: &Call) -> Option<&str> {
        let first = self.visible(call).into_iter().next();
        first.map(|place| place.path.as_str())
    }

    /// Puts the frame around the page in `response`.
    pub(super) async fn around(
        &self,
        scene: &Scene,
        call: &Call,
        frame: &PageFrame,
        response: Response,
    ) -> Response {
        let (mut parts, body) = response.into_parts();
        let inside = match body.collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) => return Error::internal(format!("page: {error}")).into_response(),
        };
        let inside = String::from_utf8_lossy(&inside);
        match self.draw(scene, call, frame, &inside) {
            Ok(html) => {
                parts.headers.remove(header::CONTENT_LENGTH);
                Response::from_parts(parts, Body::from(html))
            }
            Err(error) => Error::internal(format!("frame: {error}")).into_response(),
        }
    }

    fn draw(
        &self,
        scene: &Scene,
        call: &Call,
        frame: &PageFrame,
        body: &str,
    ) -> askama::Result<String> {
        let access = scene.access.as_ref();
        let texts = call.texts();
        let entry = |place| Entry {
            place,
            word: texts.get(&format!("place-{}", place.id)),
        };
        let entries = self.visible(call).into_iter().map(entry).collect();
        let slug = call.salon().slug.as_str();
        let asked = Query::<Asked>::try_from_uri(&scene.uri);
        let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
        let searches = scene.uri.path() == format!("/{slug}/clients");
        Frame {
            t: &texts,
            title: &frame.title,
            place: frame.place,
            slug,
            q: if searches { &asked.q } else { "" },
            searches,
            salon: &call.salon().name,
            user: access.map_or("", |access| access.name.as_str()),
            entries,
            body,
        }
        .render()
    }

    /// The page that says what went wrong, as much of it as the reader can use.
    pub(super) fn error(&self, scene: &Scene, texts: &Texts, error: &Error) -> Response {
        let html = self.error_html(scene, texts, error);
        let html = html.unwrap_or_else(|_| texts.error(error).0);
        (error.status, Html(html)).into_response()
    }

    fn error_html(&self, scene: &Scene, texts: &Texts, error: &Error) -> askama::Result<String> {
        let (title, detail) = texts.error(error);
        let detail = detail.as_deref();
        let title = title.as_str();
        if scene.for_fragment {
            return Toast {
                t: texts,
                title,
                detail,
            }
            .render();
        }
        let ours =
            error.status.is_server_error() && error.status != StatusCode::SERVICE_UNAVAILABLE;
        let home = match &scene.call {
            Some(call) => format!("/{}", call.salon().slug),
            None => "/".to_owned(),
        };
        let body = Failure {
            t: texts,
            title,
            detail,
            request_id: ours.then_some(scene.request_id.as_str()),
            home,
        }
        .render()?;
        match &scene.call {
            Some(call) => {
                let frame = PageFrame {
                    title: title.to_owned(),
                    place: "",
                };
                self.draw(scene, call, &frame, &body)
            }
            None => Plain {
                t: texts,
                title,
                body: &body,
            }
            .render(),
        }
    }
}
