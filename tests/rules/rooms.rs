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

/// First-party features.
const FEATURES: [&str; 2] = ["blacklist", "call-link"];

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
    for folder in FEATURES {
        let manifest = format!("plugins/{folder}/Cargo.toml");
        uses_none_of(&manifest, &DRIVERS);
        uses_none_of(&manifest, &["kartoteka", "kartoteka-core", "ring"]);
        for other in FEATURES.iter().filter(|other| **other != folder) {
            uses_none_of(&manifest, &[&format!("kartoteka-{other}")]);
        }
    }
}

#[test]
fn every_feature_is_among_those_that_are_judged() {
    let mut found: Vec<String> = std::fs::read_dir(crate::top().join("plugins"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "sdk" && name != "README.md")
        .collect();
    found.sort_unstable();
    assert_eq!(found, FEATURES);
}

#[test]
fn axums_server_is_switched_on_by_the_host_alone() {
    let manifests = [
        "plugins/sdk/Cargo.toml",
        "core/Cargo.toml",
        "plugins/blacklist/Cargo.toml",
        "plugins/call-link/Cargo.toml",
    ];
    for manifest in manifests {
        assert!(
            !text(manifest).contains("\"tokio\""),
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
        let named = FEATURES
            .iter()
            .any(|id| code.contains(&format!("kartoteka_{}", id.replace('-', "_"))));
        assert!(may || !named, "{name} names a feature");
    }
}
