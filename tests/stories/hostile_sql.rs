//! Statements of a feature that means harm, wherever it can run one.

use chrono::TimeDelta;
use kartoteka_tests::{
    Stage, World,
    scene::Tables::{Region, Salon},
    stories,
};
use reqwest::Method;
use serde_json::{Value, json};

stories![
    what_reads_and_writes_no_rows_is_no_statement in with_hostile,
    what_is_anothers_is_not_there in with_hostile,
    a_statement_without_a_salon_meets_its_own in with_hostile,
    who_is_asked_stays_within_its_savepoint in with_hostile,
    what_was_not_agreed_to_is_not_read_later_either in with_hostile,
];

/// None of them is anybody's but an engine's.
const NOT_STATEMENTS: [&str; 52] = [
    "commit",
    "/* select */ commit",
    "-- select\ncommit",
    " ;commit",
    "COMMIT AND CHAIN",
    "end",
    "begin",
    "start transaction",
    "rollback",
    "abort",
    "rollback to savepoint s1",
    "rollback to turn",
    "release savepoint s1",
    "release inner",
    "savepoint mine",
    "select 1 as n; commit",
    "select 1 as n; delete from hostile__rows",
    "prepare transaction 'mine'",
    "set kartoteka.salon = '00000000-0000-7000-8000-000000000000'",
    "set local kartoteka.salon = ''",
    "set session authorization default",
    "set role none",
    "set statement_timeout = 0",
    "reset all",
    "reset role",
    "discard all",
    "listen everything",
    "notify everything, 'of somebody'",
    "lock table hostile__rows in access exclusive mode",
    "copy hostile__rows to stdout",
    "copy (select 1) to program 'true'",
    "do $$ begin null; end $$",
    "prepare mine as select 1",
    "declare mine cursor with hold for select 1",
    "explain analyze delete from hostile__rows",
    "create table hostile__more (salon_id integer, id integer)",
    "create temp table clients (salon_id integer, id integer)",
    "create temp trigger mine after insert on clients begin delete from hostile__rows; end",
    "create view hostile__view as select 1 as n",
    "alter table hostile__rows add column more text",
    "drop table hostile__rows",
    "truncate hostile__rows",
    "vacuum",
    "vacuum into 'hostile.db'",
    "analyze",
    "reindex",
    "attach 'hostile.db' as other",
    "pragma query_only = off",
    "pragma journal_mode = delete",
    "pragma locking_mode = exclusive",
    "pragma max_page_count = 1",
    "pragma writable_schema = on",
];

/// The engines keep these from any caller, by their own rules.
const KEPT_FROM_ALL: [&str; 16] = [
    "select pg_read_file('/etc/hostname') as n",
    "select pg_ls_dir('.') as n",
    "select lo_import('/etc/hostname') as n",
    "select lo_export(1, 'hostile.db') as n",
    "select dblink('', 'select 1') as n",
    "select pg_reload_conf() as n",
    "select pg_switch_wal() as n",
    "select load_extension('hostile') as n",
    "select readfile('/etc/hostname') as n",
    "select writefile('hostile.db', 'x') as n",
    "select fts3_tokenizer('simple', x'00') as n",
    "insert into sqlite_schema (type, name) values ('table', 'mine')",
    "update sqlite_schema set sql = ''",
    "delete from pg_class",
    "select 1 as n from nowhere where $2 = 1",
    "with mine as (delete from hostile__rows) commit",
];

/// Nothing of what is not the feature's own; each runs where no fence stands before it, on one
/// engine at least.
const ANOTHERS: [&str; 22] = [
    "select count(*) as n from journal",
    "select count(*) as n from clients",
    "select count(*) as n from client_numbers where salon_id = $1",
    "select count(*) as n from event_cursors",
    "select count(*) as n from sqlite_master",
    "select count(*) as n from pg_class",
    "select count(*) as n from pragma_table_list",
    "select 1 as n where exists (select 1 from clients)",
    "with clients as (select * from clients) select count(*) as n from clients",
    "select set_config('kartoteka.salon', '00000000-0000-7000-8000-000000000000', true) as n",
    "with it as (select set_config('kartoteka.salon', '', true) as s) select count(*) as n from it",
    "select query_to_xml('select set_config(''kartoteka.salon'', '''', true)', true, true, '') as n",
    "select current_setting('kartoteka.salon') as n",
    "select pg_advisory_lock(1) as n",
    "select pg_sleep(1) as n",
    "select random() as n",
    "insert into client_numbers (salon_id, number) values ($1, 'taken')",
    "update journal_counter set last = 0 where salon_id = $1",
    "delete from clients where salon_id = $1",
    "with it as (delete from clients where salon_id = $1 returning 1) select count(*) as n from it",
    "select * into temp journal from hostile__rows",
    "select count(*) as n from feature_settings",
];

const PLACES: [&str; 3] = ["read", "write", "later"];

async fn switch_on(world: &World) {
    let path = "/features/hostile";
    world.send(Method::PUT, path, None, &[]).await.is(200);
}

/// What came of `text` as a statement there.
async fn run(world: &World, place: &str, text: &str) -> Value {
    let request = world.request(Method::POST, &format!("/hostile/sql/{place}"));
    let answer = world.carry_out(request.body(text.to_owned())).await;
    answer.is(200).json()
}

/// Asks the feature inside a transaction, in which it does what `plan` says.
async fn ask(world: &World, plan: &str) {
    world.plan(plan);
    let question = json!({"email": "anna@example.org"});
    let verdict = world.post("/booking-checks", question).await.is(200).json();
    assert_eq!(verdict["decision"], "allow", "{plan}");
    // It has time to get well.
    world.clock.advance(TimeDelta::minutes(2));
}

async fn rows(world: &World) -> i64 {
    world
        .number(Salon, "select count(*) from hostile__rows")
        .await
}

/// That everything else is as before, and goes on.
async fn all_is_well(world: &World, other: &str, cards: &mut usize, after: &str) {
    let name = json!({"last_name": "Weiter"});
    let made = world.post("/clients", name).await;
    assert_eq!(made.status, 201, "{after}: {}", made.text());
    *cards += 1;
    for _ in 0..3 {
        let all = world.get("/clients?limit=200").await.is(200).json();
        let shown = all["data"].as_array().map(Vec::len);
        assert_eq!(shown, Some(*cards), "{after}");
    }
    let theirs = world.bare(Method::GET, "/api/v1/salons/nachbar/clients");
    let theirs = world.carry_out(theirs.bearer_auth(other)).await;
    let theirs = theirs.is(200).json();
    assert_eq!(theirs["data"].as_array().map(Vec::len), Some(0), "{after}");
    let missing = "select (select cast(sum(last) as bigint) from journal_counter) - (select count(*) from journal)";
    assert_eq!(
        world.number(Salon, missing).await,
        0,
        "{after}: the journal"
    );
}

async fn what_reads_and_writes_no_rows_is_no_statement(world: World) {
    switch_on(&world).await;
    let (_, other) = world.other_salon("nachbar").await;
    let mut cards = 0;
    all_is_well(&world, &other, &mut cards, "nothing").await;
    for text in NOT_STATEMENTS {
        for place in PLACES {
            let came = run(&world, place, text).await;
            assert_ne!(came["outcome"], "done", "{place}: {text}");
            assert_eq!(rows(&world).await, 0, "{place}: {text}");
        }
        ask(&world, &format!("sql: {text}")).await;
        assert_eq!(rows(&world).await, 0, "asked: {text}");
        if cards < 190 {
            all_is_well(&world, &other, &mut cards, text).await;
        }
    }
    for text in KEPT_FROM_ALL {
        for place in ["read", "write"] {
            let came = run(&world, place, text).await;
            assert_ne!(came["outcome"], "done", "{place}: {text}");
            assert_eq!(rows(&world).await, 0, "{place}: {text}");
        }
    }
    assert!(!std::path::Path::new("hostile.db").exists());
    all_is_well(&world, &other, &mut cards, "what is kept from all").await;
    // And what is one is still let through.
    for text in ["select 1 as n", "\n select 1 as n", "values (1)"] {
        assert_eq!(run(&world, "read", text).await["outcome"], "done", "{text}");
    }
    world.end().await;
}

async fn what_is_anothers_is_not_there(world: World) {
    switch_on(&world).await;
    let (_, other) = world.other_salon("nachbar").await;
    let mut cards = 0;
    all_is_well(&world, &other, &mut cards, "nothing").await;
    for text in ANOTHERS {
        for place in PLACES {
            let came = run(&world, place, text).await;
            assert_ne!(came["outcome"], "done", "{place}: {text}");
        }
        ask(&world, &format!("sql: {text}")).await;
    }
    let taken = json!({"last_name": "Fink", "number": "taken"});
    world.post("/clients", taken).await.is(201);
    cards += 1;
    all_is_well(&world, &other, &mut cards, "all of it").await;
    world.end().await;
}

async fn a_statement_without_a_salon_meets_its_own(world: World) {
    if world.stage == Stage::Twins {
        // What keeps salons apart here is that statements name theirs.
        return world.end().await;
    }
    switch_on(&world).await;
    let (neighbour, other) = world.other_salon("nachbar").await;
    let there = async |method: Method, path: &str, body: &str| {
        let request = world.bare(method, &format!("/api/v1/salons/nachbar{path}"));
        let request = request.bearer_auth(&other).body(body.to_owned());
        world.carry_out(request).await.is(200).json()
    };
    there(Method::PUT, "/features/hostile", "").await;
    there(Method::POST, "/hostile/rows", "").await;
    let own = world.request(Method::POST, "/hostile/rows");
    world.carry_out(own).await.is(200);
    let count = "select id from hostile__rows where id is not null or $1 is null";
    for place in ["read", "write"] {
        let came = run(&world, place, count).await;
        let expected = if place == "read" { 1 } else { 2 };
        assert_eq!(came["rows"], expected, "{place}: {came}");
    }
    let request = world.request(Method::POST, "/hostile/try/into another salon");
    let request = request.body(neighbour.to_string());
    world.carry_out(request).await.is(200);
    let empty = "delete from hostile__rows where id is not null or $1 is null";
    run(&world, "write", empty).await;
    let theirs = there(Method::POST, "/hostile/sql/read", count).await;
    assert_eq!(theirs["rows"], 1, "theirs are theirs");
    world.end().await;
}

async fn who_is_asked_stays_within_its_savepoint(world: World) {
    switch_on(&world).await;
    let (_, other) = world.other_salon("nachbar").await;
    let mut cards = 0;
    for plan in [
        "entry",
        "savepoint",
        "close",
        "end",
        "hook",
        "facts",
        "megabytes",
        "deep",
    ] {
        if plan == "end" {
            let request = world.request(Method::POST, "/hostile/try/steal");
            world.carry_out(request).await.is(200);
        }
        ask(&world, plan).await;
        assert_eq!(rows(&world).await, 0, "{plan}");
        all_is_well(&world, &other, &mut cards, plan).await;
    }
    let erased = "select count(*) from journal where what = 'core.client.erased/1'";
    assert_eq!(world.number(Salon, erased).await, 0);
    world.end().await;
}

async fn what_was_not_agreed_to_is_not_read_later_either(mut world: World) {
    switch_on(&world).await;
    let client = json!({"last_name": "Vogel"});
    world.post("/clients", client).await.is(201);
    ask(&world, "view later").await;
    assert_eq!(rows(&world).await, 1, "it was agreed to");
    let nothing = "update features set granted = '[]' where feature = 'hostile'";
    world.behind_its_back(Region, nothing, nothing).await;
    world
        .behind_its_back(
            Salon,
            "delete from hostile__rows",
            "delete from hostile__rows",
        )
        .await;
    world.restart().await;
    for plan in ["view later", "view in many", "view in many later"] {
        ask(&world, plan).await;
        assert_eq!(rows(&world).await, 0, "{plan}");
    }
    world.end().await;
}
