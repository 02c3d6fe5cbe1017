//! The same thing twice: a request that is sent again, two people at one time, and what is done already.

use chrono::TimeDelta;
use kartoteka::region::Role;
use kartoteka_tests::{Answer, SALON, World, stories};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};

use crate::documents_kept::{PDF, card, ids, renew, upload};

stories![
    an_upload_that_is_sent_again_is_kept_once,
    what_was_done_since_is_not_undone_by_a_request_sent_again,
    of_two_at_one_time_the_second_is_told,
    what_changes_nothing_is_no_change,
    what_is_deleted_takes_nothing_more,
];

/// A form with one file, the same bytes each time.
fn form(client: Option<&str>) -> Vec<u8> {
    let said = client.map_or_else(String::new, |client| {
        format!("--x\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\n{client}\r\n")
    });
    format!(
        "{said}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n\
         einmal\r\n--x--\r\n"
    )
    .into_bytes()
}

/// The form, sent under a key.
async fn keyed(world: &World, path: &str, form: Vec<u8>) -> Answer {
    let request = world
        .request(Method::POST, path)
        .header("content-type", "multipart/form-data; boundary=x")
        .header("idempotency-key", "upload");
    world.carry_out(request.body(form)).await
}

fn numbers(file: &Value) -> Vec<i64> {
    let versions = file["versions"].as_array().expect("versions").iter();
    let numbers = versions.map(|version| version["number"].as_i64());
    numbers.map(|number| number.expect("a number")).collect()
}

async fn an_upload_that_is_sent_again_is_kept_once(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let send = || keyed(&world, "/documents/files", form(Some(&anna)));
    let first = send().await.is(201);
    let again = send().await.is(201);
    assert_eq!(first.id(), again.id());
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(ids(&world, "").await, [first.id()]);
    world.end().await;
}

async fn what_was_done_since_is_not_undone_by_a_request_sent_again(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let path = format!("/documents/files/{file}");
    let versions = format!("{path}/versions");
    for _ in 0..2 {
        let answer = keyed(&world, &versions, form(None)).await.is(201);
        assert_eq!(numbers(&answer.json()), [2, 1]);
    }
    let post = async |what: &str, key: &str| {
        let at = format!("{path}/{what}");
        let key = [("idempotency-key", key)];
        let answer = world.send(Method::POST, &at, Some(json!({})), &key).await;
        answer.is(200).json()
    };
    // The number of a version that is taken off is given again.
    let left = post("withdrawal?version=2", "version").await;
    assert_eq!(numbers(&left), [1]);
    renew(&world, &file, "b.txt", b"richtig").await.is(201);
    let again = post("withdrawal?version=2", "version").await;
    assert_eq!(numbers(&again), [2, 1]);
    let gone = post("withdrawal", "off").await;
    assert!(gone["archived_at"].is_string());
    let back = post("restoration", "back").await;
    assert_eq!(back["archived_at"], json!(null));
    let again = post("withdrawal", "off").await;
    assert_eq!(again["archived_at"], json!(null));
    let version = again["version"].as_i64().expect("a version");
    world.delete(&path, version).await.is(204);
    let again = post("restoration", "back").await;
    assert!(again["archived_at"].is_string());
    world.end().await;
}

/// Lets both do all they do and holds them before they commit; then lets them go: what they are told.
async fn at_once(world: &World, one: impl Fn() -> RequestBuilder) -> Vec<u16> {
    let sending = || {
        let request = one();
        tokio::spawn(async { request.send().await.expect("an answer").status().as_u16() })
    };
    let mut holder = world.superuser().await;
    let mut held = match &mut holder {
        None => None,
        Some(holder) => Some(holder.begin().await.expect("a transaction")),
    };
    if let Some(held) = &mut held {
        // Whoever commits takes the counter last of all.
        let counter = "select last from journal_counter for update";
        held.execute(counter).await.expect("the counter");
    }
    let first = sending();
    world.until_waiting(1, || false).await;
    let second = sending();
    world.until_waiting(2, || false).await;
    if let Some(held) = held {
        held.rollback().await.expect("its end");
    }
    let both = [first.await, second.await];
    let mut told = both.map(|status| status.expect("a status")).to_vec();
    told.sort_unstable();
    told
}

async fn of_two_at_one_time_the_second_is_told(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let path = format!("/documents/files/{file}");
    let changing = || {
        let request = world.request(Method::PATCH, &path);
        let request = request.header("if-match", "\"1\"");
        request.json(&json!({"title": "Vertrag"}))
    };
    assert_eq!(at_once(&world, changing).await, [200, 412]);
    let late = world.patch(&path, 1, json!({"title": "Brief"})).await;
    let late = late.problem(412, "changed_meanwhile").json();
    assert_eq!(late["current_version"], 2, "{late}");
    let deleting = || {
        let request = world.request(Method::DELETE, &path);
        request.header("if-match", "\"2\"")
    };
    assert_eq!(at_once(&world, deleting).await, [204, 412]);
    world.end().await;
}

async fn what_changes_nothing_is_no_change(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let path = format!("/documents/files/{file}");
    let same = json!({"title": " a ", "kind": "other"});
    let same = world.patch(&path, 1, same).await.is(200);
    assert_eq!(same.header("etag"), Some("\"1\""));
    let restoration = format!("{path}/restoration");
    let there = world.post(&restoration, json!({})).await.is(200);
    assert_eq!(there.header("etag"), Some("\"1\""));
    world.delete(&path, 1).await.is(204);
    let deleted = world.get(&path).await.is(200).json();
    // The 30 days do not begin anew.
    world.clock.advance(TimeDelta::days(20));
    world.delete(&path, 2).await.is(204);
    assert_eq!(world.get(&path).await.is(200).json(), deleted);
    let back = world.post(&restoration, json!({})).await.is(200).json();
    assert_eq!(
        (&back["archived_at"], &back["archived_by"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(back["version"], 3);
    world.end().await;
}

async fn what_is_deleted_takes_nothing_more(mut world: World) {
    world.switch_on("documents").await;
    world.user("Anna", Role::Owner).await;
    let client = card(&world, "Vogel").await;
    let file = upload(&world, &client, "a.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    renew(&world, &file, "b.pdf", PDF).await.is(201);
    let path = format!("/documents/files/{file}");
    let due = json!({"review_on": "2026-03-01", "retention_until": "2026-03-01"});
    let dated = world.patch(&path, 2, due).await.is(200);
    let anna = world.signed_in("Anna").await;
    let page = format!("/{SALON}/documents/{file}");
    let shown = anna.open(&page).await.is(200).text();
    let there = [
        "Can be deleted",
        "name=\"title\"",
        "/versions\"",
        "/withdrawal?version=2",
    ];
    for piece in there {
        assert!(shown.contains(piece), "{piece}");
    }
    assert_eq!(ids(&world, "state=due").await, [file.as_str()]);
    assert_eq!(ids(&world, "state=deleted").await, Vec::<String>::new());
    world.delete(&path, dated.version()).await.is(204);
    assert_eq!(ids(&world, "state=due").await, Vec::<String>::new());
    let shown = anna.open(&page).await.is(200).text();
    for piece in there {
        assert!(!shown.contains(piece), "{piece}");
    }
    renew(&world, &file, "c.pdf", PDF)
        .await
        .problem(409, "document_deleted");
    let off = format!("{path}/withdrawal?version=2");
    world
        .post(&off, json!({}))
        .await
        .problem(409, "document_deleted");
    world.end().await;
}
