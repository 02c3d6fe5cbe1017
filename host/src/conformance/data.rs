//! Tables: twins on both engines, keyed by the salon, declared column by column; and people in
//! them, whom an erasure reaches.

use std::collections::{BTreeMap, BTreeSet};

use kartoteka_plugin::{db::Kind, manifest::Erase};

use super::Bench;
use crate::storage::{
    fence::migrations::{self, Tables},
    migrate::EngineKind,
};

/// The columns of a table, with their types.
type Columns = BTreeMap<String, String>;

pub(super) fn judge(bench: &mut Bench<'_>) {
    let candidate = bench.candidate;
    let names = |files: &[(&str, &str)]| -> Vec<String> {
        files.iter().map(|(name, _)| (*name).to_owned()).collect()
    };
    let same = names(&candidate.sqlite) == names(&candidate.postgres);
    bench.must("tables", same, || "the engines have other files".to_owned());
    let sqlite = tables(bench, EngineKind::Sqlite, &candidate.sqlite);
    let postgres = tables(bench, EngineKind::Postgres, &candidate.postgres);
    let (Some(sqlite), Some(postgres)) = (sqlite, postgres) else {
        return;
    };
    for (name, made) in &postgres {
        match sqlite.get(name) {
            None => bench.fault("tables", format!("{name} is not made on SQLite")),
            Some(twin) => {
                for what in differences(("PostgreSQL", &made.columns), ("SQLite", &twin.columns)) {
                    bench.fault("tables", format!("{name}: {what}"));
                }
            }
        }
        let keyed = made.keyed && sqlite.get(name).is_some_and(|twin| twin.keyed);
        bench.must("keys", keyed, || {
            format!("{name}: salon_id is not first in its key")
        });
    }
    for name in sqlite.keys().filter(|name| !postgres.contains_key(*name)) {
        bench.fault("tables", format!("{name} is not made on PostgreSQL"));
    }
    declared(bench, &postgres);
    people(bench, &postgres);
}

/// The columns that one side has and the other has not, in a sentence each.
fn differences(one: (&str, &Columns), other: (&str, &Columns)) -> Vec<String> {
    let only = |(here, these): (&str, &Columns), (there, those): (&str, &Columns)| {
        let only = these.keys().filter(|column| !those.contains_key(*column));
        only.map(|column| format!("the column {column} is on {here} and not on {there}"))
            .collect::<Vec<_>>()
    };
    [only(one, other), only(other, one)].concat()
}

/// The tables that files make; a fault where they do anything else.
fn tables(bench: &mut Bench<'_>, engine: EngineKind, files: &[(&str, &str)]) -> Option<Tables> {
    let prefix = bench.manifest.table_prefix();
    let read = migrations::read(files, engine, &prefix);
    let read = read.map_err(|why| bench.fault("tables", format!("{engine:?}: {why}")));
    read.ok()
}

/// What PostgreSQL calls a column of this kind.
fn called(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "boolean",
        Kind::Int => "bigint",
        Kind::Real => "double precision",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
        Kind::Uuid => "uuid",
        Kind::Time => "timestamptz",
        Kind::Date => "date",
        Kind::Json => "jsonb",
    }
}

fn declared(bench: &mut Bench<'_>, made: &Tables) {
    let declared = bench.manifest.tables.clone();
    let names: BTreeSet<&str> = declared.iter().map(|table| table.name.as_str()).collect();
    for name in made.keys() {
        bench.must("tables", names.contains(name.as_str()), || {
            format!("{name} is not declared")
        });
    }
    for table in &declared {
        let name = &table.name;
        let Some(made) = made.get(name) else {
            bench.fault("tables", format!("{name} is declared and not made"));
            continue;
        };
        let says: Columns = (table.columns.iter())
            .map(|(column, kind)| (column.clone(), called(*kind).to_owned()))
            .collect();
        let mut is = made.columns.clone();
        is.remove("salon_id");
        for what in misdeclared(&says, &is) {
            bench.fault("tables", format!("{name}: {what}"));
        }
    }
}

/// What a declaration says otherwise than the migrations, in a sentence for each column.
fn misdeclared(says: &Columns, is: &Columns) -> Vec<String> {
    let names: BTreeSet<&String> = says.keys().chain(is.keys()).collect();
    let judged = names.into_iter().filter_map(|column| {
        let told = match (says.get(column), is.get(column)) {
            (Some(says), Some(is)) if says == is => return None,
            (Some(says), Some(is)) => format!("declared as {says} and made as {is}"),
            (Some(_), None) => "declared and not made".to_owned(),
            (None, _) => "made and not declared".to_owned(),
        };
        Some(format!("the column {column} is {told}"))
    });
    judged.collect()
}

fn people(bench: &mut Bench<'_>, made: &Tables) {
    let personal = bench.manifest.personal_data.clone();
    for (name, table) in made {
        let named = personal.iter().any(|declared| declared.table == *name);
        let silent = !table.columns.contains_key("client_id") || named;
        bench.must("erasure", silent, || {
            format!(
                "{name} names clients and does not say what erasing does: [[personal_data]] with table = \"{name}\""
            )
        });
    }
    for declared in &personal {
        let name = &declared.table;
        let Some(table) = made.get(name) else {
            bench.fault("erasure", format!("{name} is not there"));
            continue;
        };
        for column in declared.personal.iter().chain([&declared.client]) {
            let there = table.columns.contains_key(column);
            bench.must("erasure", there, || {
                format!("{name} has no column {column}")
            });
        }
        if let Erase::Blank(values) = &declared.erase {
            for column in &declared.personal {
                let blanked = values.contains_key(column);
                bench.must("erasure", blanked, || {
                    format!("{name}: erasing leaves {column} as it is")
                });
            }
        }
    }
}
