//! The guide for partners, word for word: what it says to type is typed, in its order, in an empty folder.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
};

use kartoteka_tests::{
    serving::{Serving, address},
    world::program,
};

const GUIDE: &str = include_str!("../../plugins/sdk/README.md");

/// The blocks of commands, in their order.
fn blocks() -> Vec<&'static str> {
    let blocks = GUIDE.split("```sh\n").skip(1);
    blocks.filter_map(|rest| rest.split("```").next()).collect()
}

/// A shell that stands where the block before has left it, with the program on its path.
fn shell(place: &Path, text: &str) -> Command {
    let kartoteka = program();
    let bin = kartoteka.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let here = fs::read_to_string(place.join("here"));
    let here = here.unwrap_or_else(|_| place.display().to_string());
    let mut shell = Command::new("sh");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        shell.env_remove(name);
    }
    shell
        .args(["-e", "-c", text])
        .current_dir(here.trim())
        .env("PATH", format!("{bin}:{path}"))
        // Where the other tests build what partners write, so that dependencies are built once; and not made
        // fast, which nobody waits for here.
        .env("CARGO_TARGET_DIR", kartoteka.with_file_name("partners"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("KARTOTEKA_LISTEN", free())
        .env("KARTOTEKA_DATA_DIR", place.join("data"));
    shell
}

/// An address at which nobody listens.
fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

/// What the host at this address says of its health.
fn health(address: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a host");
    let ask = format!("GET /health HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn what_the_guide_says_to_type_works() {
    let place = tempfile::tempdir().expect("a folder");
    let (mut ran, mut served) = (0, 0);
    for block in blocks() {
        let serves = ["kartoteka demo", "plugin dev"];
        if serves.iter().any(|command| block.contains(command)) {
            let mut serving = Serving::start(&mut shell(place.path(), block));
            let line = serving.until("http://");
            let answer = health(address(&line));
            assert!(answer.starts_with("HTTP/1.1 200"), "{block}: {answer}");
            serving.interrupt();
            served += 1;
            continue;
        }
        let text = format!("{block}\npwd > '{}/here'", place.path().display());
        let done = shell(place.path(), &text).output().expect("a shell");
        let said = [done.stdout, done.stderr].concat();
        assert!(
            done.status.success(),
            "{block}: {}",
            String::from_utf8_lossy(&said)
        );
        ran += 1;
    }
    assert!(ran >= 3 && served >= 2, "{ran} blocks ran, {served} served");
}
