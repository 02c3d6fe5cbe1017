//! Manifests say what the code does.

use std::collections::BTreeSet;

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

/// The values of `key` in the tables called `of`.
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

#[test]
fn every_event_and_hook_in_the_code_is_declared_and_no_other() {
    let versioned = Regex::new(r#""([a-z][a-z0-9-]*\.[a-z_.]+/[0-9]+)""#).unwrap();
    for folder in [vec!["core".to_owned()], features()].concat() {
        let folder = folder.as_str();
        let manifest = manifest(folder);
        let mut declared = names(&manifest, "events", "name");
        declared.extend(names(&manifest, "hooks", "name"));
        declared.extend(names(&manifest, "answers", "hook"));
        declared.extend(names(&manifest, "facts", "name"));
        let mut used = BTreeSet::new();
        for path in files(&format!("{folder}/src"), ".rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            used.extend(
                versioned
                    .captures_iter(&code)
                    .map(|found| found[1].to_owned()),
            );
        }
        assert_eq!(used, declared, "{folder}");
    }
}

#[test]
fn a_features_statements_name_its_own_tables_and_what_it_may_read() {
    let table = Regex::new(r"(?:from|join|into|update)\s+([a-z_][a-z0-9_]*)").unwrap();
    let core = manifest("core");
    let views = core["views"].as_array().unwrap();
    for folder in &features() {
        let manifest = manifest(folder);
        let id = manifest["id"].as_str().unwrap();
        let own = format!("{}__", id.replace('-', "_"));
        let reads: Vec<&str> = manifest["reads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        let may: BTreeSet<&str> = views
            .iter()
            .filter(|view| reads.contains(&view["name"].as_str().unwrap()))
            .map(|view| view["table"].as_str().unwrap())
            .collect();
        let mut found = 0;
        let stores = files(&format!("{folder}/src"), ".rs")
            .into_iter()
            .filter(|path| {
                let name = path.to_string_lossy();
                name.ends_with("/store.rs") || name.contains("/store/")
            });
        for path in stores {
            let code = std::fs::read_to_string(&path).unwrap();
            for text in kartoteka_tests::literals::literals(&code) {
                if !kartoteka_tests::literals::is_sql(&text) {
                    continue;
                }
                for name in table.captures_iter(&text) {
                    let name = &name[1];
                    found += 1;
                    let fine = name.starts_with(&own) || may.contains(name);
                    assert!(
                        fine,
                        "{}: {name} is neither its own nor granted",
                        path.display()
                    );
                }
            }
        }
        assert!(found > 5, "{folder}: the statements were not read");
    }
}
