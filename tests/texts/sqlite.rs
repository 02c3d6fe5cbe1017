//! Plans on an empty file of SQLite.

use std::collections::BTreeSet;

use kartoteka::modules;
use kartoteka::storage::migrate::{self, EngineKind, MigrationSet};
use kartoteka::testing::Ran;
use regex::Regex;
use rusqlite::Connection;

use crate::{Fault, allowed, is_of_salon, judge, ran};

/// An empty file with these tables, and no statistics.
fn empty(tables: &[MigrationSet]) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    for file in tables.iter().flat_map(|set| &set.migrations) {
        connection.execute_batch(&file.sql).unwrap();
    }
    connection
}

/// Leaves out what the engines' own tests run, on tables of their own or on none.
pub(crate) fn keep_known(all: &mut Vec<Ran>) {
    let salon = empty(&modules::migrations(EngineKind::Sqlite).unwrap());
    let region = empty(&[migrate::region(EngineKind::Sqlite)]);
    let names_table = Regex::new(
        r"^(update \w|(insert|delete|select|with).* (from|into) \w|insert into \w|delete from \w)",
    )
    .unwrap();
    all.retain(|ran| {
        let file = if is_of_salon(ran) { &salon } else { &region };
        // Those of PostgreSQL alone are core's.
        if ran.sqlite.is_empty() {
            return names_table.is_match(&ran.postgres);
        }
        names_table.is_match(&ran.sqlite)
            && !ran.sqlite.contains("sqlite_schema")
            && file.prepare(&ran.sqlite).is_ok()
    });
}

fn plan(connection: &Connection, text: &str) -> Vec<String> {
    let mut statement = connection
        .prepare(&format!("explain query plan {text}"))
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let mut lines = Vec::new();
    // Nothing is bound: a plan is made for all values.
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get("detail").unwrap());
    }
    lines
}

fn faults(plan: &[String], text: &str) -> Vec<String> {
    // What a statement puts together itself is read whole.
    let own: BTreeSet<&str> = plan
        .iter()
        .filter_map(|line| {
            line.strip_prefix("CO-ROUTINE ")
                .or(line.strip_prefix("MATERIALIZE "))
        })
        .collect();
    let fault = |line: &&String| {
        let mut words = line.split(' ');
        match (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        ) {
            ("SCAN", table) => !own.contains(table) && !line.contains("CONSTANT ROW"),
            ("SEARCH", _) => line.contains("(salon_id=?)"),
            ("USE", _) => line.contains("ORDER BY") && text.contains(" limit "),
            _ => false,
        }
    };
    plan.iter().filter(fault).cloned().collect()
}

#[test]
fn every_plan_uses_what_the_tables_offer() {
    let salon = empty(&modules::migrations(EngineKind::Sqlite).unwrap());
    let region = empty(&[migrate::region(EngineKind::Sqlite)]);
    let mut all = Vec::new();
    for ran in ran().iter().filter(|ran| !ran.sqlite.is_empty()) {
        let file = if is_of_salon(ran) { &salon } else { &region };
        let plan = plan(file, &ran.sqlite);
        all.extend(faults(&plan, &ran.sqlite).into_iter().map(|what| Fault {
            text: ran.sqlite.clone(),
            what,
        }));
    }
    let needed = judge(&all);
    for (part, reason) in allowed::ALL {
        assert!(
            needed.contains(&part),
            "no plan needs this any more: {part} ({reason})"
        );
    }
}

#[test]
fn a_bad_plan_is_seen() {
    let salon = empty(&modules::migrations(EngineKind::Sqlite).unwrap());
    for (text, bad) in [
        (
            "select text from notes where salon_id = $1 and client_id = $2",
            false,
        ),
        (
            "select text from notes where salon_id = $1 and author = $2",
            true,
        ),
        ("select text from notes where author = $2", true),
        (
            "select id from clients where salon_id = $1 and sort_name > $2 order by sort_name, id limit $3",
            false,
        ),
        (
            "select id from clients where salon_id = $1 and sort_name > $2 order by version limit $3",
            true,
        ),
        (
            "select last from journal_counter where salon_id = $1",
            false,
        ),
        (
            "select count(*) from (select kind from contacts where salon_id = $1 and client_id = $2 order by kind) k",
            false,
        ),
    ] {
        let plan = plan(&salon, text);
        assert_eq!(!faults(&plan, text).is_empty(), bad, "{text}: {plan:?}");
    }
}
