//! What a native plugin costs is counted, and what it does badly beside requests costs nobody else.

use std::collections::HashMap;

use kartoteka_tests::{World, stories};
use reqwest::Method;
use serde_json::json;

use crate::native_hostile::{LONGEST_REST, all_is_well, ask, figure, on, threads_away, write};

stories![
    what_it_costs_is_counted in with_native_hostile,
    what_looks_badly_at_settings_changes_none in with_native_hostile,
    what_fails_when_woken_rests_and_is_not_woken_meanwhile in with_native_hostile,
];

/// The plugin's figures, as the operator reads them.
async fn figures(world: &World) -> HashMap<String, String> {
    let request = world.bare(Method::GET, "/metrics");
    let request = request.header("x-forwarded-for", "127.0.0.1");
    let all = world.carry_out(request).await.is(200).text();
    let own = all.lines().filter_map(|line| {
        let line = line.strip_prefix("kartoteka_plugin_")?;
        let (name, value) = line.split_once("{feature=\"acme-hostile\"} ")?;
        Some((name.to_owned(), value.to_owned()))
    });
    own.collect()
}

async fn what_it_costs_is_counted(world: World) {
    on(&world).await;
    let before = figures(&world).await;
    ask(&world, "statement", "select 1 as one where $1 = $1")
        .await
        .is(200);
    ask(&world, "panic", "").await.problem(500, "internal");
    ask(&world, "slow", "").await.problem(500, "internal");
    while threads_away(&world).await > 0 {}
    let after = figures(&world).await;
    let grown = |name: &str| -> f64 {
        let value = |all: &HashMap<String, String>| -> f64 { all[name].parse().expect("a figure") };
        value(&after) - value(&before)
    };
    for (name, by) in [
        ("calls_total", 3.0),
        ("errors_total", 2.0),
        ("statements_total", 1.0),
    ] {
        assert!((grown(name) - by).abs() < 0.5, "{name}: {}", grown(name));
    }
    for name in [
        "polls_total",
        "poll_seconds_total",
        "statement_seconds_total",
    ] {
        assert!(grown(name) > 0.0, "{name}");
    }
    // A poll hangs that takes longer than 250 ms.
    assert!(
        after["longest_poll_seconds"]
            .parse::<f64>()
            .is_ok_and(|longest| longest >= 0.25)
    );
    world.end().await;
}

async fn what_looks_badly_at_settings_changes_none(world: World) {
    on(&world).await;
    let path = "/features/acme-hostile/settings";
    let read = world.get(path).await.is(200);
    let version = read.header("etag").expect("a version").to_owned();
    let set = async |mood: &str| {
        let body = json!({"settings": {"mood": mood}});
        let based_on = [("if-match", version.as_str())];
        world.send(Method::PUT, path, Some(body), &based_on).await
    };
    for mood in ["panics", "unknown", "garbage", "hangs"] {
        set(mood).await.problem(500, "internal");
        // The salon's writer waits for it, and for nothing of it.
        write(&world).await;
        let kept = world.get(path).await.is(200).json();
        assert_eq!(kept["settings"]["mood"], "", "{mood}");
    }
    assert_eq!(threads_away(&world).await, 1);
    set("well").await.is(200);
    all_is_well(&world).await;
    world.end().await;
}

async fn what_fails_when_woken_rests_and_is_not_woken_meanwhile(world: World) {
    on(&world).await;
    assert_eq!(ask(&world, "ticks", "").await.is(200).text(), "true");
    for _ in 0..3 {
        ask(&world, "panic", "").await.problem(500, "internal");
    }
    let calls = figure(&world, "calls_total").await;
    let wake = async || world.running().host().wake_due().await.expect("woken");
    wake().await;
    assert_eq!(figure(&world, "calls_total").await, calls);
    world.clock.advance(LONGEST_REST);
    wake().await;
    assert_eq!(figure(&world, "calls_total").await, calls + 1);
    // One that is tried after its rest, and fails, rests again at once.
    let well = ask(&world, "well", "").await;
    well.problem(503, "feature_resting");
    all_is_well(&world).await;
    world.end().await;
}
