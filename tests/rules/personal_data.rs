//! Personal data is declared, so that the host can erase, export and count it.

use std::collections::BTreeSet;

use crate::{files, text};

/// Each module: the folder of its manifest, and that of its tables.
fn modules() -> Vec<(String, String)> {
    let mut all = vec![("core".to_owned(), "core".to_owned())];
    let features = crate::features().into_iter();
    all.extend(features.map(|id| (format!("plugins/{id}"), id)));
    all
}

/// The manifest in a folder.
fn manifest(folder: &str) -> toml::Table {
    text(&format!("{folder}/plugin.toml")).parse().unwrap()
}

/// What a manifest declares of personal data; nothing where it keeps none.
fn personal(manifest: &toml::Table) -> impl Iterator<Item = &toml::Value> {
    let declared = manifest.get("personal_data");
    let declared = declared.and_then(toml::Value::as_array);
    declared.into_iter().flatten()
}

/// Tables that name a client but hold nothing about the person: the journal is blanked
/// by the host itself.
const THE_HOSTS: [&str; 1] = ["journal_subjects"];

#[test]
fn every_table_that_names_a_client_is_declared() {
    for (folder, tables) in &modules() {
        tables_that_name_a_client_are_declared(folder, tables);
    }
}

fn tables_that_name_a_client_are_declared(folder: &str, tables: &str) {
    let manifest = manifest(folder);
    let declared: BTreeSet<String> = personal(&manifest)
        .map(|table| table["table"].as_str().unwrap().to_owned())
        .collect();
    for path in files(&format!("migrations/{tables}/sqlite"), ".sql") {
        let sql = std::fs::read_to_string(&path).unwrap();
        for table in sql.split("create table ").skip(1) {
            let name = table.split([' ', '(']).next().unwrap();
            let body = table.split("\n);").next().unwrap();
            let names_client = name == "clients" || body.contains("client_id");
            if names_client && !THE_HOSTS.contains(&name) {
                assert!(
                    declared.contains(name),
                    "{name} holds a client, and {folder}/plugin.toml has no [[personal_data]] for it"
                );
            }
        }
    }
}

#[test]
fn every_declared_column_exists() {
    for (folder, tables) in &modules() {
        declared_columns_exist(folder, tables);
    }
}

fn declared_columns_exist(folder: &str, tables: &str) {
    let manifest = manifest(folder);
    let all: String = files(&format!("migrations/{tables}/sqlite"), ".sql")
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for declared in personal(&manifest) {
        let table = declared["table"].as_str().unwrap();
        let start = all
            .find(&format!("create table {table} ("))
            .unwrap_or_else(|| panic!("{folder}/plugin.toml: no migration makes {table}"));
        let body = all[start..].split("\n);").next().unwrap();
        let mut columns: Vec<&str> = declared["personal"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c.as_str().unwrap())
            .collect();
        columns.push(declared["client"].as_str().unwrap());
        for column in columns {
            let there = body
                .lines()
                .any(|line| line.trim().split(' ').next() == Some(column));
            assert!(
                there,
                "{folder}/plugin.toml: {table} has no column {column}"
            );
        }
    }
}

/// What a row that is blanked rather than deleted may still say of a person.
const KEPT: [(&str, &str, &str); 5] = [
    ("client_numbers", "number", "stays used"),
    ("import_rows", "import_id", "an id"),
    ("import_rows", "verdict", "a word of ours"),
    ("import_rows", "reason", "a word of ours"),
    ("import_rows", "choice", "a word of ours"),
];

/// The columns of a table that can hold words, on SQLite.
fn wordy_columns(table: &str) -> Vec<String> {
    let all: String = files("migrations/core/sqlite", ".sql")
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let start = all.find(&format!("create table {table} (")).unwrap();
    let body = all[start..].split("\n);").next().unwrap();
    let wordy = body.lines().skip(1).filter_map(|line| {
        let mut words = line.trim().trim_end_matches(',').split_whitespace();
        let (name, kind) = (words.next()?, words.next()?);
        ["text", "blob"].contains(&kind).then(|| name.to_owned())
    });
    wordy.collect()
}

#[test]
fn what_is_blanked_keeps_nothing_personal() {
    let manifest = manifest("core");
    let mut blanked_tables = 0;
    for declared in personal(&manifest) {
        let Some(blank) = declared["erase"].get("blank") else {
            continue;
        };
        blanked_tables += 1;
        let table = declared["table"].as_str().unwrap();
        let blanked: BTreeSet<&str> = blank
            .as_table()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        for column in declared["personal"].as_array().unwrap() {
            let column = column.as_str().unwrap();
            assert!(
                blanked.contains(column),
                "{table}.{column} is personal and stays"
            );
        }
        for column in wordy_columns(table) {
            let is_client = declared["client"].as_str() == Some(column.as_str());
            let may = KEPT.iter().any(|(t, c, _)| *t == table && *c == column);
            assert!(
                is_client || may || blanked.contains(column.as_str()),
                "{table}.{column} stays when the person is erased"
            );
        }
    }
    assert!(blanked_tables > 2);
}
