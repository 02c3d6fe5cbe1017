//! The rules of texts under which one schema spreads over machines by salon: what each
//! says, and what breaks it. Whether every table is kept to its salon is asked of the
//! engine (`postgres.rs`).

use kartoteka::modules;
use kartoteka::storage::migrate::{self, EngineKind};
use regex::Regex;

use crate::{is_of_salon, ran};

/// A rule: which texts it is about, what they must not have, and why.
struct Rule {
    about: &'static str,
    never: &'static str,
    why: &'static str,
}

const fn rule(about: &'static str, never: &'static str, why: &'static str) -> Rule {
    Rule { about, never, why }
}

const STATEMENTS: [Rule; 11] = [
    rule(
        "salon_id",
        r"is (not )?distinct from|\(\s*select \$1\s*\)",
        "the salon is compared plainly",
    ),
    rule(
        "^update|do update set",
        r"set ([^=]+=.*, *)?salon_id *=",
        "no row moves to another salon",
    ),
    rule(
        "^(update|insert|delete)",
        r"\b(now|random|clock_timestamp|gen_random_uuid|nextval)\(|current_timestamp",
        "times and ids are bound",
    ),
    rule(
        "do update set",
        r"do update set .*(\(|\$\d)",
        "what a conflict writes is taken from `excluded` and columns alone",
    ),
    rule(
        "returning",
        r"returning [a-z0-9_., ]*[^a-z0-9_., )]",
        "plain columns are returned",
    ),
    rule("^merge", "^merge", "no merge"),
    rule(
        r"\bvalues\b",
        r"\bvalues \([^)]*\(\s*select\b",
        "no subquery within values",
    ),
    rule("current of", "current of", "no cursors"),
    rule("^copy", "^copy", "no copying by the application's role"),
    rule(
        "^(create|alter|drop|truncate)",
        ".",
        "tables belong to another role",
    ),
    rule(
        "^(begin|commit|rollback|set) ",
        ".",
        "transactions are the engine's",
    ),
];

/// Of a salon's tables, which are to be spread over machines; those of the region are not.
const TRIGGERS: &str = "no triggers";

const MIGRATIONS: [Rule; 8] = [
    rule(
        "",
        r"\bcreate (or replace )?(constraint )?trigger\b",
        TRIGGERS,
    ),
    rule("", r"\bcreate (or replace )?rule\b", "no rules"),
    rule(
        "",
        r"on delete set (null|default)",
        "rows are deleted by statements",
    ),
    rule("", r"\bon update\b", "keys do not change"),
    rule("", r"\bdeferrable\b", "what is refused is refused at once"),
    rule("", r"\brename constraint\b", "constraints keep their names"),
    rule(
        "",
        r"\bcreate_distributed_table\b",
        "tables are spread in one place",
    ),
    rule(
        "",
        r"\bwithout rowid\b",
        "SQLite plans wrongly on such tables",
    ),
];

fn breaks(rules: &[Rule], text: &str) -> Vec<&'static str> {
    let is = |pattern: &str| Regex::new(pattern).unwrap().is_match(text);
    let broken = rules.iter().filter(|rule| is(rule.about) && is(rule.never));
    broken.map(|rule| rule.why).collect()
}

/// What an insert must have rather than must not.
fn insert_is_sound(text: &str) -> bool {
    if !text.starts_with("insert into") {
        return true;
    }
    let first = Regex::new(
        r"^insert into \w+ \(salon_id, .*(values \(\$1, |select \$1, |select (\w+\.)?salon_id, )",
    );
    let ends = text.contains("returning") || text.contains("on conflict");
    let copies = Regex::new(r"^insert into \w+ \([^)]*\) select")
        .unwrap()
        .is_match(text);
    first.unwrap().is_match(text) && (!copies || ends)
}

#[test]
fn every_statement_keeps_the_rules() {
    for ran in ran().iter().filter(|ran| is_of_salon(ran)) {
        let text = &ran.postgres;
        let broken = breaks(&STATEMENTS, text);
        assert!(broken.is_empty(), "{broken:?}: {text}");
        assert!(
            insert_is_sound(text),
            "the salon comes first, rows are few or reported: {text}"
        );
    }
}

/// The text of a migration without its comments, on one line.
fn plain(sql: &str) -> String {
    let lines = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default());
    let words = lines.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Unique and foreign keys of a salon's table that leave out the salon.
fn keys_without_salon(sql: &str) -> Vec<String> {
    let key = Regex::new(
        r"(primary key|unique|foreign key|unique index \w+ on \w+) \(([^)]*)\)|\breferences \w+ \(([^)]*)\)",
    );
    let all = key.unwrap();
    let keys = all.captures_iter(sql).filter(|key| {
        let columns = key
            .get(2)
            .or(key.get(3))
            .map_or("", |columns| columns.as_str());
        !columns.trim_start().starts_with("salon_id")
    });
    keys.map(|key| key[0].to_owned()).collect()
}

/// A statement of a migration that does two things at once to a constraint, or builds an
/// index beside another statement.
fn crowded(sql: &str) -> bool {
    let twice = |text: &str| text.matches("add constraint").count() > 1;
    sql.split(';').any(twice) || (sql.contains("concurrently") && sql.matches(';').count() > 1)
}

#[test]
fn every_migration_keeps_the_rules() {
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        let (salon, region) = (
            modules::migrations(engine).unwrap(),
            migrate::region(engine),
        );
        let of_salon = || salon.iter().flat_map(|set| &set.migrations);
        assert!(of_salon().count() > 3 && region.migrations.len() > 2);
        for file in of_salon().chain(&region.migrations) {
            let sql = plain(&file.sql);
            let mut broken = breaks(&MIGRATIONS, &sql);
            broken.retain(|rule| *rule != TRIGGERS);
            assert!(broken.is_empty(), "{}: {broken:?}", file.name);
            assert!(!crowded(&sql), "{}: one step at a time", file.name);
        }
        for file in of_salon() {
            let broken = breaks(&MIGRATIONS, &plain(&file.sql));
            assert!(broken.is_empty(), "{}: {broken:?}", file.name);
            let keys = keys_without_salon(&plain(&file.sql));
            assert!(
                keys.is_empty(),
                "{}: keys without the salon: {keys:?}",
                file.name
            );
        }
    }
}

#[test]
fn what_breaks_a_rule_is_seen() {
    for text in [
        "select a from t where salon_id is not distinct from $1",
        "select a from t where salon_id = (select $1)",
        "update t set salon_id = $2 where salon_id = $1",
        "update t set a = now() where salon_id = $1",
        "insert into t (salon_id, a) values ($1, gen_random_uuid())",
        "insert into t (salon_id, a) values ($1, $2) on conflict (salon_id) do update set a = $3",
        "insert into t (salon_id, a) values ($1, $2) on conflict (salon_id) do update set a = lower(excluded.a)",
        "delete from t where salon_id = $1 returning count(*)",
        "delete from t where salon_id = $1 returning a, lower(b)",
        "insert into t (salon_id, a) values ($1, (select a from u where salon_id = $1))",
    ] {
        assert!(!breaks(&STATEMENTS, text).is_empty(), "{text}");
    }
    for text in [
        "insert into t (a, salon_id) values ($2, $1)",
        "insert into t (salon_id, a) values ($2, $1)",
        "insert into t (salon_id, a) select $1, b from u where salon_id = $1",
    ] {
        assert!(!insert_is_sound(text), "{text}");
    }
    for text in [
        "create trigger a after insert on t execute function f()",
        "a uuid references u (id) on delete set null",
        "a uuid references u (id) on update cascade",
        "create table t (a) without rowid",
    ] {
        assert!(!breaks(&MIGRATIONS, text).is_empty(), "{text}");
    }
    assert_eq!(
        keys_without_salon("primary key (salon_id, id), unique (name)").len(),
        1
    );
    assert_eq!(
        keys_without_salon("create unique index a on t (id)").len(),
        1
    );
    assert_eq!(
        keys_without_salon("foreign key (salon_id, a) references u (id)").len(),
        1
    );
    assert!(crowded(
        "alter table t add constraint a check (b), add constraint c check (d);"
    ));
    assert!(crowded(
        "create index concurrently a on t (b); create index c on t (d);"
    ));
}
