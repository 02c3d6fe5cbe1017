//! Who stops in the middle of what they send keeps neither a connection nor anything else, at
//! whichever door.

use kartoteka_tests::{SALON, World, process::files, stories};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

stories![
    who_stops_sending_is_told_so_and_let_go in for_fast_senders,
    an_upload_that_stops_leaves_nothing in for_fast_senders,
];

/// Sends a head and the beginning of a body, and gives all that comes until the host hangs up.
async fn stopped(world: &World, path: &str, kind: &str, body: &str) -> String {
    let address = world.address().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\naccept-language: de\r\n\
         sec-fetch-site: same-origin\r\nauthorization: Bearer {}\r\ncontent-length: 9000\r\n\
         content-type: {kind}\r\n\r\n{body}",
        world.token
    );
    stream.write_all(head.as_bytes()).await.expect("to send");
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    let read = tokio::time::timeout(std::time::Duration::from_secs(60), read);
    read.await.expect("it is held").expect("an answer");
    answer
}

#[track_caller]
fn is_let_go(answer: &str, text: &str) {
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    assert!(answer.contains(text), "{answer}");
}

async fn who_stops_sending_is_told_so_and_let_go(world: World) {
    let api = format!("/api/v1/salons/{SALON}/clients");
    let answer = stopped(&world, &api, "application/json", "{\"last_name\": ").await;
    is_let_go(&answer, "\"body_too_slow\"");
    assert!(answer.contains("Der Rest ist nicht angekommen"), "{answer}");
    let form = "application/x-www-form-urlencoded";
    let answer = stopped(&world, "/sign-in", form, "email=").await;
    is_let_go(&answer, "Der Rest ist nicht angekommen");
    // A key keeps what is sent until it is known.
    let keyed = "application/json\r\nidempotency-key: once";
    let answer = stopped(&world, &api, keyed, "{\"last_name\": ").await;
    is_let_go(&answer, "\"body_too_slow\"");
    let (new, key) = (json!({"last_name": "Vogel"}), [("idempotency-key", "once")]);
    let again = world.send(Method::POST, "/clients", Some(new), &key);
    again.await.is(201);
    world.end().await;
}

async fn an_upload_that_stops_leaves_nothing(mut world: World) {
    world.switch_on("documents").await;
    let kind = "multipart/form-data; boundary=x";
    let part =
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nAnna;";
    for path in ["imports", "documents/files"] {
        let path = format!("/api/v1/salons/{SALON}/{path}");
        let answer = stopped(&world, &path, kind, part).await;
        is_let_go(&answer, "\"body_too_slow\"");
    }
    let left = files(&world.folder().join("data/scratch"));
    assert!(left.is_empty(), "{left:?}");
    let imports = world.get("/imports").await.is(200).json();
    assert_eq!(imports["data"], json!([]));
    world.end().await;
}
