//! Requests of features that last longer than the feature is on, or than anybody waits.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kartoteka_tests::{
    Answer, Stage, World,
    latecomer::Gate,
    process::files,
    scene::Tables::{Region, Salon},
    stories,
};
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinHandle;

stories![
    who_begins_to_write_after_the_switch_is_refused in with_trials,
    who_is_writing_is_waited_for_and_leaves_nothing in with_trials,
    who_is_denied_something_is_waited_for_all_the_same in with_trials,
    a_file_that_arrives_late_takes_itself_away in with_trials,
    a_removal_is_repeated_with_its_receipt in with_trials,
    a_removal_that_was_broken_off_is_finished in with_trials,
    a_cursor_that_a_broken_off_switch_left_is_of_no_use in with_trials,
    a_feature_that_hangs_is_not_waited_for in in_a_hurry,
];

const FEATURE: &str = "/features/latecomer";

async fn switch(world: &World, method: Method, feature: &str) {
    let request = world.request(method, &format!("/features/{feature}"));
    let status = world.carry_out(request).await.status;
    assert!(status.is_success(), "{feature}: {status}");
}

/// A request of the feature that stands at the gate.
async fn waiting(world: &World, when: &str) -> JoinHandle<Answer> {
    let request = world.request(Method::POST, &format!("/latecomer/{when}"));
    let going = tokio::spawn(async { Answer::of(request.send().await.expect("an answer")).await });
    Gate::of(world.salon).arrival().await;
    going
}

/// A request that is not answered at once.
fn under_way(world: &World, path: &str) -> (JoinHandle<Answer>, Arc<AtomicBool>) {
    let (request, over) = (
        world.request(Method::POST, path),
        Arc::new(AtomicBool::new(false)),
    );
    let done = Arc::clone(&over);
    let request = request.json(&json!({}));
    let going = tokio::spawn(async move {
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        done.store(true, Ordering::SeqCst);
        answer
    });
    (going, over)
}

async fn rows(world: &World) -> i64 {
    let data = world.get(&format!("{FEATURE}/data")).await.is(200).json();
    data["tables"][0]["rows"].as_i64().expect("a count")
}

async fn remove(world: &World) -> Answer {
    world.post(&format!("{FEATURE}/removal"), json!({})).await
}

async fn who_begins_to_write_after_the_switch_is_refused(world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let late = waiting(&world, "before").await;
    switch(&world, Method::DELETE, "latecomer").await;
    remove(&world).await.is(200);
    Gate::of(world.salon).open();
    let late = late.await.expect("an answer");
    late.problem(404, "feature_off");
    assert_eq!(rows(&world).await, 0);
    world.end().await;
}

async fn who_is_writing_is_waited_for_and_leaves_nothing(world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let late = waiting(&world, "within").await;
    switch(&world, Method::DELETE, "latecomer").await;
    let (removal, over) = under_way(&world, &format!("{FEATURE}/removal"));
    world.until_waiting(1, || over.load(Ordering::SeqCst)).await;
    Gate::of(world.salon).open();
    late.await.expect("an answer").is(200);
    let receipt = removal.await.expect("an answer").is(200).json();
    let left = rows(&world).await;
    assert_eq!((left, &receipt["tables"][0]["rows"]), (0, &json!(1)));
    world.end().await;
}

/// What a salon has not agreed to is kept from a feature, and nothing else changes for it.
async fn who_is_denied_something_is_waited_for_all_the_same(mut world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let nothing = "update features set granted = '[]' where feature = 'latecomer'";
    world.behind_its_back(Region, nothing, nothing).await;
    world.restart().await;
    let asks = world.get(FEATURE).await.is(200).json()["asks_for"].clone();
    assert_eq!(asks, json!(["reads:core.clients/1"]));
    let late = waiting(&world, "within").await;
    switch(&world, Method::DELETE, "latecomer").await;
    let (removal, over) = under_way(&world, &format!("{FEATURE}/removal"));
    world.until_waiting(1, || over.load(Ordering::SeqCst)).await;
    Gate::of(world.salon).open();
    late.await.expect("an answer").is(200);
    removal.await.expect("an answer").is(200);
    assert_eq!(rows(&world).await, 0);
    world.end().await;
}

async fn a_file_that_arrives_late_takes_itself_away(world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let late = waiting(&world, "object").await;
    switch(&world, Method::DELETE, "latecomer").await;
    remove(&world).await.is(200);
    Gate::of(world.salon).open();
    let late = late.await.expect("an answer");
    late.problem(404, "feature_off");
    assert!(files(&world.folder().join("data/objects")).is_empty());
    world.end().await;
}

async fn a_removal_is_repeated_with_its_receipt(world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let written = world.request(Method::POST, "/latecomer/now");
    world.carry_out(written).await.is(200);
    switch(&world, Method::DELETE, "latecomer").await;
    let path = format!("{FEATURE}/removal");
    let key = [("idempotency-key", "weg-damit")];
    let again = || world.send(Method::POST, &path, Some(json!({})), &key);
    let first = again().await.is(200);
    assert_eq!(first.json()["tables"][0]["rows"], 1);
    let second = again().await.is(200);
    assert_eq!(first.json(), second.json());
    let place = first.header("location").expect("a place");
    assert_eq!(second.header("location"), Some(place));
    let read = world.bare(Method::GET, place).bearer_auth(&world.token);
    assert_eq!(world.carry_out(read).await.is(200).json(), first.json());
    // Without the key it is another removal.
    let other = remove(&world).await.is(200).json();
    assert_eq!(other["tables"][0]["rows"], 0);
    assert_ne!(other["id"], first.json()["id"]);
    let elsewhere = place.replace("latecomer", "blacklist");
    let read = world
        .bare(Method::GET, &elsewhere)
        .bearer_auth(&world.token);
    world.carry_out(read).await.problem(404, "not_found");
    world.end().await;
}

/// Keeps the region from noting that a removal is done, or lets it.
async fn hold(world: &World, held: bool) {
    let (sqlite, postgres) = match held {
        true => (
            "create trigger held before delete on feature_removals
             begin select raise(abort, 'held'); end",
            "create function held() returns trigger language plpgsql as
                 $$ begin raise exception 'held'; end $$;
             create trigger held before delete on feature_removals
                 for each row execute function held()",
        ),
        false => (
            "drop trigger held",
            "drop trigger held on feature_removals; drop function held()",
        ),
    };
    world.behind_its_back(Region, sqlite, postgres).await;
}

async fn a_removal_that_was_broken_off_is_finished(mut world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let written = world.request(Method::POST, "/latecomer/now");
    world.carry_out(written).await.is(200);
    switch(&world, Method::DELETE, "latecomer").await;
    hold(&world, true).await;
    remove(&world).await.problem(500, "internal");
    // What is left of it must not meet what is written from now on.
    let on = world.send(Method::PUT, FEATURE, None, &[]).await;
    on.problem(409, "removal_under_way");
    world.restart().await;
    hold(&world, false).await;
    world.clock.advance(chrono::TimeDelta::days(2));
    // The host that starts looks by itself, too: either of them finishes it.
    for _ in 0..600 {
        world.running().host().wake_due().await.expect("woken");
        if world
            .number(Region, "select count(*) from feature_removals")
            .await
            == 0
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let told = world.get("/access-changes").await.is(200).json();
    let told = told["data"].as_array().expect("changes").iter();
    let told: Vec<_> = told
        .filter(|change| change["what"] == "region.feature.data_removed/1")
        .collect();
    assert_eq!(told.len(), 1, "told once");
    assert_eq!(told[0]["before"]["tables"][0]["rows"], 1);
    assert!(
        told[0]["actor"]
            .as_str()
            .expect("who")
            .starts_with("token:")
    );
    let entries = "select count(*) from journal where what = 'features.data_removed/1'";
    let copies = if world.stage == Stage::Twins { 2 } else { 1 };
    assert_eq!(world.number(Salon, entries).await, copies);
    assert_eq!(rows(&world).await, 0);
    let feature = world.get(FEATURE).await.is(200).json();
    assert!(feature["since"].is_null(), "{feature}");
    switch(&world, Method::PUT, "latecomer").await;
    world.end().await;
}

async fn a_cursor_that_a_broken_off_switch_left_is_of_no_use(world: World) {
    switch(&world, Method::PUT, "listener").await;
    switch(&world, Method::DELETE, "listener").await;
    // As a host leaves it that ends between the region's word and the salon's.
    let left = |salon: &str, at: &str| {
        format!(
            "insert into event_cursors
                 (salon_id, feature, number, failures, careful_until, begun_at)
             values ({salon}, 'listener', 0, 0, 0, {at})"
        )
    };
    let (sqlite, postgres) = (
        left("1", "0"),
        left(&format!("'{}'", world.salon), "'2026-01-01'"),
    );
    world.behind_its_back(Salon, &sqlite, &postgres).await;
    let register = async |name: &str| {
        let new = json!({"last_name": name});
        world.post("/clients", new).await.is(201);
    };
    register("Vorher").await;
    switch(&world, Method::PUT, "listener").await;
    register("Nachher").await;
    for _ in 0..1_000 {
        if !world.heard(world.salon).events.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let heard = world.heard(world.salon);
    let names: Vec<_> = heard
        .events
        .iter()
        .filter_map(|e| e.after.as_ref())
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(names[0]["last_name"], "Nachher");
    world.end().await;
}

async fn a_feature_that_hangs_is_not_waited_for(world: World) {
    switch(&world, Method::PUT, "latecomer").await;
    let hang = async || {
        let request = world.request(Method::GET, "/latecomer/hang");
        world.carry_out(request).await
    };
    for _ in 0..3 {
        let problem = hang().await.problem(503, "feature_too_slow").json();
        assert!(
            problem["title"]
                .as_str()
                .expect("words")
                .contains("Nachzügler")
        );
    }
    // Three of them within a minute are too many, as of any failure.
    hang().await.problem(503, "feature_resting");
    world.get("/clients").await.is(200);
    world.end().await;
}
