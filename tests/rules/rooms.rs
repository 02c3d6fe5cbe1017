//! Who may use what (README, "The rooms").

use crate::text;

/// The dependencies that a crate names for its own code.
fn dependencies(manifest: &str) -> Vec<String> {
    let toml: toml::Table = text(manifest).parse().unwrap();
    let table = toml["dependencies"].as_table().unwrap();
    table.keys().cloned().collect()
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
fn axums_server_is_switched_on_by_the_host_alone() {
    for manifest in ["plugins/sdk/Cargo.toml", "core/Cargo.toml"] {
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
    }
}
