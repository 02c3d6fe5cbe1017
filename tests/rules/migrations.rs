//! The engines' migrations are twins.

use std::collections::{BTreeMap, BTreeSet};

use crate::{files, named};

/// Tables by the file that makes or changes them and their name, and their columns there, by a plain
/// reading of `create table` and `alter table`.
type Tables = BTreeMap<(String, String), BTreeSet<String>>;

/// Each table, and each column, with the file that makes it: `migrations/core/*/….sql: notes.text`.
fn columns(tables: &Tables) -> BTreeSet<String> {
    let all = tables.iter().flat_map(|((file, table), columns)| {
        let columns = columns.iter();
        let columns = columns.map(move |column| format!("{file}: the column {table}.{column}"));
        columns.chain([format!("{file}: the table {table}")])
    });
    all.collect()
}

fn tables(engine: &str) -> Tables {
    let mut tables = Tables::new();
    for path in files("migrations", ".sql") {
        if !named(&path).contains(&format!("/{engine}/")) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let file = named(&path).replace(&format!("/{engine}/"), "/*/");
        let mut table = None;
        for line in text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("--"))
        {
            if let Some(rest) = line.strip_prefix("create table ") {
                let name = rest.split([' ', '(']).next().unwrap().to_owned();
                tables.entry((file.clone(), name.clone())).or_default();
                table = Some((file.clone(), name));
            } else if let Some((name, column)) = added(line) {
                let of = tables.entry((file.clone(), name)).or_default();
                of.insert(column);
            } else if line.starts_with(')') {
                table = None;
            } else if let Some(table) = &table {
                let word = line.split([' ', '(']).next().unwrap();
                let rule = [
                    "primary",
                    "unique",
                    "constraint",
                    "check",
                    "foreign",
                    "state",
                    "'",
                    "references",
                ];
                if !word.is_empty()
                    && !rule.iter().any(|rule| {
                        word.starts_with(rule) && line.len() > word.len() && !is_column(line)
                    })
                {
                    tables.get_mut(table).unwrap().insert(word.to_owned());
                }
            }
        }
    }
    tables
}

/// The table and the column of a line that adds one.
fn added(line: &str) -> Option<(String, String)> {
    let (name, column) = line
        .strip_prefix("alter table ")?
        .split_once(" add column ")?;
    Some((name.to_owned(), column.split(' ').next()?.to_owned()))
}

/// What one engine has and the other has not, each in a line of its own.
fn only(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    let of = |these: &BTreeSet<String>, those: &BTreeSet<String>, engine: &str| {
        let only = these.difference(those);
        only.map(|what| format!("{what}: on {engine} alone"))
            .collect::<Vec<_>>()
    };
    [
        of(sqlite, postgres, "sqlite"),
        of(postgres, sqlite, "postgres"),
    ]
    .concat()
}

/// The files of an engine, without it in their names.
fn names(engine: &str) -> BTreeSet<String> {
    let all = files("migrations", ".sql");
    let of = all
        .iter()
        .map(|path| named(path))
        .filter(|name| name.contains(&format!("/{engine}/")));
    of.map(|name| name.replace(&format!("/{engine}/"), "/*/"))
        .collect()
}

/// Whether a line of a table declares a column: a word, then a type.
fn is_column(line: &str) -> bool {
    const TYPES: [&str; 9] = [
        "integer",
        "text",
        "blob",
        "uuid",
        "bigint",
        "timestamptz",
        "bytea",
        "jsonb",
        "boolean",
    ];
    line.split_whitespace()
        .nth(1)
        .is_some_and(|word| TYPES.contains(&word.trim_end_matches(',')))
}

#[test]
fn both_engines_have_files_of_the_same_names() {
    let alone = only(&names("sqlite"), &names("postgres"));
    assert!(alone.is_empty(), "{}", alone.join("\n"));
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (tables("sqlite"), tables("postgres"));
    assert!(sqlite.len() > 10, "the tables were not read: {sqlite:?}");
    let alone = only(&columns(&sqlite), &columns(&postgres));
    assert!(alone.is_empty(), "{}", alone.join("\n"));
}

#[test]
fn every_table_of_a_salon_has_the_salon_first_in_its_key() {
    let of_salons = |path: &std::path::PathBuf| !named(path).contains("/region/");
    for path in files("migrations", ".sql").into_iter().filter(of_salons) {
        let text = std::fs::read_to_string(&path).unwrap();
        for table in text.split("create table ").skip(1) {
            let name = table.split([' ', '(']).next().unwrap();
            let whole = table.split("\n);").next().unwrap();
            let keyed = whole.contains("primary key (salon_id") || {
                let first = whole.lines().nth(1).unwrap_or_default().trim();
                first.starts_with("salon_id") && first.contains("primary key")
            };
            assert!(keyed, "{}: {name} is not keyed by its salon", named(&path));
        }
    }
}

/// The indexes and what they are of, each with its file, without blanks.
fn indexes(engine: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("migrations", ".sql") {
        if !named(&path).contains(&format!("/{engine}/")) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(|line| line.split("--").next().unwrap());
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        let words = words.join(" ");
        let is_index = |part: &&str| {
            ["create index", "create unique index", "drop index"]
                .iter()
                .any(|begin| part.trim().starts_with(begin))
        };
        let file = named(&path).replace(&format!("/{engine}/"), "/*/");
        found.extend(
            words
                .split(';')
                .filter(is_index)
                .map(|part| format!("{file}: {}", part.trim())),
        );
    }
    found
}

#[test]
fn both_engines_have_the_same_indexes() {
    let (sqlite, postgres) = (indexes("sqlite"), indexes("postgres"));
    assert!(sqlite.len() > 10, "the indexes were not read: {sqlite:?}");
    let alone = only(&sqlite, &postgres);
    assert!(alone.is_empty(), "{}", alone.join("\n"));
}
