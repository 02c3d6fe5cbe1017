//! The doors of a real host on a fresh folder, with one more module than usual.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    response::Response,
    routing::{get, post},
};
use http::{Method, StatusCode, header};
use http_body_util::BodyExt as _;
use kartoteka_plugin::{
    Call, Error, Locale, Module, Page, Result, extract::Json, text::Source, workers::Worker,
};
use serde_json::Value;
use tempfile::TempDir;
use utoipa::openapi::OpenApi;

use super::Front;
use crate::{
    builder::HostBuilder,
    config::Config,
    host::Host,
    region::{NewSalon, NewToken, TokenMaker},
};

/// A module that does what modules should not do.
struct Toy;

impl Module for Toy {
    fn manifest(&self) -> &'static str {
        "id = 'toy'\nversion = '1'\ncontract = '0.1'\nnames = {}\nsegments = ['toy']\n"
    }

    fn api(&self) -> (Router, OpenApi) {
        async fn once(call: Call) -> Result<StatusCode> {
            let mut tx = call.begin().await?;
            tx.record(call.entry("toy.done/1"));
            tx.answers(202, "/toy/state");
            tx.commit().await?;
            Ok(StatusCode::ACCEPTED)
        }
        async fn state(call: Call) -> Result<Json<i64>> {
            let counter = "select last from journal_counter where salon_id = $1";
            let row = call.db().query(counter).one().await?;
            Ok(Json(row.get("last")?))
        }
        let router = Router::new()
            .route(
                "/toy/panic",
                get(async || -> &str { unreachable!("on purpose") }),
            )
            .route(
                "/toy/fault",
                get(async || Error::internal("the secret cause")),
            )
            .route("/toy/once", post(once))
            .route("/toy/state", get(state));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        let page = async || Page::new("Toy", "toy", "<p id=\"inside\"></p>".to_owned());
        Router::new().route("/toy", get(page))
    }

    fn texts(&self) -> Vec<Source> {
        vec![(Locale::En, "toy.ftl", "toy = Toy\n")]
    }

    fn worker(&self, _: &str) -> Option<Worker> {
        None
    }
}

struct World {
    front: Arc<Front>,
    host: Arc<Host>,
    token: String,
    folder: TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let host = builder(&folder).module(Box::new(Toy)).open().await.unwrap();
    for slug in ["anna", "berta"] {
        let new = NewSalon {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            country: "DE".to_owned(),
            ..NewSalon::default()
        };
        host.region().create_salon(new).await.unwrap();
    }
    let anna = host.region().salon_by_slug("anna").await.unwrap().unwrap();
    let new = NewToken {
        name: "test".to_owned(),
        maker: TokenMaker::Operator,
        permissions: None,
        expires_at: None,
    };
    World {
        front: Front::new(host.clone()).unwrap(),
        token: host.region().create_token(anna.id, new).await.unwrap(),
        host,
        folder,
    }
}

fn builder(folder: &TempDir) -> HostBuilder {
    HostBuilder::new(Config {
        data_dir: folder.path().to_owned(),
        ..Config::default()
    })
}

impl World {
    async fn ask(&self, request: http::request::Builder) -> Response {
        let request = request.body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request) -> Response {
        let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
        self.front.handle(request, peer).await
    }

    fn signed(&self, method: Method, path: &str) -> http::request::Builder {
        let token = format!("Bearer {}", self.token);
        let uri = format!("/api/v1/salons/{path}");
        Request::builder()
            .method(method)
            .uri(uri)
            .header(header::AUTHORIZATION, token)
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(self.signed(Method::GET, path)).await
    }
}

async fn text(response: Response) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

async fn code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    assert_eq!(kind.unwrap(), "application/problem+json");
    let body: Value = serde_json::from_str(&text(response).await).unwrap();
    (status, body["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn no_salon_and_no_membership_cannot_be_told_apart() {
    let world = world().await;
    let not_found = (404, "not_found".to_owned());
    for path in ["berta/toy/state", "nobody/toy/state", "anna/nothing"] {
        assert_eq!(code(world.get(path).await).await, not_found, "{path}");
    }
    let nobody = Request::get("/api/v1/salons/anna/toy/state");
    let signed_out = (401, "not_signed_in".to_owned());
    assert_eq!(code(world.ask(nobody).await).await, signed_out);
    let wrong = Request::get("/api/v1/salons/nobody/toy/state").header("authorization", "Bearer x");
    assert_eq!(code(world.ask(wrong).await).await, signed_out);
}

#[tokio::test]
async fn a_panic_and_a_fault_cost_their_request_and_tell_nothing() {
    let world = world().await;
    for path in ["anna/toy/panic", "anna/toy/fault"] {
        let answer = world.get(path).await;
        assert_eq!(answer.status(), 500);
        let said = text(answer).await;
        assert!(
            said.contains("request_id") && !said.contains("secret"),
            "{said}"
        );
    }
    assert_eq!(world.get("anna/toy/state").await.status(), 200);
}

#[tokio::test]
async fn a_repeated_request_is_done_once() {
    let world = world().await;
    let once = |key: &str, query: &str| {
        let path = format!("anna/toy/once{query}");
        world
            .signed(Method::POST, &path)
            .header("idempotency-key", key)
    };
    for _ in 0..3 {
        let answer = world.ask(once("k", "")).await;
        assert_eq!(answer.status(), 202);
        let place = answer.headers().get(header::LOCATION);
        assert_eq!(place, None, "as the first");
    }
    let repeated = world.ask(once("k", "")).await;
    assert_eq!(text(repeated).await, "1", "the current body");
    let other = world.ask(once("k", "?x=1")).await;
    assert_eq!(
        code(other).await,
        (422, "idempotency_key_reused".to_owned())
    );
    assert_eq!(world.ask(once("l", "")).await.status(), 202);
    assert_eq!(text(world.get("anna/toy/state").await).await, "2");
}

#[tokio::test]
async fn equal_requests_at_the_same_time_are_done_once() {
    let world = world().await;
    let request = || {
        let request = world.signed(Method::POST, "anna/toy/once");
        world.ask(request.header("idempotency-key", "same"))
    };
    let answers = futures_util::future::join_all((0..8).map(|_| request())).await;
    for answer in answers {
        assert_eq!(answer.status(), 202);
    }
    assert_eq!(text(world.get("anna/toy/state").await).await, "1");
}

#[tokio::test]
async fn the_routers_own_refusals_have_words_and_headers() {
    let world = world().await;
    let delete = world.signed(Method::DELETE, "anna/toy/state");
    let answer = world.ask(delete).await;
    assert_eq!(answer.headers().get(header::ALLOW).unwrap(), "GET,HEAD");
    assert_eq!(code(answer).await, (405, "method_not_allowed".to_owned()));
    let large = world.signed(Method::POST, "anna/toy/once");
    let large = large.header(header::CONTENT_LENGTH, 1 << 30);
    assert_eq!(
        code(world.ask(large).await).await,
        (413, "too_large".to_owned())
    );
}

#[tokio::test]
async fn pages_need_a_session_and_forms_our_own_origin() {
    let world = world().await;
    let page = world.ask(Request::get("/anna/toy?q=a&b")).await;
    assert_eq!(page.status(), 303);
    let target = page.headers().get(header::LOCATION).unwrap();
    assert_eq!(target, "/sign-in?next=/anna/toy%3Fq%3Da%26b");
    let token = format!("Bearer {}", world.token);
    let by_token = Request::get("/anna/toy").header(header::AUTHORIZATION, token);
    assert_eq!(
        world.ask(by_token).await.status(),
        303,
        "tokens open no pages"
    );
    let post = Request::post("/anna/toy").header(header::HOST, "here");
    let foreign = post.header(header::ORIGIN, "http://there");
    let answer = world.ask(foreign).await;
    assert_eq!(answer.status(), 403);
    let kind = answer.headers().get(header::CONTENT_TYPE).unwrap();
    assert_eq!(kind, "text/html; charset=utf-8");
}

#[tokio::test]
async fn every_answer_is_guarded_and_named() {
    let world = world().await;
    for uri in ["/health", "/nowhere", "/api/openapi.json", "/api/nowhere"] {
        let answer = world.ask(Request::get(uri)).await;
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cache-control",
            "x-request-id",
        ] {
            assert!(answer.headers().contains_key(name), "{uri}: {name}");
        }
    }
}

#[tokio::test]
async fn an_unchanged_document_is_not_sent_again() {
    let world = world().await;
    let first = world.ask(Request::get("/api/openapi.json")).await;
    let tag = first.headers().get(header::ETAG).unwrap().clone();
    let again = Request::get("/api/openapi.json").header(header::IF_NONE_MATCH, tag);
    assert_eq!(world.ask(again).await.status(), 304);
    assert_eq!(world.get("anna/openapi.json").await.status(), 200);
    assert_eq!(world.get("berta/openapi.json").await.status(), 404);
}

#[tokio::test]
async fn a_folder_has_one_host_and_its_key_fits_no_other() {
    let world = world().await;
    let second = builder(&world.folder).open().await;
    assert!(
        second
            .err()
            .unwrap()
            .to_string()
            .contains("another running")
    );
    world
        .host
        .close(Instant::now() + Duration::from_secs(5))
        .await;
    // A closed host leaves its folder, even if somebody still holds it.
    let folder = &world.folder;
    let other_key = folder.path().join("master.key");
    std::fs::write(&other_key, "ab".repeat(32)).unwrap();
    let wrong = builder(folder).open().await.err().unwrap();
    assert!(wrong.to_string().contains("master key"), "{wrong}");
    std::fs::remove_file(other_key).unwrap();
    let missing = builder(folder).open().await.err().unwrap();
    assert!(missing.to_string().contains("missing"), "{missing}");
}
