//! The doors of all modules, found by the first segment of a path.

use std::{collections::HashMap, convert::Infallible};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::{self, Next},
    response::Response,
};
use tower::Service as _;

/// The pattern of the route that answered, for log and figures: it has no ids in it.
#[derive(Debug, Clone)]
pub(super) struct RoutePattern(pub(super) MatchedPath);

/// The two routers of a module.
#[derive(Clone)]
pub(super) struct Door {
    api: Router,
    pages: Router,
}

impl Door {
    pub(super) fn new(api: Router, pages: Router) -> Self {
        let api = noting(api);
        let pages = noting(pages);
        Self { api, pages }
    }

    pub(super) async fn api(&self, request: Request) -> Response {
        answer(&self.api, request).await
    }

    pub(super) async fn page(&self, request: Request) -> Response {
        answer(&self.pages, request).await
    }
}

/// Answers by a router; what it does not know comes back as its bare status.
pub(super) async fn answer(router: &Router, request: Request) -> Response {
    let answer: Result<Response, Infallible> = router.clone().call(request).await;
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
    ) -> Result<(), String> {
        for segment in segments {
            if self.doors.contains_key(&segment) {
                return Err(format!("two modules answer below /{segment}"));
            }
            self.doors.insert(segment, door.clone());
        }
        Ok(())
    }

    /// The doors behind the first segment of `path` (`/clients/…`).
    pub(super) fn find(&self, path: &str) -> Option<&Door> {
        let segment = path.strip_prefix('/').unwrap_or(path);
        let segment = segment.split('/').next().unwrap_or_default();
        self.doors.get(segment)
    }
}
