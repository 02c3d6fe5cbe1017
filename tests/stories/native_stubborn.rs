//! A native plugin whose functions block costs those who ask it, and nobody behind them.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    nothing_comes_of_what_comes_too_late in with_native_stubborn,
    questions_do_not_wait_behind_requests in with_native_stubborn,
];

const LONGEST_REST: TimeDelta = TimeDelta::hours(25);

async fn ask(world: &World, what: &str) -> Answer {
    let request = world.request(Method::POST, &format!("/acme-stubborn/{what}"));
    world.carry_out(request).await
}

async fn on(world: &World) {
    let path = "/features/acme-stubborn";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

async fn nothing_comes_of_what_comes_too_late(world: World) {
    on(&world).await;
    let late = ask(&world, "commits-late").await;
    late.problem(503, "feature_too_slow");
    // What it held is free, although it has not come back.
    let card = json!({"last_name": "Vogel"});
    world.post("/clients", card).await.is(201);
    let said = loop {
        world.clock.advance(LONGEST_REST);
        let said = ask(&world, "said").await;
        if said.status == 200 && !said.text().is_empty() {
            break said.text().to_owned();
        }
    };
    assert_eq!(said, "begun 0 0 committed -3");
    world.end().await;
}

async fn questions_do_not_wait_behind_requests(world: World) {
    on(&world).await;
    let card = json!({"last_name": "Vogel", "phones": [{"value": "0176 5550001"}]});
    let client = world.post("/clients", card).await.is(201).id();
    let over = AtomicBool::new(false);
    let waits = async {
        let waits = (0..8).map(|_| ask(&world, "waits"));
        for late in futures_util::future::join_all(waits).await {
            late.problem(503, "feature_too_slow");
        }
        over.store(true, Ordering::SeqCst);
    };
    let checks = async {
        while !over.load(Ordering::SeqCst) {
            let check = json!({"client_id": client});
            world.post("/booking-checks", check).await.is(200);
        }
    };
    tokio::join!(waits, checks);
    world.clock.advance(LONGEST_REST);
    assert_eq!(ask(&world, "answered").await.is(200).text(), "true");
    world.end().await;
}
