//! What is let go of is gone within minutes, each time by a waking that was asked for then and there: no
//! other work of the salon brings the sweep along. And what is shown stays.

use std::time::Duration;

use chrono::TimeDelta;
use kartoteka_tests::{Answer, World, scene::Tables, stories};
use reqwest::{Method, multipart};
use serde_json::json;

use crate::documents_kept::{
    PDF, PNG, begun, card, contents, ids, lie, part, renew, swept, until, upload,
};

stories![
    what_is_refused_is_gone_within_minutes,
    a_deleted_file_goes_though_nothing_else_happens,
    a_withdrawn_file_goes_though_nothing_else_happens,
    a_withdrawn_version_goes_though_nothing_else_happens,
    an_erased_one_goes_though_nothing_else_happens,
    a_small_picture_stays_and_goes_with_its_version,
    an_upload_that_is_too_slow_is_refused_and_gone,
    what_is_marked_for_the_sweep_becomes_no_version,
    a_sweep_leaves_alone_what_is_on_its_way,
];

/// Lets so much time pass, and what is due be done: then so many contents lie in the store.
async fn later(world: &World, time: TimeDelta, left: usize) {
    world.clock.advance(time);
    // The host also looks by itself, and may be at it.
    for _ in 0..300 {
        let host = world.running().host();
        host.wake_due().await.expect("to be woken");
        if lie(world) == left {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", contents(world));
}

/// Lets what was asked for be done until documents are to be woken for nothing.
async fn quiet(world: &World) {
    world.clock.advance(TimeDelta::hours(2));
    let asked = "select count(*) from wake_ups where name = 'documents.sweep'";
    for _ in 0..300 {
        let host = world.running().host();
        host.wake_due().await.expect("to be woken");
        if world.number(Tables::Region, asked).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("something is always due");
}

/// Two minutes: far less than what is lost for good waits.
const SOON: TimeDelta = TimeDelta::minutes(2);

/// How many rows of the salon a table has; a twin has others.
async fn rows(world: &World, table: &str) -> i64 {
    let salon = match world.database() {
        None => "1".to_owned(),
        Some(_) => format!("'{}'", world.salon),
    };
    let text = format!("select count(*) from {table} where salon_id = {salon}");
    world.number(Tables::Salon, &text).await
}

async fn send(world: &World, path: &str, form: multipart::Form) -> Answer {
    let request = world.request(Method::POST, path).multipart(form);
    world.carry_out(request).await
}

async fn what_is_refused_is_gone_within_minutes(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.png", PNG, &[]).await.is(201).id();
    let path = format!("/documents/files/{file}");
    quiet(&world).await;
    assert_eq!(lie(&world), 2);
    // By its content, which is known at the end of this one alone.
    upload(&world, &anna, "a.docx", b"PK\x03\x04 nothing more", &[])
        .await
        .problem(422, "kind_not_allowed");
    assert_eq!(lie(&world), 3);
    later(&world, SOON, 2).await;
    // The good ones beside it.
    let both = multipart::Form::new()
        .part("file", part("gut.png", PNG))
        .part("file", part("schlecht.pdf", b"MZ\0\0"));
    let refused = send(&world, "/documents/files", both).await;
    refused.problem(422, "kind_not_allowed");
    later(&world, SOON, 2).await;
    // One file too many.
    let both = multipart::Form::new()
        .text("client_id", anna.clone())
        .part("file", part("a.png", PNG))
        .part("file", part("b.png", PNG));
    let refused = send(&world, "/documents/files", both).await;
    refused.problem(400, "malformed");
    assert_eq!(lie(&world), 6);
    later(&world, SOON, 2).await;
    // Nobody's card.
    let nobody = uuid::Uuid::nil().to_string();
    let refused = upload(&world, &nobody, "a.png", PNG, &[]).await;
    refused.problem(422, "invalid");
    assert_eq!(lie(&world), 4);
    later(&world, SOON, 2).await;
    // A version of what is deleted.
    world.delete(&path, 1).await.is(204);
    let refused = renew(&world, &file, "b.png", PNG).await;
    refused.problem(409, "document_deleted");
    assert_eq!(lie(&world), 4);
    later(&world, SOON, 2).await;
    world.end().await;
}

async fn a_deleted_file_goes_though_nothing_else_happens(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    quiet(&world).await;
    let path = format!("/documents/files/{file}");
    world.delete(&path, 1).await.is(204);
    later(&world, TimeDelta::days(30) + SOON, 0).await;
    world.get(&path).await.problem(404, "not_found");
    for table in ["documents__files", "documents__versions"] {
        assert_eq!(rows(&world, table).await, 0, "{table}");
    }
    world.end().await;
}

async fn a_withdrawn_file_goes_though_nothing_else_happens(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    quiet(&world).await;
    let path = format!("/documents/files/{file}");
    world
        .post(&format!("{path}/withdrawal"), json!({}))
        .await
        .is(200);
    later(&world, TimeDelta::days(30) + SOON, 0).await;
    world.get(&path).await.problem(404, "not_found");
    world.end().await;
}

async fn a_withdrawn_version_goes_though_nothing_else_happens(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    renew(&world, &file, "b.png", PNG).await.is(201);
    quiet(&world).await;
    assert_eq!(lie(&world), 3);
    let off = format!("/documents/files/{file}/withdrawal?version=2");
    world.post(&off, json!({})).await.is(200);
    later(&world, SOON, 1).await;
    let content = format!("/documents/files/{file}/content");
    assert_eq!(world.get(&content).await.is(200).body, PDF);
    world.end().await;
}

async fn an_erased_one_goes_though_nothing_else_happens(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    renew(&world, &file, "b.png", PNG).await.is(201);
    quiet(&world).await;
    let erasure = format!("/clients/{anna}/erasure");
    world.post(&erasure, json!({})).await.is(200);
    assert_eq!(rows(&world, "documents__versions").await, 0);
    later(&world, SOON, 0).await;
    world.end().await;
}

async fn a_small_picture_stays_and_goes_with_its_version(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.png", PNG, &[]).await.is(201).id();
    renew(&world, &file, "b.txt", b"ohne Bild").await.is(201);
    quiet(&world).await;
    assert_eq!(lie(&world), 3, "what is shown is not swept");
    let path = format!("/documents/files/{file}");
    let small = format!("{path}/preview");
    world.get(&format!("{small}?version=1")).await.is(200);
    world.get(&small).await.problem(404, "not_found");
    let off = format!("{path}/withdrawal?version=1");
    world.post(&off, json!({})).await.is(200);
    later(&world, SOON, 1).await;
    renew(&world, &file, "c.png", PNG).await.is(201);
    assert_eq!(lie(&world), 3);
    world.get(&small).await.is(200);
    world.delete(&path, 4).await.is(204);
    later(&world, TimeDelta::days(30) + SOON, 0).await;
    world.end().await;
}

/// The rest of an upload of which the beginning came earlier, and what is answered.
async fn answered(stream: &mut tokio::net::TcpStream, rest: &[u8], code: &str) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    stream.write_all(rest).await.expect("to send");
    let mut answer = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&answer).contains(code) {
            let mut some = [0; 4096];
            let read = stream.read(&mut some).await.expect("to read");
            assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&some[..read]);
        }
    };
    let read = tokio::time::timeout(Duration::from_secs(60), reading).await;
    assert!(read.is_ok(), "no answer");
}

async fn an_upload_that_is_too_slow_is_refused_and_gone(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let sent = [PDF, &vec![b'x'; 900_000]].concat();
    let mut stream = begun(&world, &anna, sent.len() + 10, &sent).await;
    until(|| lie(&world) == 1, "it never came").await;
    // Its beginning is not swept yet.
    world.clock.advance(TimeDelta::minutes(31));
    let rest = b"0123456789\r\n--x--\r\n";
    answered(&mut stream, rest, "upload_too_slow").await;
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    until(|| lie(&world) == 0, "it stays").await;
    world.end().await;
}

async fn what_is_marked_for_the_sweep_becomes_no_version(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let sent = [PDF, &vec![b'x'; 900_000]].concat();
    let mut stream = begun(&world, &anna, sent.len() + 10, &sent).await;
    until(|| lie(&world) == 1, "it never came").await;
    // Another host's clock is far ahead: its sweep has marked it, and not deleted it yet.
    let marked = "update documents__pending set swept_at = due_at";
    world.behind_its_back(Tables::Salon, marked, marked).await;
    let rest = b"0123456789\r\n--x--\r\n";
    answered(&mut stream, rest, "upload_too_slow").await;
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    swept(&world, 0).await;
    world.end().await;
}

async fn a_sweep_leaves_alone_what_is_on_its_way(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let sent = [PDF, &vec![b'x'; 900_000]].concat();
    let mut stream = begun(&world, &anna, sent.len() + 10, &sent).await;
    until(|| lie(&world) == 1, "it never came").await;
    upload(&world, &anna, "a.docx", b"PK\x03\x04 nothing more", &[])
        .await
        .problem(422, "kind_not_allowed");
    later(&world, SOON, 1).await;
    let rest = b"0123456789\r\n--x--\r\n";
    answered(&mut stream, rest, "HTTP/1.1 201").await;
    assert_eq!(ids(&world, "").await.len(), 1);
    world.end().await;
}
