//! Plugins as an operator has them: in the folder of the real program, outside development, and by its commands.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kartoteka::plugins::bundle::Signer;
use kartoteka_tests::{Process, examples, stories_of_processes, turns};
use reqwest::Method;
use serde_json::json;

stories_of_processes![
    who_is_not_trusted_is_refused_by_name_and_all_else_answers,
    a_version_is_pinned_and_let_go_while_the_host_runs,
];

const PRICES: &str = "example-price-tag-0.1.0.kplugin";
const TIPS: &str = "acme-tips-1.0.0.kplugin";
const MORE: &str = "acme-more-1.0.0.kplugin";
const TURNS: &str = "acme-turns-0.1.0.kplugin";

/// A folder for plugins beside the host's data.
fn folder(host: &Process) -> PathBuf {
    let plugins = host.data().with_file_name("plugins");
    fs::create_dir_all(&plugins).expect("a folder");
    plugins
}

/// Starts the host anew, which takes plugins from this folder.
fn start_anew(host: &mut Process, plugins: &Path, and: (&str, &str)) {
    let plugins = plugins.display().to_string();
    let settings = [("KARTOTEKA_PLUGIN_DIR", plugins.as_str()), and];
    host.stop();
    host.set(
        settings
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
    );
    host.start(&[]);
}

/// Makes a publisher, whose key lies beside the host's data; gives its file, and the public one.
fn publisher(host: &Process, name: &str, file: &str) -> (String, String) {
    let file = host.data().with_file_name(file);
    let signer = Signer::make(name, &file).expect("a key");
    (file.display().to_string(), signer.public_key())
}

/// Signs a file of the folder, as who made it does.
fn sign(host: &Process, file: &Path, key: &str, publisher: &str) {
    let file = file.display().to_string();
    let sign = [
        "plugin",
        "sign",
        &file,
        "--key",
        key,
        "--publisher",
        publisher,
    ];
    host.order(&sign);
}

async fn switch_on(host: &Process, id: &str) {
    let on = host.request(Method::PUT, &format!("/features/{id}"));
    let answer = on.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{id}: {}", answer.status());
}

async fn version(host: &Process) -> String {
    host.get("/acme-turns/version").await.is(200).text()
}

async fn who_is_not_trusted_is_refused_by_name_and_all_else_answers(mut host: Process) {
    let plugins = folder(&host);
    let others = examples::half_broken();
    for file in [PRICES, TIPS, MORE] {
        fs::copy(others.join(file), plugins.join(file)).expect("a copy");
    }
    turns::drop_in(&plugins, "0.1.0");
    let (key, known) = publisher(&host, "acme", "acme.key");
    sign(&host, &plugins.join(TURNS), &key, "acme");
    // Who is not listed, and who calls themselves as somebody does who is.
    let (key, _) = publisher(&host, "example", "example.key");
    sign(&host, &plugins.join(PRICES), &key, "example");
    let (key, _) = publisher(&host, "acme", "another.key");
    sign(&host, &plugins.join(MORE), &key, "acme");
    let known = ("KARTOTEKA_PLUGINS__PUBLISHERS__ACME", known.as_str());
    start_anew(&mut host, &plugins, known);

    let listed = host.order(&["plugin", "list"]);
    let said = host.said();
    assert!(listed.contains("acme-turns 0.1.0 acme loads"), "{listed}");
    for (file, why) in [
        (TIPS, "is not signed"),
        (
            PRICES,
            "is signed by example, who is not in plugins.publishers",
        ),
        (MORE, "is signed in the name of acme with a key"),
    ] {
        let refused = format!("{file} {why}");
        assert!(listed.contains(&refused), "{refused}: {listed}");
        let logged = said.iter().any(|line| line.contains(&refused));
        assert!(logged, "{refused}: {said:?}");
    }
    let features = host.get("/features").await.is(200).json();
    let all = features["data"].as_array().expect("a list").iter();
    let ids: Vec<&str> = all.filter_map(|feature| feature["id"].as_str()).collect();
    for untrusted in ["acme-tips", "acme-more", "example-price-tag"] {
        assert!(!ids.contains(&untrusted), "{ids:?}");
        let door = host.get(&format!("/{untrusted}/tags")).await;
        door.problem(404, "not_found");
    }
    switch_on(&host, turns::ID).await;
    assert_eq!(version(&host).await, "0.1.0");
    switch_on(&host, "blacklist").await;
    host.get("/blacklist/blocks").await.is(200);
    let new = json!({"last_name": "Vogel"});
    host.post("/clients", new).await.is(201);
}

async fn a_version_is_pinned_and_let_go_while_the_host_runs(mut host: Process) {
    let plugins = folder(&host);
    for number in ["0.1.0", "0.2.0"] {
        turns::drop_in(&plugins, number);
    }
    start_anew(&mut host, &plugins, ("KARTOTEKA_DEVELOPMENT", "true"));
    switch_on(&host, turns::ID).await;
    assert_eq!(version(&host).await, "0.2.0");

    // When the command has ended, the host has gone back, and forth.
    let said = host.order(&["plugin", "pin", turns::ID, "0.1.0"]);
    let back =
        "acme-turns stays at 0.1.0, whatever is newer\nacme-turns went back from 0.2.0 to 0.1.0";
    assert_eq!(said, back);
    assert_eq!(version(&host).await, "0.1.0");
    let said = host.order(&["plugin", "unpin", turns::ID]);
    let forth =
        "the newest version of acme-turns counts again\nacme-turns 0.2.0 took over from 0.1.0";
    assert_eq!(said, forth);
    assert_eq!(version(&host).await, "0.2.0");
}
