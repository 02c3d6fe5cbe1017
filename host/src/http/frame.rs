//! What stands around the inside of a page: rail, search, salon, user.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    body::Body,
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use http::{StatusCode, header};
use http_body_util::{BodyExt as _, Limited};
use kartoteka_plugin::{
    Call, Error, Texts,
    manifest::{Area, Place},
    page::PageFrame,
};
use serde::Deserialize;

use super::{scene::Scene, styleguide};
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
    /// The areas of the settings, on their pages; none on others.
    areas: Vec<Entry<'a>>,
    /// Path of the area that the page is in.
    area: &'a str,
    body: &'a str,
}

/// What was typed into the search before the page was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// An entry of the rail, or of the list of areas.
struct Entry<'a> {
    id: &'a str,
    icon: &'a str,
    path: &'a str,
    word: String,
}

impl Entry<'_> {
    /// Whether `path` is its page or one behind it.
    fn leads_to(&self, slug: &str, path: &str) -> bool {
        let below = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(slug));
        let rest = below.and_then(|below| below.strip_prefix(self.path));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
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
    /// The page whose form is not done, to go back to.
    back: Option<&'a str>,
}

/// An error where htmx asked for a piece of a page.
#[derive(Template)]
#[template(path = "frame_toast.html")]
struct Toast<'a> {
    t: &'a Texts,
    title: &'a str,
    detail: Option<&'a str>,
}

/// The most that the inside of a page may weigh, in bytes.
const HEAVIEST: usize = 8 << 20;

/// Where all components stand.
pub(super) const STYLEGUIDE: &str = "styleguide";

/// The page of the salon whose form was refused.
fn back(scene: &Scene) -> Option<&str> {
    let from = scene.sent_from.as_deref()?;
    let salon = from.strip_prefix('/')?;
    let slug = scene.call.as_ref()?.salon().slug.as_str();
    let below = salon.strip_prefix(slug)?;
    below.starts_with('/').then_some(from)
}

/// Draws frames.
pub(super) struct Frames {
    places: Vec<Owned<Place>>,
    areas: Vec<Owned<NamedArea>>,
}

/// An area of the settings, with names of its own where it has no text.
pub(super) struct NamedArea {
    pub(super) area: Area,
    /// By language.
    pub(super) names: BTreeMap<String, String>,
}

impl From<Area> for NamedArea {
    fn from(area: Area) -> Self {
        let names = BTreeMap::new();
        Self { area, names }
    }
}

impl NamedArea {
    fn word(&self, texts: &Texts) -> String {
        let name = self.names.get(texts.locale().code());
        let name = name.or_else(|| self.names.get("en"));
        name.cloned()
            .unwrap_or_else(|| texts.get(&format!("area-{}", self.area.id)))
    }
}

/// A thing of a feature, or of nobody who can be switched off.
pub(super) type Owned<T> = (Option<String>, T);

/// What a reader sees: by what they may do, and what their salon has on.
#[derive(Clone, Copy)]
struct Sight<'a> {
    /// Absent for who sees all.
    call: Option<&'a Call>,
}

impl Sight<'_> {
    fn of<T>(self, owned: &Owned<T>, permission: impl Fn(&T) -> &str) -> Option<&T> {
        let (owner, thing) = owned;
        let seen = self.call.is_none_or(|call| {
            let on = owner.as_ref().is_none_or(|feature| call.has(feature));
            on && call.permissions().allow(permission(thing))
        });
        seen.then_some(thing)
    }
}

/// The place of the settings: after all others, where there is an area to see.
const SETTINGS: &str = "settings";

impl Frames {
    pub(super) fn new(places: Vec<Owned<Place>>, areas: Vec<Owned<NamedArea>>) -> Self {
        Self { places, areas }
    }

    /// The rail: places that are seen, in the order of the modules.
    fn rail<'a>(&'a self, texts: &Texts, sight: Sight<'_>) -> Vec<Entry<'a>> {
        let seen = |place: &'a Owned<Place>| sight.of(place, |p| &p.permission);
        let mut rail: Vec<_> = (self.places.iter().filter_map(seen))
            .map(|place| Entry {
                id: &place.id,
                icon: &place.icon,
                path: &place.path,
                word: texts.get(&format!("place-{}", place.id)),
            })
            .collect();
        let first = self.seen_areas(sight).next();
        rail.extend(first.map(|named| Entry {
            id: SETTINGS,
            icon: "settings",
            path: &named.area.path,
            word: texts.get("place-settings"),
        }));
        rail
    }

    fn seen_areas<'a>(&'a self, sight: Sight<'_>) -> impl Iterator<Item = &'a NamedArea> {
        let seen = move |area: &'a Owned<NamedArea>| sight.of(area, |a| &a.area.permission);
        self.areas.iter().filter_map(seen)
    }

    /// The areas of the settings that are seen.
    fn areas<'a>(&'a self, texts: &Texts, sight: Sight<'_>) -> Vec<Entry<'a>> {
        let entry = |named: &'a NamedArea| Entry {
            id: &named.area.id,
            icon: "",
            path: &named.area.path,
            word: named.word(texts),
        };
        self.seen_areas(sight).map(entry).collect()
    }

    /// Path of the first place, below the salon: where a visit begins.
    pub(super) fn first(&self, call: &Call) -> Option<&str> {
        let rail = self.rail(&call.texts(), Sight { call: Some(call) });
        rail.first().map(|entry| entry.path)
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
        let inside = match Limited::new(body, HEAVIEST).collect().await {
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
        let sight = Sight { call: Some(call) };
        let areas = match &*frame.place {
            SETTINGS => self.areas(&texts, sight),
            _ => Vec::new(),
        };
        let slug = call.salon().slug.as_str();
        let led = areas
            .iter()
            .filter(|area| area.leads_to(slug, scene.uri.path()));
        // The page of a feature's settings is behind that of all features.
        let area = led.map(|area| area.path).max_by_key(|path| path.len());
        let area = area.unwrap_or_default();
        let asked = Query::<Asked>::try_from_uri(&scene.uri);
        let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
        let searches = scene.uri.path() == format!("/{slug}/clients");
        Frame {
            t: &texts,
            title: &frame.title,
            place: &frame.place,
            slug,
            q: if searches { &asked.q } else { "" },
            searches,
            salon: &call.salon().name,
            user: access.map_or("", |access| access.name.as_str()),
            entries: self.rail(&texts, sight),
            area,
            areas,
            body,
        }
        .render()
    }

    /// The page of all components, in the frame that stands around every page.
    ///
    /// # Errors
    /// As drawing.
    pub(super) fn styleguide(&self, texts: &Texts) -> askama::Result<String> {
        Frame {
            t: texts,
            title: "Components",
            place: "",
            slug: STYLEGUIDE,
            q: "",
            searches: false,
            salon: "Kartoteka",
            user: "",
            entries: self.rail(texts, Sight { call: None }),
            areas: Vec::new(),
            area: "",
            body: &styleguide::body(texts)?,
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
            back: back(scene),
        }
        .render()?;
        match &scene.call {
            Some(call) => {
                let frame = PageFrame {
                    title: title.to_owned(),
                    place: "".into(),
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
