//! Manifests say what the code does.

use std::collections::BTreeSet;

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
