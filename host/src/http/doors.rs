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
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::StatusCode;
use kartoteka_plugin::{Call, Error, Features, Result, error::Cause};
use tower::Service as _;

use super::{flow::Flow, foreign};
use crate::{services::Health, storage::deadline};

/// The pattern of the route that answered, for log and figures: it has no ids in it.
#[derive(Debug, Clone)]
pub(super) struct RoutePattern(pub(super) MatchedPath);

/// The two routers of a module.
#[derive(Clone)]
pub(super) struct Door {
    api: Router,
    pages: Router,
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
            api: noting(api),
            pages: noting(pages),
            feature: None,
        }
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
        router: &Router,
        call: &Call,
        mut request: Request,
        limit: Option<Duration>,
    ) -> Response {
        let Some(of) = &self.feature else {
            request.extensions_mut().insert(call.clone());
            return answer(router, request).await;
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
        let work = deadline::of_feature(limit, answer(router, request));
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
        response.extensions_mut().insert(RoutePattern(matched));
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
