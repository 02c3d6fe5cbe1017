//! An upload that does not arrive, and a disk that has no room.

use std::time::Duration;

use kartoteka_tests::{Process, SALON, Stage, World, process::files, sheets::people, stories};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, tcp::OwnedReadHalf},
};

stories![
    a_broken_off_upload_leaves_nothing,
    an_upload_that_nobody_takes_costs_no_other_request,
];

async fn a_broken_off_upload_leaves_nothing(world: World) {
    let scratch = world.folder().join("data/scratch");
    let address = world.address().replace("http://", "");
    for cut in [1_usize, 100_000] {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        let head = format!(
            "POST /api/v1/salons/{SALON}/imports HTTP/1.1\r\nhost: {address}\r\n\
             authorization: Bearer {}\r\ncontent-length: 1000000\r\n\
             content-type: multipart/form-data; boundary=x\r\n\r\n--x\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"liste.csv\"\r\n\r\n",
            world.token
        );
        stream.write_all(head.as_bytes()).await.expect("to send");
        let part = "Anna;0176 1\n".repeat(cut.div_ceil(12));
        stream.write_all(part.as_bytes()).await.expect("to send");
        until(|| !files(&scratch).is_empty(), "the file never came").await;
        drop(stream);
        until(|| files(&scratch).is_empty(), "the file stays").await;
    }
    assert_eq!(
        world.get("/imports").await.is(200).json()["data"],
        json!([])
    );
    world.end().await;
}

/// Whoever sends the next request on the same connection, as browsers and proxies do, is told
/// before that it ends, or is answered.
async fn an_upload_that_nobody_takes_costs_no_other_request(world: World) {
    let address = world.address().replace("http://", "");
    let token = &world.token;
    let line = |what: &str| {
        format!("{what} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n")
    };
    for bytes in [20_000, 200_000, 2_000_000] {
        let stream = TcpStream::connect(&address).await.expect("a connection");
        let (mut answers, mut requests) = stream.into_split();
        let upload = line(&format!("POST /api/v1/salons/{SALON}/documents/files"));
        let head = format!(
            "{upload}content-length: {bytes}\r\ncontent-type: multipart/form-data; boundary=x\r\n\r\n"
        );
        requests.write_all(head.as_bytes()).await.expect("to send");
        // Documents are off: nobody reads it.
        let sending = tokio::spawn(async move {
            // Where the host ends the connection, that is its right.
            let _ = requests.write_all(&vec![b'x'; bytes]).await;
            requests
        });
        let answer = answer(&mut answers).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        if answer.contains("connection: close") {
            continue;
        }
        let mut requests = sending.await.expect("it is sent");
        let next = line(&format!("GET /api/v1/salons/{SALON}/clients")) + "\r\n";
        requests.write_all(next.as_bytes()).await.expect("to send");
        let next = self::answer(&mut answers).await;
        assert!(next.starts_with("HTTP/1.1 200"), "{bytes} bytes: {next:?}");
    }
    world.end().await;
}

/// One answer, as it comes; what came of it where the connection ends.
async fn answer(stream: &mut OwnedReadHalf) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = |line: &str| line.strip_prefix("content-length: ")?.parse::<usize>().ok();
            let length = head.lines().find_map(length).unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
        match stream.read_buf(&mut bytes).await {
            Ok(more) if more > 0 => {}
            _ => return text,
        }
    }
}

/// Looks until it is so; a minute is far more than it takes.
async fn until(so: impl Fn() -> bool, else_: &str) {
    let looking = async {
        while !so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), looking).await;
    assert!(found.is_ok(), "{else_}");
}

fn size_of_salon(host: &Process) -> u64 {
    let files = files(&host.data().join("salons"));
    let sizes = files
        .iter()
        .map(|file| file.metadata().expect("a file").len());
    sizes.max().expect("the salon's file")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_a_commit_with_nothing_half_done() {
    let mut host = Process::on(Stage::Sqlite).await;
    let id = host.upload("liste.xlsx", people(1_500)).await;
    host.import_at_rest(&id).await;
    host.stop();
    host.start_on_a_full_disk(size_of_salon(&host) + (64 << 10));
    let commit = format!("/imports/{id}/commit");
    host.post(&commit, json!({})).await.is(202);
    let import = host.import_at_rest(&id).await;
    assert_eq!(import["state"], "previewed", "{import}");
    assert_eq!(import["problem"]["code"], "commit_failed");
    assert_eq!(host.number("select count(*) from clients").await, 0);
    assert_eq!(host.number("select count(*) from journal").await, 0);
    // What is there is still found and shown.
    host.get("/clients?q=anna").await.is(200);
    host.stop();
    host.start(&[]);
    host.post(&commit, json!({})).await.is(202);
    let import = host.import_at_rest(&id).await;
    assert_eq!(import["state"], "committed", "{import}");
    assert_eq!(import["problem"], Value::Null);
    assert_eq!(host.number("select count(*) from clients").await, 1_500);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_an_upload_and_says_so() {
    let mut host = Process::on(Stage::Sqlite).await;
    host.stop();
    host.start_on_a_full_disk(size_of_salon(&host) + (64 << 10));
    let large = vec![b'x'; 2 << 20];
    let file = reqwest::multipart::Part::bytes(large).file_name("liste.csv");
    let form = reqwest::multipart::Form::new().part("file", file);
    let request = host
        .request(reqwest::Method::POST, "/imports")
        .multipart(form);
    let answer = kartoteka_tests::Answer::of(request.send().await.expect("an answer")).await;
    answer.problem(507, "disk_full");
    assert!(host.scratch().is_empty());
    assert_eq!(host.get("/imports").await.is(200).json()["data"], json!([]));
}
