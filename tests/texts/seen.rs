//! No statement stands in the sources that no test ever runs.

use kartoteka::testing::cut_lists;
use kartoteka_tests::literals::{literals, without_tests};
use regex::Regex;

use crate::ran;

/// Folders and files that hold SQL for hosts to run.
const PLACES: [&str; 3] = ["core/src", "host/src", "plugins"];

/// Texts that no test runs, each with its reason.
const UNSEEN: [(&str, &str); 12] = [
    ("insert into import_mappings", PAGES),
    (" and r.verdict = \'", PAGES),
    ("select row_number, card from import_rows", PAGES),
    ("select verdict, count(*) as n, count(choice)", PAGES),
    (
        "select client_id from import_rows where salon_id = $1 and import_id = $2 and reason",
        PAGES,
    ),
    (
        "select id from sources where salon_id = $1 and name_key = $2",
        "no story imports a source that is listed already",
    ),
    (
        "delete from invitations where salon = $1 and id = $2",
        PAGES,
    ),
    ("update users set name = $2, locale = $3", PAGES),
    (
        "delete from client_numbers where salon_id = $1 and value > $3",
        "needs a registration between two statements of an import",
    ),
    ("select count(*) as entries from access_journal", DOCTOR),
    (
        "select count(*) as users, count(disabled_at) as disabled from users",
        DOCTOR,
    ),
    (
        "select id from hosts where id = $1 and seen_at >= $2",
        "asked of another host alone, and no story has two",
    ),
];

/// The tests of commands start the program itself, too.
const DOCTOR: &str = "counted by the operator's `doctor` alone";

/// The browser's tests start the program itself, whose statements are not gathered.
const PAGES: &str = "asked by pages that only the browser's tests open";

/// Words that a statement, or the rest of one, begins with.
const BEGINNINGS: &str = "^(select|insert into|update|delete from|with|and|or|where|order by|on conflict|left join|join|limit|set) ";

fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Whether the host runs what stands in this file: the engines' own is not told.
fn holds_sql(path: &str) -> bool {
    let store = path.ends_with("/store.rs") || path.contains("/store/");
    let beside = ["/journal.rs", "/erasure.rs", "/roster.rs"];
    (store || beside.iter().any(|end| path.ends_with(end)))
        && !path.contains("/storage/")
        && !path.contains("/tests/")
        && !is_a_partners(path)
}

/// Whether it is of a plugin that stands outside the workspace. Its statements run on threads of their own, where
/// they are judged as they run, but not gathered.
fn is_a_partners(path: &str) -> bool {
    path.starts_with("plugins/examples/") || path.starts_with("plugins/sdk/template/")
}

/// The parts of a text between what is put in at run time.
fn parts(text: &str) -> Vec<String> {
    let holes = Regex::new(r"\{[^}]*\}").unwrap();
    let line = cut_lists(text);
    holes
        .split(&line)
        .map(|part| part.trim().to_owned())
        .collect()
}

#[test]
fn every_statement_of_the_sources_was_run() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap();
    let mut paths = Vec::new();
    for place in PLACES {
        files(&top.join(place), &mut paths);
    }
    paths.sort();
    paths.dedup();
    let ran = ran();
    let texts: Vec<&str> = ran
        .iter()
        .flat_map(|ran| [ran.sqlite.as_str(), ran.postgres.as_str()])
        .collect();
    let begins = Regex::new(BEGINNINGS).unwrap();
    let (mut unseen, mut looked_at) = (Vec::new(), 0);
    for path in paths {
        let name = path
            .strip_prefix(&top)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if !holds_sql(&name) {
            continue;
        }
        let code = std::fs::read_to_string(&path).unwrap();
        for literal in literals(without_tests(&code)) {
            let parts = parts(&literal);
            if !begins.is_match(&format!("{} ", parts[0])) {
                continue;
            }
            looked_at += 1;
            let is_seen = texts
                .iter()
                .any(|text| parts.iter().all(|part| text.contains(part)));
            let line = cut_lists(&literal);
            let is_known = UNSEEN
                .iter()
                .any(|(part, _)| format!(" {line} ").contains(part));
            if !is_seen && !is_known {
                unseen.push(format!("{name}: {}", parts.join(" … ")));
            }
        }
    }
    assert!(looked_at > 120, "the texts were not read: {looked_at}");
    assert!(
        unseen.is_empty(),
        "{} texts that no test runs:\n{}",
        unseen.len(),
        unseen.join("\n")
    );
}
