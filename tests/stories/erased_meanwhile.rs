//! Somebody is erased while somebody else writes something about them: whichever comes first, no
//! feature keeps a row that names who is gone. On SQLite one writes at a time anyway.

use kartoteka_plugin::manifest::{Erase, PersonalTable};
use kartoteka_tests::{
    Answer, Stage, World, features,
    samples::{self, Sample},
    scene::Tables::Salon,
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};

const PHONE: &str = "0176 1234567";

/// A world with all features on, and a card.
async fn world() -> (World, String) {
    let mut world = World::on(Stage::Postgres).await;
    for feature in features() {
        world.switch_on(&feature.id).await;
    }
    let new = json!({"last_name": "Vogel", "phones": [{"value": PHONE}]});
    let client = world.post("/clients", new).await.is(201).id();
    (world, client)
}

fn sending(request: RequestBuilder) -> tokio::task::JoinHandle<u16> {
    let answer = async { Answer::of(request.send().await.expect("an answer")).await };
    tokio::spawn(async { answer.await.status.as_u16() })
}

/// Lets both requests do all they do and holds them before they commit; then lets them go. The
/// first has begun when the second does.
async fn at_once(world: &World, first: RequestBuilder, second: RequestBuilder) -> (u16, u16) {
    let mut holder = world.superuser().await.expect("PostgreSQL");
    let mut held = holder.begin().await.expect("a transaction");
    // Whoever commits takes the counter last of all.
    let counter = "select last from journal_counter for update";
    held.execute(counter).await.expect("the counter");
    let first = sending(first);
    world.until_waiting(1, || false).await;
    let second = sending(second);
    world.until_waiting(2, || false).await;
    held.rollback().await.expect("its end");
    (
        first.await.expect("a status"),
        second.await.expect("a status"),
    )
}

async fn count(world: &World, of: &str) -> i64 {
    world
        .number(Salon, &format!("select count(*) from {of}"))
        .await
}

fn posting(world: &World, path: &str, body: Value) -> RequestBuilder {
    world.request(Method::POST, path).json(&body)
}

fn erasing(world: &World, client: &str) -> RequestBuilder {
    posting(world, &format!("/clients/{client}/erasure"), json!({}))
}

fn blocking(world: &World, client: &str) -> RequestBuilder {
    let new = json!({"client_id": client, "effect": "refuse", "reason": "Schlug zu"});
    posting(world, "/blacklist/blocks", new)
}

/// That nobody's name or number is left.
async fn nothing_is_left(world: &World) {
    assert_eq!(count(world, "clients").await, 0);
    for feature in features() {
        let declared = feature.personal_data.iter().filter_map(is_left);
        let also = samples::of(&feature.id).about_client;
        let also = also.into_iter().flat_map(|one| one.gone);
        for of in declared.chain(also) {
            assert_eq!(count(world, &of).await, 0, "{of}");
        }
    }
}

/// The rows of a table in which somebody is still to be seen.
fn is_left(table: &PersonalTable) -> Option<String> {
    let name = &table.table;
    match &table.erase {
        Erase::Delete => Some(name.clone()),
        Erase::Blank(columns) => {
            let columns = columns.iter();
            let all = columns.map(|(column, value)| format!("{column} is distinct from {value}"));
            let all: Vec<_> = all.collect();
            Some(format!("{name} where {}", all.join(" or ")))
        }
        Erase::Keep { .. } => None,
    }
}

/// What each feature that keeps something about clients writes by its API.
fn writers() -> Vec<Sample> {
    let all = features().into_iter();
    let all = all.filter(|one| !one.personal_data.is_empty());
    let sample = |id: &str| samples::of(id).about_client;
    let all = all.map(|one| {
        sample(&one.id).unwrap_or_else(|| {
            panic!(
                "plugins/{}/samples.toml: no [about_client], and it keeps something about them",
                one.id
            )
        })
    });
    all.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_first_is_erased_with_the_rest() {
    for writing in writers() {
        let (world, client) = world().await;
        let requests = (
            samples::request(&writing, &world, &client),
            erasing(&world, &client),
        );
        let statuses = at_once(&world, requests.0, requests.1).await;
        assert_eq!(statuses, (201, 200));
        nothing_is_left(&world).await;
        let checked = world.post("/booking-checks", json!({"phone": PHONE})).await;
        let decision = checked.is(200).json()["decision"].clone();
        let blocked = count(&world, "blacklist__blocks").await == 1;
        assert_eq!(decision == "refuse", blocked, "the block follows");
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_later_finds_nobody() {
    for writing in writers() {
        let (world, client) = world().await;
        let requests = (
            erasing(&world, &client),
            samples::request(&writing, &world, &client),
        );
        let statuses = at_once(&world, requests.0, requests.1).await;
        assert_eq!(statuses, (200, 422));
        nothing_is_left(&world).await;
        world.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_brings_nothing_back() {
    let (world, client) = world().await;
    let made = world.carry_out(blocking(&world, &client)).await.is(201);
    let path = format!("/blacklist/blocks/{}", made.id());
    let change = world.request(Method::PATCH, &path);
    let change = change.header("if-match", "\"1\"");
    let change = change.json(&json!({"text": "Nein, Frau Vogel"}));
    let (erased, changed) = at_once(&world, erasing(&world, &client), change).await;
    assert_eq!((erased, changed), (200, 412));
    nothing_is_left(&world).await;
    assert_eq!(
        count(&world, "blacklist__blocks where text is not null").await,
        0
    );
    world.end().await;
}
