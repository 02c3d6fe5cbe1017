//! Small things stay small, and nothing is left half done in silence.

use crate::{files, named};

/// Lines of a file of code, and of a file of tests.
const CODE: usize = 420;
const TESTS: usize = 700;

/// Tables of words rather than code.
const TABLES: [&str; 2] = [
    "core/src/imports/columns/words.rs",
    "core/src/demo/names.rs",
];

fn sources() -> Vec<(String, String)> {
    let rooms = ["core", "host", "plugins", "tests"];
    let all = rooms.iter().flat_map(|room| files(room, ".rs"));
    all.map(|path| (named(&path), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn files_fit_a_few_screens() {
    for (name, text) in sources()
        .into_iter()
        .filter(|(name, _)| !TABLES.contains(&name.as_str()))
    {
        let most = if name.contains("test") { TESTS } else { CODE };
        let lines = text.lines().count();
        assert!(lines <= most, "{name} has {lines} lines, more than {most}");
    }
}

#[test]
fn nothing_is_left_half_done() {
    let marks = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("db", "g!("),
        concat!("#[ig", "nore"),
    ];
    for (name, text) in sources() {
        for mark in marks {
            assert!(!text.contains(mark), "{name} has {mark}");
        }
    }
}

#[test]
fn modules_take_time_and_chance_from_the_call() {
    for (name, text) in sources() {
        if !name.starts_with("core/src") && !name.starts_with("plugins/") {
            continue;
        }
        for source in [
            "Utc::now(",
            "Local::now(",
            "SystemTime::now(",
            "Uuid::now_v7(",
            "Uuid::new_v4(",
        ] {
            assert!(!text.contains(source), "{name} asks {source})");
        }
    }
}
