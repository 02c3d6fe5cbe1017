//! SQL stands in stores, apart from rules and doors.

use kartoteka_tests::literals::{is_sql, literals, without_tests};

use crate::{files, named, text};

/// Files beside the stores that may hold SQL, or make it, and why.
const ALSO: [(&str, &str); 8] = [
    (
        "plugins/sdk/src/db/bulk.rs",
        "the contract itself: puts inserts of many rows together",
    ),
    (
        "host/src/storage/",
        "the engines: their own tables of migrations, and their settings",
    ),
    (
        "host/src/journal.rs",
        "the host's own store: what ends a transaction",
    ),
    (
        "host/src/services/erasure.rs",
        "makes statements of what manifests declare",
    ),
    (
        "host/src/services/tables/",
        "makes statements of what manifests declare",
    ),
    (
        "host/src/services/roster.rs",
        "the host's own store: which hosts of a region run",
    ),
    (
        "host/src/services/wake_ups.rs",
        "the host's own store: who is woken when",
    ),
    (
        "host/src/host.rs",
        "asks the engine whether it answers, of no table",
    ),
];

const ROOMS: [&str; 3] = ["core/src", "plugins", "host/src"];

fn is_store(name: &str) -> bool {
    name.ends_with("/store.rs") || name.contains("/store/")
}

fn sources() -> Vec<(String, String)> {
    let all = ROOMS.iter().flat_map(|room| files(room, ".rs"));
    let names = all.map(|path| named(&path));
    names
        .filter(|name| name.contains("/src/") && !name.contains("/tests"))
        .map(|name| (text(&name), name))
        .map(|(code, name)| (name, without_tests(&code).to_owned()))
        .collect()
}

fn statements(code: &str) -> Vec<String> {
    let all = literals(code).into_iter();
    all.filter(|text| is_sql(text)).collect()
}

/// What a call lends the host alone is public, because the host is another crate.
#[test]
fn no_feature_asks_as_the_host() {
    let hosts = [
        "hosts_db",
        "hosts_begin",
        "of_core",
        "of_feature",
        "savepoint",
    ];
    for (name, code) in sources() {
        if name.starts_with("plugins/") && !name.starts_with("plugins/sdk/") {
            let found = hosts.iter().find(|word| code.contains(**word));
            assert_eq!(found, None, "{name}");
        }
    }
}

#[test]
fn all_sql_stands_in_stores() {
    let mut seen = 0;
    for (name, code) in sources() {
        let found = statements(&code);
        seen += found.len();
        let may = is_store(&name) || ALSO.iter().any(|(also, _)| name.starts_with(also));
        assert!(may || found.is_empty(), "{name} holds SQL: {found:#?}");
        assert!(
            may || !code.contains("Bulk::into("),
            "{name} puts an insert together"
        );
    }
    assert!(seen > 80, "the statements were not read: {seen}");
}

#[test]
fn what_may_hold_sql_does() {
    for (also, _) in ALSO {
        let of = sources()
            .into_iter()
            .filter(|(name, _)| name.starts_with(also));
        let holds = of
            .into_iter()
            .any(|(_, code)| !statements(&code).is_empty() || code.contains("insert into"));
        assert!(holds, "{also} holds no SQL any more: take it off the list");
    }
}

#[test]
fn stores_know_no_door_and_no_permission() {
    for (name, code) in sources().into_iter().filter(|(name, _)| is_store(name)) {
        for word in ["axum", "http::", "require(", "utoipa"] {
            assert!(!code.contains(word), "{name}: a store knows {word}");
        }
    }
}
