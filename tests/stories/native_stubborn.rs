//! A native plugin whose functions block costs those who ask it, and nobody behind them.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use chrono::TimeDelta;
use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::json;

stories![
    nothing_comes_of_what_comes_too_late in with_native_stubborn,
    questions_do_not_wait_behind_requests in with_native_stubborn,
    an_answer_that_never_comes_keeps_nobody in with_native_stubborn,
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

async fn an_answer_that_never_comes_keeps_nobody(world: World) {
    on(&world).await;
    let neighbour = "/features/acme-panicky";
    world.send(Method::PUT, neighbour, None, &[]).await.is(200);
    let card = json!({"last_name": "Vogel", "phones": [{"value": "0176 5550001"}]});
    let client = world.post("/clients", card.clone()).await.is(201).id();
    for away in 1..=2 {
        ask(&world, "never-answers").await.is(200);
        let check = world.post("/booking-checks", json!({"client_id": client}));
        // Longer than a question has, and shorter than for ever.
        let checked = tokio::time::timeout(Duration::from_secs(10), check).await;
        let checked = checked.expect("an answer in time").is(200).json();
        // The neighbour's: its own failure leaves bookings open.
        assert_eq!(checked["decision"], "warn");
        world.post("/clients", card.clone()).await.is(201);
        while world.figure("acme-stubborn", "hung_threads").await < away {}
        let well = world.request(Method::POST, "/acme-panicky/well");
        world.carry_out(well.body("")).await.is(200);
        ask(&world, "well").await.problem(503, "feature_resting");
        world.clock.advance(LONGEST_REST);
        assert_eq!(ask(&world, "well").await.is(200).text(), "well");
    }
    world.end().await;
}
