//! Another version of a partner's plugin is dropped into the folder of a host that runs, and takes over; and the
//! way back.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kartoteka::plugins::bundle::{pin, unpin};
use kartoteka_tests::{World, examples::price_tag, stories, turns};
use reqwest::{Method, RequestBuilder};
use tokio::task::JoinHandle;

stories![
    a_newer_version_takes_over_without_a_failed_request in with_turns,
    what_cannot_take_over_leaves_all_as_it_is in with_turns,
    the_folder_is_looked_at_while_the_host_runs in with_turns,
    a_worker_works_in_a_process_of_its_own in with_turns,
    what_the_operator_takes_back_stops_while_the_host_runs in with_turns,
];

const WAIT: Duration = Duration::from_secs(30);

async fn version(world: &World) -> String {
    world.get("/acme-turns/version").await.is(200).text()
}

/// Waits until something is so.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(WAIT, async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    waited.await.expect("it to become so");
}

/// Asks again and again until it is told to end; gives each answer.
fn asking(request: RequestBuilder, ends: Arc<AtomicBool>) -> JoinHandle<Vec<(u16, String)>> {
    tokio::spawn(async move {
        let mut answers = Vec::new();
        while !ends.load(Ordering::Relaxed) {
            let request = request.try_clone().expect("a request without a body");
            let answer = request.send().await.expect("an answer");
            let status = answer.status().as_u16();
            answers.push((status, answer.text().await.expect("a text")));
        }
        answers
    })
}

async fn a_newer_version_takes_over_without_a_failed_request(mut world: World) {
    world.switch_on(turns::ID).await;
    assert_eq!(version(&world).await, "0.1.0");
    let ends = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = (0..4)
        .map(|_| {
            asking(
                world.request(Method::GET, "/acme-turns/version"),
                ends.clone(),
            )
        })
        .collect();
    let held = world.request(Method::GET, "/acme-turns/held");
    let held = tokio::spawn(async move {
        let answer = held.send().await.expect("an answer");
        (
            answer.status().as_u16(),
            answer.text().await.expect("a text"),
        )
    });
    until(async || world.get("/acme-turns/marks").await.is(200).text() == "1").await;

    turns::drop_in(&world.plugins(), "0.2.0");
    let said = world.running().take_over().await.expect("it takes over");
    assert_eq!(said, ["acme-turns 0.2.0 took over from 0.1.0"]);
    assert_eq!(version(&world).await, "0.2.0");
    assert_eq!(
        world.running().ending(),
        1,
        "one is held in the version before"
    );
    assert!(!held.is_finished());
    // What the newer one writes lets the older one go: both are at the same tables.
    world
        .send(Method::POST, "/acme-turns/let-go", None, &[])
        .await
        .is(204);
    assert_eq!(held.await.expect("an end"), (200, "0.1.0".to_owned()));
    let running = world.running();
    until(async || running.ending() == 0).await;
    until(async || turns::stopped().contains("0.1.0\n")).await;

    // Back by a pin, where the table has one column more than that version knows, and forth again.
    pin(&world.plugins(), turns::ID, "0.1.0").expect("a pin");
    let said = world.running().take_over().await.expect("it goes back");
    assert_eq!(said, ["acme-turns went back from 0.2.0 to 0.1.0"]);
    assert_eq!(version(&world).await, "0.1.0");
    world
        .send(Method::POST, "/acme-turns/let-go", None, &[])
        .await
        .is(204);
    unpin(&world.plugins(), turns::ID).expect("no pin");
    let said = world.running().take_over().await.expect("it takes over");
    assert_eq!(said, ["acme-turns 0.2.0 took over from 0.1.0"]);

    ends.store(true, Ordering::Relaxed);
    for asking in asking {
        let answers = asking.await.expect("answers");
        let failed = answers.iter().find(|(status, _)| *status != 200);
        assert_eq!(failed, None, "of {}", answers.len());
        let mut versions: Vec<_> = answers.into_iter().map(|(_, version)| version).collect();
        versions.dedup();
        let all = ["0.1.0", "0.2.0", "0.1.0", "0.2.0"];
        assert!(
            all.starts_with(&versions.iter().map(String::as_str).collect::<Vec<_>>()),
            "{versions:?}"
        );
    }
    world.end().await;
}

async fn what_cannot_take_over_leaves_all_as_it_is(mut world: World) {
    world.switch_on(turns::ID).await;
    turns::drop_in(&world.plugins(), "0.2.0");
    world.running().take_over().await.expect("it takes over");
    for _ in 0..2 {
        world
            .send(Method::POST, "/acme-turns/let-go", None, &[])
            .await
            .is(204);
    }

    // A library that is no plugin.
    turns::drop_in(&world.plugins(), "0.3.0");
    let said = world.running().take_over().await.expect("a look");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("acme-turns-0.3.0.kplugin") && said[0].contains("gives no plugin"),
        "{said:?}"
    );
    assert_eq!(version(&world).await, "0.2.0");

    // Tables that cannot be brought up to date; what lies beside it does not wait for it.
    turns::drop_in(&world.plugins(), "0.4.0");
    let file = "example-price-tag-0.1.0.kplugin";
    std::fs::copy(price_tag().join(file), world.plugins().join(file)).expect("a copy");
    let said = world.running().take_over().await.expect("a look");
    for (at, says) in [
        "migration acme-turns/0003_once failed",
        "example-price-tag 0.1.0 is there now",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(said[at].contains(says), "{says}: {said:?}");
    }
    assert_eq!(version(&world).await, "0.2.0");
    world.switch_on("example-price-tag").await;
    std::fs::remove_file(world.plugins().join(file)).expect("gone");
    world
        .send(Method::POST, "/acme-turns/let-go", None, &[])
        .await
        .is(204);

    // Half a file, and then none of them.
    let broken = world.plugins().join("acme-turns-0.5.0.kplugin");
    let whole = std::fs::read(turns::file("0.2.0")).expect("a file");
    std::fs::write(&broken, &whole[..whole.len() / 2]).expect("written");
    std::fs::remove_file(world.plugins().join("acme-turns-0.4.0.kplugin")).expect("gone");
    let said = world.running().take_over().await.expect("a look");
    assert!(
        said.iter()
            .any(|said| said.contains("acme-turns-0.5.0.kplugin")),
        "{said:?}"
    );
    assert_eq!(version(&world).await, "0.2.0");
    for file in ["0.1.0", "0.2.0"] {
        let file = world.plugins().join(format!("acme-turns-{file}.kplugin"));
        std::fs::remove_file(file).expect("gone");
    }
    world.running().take_over().await.expect("a look");
    assert_eq!(
        version(&world).await,
        "0.2.0",
        "files of it are there still"
    );
    std::fs::remove_dir_all(world.plugins()).expect("gone");
    std::fs::create_dir(world.plugins()).expect("an empty folder");
    let said = world.running().take_over().await.expect("a look");
    assert_eq!(said, ["acme-turns 0.2.0 is there no more"]);
    world
        .get("/acme-turns/version")
        .await
        .problem(404, "not_found");

    // Its tables wait for it.
    turns::drop_in(&world.plugins(), "0.2.0");
    let said = world.running().take_over().await.expect("a look");
    assert_eq!(said, ["acme-turns 0.2.0 is there now"]);
    assert_eq!(version(&world).await, "0.2.0");
    world.end().await;
}

async fn what_the_operator_takes_back_stops_while_the_host_runs(mut world: World) {
    world.switch_on(turns::ID).await;
    let revoked = format!("[plugins]\nrevoked = [{:?}]\n", turns::index_of("0.1.0"));
    std::fs::write(turns::settings_of(&world.plugins()), revoked).expect("written");
    until(async || world.get("/acme-turns/version").await.status == 404).await;
    let said = world.running().take_over().await.expect("a look");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("acme-turns-0.1.0.kplugin") && said[0].contains("plugins.revoked"),
        "{said:?}"
    );

    // A version that is not taken back comes in its place, and stays where the settings are not to be read.
    turns::drop_in(&world.plugins(), "0.2.0");
    until(async || world.get("/acme-turns/version").await.status == 200).await;
    let settings = turns::settings_of(&world.plugins());
    std::fs::write(&settings, "[plugins]\nrevoked = [\"all\"]\n").expect("written");
    let why = world.running().take_over().await.expect_err("no settings");
    assert!(why.contains("`plugins.revoked`"), "{why}");
    assert_eq!(version(&world).await, "0.2.0");
    std::fs::write(&settings, "").expect("written");
    world.running().take_over().await.expect("a look");
    world.end().await;
}

async fn a_worker_works_in_a_process_of_its_own(mut world: World) {
    world.switch_on(turns::ID).await;
    let counted = async || world.get("/acme-turns/counted").await.is(200).text();
    assert_eq!(counted().await, "0.1.0: 3");
    turns::drop_in(&world.plugins(), "0.2.0");
    world.running().take_over().await.expect("it takes over");
    assert_eq!(counted().await, "0.2.0: 3");
    world.end().await;
}

async fn the_folder_is_looked_at_while_the_host_runs(mut world: World) {
    world.switch_on(turns::ID).await;
    turns::drop_in(&world.plugins(), "0.2.0");
    until(async || version(&world).await == "0.2.0").await;
    world.end().await;
}
