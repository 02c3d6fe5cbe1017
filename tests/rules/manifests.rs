//! Manifests say what the code does.

use std::collections::BTreeSet;

use regex::Regex;

use crate::{files, text};

/// The modules of the house: the folder of each, and its manifest.
const MODULES: [&str; 3] = ["core", "plugins/blacklist", "plugins/call-link"];

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
    for folder in MODULES {
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
    for folder in MODULES.iter().filter(|folder| **folder != "core") {
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

#[test]
fn the_tables_of_a_feature_carry_its_id() {
    for folder in MODULES.iter().filter(|folder| **folder != "core") {
        let manifest = manifest(folder);
        let id = manifest["id"].as_str().unwrap();
        let own = format!("{}__", id.replace('-', "_"));
        for path in files(&format!("migrations/{id}"), ".sql") {
            let sql = std::fs::read_to_string(&path).unwrap();
            for made in sql.split("create ").skip(1) {
                let mut words = made.split([' ', '(', '\n']);
                let kind = words.next().unwrap();
                if ["table", "index", "view", "unique"].contains(&kind) {
                    let name = words.find(|word| *word != "index").unwrap();
                    assert!(name.starts_with(&own), "{}: {name}", path.display());
                }
            }
        }
    }
}

/// What a column of PostgreSQL's holds, as manifests say it.
fn kind(declared: &str) -> &'static str {
    match declared.trim_end_matches([',', ';']) {
        "uuid" => "uuid",
        "text" => "text",
        "bigint" => "int",
        "boolean" => "bool",
        "double" => "real",
        "timestamptz" => "time",
        "date" => "date",
        "jsonb" => "json",
        "bytea" => "bytes",
        other => panic!("{other} is of no kind"),
    }
}

/// The columns of each table that files make: table, column, kind.
fn columns(folder: &str) -> BTreeSet<(String, String, String)> {
    let mut made = BTreeSet::new();
    let mut add = |table: &str, column: &str, of: &str| {
        made.insert((table.to_owned(), column.to_owned(), kind(of).to_owned()));
    };
    for path in files(folder, ".sql") {
        let sql = std::fs::read_to_string(&path).unwrap();
        for table in sql.split("create table ").skip(1) {
            let (name, rest) = table.split_once(" (").unwrap();
            let body = rest.split("\n);").next().unwrap();
            for line in body.lines().map(str::trim) {
                let mut words = line.split_whitespace();
                let column = words.next().unwrap_or("--");
                let rule = [
                    "--",
                    "primary",
                    "check",
                    "constraint",
                    "unique",
                    "foreign",
                    "salon_id",
                ];
                if !rule.contains(&column) {
                    add(name, column, words.next().unwrap());
                }
            }
        }
        for line in sql
            .lines()
            .filter_map(|line| line.strip_prefix("alter table "))
        {
            if let Some((name, rest)) = line.split_once(" add column ") {
                let mut words = rest.split_whitespace();
                add(name, words.next().unwrap(), words.next().unwrap());
            }
        }
    }
    made
}

#[test]
fn every_table_of_a_feature_is_declared_column_by_column() {
    for folder in MODULES.iter().filter(|folder| **folder != "core") {
        let manifest = manifest(folder);
        let id = manifest["id"].as_str().unwrap();
        let mut declared = BTreeSet::new();
        for table in manifest["tables"].as_array().unwrap() {
            let name = table["name"].as_str().unwrap();
            for (column, of) in table["columns"].as_table().unwrap() {
                let of = of.as_str().unwrap().to_owned();
                declared.insert((name.to_owned(), column.clone(), of));
            }
        }
        let made = columns(&format!("migrations/{id}/postgres"));
        assert_eq!(made, declared, "{folder}");
    }
}
