//! Somebody is erased while somebody else writes something about them: whichever comes first, no
//! feature keeps a row that names who is gone. On SQLite one writes at a time anyway.

use kartoteka_tests::{Answer, Stage, World, features, scene::Tables::Salon};
use reqwest::{Method, RequestBuilder, multipart};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};

use crate::documents_kept::{PDF, part};

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

fn putting(world: &World, client: &str) -> RequestBuilder {
    let form = multipart::Form::new().part("file", part("a.pdf", PDF));
    let form = form.text("client_id", client.to_owned());
    world
        .request(Method::POST, "/documents/files")
        .multipart(form)
}

fn blocking(world: &World, client: &str) -> RequestBuilder {
    let new = json!({"client_id": client, "effect": "refuse", "reason": "Schlug zu"});
    posting(world, "/blacklist/blocks", new)
}

fn noting(world: &World, client: &str) -> RequestBuilder {
    let new = json!({"client_id": client, "direction": "out", "outcome": "reached"});
    posting(world, "/call-link/calls", new)
}

/// That nobody's name or number is left.
async fn nothing_is_left(world: &World) {
    for of in [
        "clients",
        "blacklist__blocks where client_id is not null or reason is not null",
        "blacklist__contacts where shown is not null",
        "documents__files",
        "documents__versions",
        "call_link__calls",
        "call_link__do_not_call",
    ] {
        assert_eq!(count(world, of).await, 0, "{of}");
    }
}

type Writing = fn(&World, &str) -> RequestBuilder;

/// What each feature that keeps something about clients writes by its API.
const WRITERS: [(&str, Writing); 3] = [
    ("blacklist", blocking),
    ("documents", putting),
    ("call-link", noting),
];

#[test]
fn every_feature_that_keeps_something_about_clients_is_tried() {
    let all = features().into_iter();
    for one in all.filter(|one| !one.personal_data.is_empty()) {
        let id = &one.id;
        let tried = WRITERS.iter().any(|(writer, _)| writer == id);
        assert!(tried, "{id}: add what it writes about a client to WRITERS");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_first_is_erased_with_the_rest() {
    for (_, writing) in WRITERS {
        let (world, client) = world().await;
        let requests = (writing(&world, &client), erasing(&world, &client));
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
    for (_, writing) in WRITERS {
        let (world, client) = world().await;
        let requests = (erasing(&world, &client), writing(&world, &client));
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
