//! The store of objects and the database are two things: whatever happens between them, nothing
//! is left over, and nothing is missing.

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;
use kartoteka_tests::{Answer, Process, SALON, Stage, World, process::files, stories};
use reqwest::{Method, multipart};
use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

stories![
    erasing_takes_the_contents_along,
    the_first_page_of_a_pdf_is_shown_small,
    a_picture_is_shown_small_and_goes_with_its_file,
    erasing_takes_the_contents_along_while_it_is_off,
    many_are_erased_at_once_over_few_connections in with_few_connections,
    a_kill_between_store_and_database_leaves_nothing_over,
    an_upload_that_was_swept_shows_nothing,
    a_content_that_is_missing_is_said_to_be,
    removing_what_it_keeps_takes_the_contents_along,
    a_bucket_keeps_what_a_folder_keeps in with_bucket,
];

/// The least of a PDF.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n% the least of it\n";

/// A card.
pub(crate) async fn card(world: &World, name: &str) -> String {
    let request = world.request(Method::POST, "/clients");
    let made = world.carry_out(request.json(&json!({"last_name": name})));
    made.await.is(201).id()
}

/// A file of a form.
pub(crate) fn part(name: &str, bytes: &[u8]) -> multipart::Part {
    multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned())
}

/// Puts a file on a card.
pub(crate) async fn upload(
    world: &World,
    client: &str,
    name: &str,
    bytes: &[u8],
    said: &[(&str, &str)],
) -> Answer {
    let mut form = multipart::Form::new().part("file", part(name, bytes));
    form = form.text("client_id", client.to_owned());
    for (name, value) in said {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    let request = world.request(Method::POST, "/documents/files");
    world.carry_out(request.multipart(form)).await
}

/// Puts a newer version on a file.
pub(crate) async fn renew(world: &World, file: &str, name: &str, bytes: &[u8]) -> Answer {
    let form = multipart::Form::new().part("file", part(name, bytes));
    let path = format!("/documents/files/{file}/versions");
    let request = world.request(Method::POST, &path);
    world.carry_out(request.multipart(form)).await
}

/// The ids of a list.
pub(crate) async fn ids(world: &World, query: &str) -> Vec<String> {
    let list = world
        .get(&format!("/documents/files?{query}"))
        .await
        .is(200)
        .json();
    let files = list["data"].as_array().expect("files").iter();
    files
        .map(|file| file["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The contents in the store.
pub(crate) fn contents(world: &World) -> Vec<PathBuf> {
    files(&world.folder().join("data/objects"))
}

/// How many contents lie in the store.
pub(crate) fn lie(world: &World) -> usize {
    contents(world).len()
}

/// Lets an hour pass, and what is due be done: then so many contents lie in the store.
pub(crate) async fn swept(world: &World, left: usize) {
    world
        .clock
        .advance(TimeDelta::hours(1) + TimeDelta::minutes(1));
    // The host also looks by itself, and may be at it.
    for _ in 0..600 {
        world
            .running()
            .host()
            .wake_due()
            .await
            .expect("to be woken");
        if lie(world) == left {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", contents(world));
}

async fn erase(world: &World, client: &str) {
    let erased = world
        .post(&format!("/clients/{client}/erasure"), json!({}))
        .await
        .is(200)
        .json();
    let rows = erased["rows"].as_array().expect("rows");
    let files = rows.iter().find(|row| row["table"] == "documents__files");
    let files = files.expect("a line");
    assert_eq!(
        (&files["count"], &files["outcome"]),
        (&json!(2), &json!("deleted"))
    );
}

async fn many_are_erased_at_once_over_few_connections(mut world: World) {
    world.switch_on("documents").await;
    let mut clients = Vec::new();
    for n in 0..6 {
        let client = card(&world, &format!("Vogel {n}")).await;
        upload(&world, &client, "a.pdf", PDF, &[]).await.is(201);
        clients.push(client);
    }
    let erase = |client: &String| {
        let request = world.request(Method::POST, &format!("/clients/{client}/erasure"));
        let answer = request.json(&json!({})).send();
        tokio::spawn(tokio::time::timeout(Duration::from_secs(20), answer))
    };
    let erased: Vec<_> = clients.iter().map(erase).collect();
    for answer in erased {
        let answer = answer
            .await
            .expect("a task")
            .expect("they wait for each other");
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    swept(&world, 0).await;
    world.end().await;
}

async fn erasing_takes_the_contents_along(mut world: World) {
    world.switch_on("documents").await;
    let (anna, berta) = (card(&world, "Vogel").await, card(&world, "Amsel").await);
    let first = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    let second = upload(&world, &anna, "b.pdf", PDF, &[]).await.is(201).id();
    let theirs = upload(&world, &berta, "c.pdf", PDF, &[]).await.is(201).id();
    let form = multipart::Form::new().part("file", part("a2.pdf", PDF));
    let request = world.request(Method::POST, &format!("/documents/files/{first}/versions"));
    world.carry_out(request.multipart(form)).await.is(201);
    world
        .delete(&format!("/documents/files/{second}"), 1)
        .await
        .is(204);
    erase(&world, &anna).await;
    for id in [&first, &second] {
        world
            .get(&format!("/documents/files/{id}"))
            .await
            .problem(404, "not_found");
    }
    assert_eq!(lie(&world), 4, "until the sweep");
    world.restart().await;
    swept(&world, 1).await;
    let content = world
        .get(&format!("/documents/files/{theirs}/content"))
        .await
        .is(200);
    assert_eq!(content.body, PDF);
    world.end().await;
}

/// A picture of two pixels.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x01\x08\x02\0\0\0\x7b\x40\xe8\xdd\0\0\0\x0dIDAT\x78\x9c\x63\x38\x61\x04\x04\x27\0\x08\x3b\x02\x59\x95\x78\x3f\xb7\0\0\0\0IEND\xae\x42\x60\x82";

/// A sheet of A4, for readers that find the objects of a PDF without its table of them.
const PAGE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

async fn the_first_page_of_a_pdf_is_shown_small(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let paper = upload(&world, &client, "a.pdf", PAGE, &[]).await.is(201);
    assert_eq!(paper.json()["versions"][0]["has_preview"], json!(true));
    let at = format!("/documents/files/{}/preview", paper.id());
    let small = world.get(&at).await.is(200);
    assert_eq!(small.header("content-type"), Some("image/jpeg"));
    assert_eq!(lie(&world), 2);
    // One that only begins like one is kept, and has none.
    let broken = upload(&world, &client, "b.pdf", PDF, &[]).await.is(201);
    assert_eq!(broken.json()["versions"][0]["has_preview"], json!(false));
    world.end().await;
}

async fn a_picture_is_shown_small_and_goes_with_its_file(mut world: World) {
    world.switch_on("documents").await;
    let client = card(&world, "Vogel").await;
    let picture = upload(&world, &client, "a.png", PNG, &[]).await.is(201);
    assert_eq!(picture.json()["versions"][0]["has_preview"], json!(true));
    let at = format!("/documents/files/{}/preview", picture.id());
    let small = world.get(&at).await.is(200);
    assert_eq!(small.header("content-type"), Some("image/jpeg"));
    assert_eq!(small.header("x-content-type-options"), Some("nosniff"));
    let tag = small.header("etag").expect("a tag").to_owned();
    let known = [("if-none-match", tag.as_str())];
    world.send(Method::GET, &at, None, &known).await.is(304);
    assert_eq!(lie(&world), 2);
    // One that claims to be a picture is kept, and has none.
    let broken = upload(&world, &client, "b.jpg", b"\xff\xd8\xff\xe0 photo", &[])
        .await
        .is(201);
    assert_eq!(broken.json()["versions"][0]["has_preview"], json!(false));
    let none = format!("/documents/files/{}/preview", broken.id());
    world.get(&none).await.problem(404, "not_found");
    world
        .get(&format!("{at}?version=2"))
        .await
        .problem(404, "not_found");
    let again = format!("/documents/files/{}/versions", picture.id());
    let form = multipart::Form::new().part("file", part("c.png", PNG));
    world
        .carry_out(world.request(Method::POST, &again).multipart(form))
        .await
        .is(201);
    assert_eq!(lie(&world), 5);
    erase(&world, &client).await;
    swept(&world, 0).await;
    world.end().await;
}

async fn erasing_takes_the_contents_along_while_it_is_off(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    for name in ["a.pdf", "b.pdf"] {
        upload(&world, &anna, name, PDF, &[]).await.is(201);
    }
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    swept(&world, 2).await;
    erase(&world, &anna).await;
    swept(&world, 0).await;
    world.switch_on("documents").await;
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    world.end().await;
}

/// An upload of `length` bytes of which these have come.
pub(crate) async fn begun(world: &World, client: &str, length: usize, sent: &[u8]) -> TcpStream {
    let address = world.address().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let before = format!(
        "--x\r\ncontent-disposition: form-data; name=\"client_id\"\r\n\r\n{client}\r\n--x\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
    );
    let all = before.len() + length + "\r\n--x--\r\n".len();
    let head = format!(
        "POST /api/v1/salons/{SALON}/documents/files HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {}\r\ncontent-length: {all}\r\n\
         content-type: multipart/form-data; boundary=x\r\n\r\n{before}",
        world.token
    );
    stream.write_all(head.as_bytes()).await.expect("to send");
    stream.write_all(sent).await.expect("to send");
    stream
}

/// Looks until it is so; a minute is far more than it takes.
pub(crate) async fn until(so: impl Fn() -> bool, else_: &str) {
    let looking = async {
        while !so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), looking).await;
    assert!(found.is_ok(), "{else_}");
}

async fn a_kill_between_store_and_database_leaves_nothing_over(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let kept = upload(&world, &anna, "bleibt.pdf", PDF, &[])
        .await
        .is(201)
        .id();
    let sent = [PDF, &vec![b'x'; 900_000]].concat();
    let mut left = Vec::new();
    for killed in ["before it was complete", "before it was in the database"] {
        let stream = begun(&world, &anna, 2_000_000, &sent).await;
        until(|| lie(&world) == 2, "it never came").await;
        let staged = contents(&world)
            .into_iter()
            .find(|path| path.to_string_lossy().ends_with("#1"));
        let staged = staged.expect("a beginning").to_string_lossy().into_owned();
        drop(stream);
        until(
            || lie(&world) == 1,
            "a broken off upload takes its beginning along",
        )
        .await;
        // A killed host takes nothing along: its files are put back.
        let path = match killed {
            "before it was complete" => staged.as_str(),
            _ => staged.trim_end_matches("#1"),
        };
        left.push((path.to_owned(), sent.clone()));
    }
    for (path, bytes) in &left {
        std::fs::write(path, bytes).expect("to write");
    }
    world.restart().await;
    assert_eq!(
        ids(&world, "").await,
        std::slice::from_ref(&kept),
        "what was not complete is not there"
    );
    assert_eq!(lie(&world), 3);
    swept(&world, 1).await;
    let content = world
        .get(&format!("/documents/files/{kept}/content"))
        .await
        .is(200);
    assert_eq!(content.body, PDF);
    world.end().await;
}

async fn an_upload_that_was_swept_shows_nothing(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let sent = [PDF, &vec![b'x'; 900_000]].concat();
    let mut stream = begun(&world, &anna, sent.len() + 10, &sent).await;
    until(|| lie(&world) == 1, "it never came").await;
    swept(&world, 0).await;
    stream
        .write_all(b"0123456789\r\n--x--\r\n")
        .await
        .expect("to send");
    let mut answer = Vec::new();
    let reading = async {
        use tokio::io::AsyncReadExt as _;
        while !String::from_utf8_lossy(&answer).contains("upload_too_slow") {
            let mut some = [0; 4096];
            let read = stream.read(&mut some).await.expect("to read");
            assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&some[..read]);
        }
    };
    let read = tokio::time::timeout(Duration::from_secs(60), reading).await;
    assert!(read.is_ok(), "no answer");
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    swept(&world, 0).await;
    world.end().await;
}

async fn a_content_that_is_missing_is_said_to_be(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    let file = upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201).id();
    for path in contents(&world) {
        std::fs::remove_file(path).expect("to remove");
    }
    let content = world.get(&format!("/documents/files/{file}/content")).await;
    content.problem(404, "object_gone");
    world.end().await;
}

/// The contents of the world's salon in the bucket.
fn in_bucket(world: &World) -> Vec<PathBuf> {
    let of = world
        .folder()
        .file_name()
        .expect("a name")
        .to_string_lossy();
    let folder = format!("region/{}/{}", of.trim_start_matches('.'), world.salon);
    let all = files(&kartoteka_tests::bucket::folder().join(folder));
    let meta = |path: &PathBuf| path.to_string_lossy().contains(".json");
    all.into_iter().filter(|path| !meta(path)).collect()
}

async fn a_bucket_keeps_what_a_folder_keeps(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    // One that goes at once, and one in parts.
    let large: Vec<u8> = [
        PDF,
        &(0..12_000_000_u32)
            .map(|n| (n % 253) as u8)
            .collect::<Vec<_>>(),
    ]
    .concat();
    for (name, bytes) in [("klein.pdf", PDF), ("groß.pdf", large.as_slice())] {
        let file = upload(&world, &anna, name, bytes, &[]).await.is(201).id();
        let path = format!("/documents/files/{file}/content");
        assert_eq!(world.get(&path).await.is(200).body, bytes, "{name}");
        let range = [("range", "bytes=5-8")];
        let part = world.send(Method::GET, &path, None, &range).await.is(206);
        assert_eq!(part.body, bytes[5..9]);
    }
    let mut program = b"MZ\0\0".to_vec();
    program.resize(6_000_000, 0);
    upload(&world, &anna, "a.pdf", &program, &[])
        .await
        .problem(422, "kind_not_allowed");
    assert_eq!(in_bucket(&world).len(), 2);
    assert_eq!(lie(&world), 0, "nothing lies in the folder");
    let erased = world
        .post(&format!("/clients/{anna}/erasure"), json!({}))
        .await;
    erased.is(200);
    world.clock.advance(TimeDelta::minutes(2));
    for _ in 0..600 {
        world
            .running()
            .host()
            .wake_due()
            .await
            .expect("to be woken");
        if in_bucket(&world).is_empty() {
            return world.end().await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?}", in_bucket(&world));
}

async fn removing_what_it_keeps_takes_the_contents_along(mut world: World) {
    world.switch_on("documents").await;
    let anna = card(&world, "Vogel").await;
    upload(&world, &anna, "a.pdf", PDF, &[]).await.is(201);
    let path = "/features/documents/removal";
    world.post(path, json!({})).await.problem(409, "feature_on");
    assert_eq!(lie(&world), 1);
    world
        .send(Method::DELETE, "/features/documents", None, &[])
        .await
        .is(204);
    world.post(path, json!({})).await.is(200);
    assert_eq!(lie(&world), 0);
    world.switch_on("documents").await;
    assert_eq!(ids(&world, "").await, Vec::<String>::new());
    world.end().await;
}

/// A figure of the host's memory, in bytes, as the kernel counts it.
fn memory(host: &Process, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", host.id()));
    let status = status.expect("a status");
    let line = status.lines().find(|line| line.starts_with(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.expect("a figure") << 10
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_megabytes_never_lie_in_memory() {
    let host = Process::on(Stage::Sqlite).await;
    let on = host.request(Method::PUT, "/features/documents");
    let on = Answer::of(on.send().await.expect("an answer")).await;
    on.is(200);
    let client = host.post("/clients", json!({"last_name": "Vogel"})).await;
    let client = client.is(201).id();
    let send = async |megabytes: usize| {
        let mut bytes = PDF.to_vec();
        bytes.resize(megabytes << 20, b'x');
        let form = multipart::Form::new().part("file", part("groß.pdf", &bytes));
        let form = form.text("client_id", client.clone());
        let request = host.request(Method::POST, "/documents/files");
        let answer = request.multipart(form).send().await.expect("an answer");
        Answer::of(answer).await.is(201).id()
    };
    // One before, so that what the first one sets up is not counted.
    send(1).await;
    let before = memory(&host, "VmRSS:");
    let file = send(50).await;
    let read = host.get(&format!("/documents/files/{file}/content")).await;
    assert_eq!(read.is(200).body.len(), 50 << 20);
    let taken = host.get("/features/documents/export").await.is(200);
    assert_eq!(taken.unpacked().len(), 3);
    let more = memory(&host, "VmHWM:").saturating_sub(before);
    println!(
        "50 MB there and back and taken along took {} kB of memory",
        more >> 10
    );
    assert!(more < 20 << 20, "{} MB", more >> 20);
}
