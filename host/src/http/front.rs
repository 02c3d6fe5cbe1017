//! Every request comes in here and every answer leaves from here.

use std::{
    future::Future,
    net::IpAddr,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Extension, Request},
    response::{Html, IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderName, StatusCode, header};
use kartoteka_plugin::{
    Call, Error, Locale, Manifest, Result, Texts, manifest::Area, page::PageFrame, text::Arg,
};

use super::{
    BodyLimit,
    arrival::Arrival,
    doors::{Door, Doors, Of, RoutePattern, answer, noting},
    fixed,
    frame::{Frames, NamedArea, Owned, STYLEGUIDE},
    headers, problem,
    request_id::RequestIds,
    scene::Scene,
};
use crate::{
    document::Documents,
    host::Host,
    region::{self, ClientAddress},
    settings,
};

/// The host's doors, put together once.
pub(crate) struct Front {
    pub(super) host: Arc<Host>,
    pub(super) doors: Doors,
    /// The host's own: figures, documents, assets.
    fixed: axum::Router,
    /// The region's pages of no salon.
    region_pages: axum::Router,
    pub(super) frames: Frames,
    pub(super) documents: Arc<Documents>,
    ids: RequestIds,
}

/// First segments of the region's pages of no salon.
pub(super) const REGION_PAGES: [&str; 8] = [
    "",
    "account",
    "invitations",
    "recovery",
    "salons",
    "sign-in",
    "sign-out",
    "start",
];

/// First segments of the host's own doors.
pub(super) const FIXED: [&str; 6] = ["api", "assets", "health", "metrics", "problems", "ready"];

impl Front {
    /// Puts the doors of all modules together.
    ///
    /// # Errors
    /// Names what two modules both claim: a segment, an operation, a schema.
    pub(crate) fn new(host: Arc<Host>) -> Result<Arc<Self>, String> {
        let mut doors = Doors::default();
        let (mut places, mut areas, mut of_features) = (Vec::new(), Vec::new(), Vec::new());
        for loaded in host.registry.iter() {
            let manifest = &loaded.manifest;
            let feature = manifest.is_feature().then_some(manifest.id.as_str());
            let (api, document) = loaded.module.api();
            let door = Door::new(api, loaded.module.pages())
                .answered_by(loaded.module.answering(), &document)?;
            match feature {
                Some(id) => {
                    let door = door.of_feature(Of {
                        feature: id.into(),
                        names: Arc::new(manifest.names.clone()),
                        health: host.health.clone(),
                        limit: Duration::from_secs(host.config.limits.feature_seconds),
                    });
                    doors.add([id.to_owned()], &door)?;
                }
                None => doors.add(manifest.segments.iter().cloned(), &door)?,
            }
            let owner = || feature.map(str::to_owned);
            places.extend(manifest.places.iter().map(|p| (owner(), p.clone())));
            let own = manifest.settings.iter();
            let own = own.map(|area| (owner(), area.clone().into()));
            match feature {
                Some(_) => of_features.extend(own),
                None => areas.extend(own),
            }
        }
        areas.extend(region::areas().into_iter().map(|area| (None, area.into())));
        areas.append(&mut of_features);
        areas.extend(feature_areas(&host));
        let extension = Extension(host.region.clone());
        let settings = Extension(host.settings.clone());
        let (api, document) = super::own_api();
        let pages = region::salon_pages().merge(settings::pages());
        let door = Door::new(
            api.layer(extension.clone()).layer(settings.clone()),
            pages.layer(extension.clone()).layer(settings),
        );
        let mut segments = crate::document::segments(&document);
        segments.push("settings".to_owned());
        doors.add(segments, &door)?;
        let documents = Arc::new(Documents::new(&host.registry, document, &host.config)?);
        let front = Arc::new(Self {
            fixed: noting(fixed::routes(host.clone(), documents.clone())),
            region_pages: noting(region::pages()).layer(extension),
            host,
            doors,
            frames: Frames::new(places, areas),
            documents,
            ids: RequestIds::new(),
        });
        front.host.salons.shared().slots.open(&front);
        front.host.salons.shared().api.open(&front);
        Ok(front)
    }

    /// Answers one request; nothing gets past it, not even a panic.
    pub(crate) async fn handle(&self, mut request: Request, peer: IpAddr) -> Response {
        let started = Instant::now();
        let address = super::peer::address(peer, request.headers(), &self.host.config);
        request.extensions_mut().insert(ClientAddress(address));
        let (parts, body) = request.into_parts();
        let mut scene = Scene::new(&parts, self.ids.next());
        let request = Request::from_parts(parts, body);
        let patience = Duration::from_secs(self.host.config.limits.body_seconds);
        let (request, arrival) = Arrival::of(request, patience);
        let answer = AssertUnwindSafe(self.route(&mut scene, request));
        let outcome = match answer.catch_unwind().await {
            Ok(outcome) => outcome,
            // The panic itself was logged by its hook.
            Err(_) => Err(Error::internal("a panic")),
        };
        let mut response = self.finish(&scene, outcome).await;
        if arrival.is_ended() && !response.status().is_success() {
            // Whatever was made of the half that came.
            response = keep_headers(response, self.say(&scene, &problem::too_slow()));
            headers::close(response.headers_mut());
        }
        headers::secure(response.headers_mut(), &scene.request_id);
        self.note(&scene, &response, started.elapsed());
        response
    }

    /// The host behind the doors.
    pub(crate) fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// Answers a request that comes from within, with a path below the salon.
    pub(crate) async fn inside(&self, call: &Call, mut request: Request) -> Response {
        let features = &call.salon().features;
        let door = match self.doors.find(request.uri().path(), features) {
            Ok(door) => door,
            Err(error) => return error.into_response(),
        };
        let most = self.host.config.limits.upload_bytes;
        axum::extract::DefaultBodyLimit::max(most).apply(&mut request);
        request.extensions_mut().insert(BodyLimit(most));
        door.api(call, request).await
    }

    /// A page's piece that comes from within, with a path below the salon.
    pub(crate) async fn page_inside(&self, call: &Call, request: Request) -> Response {
        let features = &call.salon().features;
        match self.doors.find(request.uri().path(), features) {
            Ok(door) => door.page(call, request).await,
            Err(error) => error.into_response(),
        }
    }

    /// A door of the API that is asked from within, with a path below the salon, and has so
    /// long to answer.
    pub(crate) async fn api_inside(
        &self,
        call: &Call,
        mut request: Request,
        limit: Duration,
    ) -> Response {
        let features = &call.salon().features;
        let most = self.host.config.limits.body_bytes;
        request.extensions_mut().insert(BodyLimit(most));
        match self.doors.find(request.uri().path(), features) {
            Ok(door) => door.api_within(call, request, limit).await,
            Err(error) => error.into_response(),
        }
    }

    async fn route(&self, scene: &mut Scene, request: Request) -> Result<Response> {
        let path = request.uri().path();
        if let Some(target) = without_slash(&request) {
            return super::redirect(StatusCode::PERMANENT_REDIRECT, &target);
        }
        if path.starts_with("/api/v1/salons/") {
            return self.salon_api(scene, request).await;
        }
        let first = path.split('/').nth(1).unwrap_or_default();
        if first == STYLEGUIDE {
            return self.styleguide(path);
        }
        if FIXED.contains(&first) {
            return Ok(answer(&self.fixed, request).await);
        }
        if REGION_PAGES.contains(&first) {
            return self.region_page(scene, request).await;
        }
        self.salon_page(scene, request).await
    }

    /// Every component in every state, for who builds pages.
    fn styleguide(&self, path: &str) -> Result<Response> {
        let whole = path.strip_prefix('/') == Some(STYLEGUIDE);
        if !whole || !self.host.config.development {
            return Err(Error::not_found());
        }
        let page = self.frames.styleguide(&self.host.catalog.texts(Locale::En));
        let page = page.map_err(|error| Error::internal(format!("the style guide: {error}")))?;
        Ok(Html(page).into_response())
    }

    async fn region_page(&self, scene: &mut Scene, mut request: Request) -> Result<Response> {
        super::cross_site::check(&scene.method, request.headers())?;
        if let Some(access) = self.by_session(request.headers()).await? {
            scene.access = Some(access.clone());
            request.extensions_mut().insert(access);
        }
        let most = self.host.config.limits.body_bytes;
        axum::extract::DefaultBodyLimit::max(most).apply(&mut request);
        Ok(answer(&self.region_pages, request).await)
    }

    /// Gives errors their words and pages their frame.
    async fn finish(&self, scene: &Scene, outcome: Result<Response>) -> Response {
        let mut response = match outcome {
            Ok(response) => response,
            Err(error) => return self.say(scene, &error),
        };
        if let Some(error) = response.extensions_mut().remove::<Error>() {
            return keep_headers(response, self.say(scene, &error));
        }
        if is_bare(&response) {
            let error = problem::of_status(response.status());
            return keep_headers(response, self.say(scene, &error));
        }
        let frame = response.extensions_mut().remove::<PageFrame>();
        match (frame, &scene.call) {
            (Some(frame), Some(call)) if !scene.for_fragment => {
                let limit = Duration::from_secs(self.host.config.limits.feature_seconds);
                let around = self.frames.around(scene, call, &frame, response);
                let response = match framed(limit, around).await {
                    Ok(response) => response,
                    Err(error) => return self.say(scene, &error),
                };
                match response.extensions().get::<Error>() {
                    Some(error) => self.say(scene, error),
                    None => response,
                }
            }
            _ => response,
        }
    }

    fn say(&self, scene: &Scene, error: &Error) -> Response {
        if error.status.is_server_error() {
            let cause = error.cause.as_deref().unwrap_or_default();
            let (request, code) = (&scene.request_id, self.host.health.code(error));
            tracing::error!(%request, %code, cause, "a request failed");
        }
        let salon = scene.call.as_ref().map(|call| call.salon().locale);
        let texts = self.host.catalog.texts(scene.locale(salon));
        if scene.for_program {
            problem::render(error, &texts, &scene.request_id)
        } else {
            self.frames.error(scene, &texts, &in_words(error, &texts))
        }
    }

    /// One line a request: no query, no names, no ids of people.
    fn note(&self, scene: &Scene, response: &Response, took: Duration) {
        let pattern = response.extensions().get::<RoutePattern>();
        let route = pattern.map_or("-", RoutePattern::as_str);
        let status = response.status().as_u16();
        let salon = scene.call.as_ref().map(|call| call.salon().id);
        tracing::info!(
            target: "access",
            method = scene.method.as_str(),
            route,
            status,
            us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request = scene.request_id,
            salon = salon.map(tracing::field::display),
        );
        super::figures::request(&scene.method, route, status, took);
    }
}

/// The error for people: a permission that is missing is called as the page of roles calls it.
fn in_words(error: &Error, texts: &Texts) -> Error {
    let mut error = error.clone();
    for (name, value) in &mut error.args {
        if *name == "permission"
            && let Arg::Text(permission) = value
        {
            *value = Arg::Text(region::permission_word(texts, permission));
        }
    }
    error
}

/// The settings of each feature, called as the feature is.
fn feature_areas(host: &Host) -> Vec<Owned<NamedArea>> {
    let manifests = host.registry.iter().map(|loaded| &loaded.manifest);
    let with_settings = manifests.filter(|manifest| host.settings.has(&manifest.id));
    let area = |manifest: &Manifest| {
        let area = Area {
            id: manifest.id.clone(),
            path: settings::path_of(&manifest.id),
            permission: settings::MANAGE.to_owned(),
        };
        let names = manifest.names.clone();
        (Some(manifest.id.clone()), NamedArea { area, names })
    };
    with_settings.map(area).collect()
}

/// A page in its frame: what is to stand in it may come slowly, never end, or panic on its way.
async fn framed(limit: Duration, around: impl Future<Output = Response>) -> Result<Response> {
    let around = AssertUnwindSafe(around).catch_unwind();
    match tokio::time::timeout(limit, around).await {
        Ok(Ok(response)) => Ok(response),
        // The panic itself was logged by its hook.
        Ok(Err(_)) => Err(Error::internal("a panic")),
        Err(_) => Err(Error::internal("the inside of a page does not end")),
    }
}

/// Where a path with a slash too many at its end should have led. Never an
/// address of another host: `//elsewhere` and `/\elsewhere` are names of hosts.
fn without_slash(request: &Request) -> Option<String> {
    let path = request.uri().path();
    let shorter = path.trim_end_matches('/');
    let reading = request.method().is_safe();
    let own_folder = path.starts_with("/api/docs");
    let elsewhere = path.starts_with("//") || path.starts_with("/\\");
    if !reading || shorter.is_empty() || shorter.len() == path.len() || own_folder || elsewhere {
        return None;
    }
    Some(match request.uri().query() {
        Some(query) => format!("{shorter}?{query}"),
        None => shorter.to_owned(),
    })
}

/// Whether an answer is a status without words of ours: the router's, an
/// extractor's. A file or a page that happens to carry an error status is not.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    failed
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|value| value.as_bytes().starts_with(b"text/plain"))
}

/// Headers that say something about the failure (`Allow`) go on with its words.
fn keep_headers(from: Response, mut to: Response) -> Response {
    const OF_THE_BODY: [HeaderName; 2] = [header::CONTENT_LENGTH, header::CONTENT_TYPE];
    let (mut parts, _) = from.into_parts();
    for (name, value) in &parts.headers {
        if !OF_THE_BODY.contains(name) && !to.headers().contains_key(name) {
            to.headers_mut().append(name, value.clone());
        }
    }
    if let Some(pattern) = parts.extensions.remove::<RoutePattern>() {
        to.extensions_mut().insert(pattern);
    }
    to
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use axum::body::Body;

    use super::*;

    fn target(method: &str, uri: &str) -> Option<String> {
        let request = Request::builder().method(method).uri(uri);
        without_slash(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_slash_at_the_end_is_cut_for_readers() {
        assert_eq!(target("GET", "/a/clients/?q=x").unwrap(), "/a/clients?q=x");
        assert_eq!(target("HEAD", "/a//").unwrap(), "/a");
        for (method, uri) in [
            ("GET", "/"),
            ("GET", "/a"),
            ("POST", "/a/"),
            ("GET", "//evil.example/"),
            ("GET", "/\\evil.example/"),
            ("GET", "/api/docs/"),
        ] {
            assert_eq!(target(method, uri), None, "{uri}");
        }
    }
}
