//! Manifests say what the code does.

use std::collections::BTreeSet;

use kartoteka_tests::literals::{is_sql, literals};
use regex::Regex;

use crate::{files, text};

/// The folders of the features.
fn features() -> Vec<String> {
    let all = crate::features().into_iter();
    all.map(|id| format!("plugins/{id}")).collect()
}

fn manifest(folder: &str) -> toml::Table {
    text(&format!("{folder}/plugin.toml")).parse().unwrap()
}

/// The values of `key` in the tables called `of`; none where there are no such tables.
fn names(manifest: &toml::Table, of: &str, key: &str) -> BTreeSet<String> {
    let tables = manifest.get(of).and_then(toml::Value::as_array);
    let names = tables
        .into_iter()
        .flatten()
        .filter_map(|table| table.get(key));
    names
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

/// The texts of the list called `of`; none where there is no such list.
fn list(manifest: &toml::Table, of: &str) -> BTreeSet<String> {
    let list = manifest.get(of).and_then(toml::Value::as_array);
    let texts = list.into_iter().flatten();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// The texts of one list and not the other, for a reader.
fn but<'a>(these: &'a BTreeSet<String>, not: &'a BTreeSet<String>) -> String {
    let only: Vec<&str> = these.difference(not).map(String::as_str).collect();
    match only.is_empty() {
        true => "nothing".to_owned(),
        false => only.join(", "),
    }
}

#[test]
fn every_event_and_hook_in_the_code_is_declared_and_no_other() {
    let versioned = Regex::new(r#"^[a-z][a-z0-9-]*\.[a-z_.]+/[0-9]+$"#).unwrap();
    let folders = [vec!["core".to_owned()], features()].concat();
    // Facts are asked of whoever knows them.
    let facts = folders.iter().map(|folder| manifest(folder));
    let facts: BTreeSet<String> = facts.flat_map(|m| names(&m, "facts", "name")).collect();
    for folder in &folders {
        let manifest = manifest(folder);
        let mut declared = names(&manifest, "events", "name");
        declared.extend(names(&manifest, "hooks", "name"));
        declared.extend(names(&manifest, "answers", "hook"));
        declared.extend(names(&manifest, "facts", "name"));
        let mut may = declared.clone();
        may.extend(list(&manifest, "listens"));
        may.extend(list(&manifest, "reads"));
        may.extend(facts.clone());
        let mut used = BTreeSet::new();
        for path in files(&format!("{folder}/src"), ".rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            let texts = literals(&code).into_iter();
            used.extend(texts.filter(|text| versioned.is_match(text)));
        }
        assert!(
            declared.is_subset(&used) && used.is_subset(&may),
            "{folder}: declared in plugin.toml but nowhere in src: {}; in src but not declared: {}",
            but(&declared, &used),
            but(&used, &may),
        );
    }
}

/// What is wrong with a statement of a feature whose tables begin with `own`, and which may
/// read the views `may`; the names of tables in it are counted in `found`.
fn foreign(text: &str, own: &str, may: &BTreeSet<String>, found: &mut usize) -> Option<String> {
    let table = Regex::new(r"\b(?:from|join|into|update)\s+([a-z_][a-z0-9_]*|\{[^}]*\})").unwrap();
    // The same words where no table follows.
    let otherwise = Regex::new(r"\b(?:distinct from|do update set|for update)\b").unwrap();
    // What a statement itself calls a part of it.
    let part =
        Regex::new(r"\b([a-z_][a-z0-9_]*)\s+as\s+(?:not\s+)?(?:materialized\s+)?\(").unwrap();
    let parts: BTreeSet<&str> = part
        .captures_iter(text)
        .filter_map(|name| Some(name.get(1)?.as_str()))
        .collect();
    for name in table.captures_iter(&otherwise.replace_all(text, "")) {
        let name = &name[1];
        if parts.contains(name) {
            continue;
        }
        *found += 1;
        if name.starts_with('{') {
            return Some(format!("the name of a table is put in at run time: {text}"));
        }
        if !name.starts_with(own) && !may.contains(name) {
            return Some(format!(
                "{name} is neither a table of its own ({own}…) nor a view that plugin.toml reads"
            ));
        }
    }
    None
}

#[test]
fn a_features_statements_name_its_own_tables_and_what_it_may_read() {
    let core = manifest("core");
    let views = core["views"].as_array().unwrap();
    for folder in &features() {
        let manifest = manifest(folder);
        let id = manifest["id"].as_str().unwrap();
        let own = format!("{}__", id.replace('-', "_"));
        let reads = list(&manifest, "reads");
        let may: BTreeSet<String> = views
            .iter()
            .filter(|view| reads.contains(view["name"].as_str().unwrap()))
            .map(|view| view["table"].as_str().unwrap().to_owned())
            .collect();
        let sources = files(&format!("{folder}/src"), ".rs").into_iter();
        let stores: Vec<_> = sources
            .filter(|path| {
                let name = path.to_string_lossy();
                name.ends_with("/store.rs") || name.contains("/store/")
            })
            .collect();
        let mut found = 0;
        for path in &stores {
            let code = std::fs::read_to_string(path).unwrap();
            for text in literals(&code).iter().filter(|text| is_sql(text)) {
                if let Some(what) = foreign(text, &own, &may, &mut found) {
                    panic!("{}: {what}", crate::named(path));
                }
            }
        }
        assert!(
            stores.is_empty() || found > 0,
            "{folder}: no table is named in its store"
        );
    }
}

#[test]
fn a_foreign_table_is_seen_however_the_text_is_put_together() {
    let may = BTreeSet::from(["core_clients_1".to_owned()]);
    let judge = |code: &str| {
        let texts = literals(code);
        let mut statements = texts.iter().filter(|text| is_sql(text));
        statements.find_map(|text| foreign(text, "tips__", &may, &mut 0))
    };
    let good = [
        r#"concat!("select ", "id", " from tips__tips")"#,
        r#""select id from core_clients_1 where number is distinct from number for update""#,
        r#""insert into tips__tips (id) values ($2) on conflict (id) do update set id = $2""#,
        r#""with new as (select id from tips__tips) select id from new""#,
    ];
    for code in good {
        assert_eq!(judge(code), None);
    }
    let bad = [
        r#""select id from clients""#,
        r#"concat!("select ", "id", " from clients")"#,
        r#"concat!("select id", concat!(" from ", "clients"))"#,
        r#"concat!("select id from ", TABLE!())"#,
        r#"format!("select id from {table}")"#,
    ];
    for code in bad {
        assert!(judge(code).is_some(), "{code}");
    }
}
