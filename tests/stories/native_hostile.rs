//! What a native plugin does badly stays its own: it costs its request, its question, its section.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use kartoteka_tests::{Answer, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    what_is_answered_badly_costs_its_own_request in with_native_hostile,
    what_never_ends_ends_with_its_time in with_native_hostile,
    a_poll_that_hangs_costs_its_plugin_and_nobody_else in with_native_hostile,
    those_that_wait_behind_one_that_hangs_take_no_threads in with_native_hostile,
    a_fact_that_never_comes_is_left_out_after_half_a_second in with_native_hostile,
    a_thread_that_comes_back_is_used_again in with_native_hostile,
    panics_stop_at_the_border in with_native_hostile,
    what_is_kept_too_long_or_woken_too_late_does_no_harm in with_native_hostile,
    what_comes_without_end_is_taken_as_long_as_somebody_reads in with_native_hostile,
    a_body_ends_with_who_reads_it_and_with_its_time in with_native_hostile,
    a_transaction_that_is_left_open_is_undone in with_native_hostile,
    what_is_forgotten_on_the_way_keeps_nobody in with_native_hostile,
    a_transaction_that_is_over_is_refused in with_native_hostile,
    who_keeps_a_call_begins_nothing_after_its_end in with_native_hostile,
    statements_are_judged_across_the_border in with_native_hostile,
    services_that_were_not_asked_for_are_not_there in with_native_hostile,
];

pub(crate) const LONGEST_REST: TimeDelta = TimeDelta::hours(25);

pub(crate) async fn on(world: &World) {
    let path = "/features/acme-hostile";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

pub(crate) async fn ask(world: &World, what: &str, text: &str) -> Answer {
    let request = world.request(Method::POST, &format!("/acme-hostile/{what}"));
    world.carry_out(request.body(text.to_owned())).await
}

/// Others are answered, and once it has rested, so is it.
pub(crate) async fn all_is_well(world: &World) {
    world.get("/clients").await.is(200);
    world.clock.advance(LONGEST_REST);
    let well = ask(world, "well", "").await.is(200);
    assert_eq!(well.text(), "well");
}

async fn what_is_answered_badly_costs_its_own_request(world: World) {
    on(&world).await;
    for what in [
        "panic",
        "panic-at-once",
        "no-task",
        "unknown-answer",
        "refused",
        "no-such-thing",
        "bad-status",
        "bad-kind",
        "bad-header",
        "bad-problem",
        "kind-problem",
        "huge",
        "huge-problem",
        "huge-header",
    ] {
        let answer = ask(&world, what, "").await;
        assert_eq!(answer.status, 500, "{what}: {}", answer.text());
        all_is_well(&world).await;
    }
    world.end().await;
}

async fn what_never_ends_ends_with_its_time(world: World) {
    on(&world).await;
    let (never, clients) = tokio::join!(ask(&world, "never", ""), world.get("/clients"));
    never.problem(503, "feature_too_slow");
    clients.is(200);
    all_is_well(&world).await;
    world.end().await;
}

async fn a_poll_that_hangs_costs_its_plugin_and_nobody_else(world: World) {
    on(&world).await;
    for how in ["hang", "hang-at-once", "hang"] {
        let others = async {
            for _ in 0..20 {
                world.get("/clients").await.is(200);
            }
        };
        let (hung, ()) = tokio::join!(ask(&world, how, ""), others);
        hung.problem(500, "internal");
        ask(&world, "well", "")
            .await
            .problem(503, "feature_resting");
        all_is_well(&world).await;
    }
    assert_eq!(threads_away(&world).await, 3);
    world.end().await;
}

pub(crate) async fn threads_away(world: &World) -> u32 {
    figure(world, "hung_threads").await
}

/// A figure of the plugin's that counts.
pub(crate) async fn figure(world: &World, name: &str) -> u32 {
    world.figure("acme-hostile", name).await
}

async fn those_that_wait_behind_one_that_hangs_take_no_threads(world: World) {
    on(&world).await;
    let all = (0..12).map(|_| ask(&world, "hang", ""));
    for hung in futures_util::future::join_all(all).await {
        assert!(hung.status.is_server_error(), "{}", hung.text());
    }
    // No more than there are.
    let away = threads_away(&world).await;
    assert!((1..=2).contains(&away), "{away}");
    all_is_well(&world).await;
    world.end().await;
}

async fn a_thread_that_comes_back_is_used_again(world: World) {
    on(&world).await;
    ask(&world, "slow", "").await.problem(500, "internal");
    ask(&world, "well", "")
        .await
        .problem(503, "feature_resting");
    while threads_away(&world).await > 0 {}
    all_is_well(&world).await;
    world.end().await;
}

async fn panics_stop_at_the_border(world: World) {
    on(&world).await;
    let client = client(&world).await;
    until_begun(&world, "told", 1).await;
    for entry in ENTRIES {
        let begun = begun(&world, entry).await;
        let errors = figure(&world, "errors_total").await;
        order(&world, entry, "panics").await;
        reach(&world, entry, &client).await;
        until_begun(&world, entry, begun + 1).await;
        while figure(&world, "errors_total").await == errors {}
        assert_eq!(figure(&world, "errors_total").await, errors + 1, "{entry}");
        all_is_well(&world).await;
    }
    world.end().await;
}

/// What is asked of a plugin beside requests.
const ENTRIES: [&str; 4] = ["answer", "facts", "told", "woken"];

async fn client(world: &World) -> String {
    let card = json!({"last_name": "Vogel", "phones": [{"value": "0176 5550001"}]});
    world.post("/clients", card).await.is(201).id()
}

/// Says how an entry is to go the next time.
async fn order(world: &World, entry: &str, how: &str) {
    let order = format!("{entry} {how}");
    ask(world, "order", &order).await.is(200);
}

async fn begun(world: &World, entry: &str) -> u32 {
    let begun = ask(world, "begun", entry).await.is(200);
    begun.text().parse().expect("a number")
}

/// Others are told later than they write.
async fn until_begun(world: &World, entry: &str, count: u32) {
    while begun(world, entry).await < count {}
}

/// Has an entry asked for what it is there for, which others wait for where they do.
async fn reach(world: &World, entry: &str, client: &str) {
    match entry {
        "answer" => {
            let check = json!({"client_id": client});
            let checked = world.post("/booking-checks", check).await.is(200);
            let decision = checked.json()["decision"].clone();
            // What a neighbour says is asked for all the same.
            assert!(decision == "allow" || decision == "warn", "{decision}");
        }
        "facts" => {
            let facts = world.get(&format!("/clients/{client}/facts")).await;
            let facts = facts.is(200).json();
            let facts = facts["data"].as_array().expect("facts");
            assert!(
                facts
                    .iter()
                    .all(|fact| fact["name"] != "acme-hostile.mood/1")
            );
        }
        "told" => write(world).await,
        _ => {
            assert_eq!(ask(world, "ticks", "").await.is(200).text(), "true");
            world.running().host().wake_due().await.expect("woken");
        }
    }
}

/// Longer than anybody waits for a plugin in these entries, and shorter than for ever.
const IN_TIME: Duration = Duration::from_secs(10);

async fn a_fact_that_never_comes_is_left_out_after_half_a_second(world: World) {
    on(&world).await;
    let client = client(&world).await;
    until_begun(&world, "told", 1).await;
    for _ in 0..3 {
        order(&world, "facts", "never").await;
    }
    for _ in 0..3 {
        let asked = Instant::now();
        let facts = tokio::time::timeout(IN_TIME, reach(&world, "facts", &client));
        facts.await.expect("an answer in time");
        assert!(asked.elapsed() >= Duration::from_millis(500));
        write(&world).await;
    }
    // It rests, and is not asked.
    let calls = figure(&world, "calls_total").await;
    reach(&world, "facts", &client).await;
    assert_eq!(figure(&world, "calls_total").await, calls);
    assert_eq!(threads_away(&world).await, 0);
    all_is_well(&world).await;
    world.end().await;
}

async fn what_is_kept_too_long_or_woken_too_late_does_no_harm(world: World) {
    on(&world).await;
    for _ in 0..5 {
        let (kept, woken) = tokio::join!(ask(&world, "late", "a body"), ask(&world, "wakes", ""));
        assert_eq!((kept.text(), woken.text()), ("kept".into(), "woken".into()));
    }
    all_is_well(&world).await;
    // The host ends while a thread of the plugin still has calls of it.
    world.end().await;
}

async fn what_comes_without_end_is_taken_as_long_as_somebody_reads(world: World) {
    on(&world).await;
    let request = world.request(Method::GET, "/acme-hostile/endless");
    let mut answer = request.send().await.expect("an answer");
    let mut read = 0;
    while read < 4 << 20 {
        read += answer.chunk().await.expect("a piece").expect("more").len();
    }
    drop(answer);
    all_is_well(&world).await;
    world.end().await;
}

async fn a_body_ends_with_who_reads_it_and_with_its_time(world: World) {
    on(&world).await;
    let silent = async || {
        let request = world.request(Method::GET, "/acme-hostile/silent");
        let mut answer = request.send().await.expect("an answer");
        let first = answer.chunk().await.expect("a piece");
        assert_eq!(first.expect("more"), "first");
        answer
    };
    let before: u32 = dropped(&world).await;
    drop(silent().await);
    while dropped(&world).await == before {}
    // Who goes on reading is told that it broke off.
    assert!(silent().await.chunk().await.is_err());
    while dropped(&world).await == before + 1 {}
    world.end().await;
}

async fn dropped(world: &World) -> u32 {
    let dropped = ask(world, "dropped", "").await.is(200);
    dropped.text().parse().expect("a number")
}

pub(crate) async fn write(world: &World) {
    let card = json!({"last_name": "Vogel"});
    world.post("/clients", card).await.is(201);
}

async fn a_transaction_that_is_left_open_is_undone(world: World) {
    on(&world).await;
    for (how, said) in [("leaves", "left"), ("leaves-in-job", "1")] {
        let left = ask(&world, how, "").await.is(200);
        assert_eq!(left.text(), said);
        // It held the salon's writer.
        write(&world).await;
    }
    all_is_well(&world).await;
    world.end().await;
}

async fn what_is_forgotten_on_the_way_keeps_nobody(world: World) {
    on(&world).await;
    let mut waited = String::new();
    for _ in 0..5 {
        waited += &ask(&world, "forgets", "").await.is(200).text();
        // Both would hold the salon's writer, or a connection.
        write(&world).await;
    }
    // PostgreSQL may have answered before it was asked whether it has.
    assert!(waited.contains("true"), "{waited}");
    all_is_well(&world).await;
    world.end().await;
}

async fn a_transaction_that_is_over_is_refused(world: World) {
    on(&world).await;
    let said = ask(&world, "after-its-end", "").await.is(200);
    // An entry that nobody declares is a problem before it is too late.
    assert_eq!(said.text(), "[0, 1, -3, -3, -3, -1, -3]");
    all_is_well(&world).await;
    world.end().await;
}

async fn who_keeps_a_call_begins_nothing_after_its_end(world: World) {
    on(&world).await;
    // Plays of this story on other stages share the library.
    let whom = format!("{:?}", world.stage);
    ask(&world, "asks-late", &whom).await.is(200);
    let read = said(&world, &whom, 1).await;
    assert_eq!(read, "read true begun -3");
    // Who waited was told that it failed: nothing may come of it.
    let late = ask(&world, "asks-too-late", &whom).await;
    late.problem(503, "feature_too_slow");
    let nothing = said(&world, &whom, 2).await;
    // The service is where it was: who looks for it between two questions finds no null. What it is asked is refused.
    assert_eq!(nothing, "read true begun -3 read false begun -3");
    write(&world).await;
    world.end().await;
}

/// What was said by those that kept a call, once so many have.
async fn said(world: &World, whom: &str, count: usize) -> String {
    loop {
        let said = ask(world, "said", whom).await.is(200).text().to_owned();
        if said.matches("nothing").count() + said.matches("read").count() == count {
            return said;
        }
    }
}

async fn statements_are_judged_across_the_border(world: World) {
    on(&world).await;
    for text in [
        "select id from clients where salon_id = $1",
        "select slug from salons",
        "select id from blacklist__blocks where salon_id = $1",
        "select number from core_clients_1 where salon_id = $1",
        "select name from sqlite_master",
        "select set_config('app.salon', '', true)",
        "select query_to_xml('select 1', true, true, '')",
        "delete from clients where salon_id = $1",
        "begin",
        "",
        "\u{0}",
    ] {
        let said = ask(&world, "statement", text)
            .await
            .is(200)
            .text()
            .to_owned();
        let said: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{text}: {said}"));
        assert_eq!(said["db"]["kind"], "refused", "{text}: {said}");
    }
    let own = ask(&world, "statement", "select 1 as one where $1 = $1").await;
    assert_eq!(own.is(200).text(), "1 rows");
    world.end().await;
}

async fn services_that_were_not_asked_for_are_not_there(world: World) {
    on(&world).await;
    for (name, there) in [
        ("kartoteka.db/1", "true"),
        ("kartoteka.clock/1", "true"),
        ("kartoteka.settings/1", "true"),
        ("kartoteka.wake_ups/1", "true"),
        ("kartoteka.mail/1", "false"),
        ("kartoteka.http/1", "false"),
        ("kartoteka.api/1", "false"),
        ("kartoteka.workers/1", "false"),
        // A token comes from no workplace.
        ("kartoteka.workplace/1", "false"),
        ("kartoteka.db/2", "false"),
        ("", "false"),
    ] {
        let found = ask(&world, "service", name).await.is(200);
        assert_eq!(found.text(), there, "{name}");
    }
    world.end().await;
}
