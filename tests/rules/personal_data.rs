//! Personal data is declared, so that the host can erase, export and count it.

use std::collections::BTreeSet;

use crate::{files, text};

/// Tables that name a client but hold nothing about the person: the journal is blanked
/// by the host itself.
const THE_HOSTS: [&str; 1] = ["journal_subjects"];

#[test]
fn every_table_that_names_a_client_is_declared() {
    let manifest: toml::Table = text("core/plugin.toml").parse().unwrap();
    let declared: BTreeSet<String> = manifest["personal_data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["table"].as_str().unwrap().to_owned())
        .collect();
    for path in files("migrations/core/sqlite", ".sql") {
        let sql = std::fs::read_to_string(&path).unwrap();
        for table in sql.split("create table ").skip(1) {
            let name = table.split([' ', '(']).next().unwrap();
            let body = table.split("\n);").next().unwrap();
            let names_client = name == "clients" || body.contains("client_id");
            if names_client && !THE_HOSTS.contains(&name) {
                assert!(
                    declared.contains(name),
                    "{name} holds a client and is not declared"
                );
            }
        }
    }
}

#[test]
fn every_declared_column_exists() {
    let manifest: toml::Table = text("core/plugin.toml").parse().unwrap();
    let all: String = files("migrations/core/sqlite", ".sql")
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for declared in manifest["personal_data"].as_array().unwrap() {
        let table = declared["table"].as_str().unwrap();
        let start = all
            .find(&format!("create table {table} ("))
            .unwrap_or_else(|| panic!("no table {table}"));
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
            assert!(there, "{table} has no column {column}");
        }
    }
}
