//! A feature that fails or hangs costs only itself.

use std::time::Duration;

use kartoteka::{region::Role, testing::warned};
use kartoteka_plugin::{Call, call::Clock as _};
use kartoteka_tests::{Answer, SALON, Stage, World, hanging::NOBODY, stories};
use reqwest::Method;
use serde_json::json;

stories![
    who_is_asked_and_reads_for_ever_is_passed_over in with_trials,
    who_is_asked_and_writes_for_ever_leaves_the_salon_whole in with_trials,
    who_may_not_be_passed_over_and_hangs_refuses in with_trials,
    who_is_asked_is_woken_by_the_transaction_alone in with_trials,
    sections_that_hang_do_not_pile_up_and_are_left_alone in with_trials,
    a_section_that_panics_is_left_alone in with_trials,
    a_wake_up_that_hangs_holds_up_no_other in with_trials,
    no_name_in_a_feature_s_error_reaches_the_log in with_trials,
];

async fn switch_on(world: &World, feature: &str) {
    let path = format!("/features/{feature}");
    world.send(Method::PUT, &path, None, &[]).await.is(200);
}

async fn register(world: &World, name: &str) -> String {
    let new = json!({"last_name": name});
    world.post("/clients", new).await.is(201).id()
}

/// Erases a client, which must end by itself.
async fn erase(world: &World, client: &str) -> Answer {
    let path = format!("/clients/{client}/erasure");
    let erased = world.post(&path, json!({}));
    let erased = tokio::time::timeout(Duration::from_secs(30), erased).await;
    erased.expect("it hangs for ever")
}

async fn who_is_asked_and_reads_for_ever_is_passed_over(world: World) {
    switch_on(&world, "hanging").await;
    for how in ["reads", "insists", "beside"] {
        let client = register(&world, how).await;
        erase(&world, &client).await.is(200);
        let gone = world.get(&format!("/clients/{client}")).await;
        gone.problem(404, "not_found");
        world.clock.advance(chrono::TimeDelta::minutes(2));
    }
    // What it wrote before it hung is undone, and the number is free.
    let taken = json!({"last_name": "Frei", "number": "before it hung"});
    world.post("/clients", taken).await.is(201);
    world.end().await;
}

async fn who_is_asked_and_writes_for_ever_leaves_the_salon_whole(world: World) {
    switch_on(&world, "hanging").await;
    for how in ["writes", "writes later"] {
        let client = register(&world, how).await;
        let erased = erase(&world, &client).await;
        if world.stage == Stage::Sqlite {
            // It takes the transaction of who asked with it; nothing of that is kept.
            erased.problem(503, "busy");
            world.get(&format!("/clients/{client}")).await.is(200);
        } else {
            erased.is(200);
            let gone = world.get(&format!("/clients/{client}")).await;
            gone.problem(404, "not_found");
        }
        register(&world, "Danach").await;
        world.clock.advance(chrono::TimeDelta::minutes(2));
    }
    world.end().await;
}

async fn who_may_not_be_passed_over_and_hangs_refuses(world: World) {
    switch_on(&world, "stubborn").await;
    let client = register(&world, "reads").await;
    erase(&world, &client).await.problem(503, "feature_failed");
    world.get(&format!("/clients/{client}")).await.is(200);
    register(&world, "Danach").await;
    world.end().await;
}

/// A call of the operator in a salon.
async fn call(world: &World, slug: &str) -> Call {
    let host = world.running().host();
    let salon = host.region().salon_by_slug(slug).await.expect("a salon");
    let call = host.operator_call(&salon.expect("the salon")).await;
    call.expect("a call")
}

/// Another salon in which the feature is on.
async fn neighbour(world: &World, slug: &str) -> uuid::Uuid {
    let (salon, token) = world.other_salon(slug).await;
    let path = format!("/api/v1/salons/{slug}/features/hanging");
    let request = world.bare(Method::PUT, &path).bearer_auth(token);
    world.carry_out(request).await.is(200);
    salon
}

/// Does what is due once, and waits until so much was done in `salon`; less long than until the
/// host looks again by itself.
async fn until_called(world: &World, salon: uuid::Uuid, times: usize) {
    let host = world.running().host().clone();
    tokio::spawn(async move { host.wake_due().await });
    for _ in 0..500 {
        if world.heard(salon).calls >= times {
            return;
        }
        // It is done on the host's own threads; looking again yields to them.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it was done {} times", world.heard(salon).calls);
}

async fn who_is_asked_is_woken_by_the_transaction_alone(world: World) {
    switch_on(&world, "hanging").await;
    // By the call it would be written for work that may be undone.
    let client = register(&world, "wakes").await;
    erase(&world, &client).await.is(200);
    let taken = json!({"last_name": "Frei", "number": "before it hung"});
    world.post("/clients", taken).await.is(201);
    let client = register(&world, "is woken later").await;
    let due = world.running().host().wake_due().await;
    assert_eq!(due.expect("looked"), 0);
    erase(&world, &client).await.is(200);
    until_called(&world, world.salon, 1).await;
    world.end().await;
}

async fn sections_that_hang_do_not_pile_up_and_are_left_alone(world: World) {
    world.user("Anna", Role::Owner).await;
    let client = register(&world, "Vogel").await;
    let anna = world.signed_in("Anna").await;
    switch_on(&world, "hanging").await;
    let card = format!("/{SALON}/clients/{client}");
    let waits = format!("hx-get=\"/{SALON}/hanging/slots/asleep/{client}\"");
    let first = anna.open(&card).await.is(200).text();
    assert!(first.contains(&waits), "what is late loads by itself");
    for _ in 0..600 {
        let text = anna.open(&card).await.is(200).text();
        if !text.contains(&waits) {
            assert!(text.contains("Not available at the moment"));
            let (_, most) = world.heard(world.salon).at_work;
            // Those that are late, and the one that is not yet.
            assert!(most <= 5, "{most} hung at one time");
            register(&world, "Danach").await;
            return world.end().await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is still asked");
}

async fn a_section_that_panics_is_left_alone(world: World) {
    world.user("Anna", Role::Owner).await;
    let client = register(&world, "Vogel").await;
    let anna = world.signed_in("Anna").await;
    switch_on(&world, "stubborn").await;
    for _ in 0..100 {
        let before = world.heard(world.salon).calls;
        let card = anna.open(&format!("/{SALON}/clients/{client}")).await;
        let is_there = card.is(200).text().contains("Not available at the moment");
        // Where panicking takes its time, the page does not wait for it.
        if is_there && before >= 3 && world.heard(world.salon).calls == before {
            return world.end().await;
        }
    }
    panic!("it is still asked");
}

async fn a_wake_up_that_hangs_holds_up_no_other(world: World) {
    neighbour(&world, "haengt").await;
    let well = neighbour(&world, "geht").await;
    call(&world, "haengt")
        .await
        .wake("hanging.tick", world.clock.now())
        .await
        .expect("asked");
    world.clock.advance(chrono::TimeDelta::seconds(1));
    for times in 1..3 {
        let asked = call(&world, "geht").await;
        let asked = asked.wake("hanging.tick", world.clock.now()).await;
        asked.expect("asked");
        until_called(&world, well, times).await;
    }
    world.end().await;
}

async fn no_name_in_a_feature_s_error_reaches_the_log(world: World) {
    world.user("Anna", Role::Owner).await;
    let anna = world.signed_in("Anna").await;
    switch_on(&world, "hanging").await;
    let client = register(&world, "leaks").await;
    erase(&world, &client).await.is(200);
    let page = format!("/{SALON}/hanging/slots/leaks/x");
    anna.open(&page).await.is(500);
    let leaking = neighbour(&world, "leckt").await;
    let asked = call(&world, "leckt").await;
    let asked = asked.wake("hanging.tick", world.clock.now()).await;
    asked.expect("asked");
    world.running().host().wake_due().await.expect("woken");
    world.end().await;
    let log = warned();
    for what in ["a hook failed", "a request failed", "a wake-up failed"] {
        let mut lines = log.lines().filter(|line| line.contains(what));
        let withheld = |line: &str| line.contains("(cause withheld)");
        assert!(lines.any(withheld), "{what}: it says that it says nothing");
    }
    assert!(log.contains(&leaking.to_string()), "it says where");
    assert!(!log.contains(NOBODY));
}
