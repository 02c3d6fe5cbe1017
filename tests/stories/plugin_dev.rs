//! `kartoteka plugin dev`: hosts around a plugin that is being written.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use kartoteka_tests::{
    serving::{Serving, address},
    world::program,
};
use reqwest::Client;

const SOURCE: &str = "src/acme_dev.c";
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// The program, without what is set for tests.
fn kartoteka() -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        command.env_remove(name);
    }
    command
}

fn new(place: &Path) -> PathBuf {
    let folder = place.join("acme-dev");
    let mut new = kartoteka();
    new.args(["plugin", "new", "acme-dev", "--lang", "c", "--dir"]);
    let made = new.arg(&folder).output().expect("the program");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    folder
}

fn change(folder: &Path, from: &str, to: &str) {
    change_file(folder, SOURCE, from, to);
}

fn change_file(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{name} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).expect("written");
}

/// One of the two hosts, and a token of a salon of it.
struct Door {
    address: String,
    token: String,
    /// What can be typed to ask it.
    curl: String,
}

impl Door {
    fn of(serving: &mut Serving, engine: &str) -> Self {
        let line = serving.until(&format!("{engine} at http://"));
        let address = address(&line).to_owned();
        let line = serving.until("/seidenhaar/clients");
        let (_, token) = line.split_once("token ").expect("a token");
        let curl = serving.until("curl -H ");
        serving.until("/zijdehaar/clients");
        Self {
            address,
            token: token.trim().to_owned(),
            curl,
        }
    }

    /// That what can be typed asks a door of the plugin, about a client who is there.
    async fn can_be_asked(&self, http: &Client) {
        let words: Vec<&str> = self.curl.split('\'').collect();
        let [_, header, _, url, _] = words.as_slice() else {
            panic!("{} is no command", self.curl);
        };
        assert_eq!(*header, format!("Authorization: Bearer {}", self.token));
        let place = format!(
            "http://{}/api/v1/salons/seidenhaar/acme-dev/notes?client_id=",
            self.address
        );
        assert!(url.starts_with(&place) && !url.ends_with(NOBODY), "{url}");
        let answer = http.get(*url).bearer_auth(&self.token).send().await;
        let answer = answer.expect("an answer").text().await.expect("text");
        assert_eq!(answer, "{\"data\":[]}");
    }

    /// What the plugin answers; nothing while the host is started anew.
    async fn said(&self, http: &Client) -> Option<String> {
        let path = format!("api/v1/salons/seidenhaar/acme-dev/notes?client_id={NOBODY}");
        let request = http.get(format!("http://{}/{path}", self.address));
        let answer = request.bearer_auth(&self.token).send().await.ok()?;
        answer.text().await.ok()
    }

    /// Waits until the plugin answers so.
    async fn says(&self, http: &Client, wanted: &str) {
        let mut said = None;
        for _ in 0..3_000 {
            said = self.said(http).await;
            if said.as_deref() == Some(wanted) {
                return;
            }
            // It is built and started by another process; asking again yields to it.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{wanted} was never said, but {said:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_is_there_within_seconds_and_what_is_broken_is_not() {
    kartoteka::services::prepare_tls();
    let place = tempfile::tempdir().expect("a folder");
    let temporary = place.path().join("tmp");
    fs::create_dir_all(&temporary).expect("a folder");
    open(&temporary);
    open(place.path());
    let folder = new(place.path());
    let mut dev = kartoteka();
    dev.args(["plugin", "dev"])
        .arg(&folder)
        .env("TMPDIR", &temporary);
    let mut serving = Serving::start(&mut dev);
    let doors = [
        Door::of(&mut serving, "sqlite"),
        Door::of(&mut serving, "postgres"),
    ];
    serving.until("in a browser, sign in to either as ");
    let http = Client::new();
    for door in &doors {
        door.says(&http, "{\"data\":[]}").await;
        door.can_be_asked(&http).await;
    }
    change(
        &folder,
        "kt_puts(&json, \"]}\");",
        "kt_puts(&json, \"],\\\"said\\\":\\\"anew\\\"}\");",
    );
    serving.until("the new one is there");
    for door in &doors {
        door.says(&http, "{\"data\":[],\"said\":\"anew\"}").await;
    }
    change(&folder, "static const kt_host *host;", "this is no C;");
    serving.until("error:");
    serving.until("the old one goes on");
    for door in &doors {
        door.says(&http, "{\"data\":[],\"said\":\"anew\"}").await;
    }
    change(&folder, "this is no C;", "static const kt_host *host;");
    serving.until("the new one is there");
    // Whoever has the folder open packs nothing.
    change_file(&folder, "plugin.toml", "\"sticky-note\"", "\"no-icon\"");
    let refused = serving.until("breaks the rule `icon`");
    assert!(!refused.contains("again"), "{refused}");
    change_file(&folder, "plugin.toml", "\"no-icon\"", "\"sticky-note\"");
    serving.until("the new one is there");
    let unsigned = serving.said().iter();
    let unsigned = unsigned.filter(|line| line.contains("nobody signed it"));
    assert_eq!(unsigned.count(), 1, "{:#?}", serving.said());
    assert!(fs::read_dir(&temporary).expect("a folder").count() > 0);
    serving.interrupt();
    let left: Vec<_> = fs::read_dir(&temporary).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Lets the server's user pass: as root, it works as another.
fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).expect("a folder");
}
