//! Answers of a feature that means harm.

use chrono::TimeDelta;
use kartoteka::{region::Role, testing::warned};
use kartoteka_tests::{Browser, SALON, World, hostile, stories};
use reqwest::Method;

stories![
    an_answer_has_no_headers_but_its_own in with_hostile,
    what_proves_who_asks_is_not_handed_on in with_hostile,
    an_answer_is_an_answer in with_hostile,
    a_body_costs_its_own_request in with_hostile,
    a_code_names_nobody_in_the_log in with_hostile,
];

async fn switch_on(world: &World) {
    let path = "/features/hostile";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

async fn anna(world: &World) -> Browser<'_> {
    world.user("Anna", Role::Owner).await;
    world.signed_in("Anna").await
}

async fn an_answer_has_no_headers_but_its_own(world: World) {
    let anna = anna(&world).await;
    switch_on(&world).await;
    let page = format!("/{SALON}/hostile/pages/headers");
    for (line, kept) in [
        ("content-language: de", true),
        ("etag: \"a\"", true),
        ("hx-trigger: saved", true),
        ("location: /seidenhaar/hostile/pages/framed", true),
        ("hx-redirect: /seidenhaar/clients", true),
        ("location: https://elsewhere.example/", false),
        ("location: //elsewhere.example/", false),
        ("location: /\\elsewhere.example/", false),
        ("location: javascript:alert(1)", false),
        ("hx-redirect: https://elsewhere.example/", false),
        ("hx-location: {\"path\": \"//elsewhere.example/\"}", false),
        ("refresh: 0; url=https://elsewhere.example/", false),
        ("set-cookie: kartoteka_session=chosen; Path=/", false),
        ("clear-site-data: \"*\"", false),
        ("strict-transport-security: max-age=1", false),
        ("access-control-allow-origin: *", false),
        ("access-control-allow-credentials: true", false),
        ("content-security-policy-report-only: default-src *", false),
        ("report-to: {}", false),
        ("service-worker-allowed: /", false),
        (
            "link: <https://elsewhere.example/a.css>; rel=stylesheet",
            false,
        ),
        ("sourcemap: https://elsewhere.example/", false),
        ("x-request-id: chosen", false),
        ("x-accel-redirect: /internal", false),
        ("trailer: x", false),
        ("upgrade: websocket", false),
        ("www-authenticate: Basic", false),
    ] {
        world.plan(line);
        let (name, value) = line.split_once(": ").expect("a header");
        for answer in [
            anna.open(&page).await,
            world
                .carry_out(world.request(Method::GET, "/hostile/answers/headers"))
                .await,
        ] {
            let values = answer.headers.get_all(name).iter();
            let there = values
                .into_iter()
                .any(|there| there.as_bytes() == value.as_bytes());
            assert_eq!(there, kept, "{line}");
            let policy = answer
                .headers
                .get_all("content-security-policy")
                .iter()
                .count();
            assert!(policy >= 1, "{line}");
        }
    }
    anna.open(&format!("/{SALON}/clients")).await.is(200);
    for kind in [
        "text/javascript",
        "application/ECMAScript; charset=utf-8",
        "text/x-javascript",
        "text/jscript",
        "text/css",
    ] {
        world.plan(format!("content-type: {kind}"));
        let answer = anna.open(&page).await.is(500);
        assert_ne!(answer.header("content-type"), Some(kind));
        world.clock.advance(TimeDelta::minutes(2));
    }
    world.plan(format!("hx-trigger: {}", "x".repeat(64 << 10)));
    anna.open(&page).await.is(500);
    // A policy of its own may tighten what is allowed; ours stands beside it.
    world.plan("content-security-policy: default-src *");
    let answer = anna.open(&page).await.is(200);
    let policies: Vec<_> = answer
        .headers
        .get_all("content-security-policy")
        .iter()
        .collect();
    assert_eq!(policies.len(), 2);
    for framing in [
        "transfer-encoding: chunked\nconnection: close",
        "content-length: 2",
    ] {
        world.plan(framing);
        let request = world.request(Method::GET, "/hostile/answers/headers");
        // However it ends, the next one is answered.
        let _ = request.send().await;
        world.get("/clients").await.is(200);
    }
    world.end().await;
}

async fn what_proves_who_asks_is_not_handed_on(world: World) {
    let anna = anna(&world).await;
    switch_on(&world).await;
    let upgrading = |request: reqwest::RequestBuilder| {
        request
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("x-own", "kept")
            .header("proxy-authorization", "Basic a")
    };
    let page = anna.request(Method::GET, &format!("/{SALON}/hostile/pages/echo"));
    let api = world.request(Method::GET, "/hostile/answers/echo");
    for answer in [
        anna.send(upgrading(page)).await,
        world.carry_out(upgrading(api)).await,
    ] {
        let came = answer.is(200).json();
        let names = came["headers"].to_string();
        for name in ["cookie", "authorization"] {
            assert!(!names.contains(name), "{names}");
        }
        assert!(names.contains("x-own"), "{names}");
        assert_eq!(came["upgrade"], false, "the connection is the host's");
    }
    world.end().await;
}

async fn an_answer_is_an_answer(world: World) {
    switch_on(&world).await;
    for status in ["100", "101", "103", "199", "600", "720", "999"] {
        world.plan(status);
        let request = world.request(Method::GET, "/hostile/answers/status");
        world.carry_out(request).await.problem(500, "internal");
        world.clock.advance(TimeDelta::minutes(2));
    }
    for (status, shown) in [("204", 204), ("304", 304), ("418", 418), ("599", 500)] {
        world.plan(status);
        let request = world.request(Method::GET, "/hostile/answers/status");
        world.carry_out(request).await.is(shown);
    }
    for path in [
        "/hostile/../clients",
        "/hostile/..%2fclients",
        "/hostile%2f..%2fclients",
    ] {
        let request = world.request(Method::GET, path);
        let status = world.carry_out(request).await.status;
        assert!(status == 404 || status == 200, "{path}: {status}");
    }
    world.end().await;
}

async fn a_body_costs_its_own_request(world: World) {
    let anna = anna(&world).await;
    switch_on(&world).await;
    for how in ["endless", "broken", "panics"] {
        let request = world.request(Method::GET, &format!("/hostile/answers/{how}"));
        // One that breaks off at once may not even have a head.
        if let Ok(mut answer) = request.send().await {
            let mut read = 0;
            while let Ok(Some(piece)) = answer.chunk().await {
                read += piece.len();
                if read > 1 << 20 {
                    break;
                }
            }
        }
        world.get("/clients").await.is(200);
    }
    for how in [
        "framed-endless",
        "framed-silent",
        "framed-broken",
        "framed-panics",
    ] {
        let page = anna.open(&format!("/{SALON}/hostile/pages/{how}")).await;
        assert!(page.status.is_server_error(), "{how}: {}", page.status);
        assert!(page.text().contains("</html>"), "{how}: it is a page");
        anna.open(&format!("/{SALON}/clients")).await.is(200);
        world.clock.advance(TimeDelta::minutes(2));
    }
    anna.open(&format!("/{SALON}/hostile/pages/framed"))
        .await
        .is(200);
    world.end().await;
}

async fn a_code_names_nobody_in_the_log(world: World) {
    switch_on(&world).await;
    let request = world.request(Method::GET, "/hostile/answers/named");
    world.carry_out(request).await.is(500);
    world.end().await;
    assert!(
        warned().contains("(code withheld)"),
        "it says that it says nothing"
    );
    assert!(
        !warned().contains(hostile::NAME),
        "a code is words of its own"
    );
}
