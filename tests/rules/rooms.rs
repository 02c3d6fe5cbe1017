//! Who may use what (README, "The rooms").

use crate::text;

/// The crates that a manifest takes in for its own code, whatever it calls them and on
/// whatever system.
fn dependencies(manifest: &str) -> Vec<String> {
    let toml: toml::Table = text(manifest).parse().unwrap();
    let mut tables = vec![toml.get("dependencies"), toml.get("build-dependencies")];
    let targets = toml.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(toml::Table::values) {
        tables.extend([target.get("dependencies"), target.get("build-dependencies")]);
    }
    let all = tables
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_table)
        .flatten();
    let names = all.map(|(name, dependency)| {
        let package = dependency.get("package").and_then(toml::Value::as_str);
        package.unwrap_or(name).to_owned()
    });
    names.collect()
}

fn uses_none_of(manifest: &str, never: &[&str]) {
    for dependency in dependencies(manifest) {
        let bad = never.iter().any(|name| dependency == *name);
        assert!(!bad, "{manifest} must not use {dependency}");
    }
}

const DRIVERS: [&str; 6] = ["rusqlite", "sqlx", "tokio", "reqwest", "lettre", "rustix"];

#[test]
fn the_contract_knows_no_driver_runtime_core_or_host() {
    uses_none_of("plugins/sdk/Cargo.toml", &DRIVERS);
    uses_none_of("plugins/sdk/Cargo.toml", &["kartoteka", "kartoteka-core"]);
}

#[test]
fn core_knows_no_driver_runtime_or_host() {
    uses_none_of("core/Cargo.toml", &DRIVERS);
    uses_none_of("core/Cargo.toml", &["kartoteka", "ring", "argon2"]);
}

#[test]
fn features_know_no_driver_runtime_host_core_or_each_other() {
    let features = crate::features();
    assert!(!features.is_empty());
    for folder in &features {
        let manifest = format!("plugins/{folder}/Cargo.toml");
        uses_none_of(&manifest, &DRIVERS);
        uses_none_of(&manifest, &["kartoteka", "kartoteka-core", "ring"]);
        for other in features.iter().filter(|other| *other != folder) {
            uses_none_of(&manifest, &[&format!("kartoteka-{other}")]);
        }
    }
}

#[test]
fn axums_server_is_switched_on_by_the_host_alone() {
    let features = crate::features().into_iter();
    let features = features.map(|id| format!("plugins/{id}/Cargo.toml"));
    let others = ["plugins/sdk/Cargo.toml", "core/Cargo.toml"].map(str::to_owned);
    let manifests = others.into_iter().chain(features);
    for manifest in manifests {
        assert!(
            !text(&manifest).contains("\"tokio\""),
            "{manifest} switches on a server"
        );
    }
}

#[test]
fn one_file_of_the_host_names_first_party_modules() {
    for path in crate::files("host/src", ".rs") {
        let code = std::fs::read_to_string(&path).unwrap();
        let name = crate::named(&path);
        let may = ["host/src/modules.rs"].contains(&name.as_str());
        assert!(may || !code.contains("kartoteka_core"), "{name} names core");
        let features = crate::features();
        let mut crates = features
            .iter()
            .map(|id| format!("kartoteka_{}", id.replace('-', "_")));
        let named = crates.any(|crate_name| code.contains(&crate_name));
        assert!(may || !named, "{name} names a feature");
    }
}

#[test]
fn every_feature_is_linked_in() {
    let modules = kartoteka::modules::linked();
    let id = |text: &str| -> String {
        let manifest: toml::Table = text.parse().unwrap();
        manifest["id"].as_str().unwrap().to_owned()
    };
    let linked: Vec<String> = modules.iter().map(|module| id(module.manifest())).collect();
    for folder in crate::features() {
        let own = id(&text(&format!("plugins/{folder}/plugin.toml")));
        assert_eq!(own, folder, "plugins/{folder}/plugin.toml has another id");
        assert!(
            linked.contains(&folder),
            "plugins/{folder} is linked in nowhere: host/Cargo.toml needs its dependency (optional), \
             a Cargo feature and its name in `default`, and host/src/modules.rs a line in `linked`"
        );
    }
}

/// What the contract has for the host alone, as code asks for it.
const OF_THE_HOST: [&str; 14] = [
    ".asked()",
    ".begin_alone(",
    ".end_savepoint(",
    ".from_session(",
    ".idempotent(",
    ".of_feature(",
    ".one_deeper(",
    ".savepoint(",
    ".to_api(",
    ".with_journal(",
    "Call::new(",
    "Cause::Engine(",
    "DbError::Engine(",
    "mem::swap(",
];

/// A feature that made itself a call of another, or a transaction without a journal, would have
/// more than it was given; and what it said in an engine's name would stand in the log. Those who are not linked in cannot: their door to the host has none of
/// this.
#[test]
fn what_is_the_hosts_alone_is_asked_by_no_other_room() {
    let features = crate::features().into_iter();
    let rooms = features.map(|id| format!("plugins/{id}/src"));
    for room in rooms.chain(["core/src".to_owned()]) {
        for path in crate::files(&room, ".rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            let code: String = code.split_whitespace().collect();
            for name in OF_THE_HOST {
                assert!(!code.contains(name), "{} has {name}", crate::named(&path));
            }
        }
    }
}
