//! The doors of all modules, found by the first segment of a path.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderValue, Method, StatusCode, header};
use kartoteka_plugin::{Call, Error, Features, Result, error::Cause, module::Answering};
use tower::Service as _;
use utoipa::openapi::{OpenApi, PathItem};

use super::{flow::Flow, foreign};
use crate::{services::Health, storage::deadline};

/// The pattern of the route that answered, for log and figures: it has no ids in it.
#[derive(Debug, Clone)]
pub(super) enum RoutePattern {
    Routed(MatchedPath),
    Known(Arc<str>),
}

impl RoutePattern {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Routed(matched) => matched.as_str(),
            Self::Known(pattern) => pattern,
        }
    }
}

/// What answers at some doors.
#[derive(Clone)]
enum Inside {
    Router(Router),
    /// A module that finds its way itself, and the paths that it has.
    Itself(Answering, Arc<matchit::Router<Named>>),
}

/// A path of a document, and what it has there.
struct Named {
    path: Arc<str>,
    methods: Vec<Method>,
}

impl Named {
    fn of(path: &str, item: &PathItem) -> Self {
        let all = [
            (&item.get, Method::GET),
            (&item.get, Method::HEAD),
            (&item.put, Method::PUT),
            (&item.post, Method::POST),
            (&item.delete, Method::DELETE),
            (&item.patch, Method::PATCH),
        ];
        let there = all.into_iter().filter(|(operation, _)| operation.is_some());
        Self {
            path: path.into(),
            methods: there.map(|(_, method)| method).collect(),
        }
    }

    /// What is answered to other methods.
    fn refused(&self) -> Response {
        let names: Vec<_> = self.methods.iter().map(Method::as_str).collect();
        let allow = [(header::ALLOW, names.join(", "))];
        (StatusCode::METHOD_NOT_ALLOWED, allow).into_response()
    }
}

/// The two kinds of doors of a module.
#[derive(Clone)]
pub(super) struct Door {
    api: Inside,
    pages: Inside,
    /// Whose it is, where a salon can switch it off.
    feature: Option<Of>,
}

/// A feature behind a door.
#[derive(Clone)]
pub(super) struct Of {
    pub(super) feature: Arc<str>,
    pub(super) names: Arc<BTreeMap<String, String>>,
    pub(super) health: Arc<Health>,
    /// How long it may do nothing for a request.
    pub(super) limit: Duration,
}

impl Of {
    /// 503, in the reader's words.
    fn error(&self, call: &Call, code: &'static str) -> Error {
        let own = self.names.get(call.locale().code());
        let name = own.or_else(|| self.names.get("en"));
        let name = name.map_or(&*self.feature, String::as_str);
        let error = Error::new(StatusCode::SERVICE_UNAVAILABLE, code);
        error.arg("feature", name.to_owned())
    }

    fn too_slow(&self, call: &Call, limit: Duration) -> Error {
        let mut error = self.error(call, "feature_too_slow");
        let cause = format!("{} took longer than {limit:?}", self.feature);
        error.cause = Some(Cause::Engine(cause));
        error
    }
}

impl Door {
    /// The doors of a module that is always on.
    pub(super) fn new(api: Router, pages: Router) -> Self {
        Self {
            api: Inside::Router(noting(api)),
            pages: Inside::Router(noting(pages)),
            feature: None,
        }
    }

    /// The same of a module that answers at its JSON doors without a router.
    ///
    /// # Errors
    /// Names a path of the document that is none, or stands in the way of another.
    pub(super) fn answered_by(
        self,
        answering: Option<Answering>,
        document: &OpenApi,
    ) -> std::result::Result<Self, String> {
        let Some(answering) = answering else {
            return Ok(self);
        };
        let mut paths = matchit::Router::new();
        for (path, item) in &document.paths.paths {
            let inserted = paths.insert(path.as_str(), Named::of(path, item));
            inserted.map_err(|error| format!("{path}: {error}"))?;
        }
        Ok(Self {
            api: Inside::Itself(answering, Arc::new(paths)),
            ..self
        })
    }

    /// The doors of a feature.
    pub(super) fn of_feature(self, feature: Of) -> Self {
        Self {
            feature: Some(feature),
            ..self
        }
    }

    pub(super) async fn api(&self, call: &Call, request: Request) -> Response {
        self.answer(&self.api, call, request, None).await
    }

    /// The same for who cannot wait for as long as others.
    pub(super) async fn api_within(
        &self,
        call: &Call,
        request: Request,
        limit: Duration,
    ) -> Response {
        self.answer(&self.api, call, request, Some(limit)).await
    }

    pub(super) async fn page(&self, call: &Call, request: Request) -> Response {
        self.answer(&self.pages, call, request, None).await
    }

    /// A feature that fails costs its own request, and is left alone for a while where it
    /// fails too often. One that is too slow is dropped where it waits: what it had not
    /// committed is undone.
    async fn answer(
        &self,
        inside: &Inside,
        call: &Call,
        mut request: Request,
        limit: Option<Duration>,
    ) -> Response {
        let Some(of) = &self.feature else {
            request.extensions_mut().insert(call.clone());
            return inside.answer(request).await;
        };
        request
            .extensions_mut()
            .insert(call.of_feature(&of.feature, false));
        let Of {
            feature, health, ..
        } = of;
        let salon = call.salon().id;
        if health.fitness().of(salon, feature).is_some() {
            return of.error(call, "feature_unavailable").into_response();
        }
        if health.resting_until(salon, feature).is_some() {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return Error::new(status, "feature_resting").into_response();
        }
        foreign::hand_on(&mut request);
        let (request, flow) = Flow::of(request);
        let limit = limit.unwrap_or(of.limit);
        let work = deadline::of_feature(limit, inside.answer(request));
        let work = AssertUnwindSafe(work).catch_unwind();
        let answered = flow.within(limit, work).await;
        let mut response = match answered {
            Some(Ok(response)) => foreign::take_in(response).unwrap_or_else(Error::into_response),
            Some(Err(_)) => {
                health.failed(salon, feature);
                return Error::internal("a panic").into_response();
            }
            None => {
                health.failed(salon, feature);
                return of.too_slow(call, limit).into_response();
            }
        };
        if let Some(error) = response.extensions_mut().get_mut::<Error>() {
            health.withhold(error);
        }
        if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
            health.failed(salon, feature);
        } else {
            health.succeeded(salon, feature);
        }
        response
    }
}

impl Inside {
    async fn answer(&self, request: Request) -> Response {
        let (answering, paths) = match self {
            Self::Router(router) => return answer(router, request).await,
            Self::Itself(answering, paths) => (answering, paths),
        };
        let Ok(found) = paths.at(request.uri().path()) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let pattern = RoutePattern::Known(found.value.path.clone());
        let is_head = request.method() == Method::HEAD;
        let mut response = match found.value.methods.contains(request.method()) {
            true => answering(request).await,
            false => found.value.refused(),
        };
        response.extensions_mut().insert(pattern);
        match is_head {
            true => headless(response),
            false => response,
        }
    }
}

/// What is answered to a `HEAD`: all but the body.
fn headless(mut response: Response) -> Response {
    if let Some(size) = response.body().size_hint().exact()
        && let Ok(size) = HeaderValue::from_str(&size.to_string())
    {
        let headers = response.headers_mut();
        headers.entry(header::CONTENT_LENGTH).or_insert(size);
    }
    response.map(|_| Body::empty())
}

/// Answers by a router; what it does not know comes back as its bare status.
pub(super) async fn answer(router: &Router, request: Request) -> Response {
    let answer: std::result::Result<Response, Infallible> = router.clone().call(request).await;
    match answer {
        Ok(response) => response,
    }
}

/// The router, noting in each answer which of its routes gave it.
pub(super) fn noting(router: Router) -> Router {
    // axum refuses to put a layer on no routes.
    if router.has_routes() {
        router.route_layer(middleware::from_fn(note))
    } else {
        router
    }
}

async fn note(request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(matched) = matched {
        response
            .extensions_mut()
            .insert(RoutePattern::Routed(matched));
    }
    response
}

/// Doors by first segment.
#[derive(Default)]
pub(super) struct Doors {
    doors: HashMap<String, Door>,
}

impl Doors {
    /// Puts a module's doors behind its segments.
    ///
    /// # Errors
    /// Names a segment that another module has already.
    pub(super) fn add(
        &mut self,
        segments: impl IntoIterator<Item = String>,
        door: &Door,
    ) -> std::result::Result<(), String> {
        for segment in segments {
            if self.doors.contains_key(&segment) {
                return Err(format!("two modules answer below /{segment}"));
            }
            self.doors.insert(segment, door.clone());
        }
        Ok(())
    }

    /// The doors behind the first segment of `path` (`/clients/…`), in a salon that has
    /// `features` on.
    ///
    /// # Errors
    /// 404, and 404 `feature_off` behind which a feature is that the salon has not on.
    pub(super) fn find(&self, path: &str, features: &Features) -> Result<&Door> {
        let segment = path.strip_prefix('/').unwrap_or(path);
        let segment = segment.split('/').next().unwrap_or_default();
        let door = self.doors.get(segment).ok_or_else(Error::not_found)?;
        match &door.feature {
            Some(of) if !features.is_on(&of.feature) => Err(Error::feature_off()),
            _ => Ok(door),
        }
    }
}
