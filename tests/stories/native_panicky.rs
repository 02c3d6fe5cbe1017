//! A panic in whatever a native plugin made with the kit does costs that, and is counted.

use chrono::TimeDelta;
use kartoteka::{plugins::native::Threads, region::Role};
use kartoteka_tests::{Answer, SALON, World, native, stories};
use reqwest::Method;
use serde_json::json;

stories![
    a_panic_at_a_request_costs_its_request in with_native_hostile,
    a_panic_at_a_question_is_no_answer_to_it in with_native_hostile,
    who_panics_when_told_is_told_again in with_native_hostile,
    who_panics_when_woken_is_woken_again in with_native_hostile,
    settings_stay_as_they_are_where_looking_at_them_panics in with_native_hostile,
    a_worker_that_panics_costs_its_child in with_native_hostile,
];

/// A panic before the work of a method begins, and one in its middle.
const WHEN: [&str; 2] = ["at once", "later"];

async fn on(world: &World) {
    let path = "/features/acme-panicky";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

async fn ask(world: &World, what: &str, text: &str) -> Answer {
    let request = world.request(Method::POST, &format!("/acme-panicky/{what}"));
    world.carry_out(request.body(text.to_owned())).await
}

async fn order(world: &World, entry: &str, when: &str) {
    let order = format!("{entry} {when}");
    ask(world, "order", &order).await.is(200);
}

async fn errors(world: &World) -> u32 {
    world.figure("acme-panicky", "errors_total").await
}

/// So many panics were counted; others are answered, and so is it.
async fn all_is_well_after(world: &World, panics: u32) {
    assert_eq!(errors(world).await, panics);
    world.get("/clients").await.is(200);
    assert_eq!(ask(world, "well", "").await.is(200).text(), "well");
}

async fn client(world: &World) -> String {
    let card = json!({"last_name": "Vogel", "phones": [{"value": "0176 5550001"}]});
    world.post("/clients", card).await.is(201).id()
}

async fn a_panic_at_a_request_costs_its_request(world: World) {
    on(&world).await;
    ask(&world, "panic", "").await.problem(500, "internal");
    all_is_well_after(&world, 1).await;
    let path = format!("/{SALON}/acme-panicky/panic");
    world.user("Anna", Role::Owner).await;
    let browser = world.signed_in("Anna").await;
    browser.open(&path).await.is(500);
    all_is_well_after(&world, 2).await;
    world.end().await;
}

async fn a_panic_at_a_question_is_no_answer_to_it(world: World) {
    on(&world).await;
    let client = client(&world).await;
    let decision = async || {
        let check = json!({"client_id": client});
        let checked = world.post("/booking-checks", check).await.is(200);
        checked.json()["decision"].clone()
    };
    for (when, panics) in WHEN.into_iter().zip(1..) {
        assert_eq!(decision().await, "warn");
        order(&world, "answer", when).await;
        // Its failure leaves bookings open.
        assert_eq!(decision().await, "allow", "{when}");
        all_is_well_after(&world, panics).await;
    }
    assert_eq!(decision().await, "warn");
    world.end().await;
}

/// What is tried again later is, until it went well so often.
async fn until_done(world: &World, entry: &str, count: u32) {
    while ask(world, "done", entry).await.is(200).text() != count.to_string() {
        world.clock.advance(TimeDelta::seconds(5));
        world.running().host().wake_due().await.expect("woken");
    }
}

async fn who_panics_when_told_is_told_again(world: World) {
    on(&world).await;
    for (when, panics) in WHEN.into_iter().zip(1..) {
        order(&world, "told", when).await;
        client(&world).await;
        until_done(&world, "told", panics).await;
        all_is_well_after(&world, panics).await;
    }
    world.end().await;
}

async fn who_panics_when_woken_is_woken_again(world: World) {
    on(&world).await;
    for (when, panics) in WHEN.into_iter().zip(1..) {
        order(&world, "woken", when).await;
        ask(&world, "ticks", "").await.is(200);
        until_done(&world, "woken", panics).await;
        all_is_well_after(&world, panics).await;
    }
    world.end().await;
}

async fn settings_stay_as_they_are_where_looking_at_them_panics(world: World) {
    on(&world).await;
    let path = "/features/acme-panicky/settings";
    let read = world.get(path).await.is(200);
    let version = read.header("etag").expect("a version").to_owned();
    let set = async |mood: &str| {
        let body = json!({"settings": {"mood": mood}});
        let based_on = [("if-match", version.as_str())];
        world.send(Method::PUT, path, Some(body), &based_on).await
    };
    set("panics").await.problem(500, "internal");
    let kept = world.get(path).await.is(200).json();
    assert_eq!(kept["settings"]["mood"], "");
    all_is_well_after(&world, 1).await;
    set("calm").await.is(200);
    all_is_well_after(&world, 1).await;
    world.end().await;
}

async fn a_worker_that_panics_costs_its_child(world: World) {
    on(&world).await;
    for (told, said) in [
        ("", "read"),
        ("panic", "Died"),
        ("fail", "Died"),
        ("", "read"),
    ] {
        let worked = ask(&world, "works", told).await.is(200);
        assert_eq!(worked.text(), said, "{told}");
    }
    // Who asked for it is told, and answers as it likes.
    all_is_well_after(&world, 0).await;
    world.end().await;
}

#[tokio::test]
async fn a_panic_at_the_start_refuses_the_plugin_and_it_may_be_opened_again() {
    let threads = Threads::new(tokio::runtime::Handle::current());
    let manifest = include_str!("../native/stillborn/plugin.toml");
    let open = || native::opened("stillborn", manifest, &[], &threads).map(drop);
    assert_eq!(open(), Err("it gives no plugin".to_owned()));
    assert_eq!(open(), Err("it panicked at its start".to_owned()));
    assert_eq!(open(), Ok(()));
}
