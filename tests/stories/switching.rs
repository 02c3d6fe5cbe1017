//! Features switched on and off under load, and the host killed in between: doors, list and
//! document agree at every moment, and removing what a feature kept is whole or not at all.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kartoteka_tests::{Process, stories_of_processes};
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

stories_of_processes![
    killed_while_it_switches_doors_and_list_agree,
    killed_while_it_removes_it_has_removed_all_or_nothing,
];

const FEATURE: &str = "/features/blacklist";
const BLOCKS: &str = "/blacklist/blocks";

async fn switch(host: &Process, on: bool) {
    let method = if on { Method::PUT } else { Method::DELETE };
    let answer = host
        .request(method, FEATURE)
        .send()
        .await
        .expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// Asks the feature's and the registry's doors until told to stop: what comes may depend on
/// the switch, and nothing else.
fn load(host: &Process, stop: &Arc<AtomicBool>) -> JoinSet<usize> {
    let mut all = JoinSet::new();
    for (path, fine) in [
        (BLOCKS, &[200, 404][..]),
        ("/clients", &[200][..]),
        ("/openapi.json", &[200][..]),
    ] {
        let request = host.request(Method::GET, path);
        let stop = stop.clone();
        all.spawn(async move {
            let mut answered = 0;
            while !stop.load(Ordering::Relaxed) {
                let again = request.try_clone().expect("no body");
                // While it is killed nobody answers.
                if let Ok(answer) = again.send().await {
                    let status = answer.status().as_u16();
                    assert!(fine.contains(&status), "{path}: {status}");
                    answered += 1;
                }
            }
            answered
        });
    }
    all
}

async fn killed_while_it_switches_doors_and_list_agree(mut host: Process) {
    for round in 0..4 {
        let stop = Arc::new(AtomicBool::new(false));
        let mut asking = load(&host, &stop);
        for n in 0..6 {
            switch(&host, n % 2 == 0).await;
            let door = host.get(BLOCKS).await.status.as_u16();
            assert_eq!(door, if n % 2 == 0 { 200 } else { 404 }, "at once");
        }
        // In the middle of one more, whichever way it goes.
        let method = if round % 2 == 0 {
            Method::PUT
        } else {
            Method::DELETE
        };
        let going = tokio::spawn(host.request(method, FEATURE).send());
        tokio::task::yield_now().await;
        host.kill_and_start().await;
        // Its answer may have come, or never comes.
        let _ = going.await;
        stop.store(true, Ordering::Relaxed);
        let mut answered = 0;
        while let Some(count) = asking.join_next().await {
            answered += count.expect("every answer is one that may be");
        }
        assert!(answered > 3, "there was no load");
        let on = host.get(FEATURE).await.is(200).json()["on"] == true;
        let door = host.get(BLOCKS).await.status.as_u16();
        assert_eq!(door, if on { 200 } else { 404 });
        let document = host.get("/openapi.json").await.is(200).text();
        assert_eq!(document.contains("blacklist_list_blocks"), on);
    }
}

async fn rows(host: &Process) -> i64 {
    let text = "select (select count(*) from blacklist__blocks)
                     + (select count(*) from blacklist__contacts)";
    host.number(text).await
}

async fn switched_on_again(host: &Process) {
    for _ in 0..600 {
        let request = host.request(Method::PUT, FEATURE);
        let status = request.send().await.expect("an answer").status();
        if status.is_success() {
            return;
        }
        assert_eq!(status, 409);
        // The host finishes it on threads of its own; asking yields to them.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a removal was never finished");
}

/// What the salon's journal tells of removals, that of access tells, too, and no more.
async fn both_journals_agree(host: &Process) {
    let entries = "select count(*) from journal where what = 'features.data_removed/1'";
    let told = host.get("/access-changes?limit=200").await.is(200).json();
    let told = told["data"].as_array().expect("changes").iter();
    let told = told.filter(|change| change["what"] == "region.feature.data_removed/1");
    assert_eq!(host.number(entries).await, told.count() as i64);
}

async fn killed_while_it_removes_it_has_removed_all_or_nothing(mut host: Process) {
    for wait in [0, 1, 3, 9] {
        switch(&host, true).await;
        for n in 0..40 {
            let who = json!([{"kind": "phone", "value": format!("0176 12345{n:02}")}]);
            let new = json!({"contacts": who, "effect": "warn"});
            let made = host.post(BLOCKS, new).await.status.as_u16();
            assert!([201, 409].contains(&made), "{made}");
        }
        switch(&host, false).await;
        assert_eq!(rows(&host).await, 80);
        let removal = host.request(Method::POST, &format!("{FEATURE}/removal"));
        let going = tokio::spawn(removal.json(&json!({})).send());
        for _ in 0..wait {
            // Further into the work each time.
            host.get("/clients").await.is(200);
        }
        host.kill_and_start().await;
        let _ = going.await;
        let left = rows(&host).await;
        assert!([0, 80].contains(&left), "{left} rows are left");
        // What was begun is finished by itself; until then it cannot be switched on.
        switched_on_again(&host).await;
        let left = rows(&host).await;
        assert!([0, 80].contains(&left), "{left} rows are left");
        both_journals_agree(&host).await;
        switch(&host, false).await;
        let again = host.post(&format!("{FEATURE}/removal"), json!({})).await;
        again.is(200);
        assert_eq!(rows(&host).await, 0);
    }
}
