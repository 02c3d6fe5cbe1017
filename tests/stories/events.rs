//! Features are told what happened: after the commit, in order, at least once.

use std::time::Duration;

use chrono::TimeDelta;
use kartoteka_tests::{SALON, Stage, World, scene::Tables::Region, stories, trial};
use reqwest::Method;
use serde_json::json;

stories![
    what_happens_is_told_in_order in with_trials,
    a_list_that_comes_in_is_told_card_by_card in with_trials,
    who_is_off_is_not_told in with_trials,
    who_catches_up_is_told_what_happened_meanwhile in with_trials,
    who_fails_once_is_told_again in with_trials,
    who_fails_is_not_told_again_by_what_is_written_meanwhile in with_trials,
    one_bad_event_in_a_backlog_costs_no_more_than_itself in with_trials,
    switches_and_removals_wait_for_no_listener in with_trials,
    what_somebody_always_fails_at_is_set_aside in with_trials,
    what_a_host_left_untold_is_told_by_the_next in with_trials,
    what_is_written_after_a_wake_up_is_not_forgotten in with_trials,
    who_tells_of_what_it_heard_knows_itself in with_trials,
];

async fn switch(world: &World, method: Method) {
    let answer = world.send(method, "/features/listener", None, &[]).await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

async fn register(world: &World, name: &str) -> String {
    let new = json!({"last_name": name});
    world.post("/clients", new).await.is(201).id()
}

/// What was heard, once it is so much.
async fn heard(world: &World, count: usize) -> trial::Heard {
    for _ in 0..1_000 {
        let heard = world.heard(world.salon);
        if heard.events.len() >= count {
            return heard;
        }
        // It is told on the host's own threads; looking again yields to them.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("heard {:?} and no more", world.heard(world.salon));
}

/// Waits until somebody was told so often, and perhaps failed.
async fn until_called(world: &World, times: usize) {
    for _ in 0..1_000 {
        if world.heard(world.salon).calls >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("told {} times", world.heard(world.salon).calls);
}

/// Lets time pass and wakes who is due until so much was heard.
async fn woken_until_heard(world: &World, count: usize, step: TimeDelta) {
    for _ in 0..500 {
        world.clock.advance(step);
        let host = world.running().host();
        host.wake_due().await.expect("woken");
        if world.heard(world.salon).events.len() >= count {
            return;
        }
        // What a write has begun to tell may be under way still.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The names on the cards that were told of.
fn names(heard: &trial::Heard) -> Vec<String> {
    let names = heard
        .events
        .iter()
        .filter_map(|event| event.after.as_ref()?["last_name"].as_str());
    names.map(str::to_owned).collect()
}

async fn what_happens_is_told_in_order(world: World) {
    register(&world, "Vorher").await;
    switch(&world, Method::PUT).await;
    let mut ids = Vec::new();
    for name in ["Amsel", "Drossel", "Fink"] {
        ids.push(register(&world, name).await);
    }
    let change = json!({"last_name": "Star"});
    world
        .patch(&format!("/clients/{}", ids[2]), 1, change)
        .await
        .is(200);
    world
        .delete(&format!("/clients/{}", ids[0]), 1)
        .await
        .is(204);
    let heard = heard(&world, 4).await;
    assert_eq!(names(&heard), ["Amsel", "Drossel", "Fink", "Star"]);
    let subjects: Vec<_> = heard
        .events
        .iter()
        .map(|e| e.subject.expect("somebody").to_string())
        .collect();
    assert_eq!(subjects, [&*ids[0], &*ids[1], &*ids[2], &*ids[2]]);
    let last = heard.events.last().expect("an event");
    assert_eq!(last.what, "core.client.changed/1");
    assert_eq!(last.before.as_ref().expect("before")["last_name"], "Fink");
    assert!(heard.events.is_sorted_by_key(|event| event.number));
    assert!(
        heard
            .events
            .iter()
            .all(|event| event.actor.starts_with("token:") && !event.own)
    );
    // Another salon's listener is another, and is off.
    let (other, token) = world.other_salon("nachbar").await;
    let request = world
        .bare(Method::POST, "/api/v1/salons/nachbar/clients")
        .bearer_auth(token);
    world
        .carry_out(request.json(&json!({"last_name": "Fremd"})))
        .await
        .is(201);
    assert_eq!(world.heard(other).calls, 0);
    world.end().await;
}

async fn a_list_that_comes_in_is_told_card_by_card(world: World) {
    switch(&world, Method::PUT).await;
    let rows: String = (0..1_200)
        .map(|n| format!("Vogel {n};0176 {n:07}\r\n"))
        .collect();
    let sheet = format!("Name;Telefon\r\n{rows}").into_bytes();
    let import = world.upload("vögel.csv", sheet, &[]).await.is(201).id();
    world.import_at_rest(&import).await;
    world
        .post(&format!("/imports/{import}/commit"), json!({}))
        .await
        .is(202);
    let heard = heard(&world, 1_200).await;
    assert_eq!(heard.events.len(), 1_200);
    assert_eq!(heard.calls, 1_200, "each once");
    assert!(
        heard
            .events
            .iter()
            .all(|event| event.batch.map(|b| b.to_string()) == Some(import.clone()))
    );
    world.end().await;
}

async fn who_is_off_is_not_told(world: World) {
    switch(&world, Method::PUT).await;
    register(&world, "Amsel").await;
    heard(&world, 1).await;
    switch(&world, Method::DELETE).await;
    register(&world, "Drossel").await;
    switch(&world, Method::PUT).await;
    register(&world, "Fink").await;
    let heard = heard(&world, 2).await;
    assert_eq!(
        names(&heard),
        ["Amsel", "Fink"],
        "what happened meanwhile is nobody's news"
    );
    world.end().await;
}

async fn who_catches_up_is_told_what_happened_meanwhile(world: World) {
    let switch = async |method: Method| {
        let answer = world.send(method, "/features/chronicle", None, &[]).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    };
    register(&world, "Vorher").await;
    switch(Method::PUT).await;
    register(&world, "Amsel").await;
    heard(&world, 1).await;
    switch(Method::DELETE).await;
    register(&world, "Drossel").await;
    switch(Method::PUT).await;
    // At once, and not only with what is written next.
    assert_eq!(names(&heard(&world, 2).await), ["Amsel", "Drossel"]);
    register(&world, "Fink").await;
    assert_eq!(names(&heard(&world, 3).await), ["Amsel", "Drossel", "Fink"]);
    world.end().await;
}

async fn who_fails_once_is_told_again(world: World) {
    switch(&world, Method::PUT).await;
    for name in ["Amsel", "Einmal", "Fink"] {
        register(&world, name).await;
    }
    woken_until_heard(&world, 3, TimeDelta::minutes(1)).await;
    assert_eq!(names(&heard(&world, 3).await), ["Amsel", "Einmal", "Fink"]);
    world.end().await;
}

async fn who_fails_is_not_told_again_by_what_is_written_meanwhile(mut world: World) {
    switch(&world, Method::PUT).await;
    register(&world, "Immer").await;
    until_called(&world, 1).await;
    for n in 0..8 {
        register(&world, &format!("Vogel {n}")).await;
    }
    // Stopping waits for whoever is being told.
    world.restart().await;
    assert_eq!(world.heard(world.salon).calls, 1);
    world.clock.advance(TimeDelta::minutes(2));
    world.running().host().wake_due().await.expect("woken");
    until_called(&world, 2).await;
    world.end().await;
}

async fn one_bad_event_in_a_backlog_costs_no_more_than_itself(world: World) {
    let switch = async |method: Method| {
        let answer = world.send(method, "/features/chronicle", None, &[]).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    };
    switch(Method::PUT).await;
    switch(Method::DELETE).await;
    for n in 0..30 {
        let name = if n == 17 {
            "Immer".to_owned()
        } else {
            format!("Vogel {n}")
        };
        register(&world, &name).await;
    }
    switch(Method::PUT).await;
    woken_until_heard(&world, 29, TimeDelta::minutes(2)).await;
    let heard = heard(&world, 29).await;
    assert_eq!(names(&heard).len(), 29);
    // Before it once or twice, the bad one four times, behind it once.
    assert!(heard.calls <= 30 + 17 + 4, "told {} times", heard.calls);
    world.end().await;
}

async fn switches_and_removals_wait_for_no_listener(world: World) {
    switch(&world, Method::PUT).await;
    // Nothing was written since: whatever writes first asks to be woken, in the region.
    let on = world.request(Method::PUT, "/features/chronicle").send();
    let on = tokio::time::timeout(Duration::from_secs(20), on).await;
    assert_eq!(on.expect("in time").expect("an answer").status(), 200);
    let removal = world.request(Method::POST, "/features/blacklist/removal");
    let removal = tokio::time::timeout(Duration::from_secs(20), removal.json(&json!({})).send());
    assert_eq!(
        removal.await.expect("in time").expect("an answer").status(),
        200
    );
    world.end().await;
}

async fn what_somebody_always_fails_at_is_set_aside(world: World) {
    switch(&world, Method::PUT).await;
    for name in ["Amsel", "Immer", "Fink", "Panik", "Star"] {
        register(&world, name).await;
    }
    // Long enough for whatever rests in between.
    woken_until_heard(&world, 3, TimeDelta::hours(2)).await;
    assert_eq!(names(&heard(&world, 3).await), ["Amsel", "Fink", "Star"]);
    let feature = world.get("/features/listener").await.is(200).json();
    assert_eq!(feature["events_set_aside"], 2);
    // Nothing else suffered.
    world.get("/clients").await.is(200);
    world.end().await;
}

async fn what_a_host_left_untold_is_told_by_the_next(mut world: World) {
    switch(&world, Method::PUT).await;
    register(&world, "Einmal").await;
    until_called(&world, 1).await;
    world.restart().await;
    world.clock.advance(TimeDelta::minutes(2));
    let host = world.running().host();
    for _ in 0..200 {
        host.wake_due().await.expect("woken");
        if world.heard(world.salon).events.len() == 1 {
            return world.end().await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it was never told: {:?}", world.heard(world.salon));
}

/// A host that asked to be woken asks no more for half a minute, of which no clock of a story knows:
/// should it end, the wake-up must be there all the same.
async fn what_is_written_after_a_wake_up_is_not_forgotten(world: World) {
    let asked = "select count(*) from wake_ups where name = 'host.tell'";
    switch(&world, Method::PUT).await;
    register(&world, "Amsel").await;
    heard(&world, 1).await;
    assert!(world.number(Region, asked).await > 0);
    world.clock.advance(TimeDelta::minutes(2));
    world.running().host().wake_due().await.expect("woken");
    register(&world, "Drossel").await;
    assert!(world.number(Region, asked).await > 0, "nobody would know");
    heard(&world, 2).await;
    for _ in 0..500 {
        world.clock.advance(TimeDelta::minutes(2));
        world.running().host().wake_due().await.expect("woken");
        if world.number(Region, asked).await == 0 {
            return world.end().await;
        }
        // The host looks by itself, too, and may be at it.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is woken for ever");
}

async fn who_tells_of_what_it_heard_knows_itself(world: World) {
    switch(&world, Method::PUT).await;
    register(&world, "Echo").await;
    let heard = heard(&world, 2).await;
    let own = &heard.events[1];
    assert_eq!((own.what.as_str(), own.own), ("listener.heard/1", true));
    assert_eq!(own.actor, "plugin:listener");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_hosts_tell_each_event_once_and_in_order() {
    let world = World::with_trials(Stage::Postgres).await;
    let (other, _folder) = world.second_host().await;
    switch(&world, Method::PUT).await;
    let there = format!("http://{}/api/v1/salons/{SALON}/clients", other.address);
    let http = reqwest::Client::new();
    for round in 0..20 {
        let here = register(&world, "Hier");
        let body = json!({"last_name": format!("Dort {round}")});
        let request = http
            .post(&there)
            .bearer_auth(&world.token)
            .json(&body)
            .send();
        let (_, answer) = tokio::join!(here, request);
        assert_eq!(answer.expect("an answer").status(), 201);
    }
    let heard = heard(&world, 40).await;
    assert_eq!(heard.events.len(), 40);
    assert!(
        heard.events.is_sorted_by_key(|event| event.number),
        "in order of commit"
    );
    other.stop().await;
    world.end().await;
}
