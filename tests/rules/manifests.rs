//! Manifests say what the code does.

use std::collections::BTreeSet;

use kartoteka_tests::literals::{is_sql, literals};
use regex::Regex;

use crate::{files, text};

/// Modules of the contract whose statements read a view of core for whoever asks, and which.
const READ_FOR_OTHERS: [(&str, &str); 1] = [("clients", "core.clients/1")];

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

/// Whether code takes `module` of the contract in.
fn takes_in(code: &str, module: &str) -> bool {
    let path = format!(r"kartoteka_plugin::(\{{[^;]*?\b{module}\b|{module}\b)");
    Regex::new(&path).unwrap().is_match(code)
}

#[test]
fn a_feature_that_takes_in_a_reading_module_of_the_contract_reads_what_that_reads() {
    let mut found = 0;
    for folder in &features() {
        let manifest = manifest(folder);
        let reads = manifest["reads"].as_array().unwrap();
        for (module, view) in READ_FOR_OTHERS {
            let taking = files(&format!("{folder}/src"), ".rs")
                .into_iter()
                .find(|path| takes_in(&std::fs::read_to_string(path).unwrap(), module));
            let Some(path) = taking else { continue };
            found += 1;
            let fine = reads.iter().any(|name| name.as_str() == Some(view));
            let path = path.display();
            assert!(
                fine,
                "{path} takes in `{module}`, and {folder} does not read {view}"
            );
        }
    }
    assert!(
        found > 0,
        "nobody takes them in any more, or they were not found"
    );
}

#[test]
fn the_contracts_own_statements_read_those_views_and_nothing_else() {
    let core = manifest("core");
    let views = core["views"].as_array().unwrap();
    let table = Regex::new(r"(?:from|join|into|update)\s+([a-z_][a-z0-9_]*)").unwrap();
    for (module, view) in READ_FOR_OTHERS {
        let of_view = views.iter().find(|of| of["name"].as_str() == Some(view));
        let of_view = of_view.unwrap()["table"].as_str().unwrap();
        let code = text(&format!("plugins/sdk/src/{module}/store.rs"));
        let all = kartoteka_tests::literals::literals(&code).into_iter();
        let mut statements = all.filter(|text| kartoteka_tests::literals::is_sql(text));
        assert!(statements.clone().count() > 0, "{module} was not read");
        let astray = statements.find(|text| {
            let mut names = table.captures_iter(text);
            names.any(|name| &name[1] != of_view)
        });
        assert_eq!(astray, None, "{module} reads more than {view}");
    }
    let stores: Vec<String> = files("plugins/sdk/src", ".rs")
        .iter()
        .map(|path| crate::named(path))
        .filter(|name| name.ends_with("/store.rs") || name.contains("/store/"))
        .collect();
    assert_eq!(stores.len(), READ_FOR_OTHERS.len(), "{stores:?}");
}

#[test]
fn what_is_taken_in_is_found_however_it_is_written() {
    for code in [
        "use kartoteka_plugin::clients;",
        "use kartoteka_plugin::{Call, clients};",
        "use kartoteka_plugin::{\n    Call,\n    clients::{self, Person},\n    db::Ask,\n};",
        "kartoteka_plugin::clients::hold(tx, id).await",
    ] {
        assert!(takes_in(code, "clients"), "{code}");
    }
    for code in [
        "use kartoteka_plugin::{Call, Tx};\nmod clients;",
        "use crate::clients;",
    ] {
        assert!(!takes_in(code, "clients"), "{code}");
    }
}
