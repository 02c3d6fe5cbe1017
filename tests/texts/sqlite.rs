//! Plans on an empty file of SQLite.

use kartoteka::modules;
use kartoteka::storage::migrate::{self, EngineKind};
use kartoteka::storage::sqlite::Plans;
use kartoteka::testing::Ran;
use regex::Regex;

use crate::{Fault, allowed, is_of_salon, judge, ran};

fn of_salon() -> Plans {
    Plans::on(&modules::migrations(EngineKind::Sqlite).unwrap()).unwrap()
}

fn of_region() -> Plans {
    Plans::on(&[migrate::region(EngineKind::Sqlite)]).unwrap()
}

/// Leaves out what the engines' own tests run, on tables of their own or on none.
pub(crate) fn keep_known(all: &mut Vec<Ran>) {
    let (salon, region) = (of_salon(), of_region());
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
            && file.knows(&ran.sqlite)
    });
}

#[test]
fn every_plan_uses_what_the_tables_offer() {
    let (salon, region) = (of_salon(), of_region());
    let mut all = Vec::new();
    for ran in ran().iter().filter(|ran| !ran.sqlite.is_empty()) {
        let file = if is_of_salon(ran) { &salon } else { &region };
        let faults = file.faults(&ran.sqlite);
        let faults = faults.unwrap_or_else(|error| panic!("{error}: {}", ran.sqlite));
        all.extend(faults.into_iter().map(|what| Fault {
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
    let salon = of_salon();
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
        let faults = salon.faults(text).unwrap();
        assert_eq!(!faults.is_empty(), bad, "{text}: {faults:?}");
    }
}
