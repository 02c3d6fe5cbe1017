use super::*;

fn bounds() -> Bounds {
    Bounds {
        feature: "tips".to_owned(),
        prefix: "tips__".to_owned(),
        views: vec!["core_clients_1".to_owned(), "core_contacts_1".to_owned()],
    }
}

fn judged(text: &str) -> [Result<Vec<String>, String>; 2] {
    let engines = [EngineKind::Sqlite, EngineKind::Postgres];
    engines.map(|engine| judge(text, engine, &bounds()))
}

#[test]
fn own_tables_and_what_was_named_are_there() {
    for (text, read) in [
        ("select 1", vec![]),
        ("values (1), (2)", vec![]),
        (
            "select cast($2 as date) where $3 < cast($4 as timestamptz)",
            vec![],
        ),
        (
            "select t.id, count(*) as n from tips__tips t where t.salon_id = $1 and t.id in ($2, $3) \
             group by t.id having count(*) > 1 order by 2 desc, lower(t.id) limit $4 offset 5",
            vec![],
        ),
        (
            "select c.id from core_clients_1 c join TIPS__tips t on t.client_id = c.id \
             left join core_contacts_1 k on k.client_id = c.id where exists (select 1 from core_clients_1)",
            vec!["core_clients_1", "core_contacts_1"],
        ),
        (
            "select id from core_clients_1 where id = $2 for key share",
            vec!["core_clients_1"],
        ),
        (
            "with recent as (select id from tips__tips), late as (select id from recent) \
             select id from late union all select id from recent",
            vec![],
        ),
        (
            "with recursive up as (select 1 as n union all select n + 1 from up where n < 9) \
             select cast(sum(n) as bigint) from up",
            vec![],
        ),
        (
            "insert into tips__tips (salon_id, id) values ($1, $2), ($1, $3) \
             on conflict (salon_id, id) do update set id = excluded.id where tips__tips.id <> 'x' returning id",
            vec![],
        ),
        (
            "insert into tips__tips (salon_id, id) select $1, c.id from core_clients_1 c",
            vec!["core_clients_1"],
        ),
        (
            "update tips__tips set cents = case when cents > 5 then 5 else coalesce(cents, 0) end, \
             note = null where salon_id = $1 and note like $2 escape '!' returning id",
            vec![],
        ),
        (
            "update tips__tips set cents = o.cents from tips__old o where o.id = tips__tips.id",
            vec![],
        ),
        (
            "delete from tips__tips where id not in (select id from tips__old) returning id",
            vec![],
        ),
        (
            "select row_number() over (partition by a order by b) from tips__tips",
            vec![],
        ),
    ] {
        for verdict in judged(text) {
            assert_eq!(
                verdict.as_deref(),
                Ok(&*read.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>()),
                "{text}"
            );
        }
    }
}

#[test]
fn all_else_is_not() {
    let statements = [
        // Tables of others, and how else one may come to them.
        "select * from journal",
        "select * from JOURNAL",
        "select * from clients, tips__tips",
        "select * from blacklist__blocks",
        "select * from tips_tips",
        "select * from public.tips__tips",
        "select * from main.journal",
        "select * from pg_catalog.pg_class",
        "select * from pg_shadow",
        "select * from sqlite_master",
        "select * from pragma_table_info('journal')",
        "select * from information_schema.tables",
        "select (select count(*) from journal)",
        "select 1 where exists (select 1 from journal)",
        "select 1 in journal",
        "select 1 where 1 in (select id from journal)",
        "select case when 1 in (table journal) then 1 end",
        "select 1 union select id from journal",
        "table journal",
        "(select 1) union (table journal)",
        "select * from (select * from journal) j",
        "select * from tips__tips t join lateral (select * from journal) j on true",
        "select 1 from tips__tips order by (select max(number) from journal)",
        "select 1 limit (select count(*) from journal)",
        "select count(*) filter (where exists (select 1 from journal)) from tips__tips",
        "select sum(1) over (order by (select 1 from journal)) from tips__tips",
        "values ((select 1 from journal))",
        // A part is seen by those behind it alone.
        "with journal as (select * from journal) select * from journal",
        "with a as (select * from b), b as (select 1) select * from a",
        "select * from (with journal as (select 1) select * from journal) a, journal",
        "with a as (with journal as (select 1) select 1) select * from journal",
        // Writing elsewhere, what can be read included.
        "insert into journal values (1)",
        "insert into core_clients_1 values (1)",
        "update core_clients_1 set number = '1'",
        "delete from core_clients_1",
        "delete from journal using tips__tips",
        "delete from tips__tips using journal",
        "update tips__tips set cents = j.number from journal j",
        "update tips__tips set cents = (select 1 from journal)",
        "insert into tips__tips select * from journal",
        "insert into tips__tips values ((select 1 from journal))",
        "insert into tips__tips (id) values (1) on conflict (id) do update set id = (select 1 from journal)",
        "insert into tips__tips (id) values (1) returning (select 1 from journal)",
        "with a as (delete from journal returning 1) select * from a",
        "with a as (insert into core_clients_1 values (1) returning 1) select * from a",
        "select * into tips__copy from tips__tips",
        "select * into temp journal from tips__tips",
        "merge into tips__tips using journal on true when matched then delete",
        // An alias of a function is a call of any other.
        "select t.ts_stat from jsonb_array_elements_text('[]') t",
        "select jsonb_array_elements_text.nextval from jsonb_array_elements_text('[]')",
        "select * from json_each('[]')",
        "select * from json_each",
        // What ends the transaction of who asked, cuts the text, or locks what is the registry's.
        "insert or rollback into tips__tips values (1)",
        "update or rollback tips__tips set a = 1",
        "select 'a/*then*/b'",
        "select id from core_clients_1 for update",
        "select id from core_clients_1 where id in (select id from tips__tips for share)",
        // Much of little.
        "select replace(a, 'a', 'aaaaaaaaaa') from tips__tips",
        "select replace(a, $2, $3) from tips__tips",
        "with a as not materialized (select 1) select * from a",
        // Clocks.
        "select cast('now' as timestamptz)",
        "select 'today'::date",
        "select date('now')",
        // What is no work with rows.
        "create table tips__more (id int)",
        "drop table tips__tips",
        "truncate tips__tips",
        "copy tips__tips to '/tmp/a'",
        "attach database 'a' as b",
        "pragma writable_schema = 1",
        "vacuum into 'a'",
        "set local app.salon = 'x'",
        "reset role",
        "begin",
        "commit",
        "do $$begin end$$",
        "call tips__x()",
        "explain select 1",
        "listen tips",
        "lock table tips__tips",
        "prepare a as select 1",
        "select 1; select 2",
        // Functions that reach outside, hold, wait, or make much of little.
        "select set_config('app.salon', 'x', true)",
        "select pg_catalog.set_config('app.salon', 'x', true)",
        "with a as (select set_config('app.salon', 'x', true)) select * from tips__tips, a",
        "select query_to_xml('select set_config(1)', true, true, '')",
        "select table_to_xml('journal', true, true, '')",
        "select * from query_to_xml('a', true, true, '')",
        "select current_setting('app.salon')",
        "select pg_sleep(100)",
        "select pg_advisory_lock(1)",
        "select pg_terminate_backend(1)",
        "select pg_read_file('/etc/passwd')",
        "select lo_import('/etc/passwd')",
        "select dblink('a', 'b')",
        "select nextval('a')",
        "select load_extension('a')",
        "select readfile('a')",
        "select * from generate_series(1, 1000000000)",
        "select repeat('a', 1000000000)",
        "select zeroblob(1000000000)",
        "select randomblob(9)",
        "select random()",
        "select now()",
        "select current_timestamp",
        "select current_user",
        "select CURRENT_DATE",
        "select id from tips__tips where at < localtimestamp",
        "select cast('journal' as regclass)",
        "select 'journal'::regclass",
        "select cast(1 as tips__tips)",
        "select 1 operator(pg_catalog.+) 2",
        "select a collate \"C\" from tips__tips",
        "select xmlparse(document 'a')",
        "select array(select 1 from journal)",
        "select row(1).set_config",
        "select interval '1 day'",
        "select 'a' similar to 'b'",
        "select * from tips__tips tablesample system (1)",
        "select * from only (journal)",
        "select * from tips__tips for update of journal",
        "select * from tips__tips window w as (order by (select 1 from journal))",
    ];
    let runs = |text: &&&str| judged(text).iter().any(Result::is_ok);
    let through: Vec<_> = statements.iter().filter(runs).collect();
    assert!(through.is_empty(), "{through:#?}");
}

/// Parts that name each other twice: twenty of them are a million readings.
#[test]
fn parts_do_not_multiply() {
    let doubled = |parts: usize| {
        let first = "with p0 as (select 1 as x)".to_owned();
        let all = (1..parts).map(|n| {
            let before = n - 1;
            format!(", p{n} as (select a.x from p{before} a, p{before} b)")
        });
        let last = parts - 1;
        format!("{first}{} select * from p{last}", all.collect::<String>())
    };
    assert!(judged(&doubled(5)).iter().all(Result::is_ok));
    assert!(judged(&doubled(20)).iter().all(Result::is_err));
    let nested = |levels: usize| {
        format!(
            "{}select 1{}",
            "with a as (".repeat(levels),
            ") select 1".repeat(levels)
        )
    };
    assert!(judged(&nested(3)).iter().all(Result::is_ok));
    assert!(judged(&nested(45)).iter().all(Result::is_err));
}

#[test]
fn a_long_name_is_none() {
    let long = "a".repeat(64);
    let text = format!("with {long} as (select 1) select * from {long}");
    assert!(judged(&text).iter().all(Result::is_err));
}

/// What is as deep as it may be is read by recursion, and dropped so: whoever asks has little room.
#[test]
fn chains_take_no_room_of_who_asks() {
    let work = || {
        for link in [" or 1", " + 1", " is null"] {
            let text = format!("select 1{}", link.repeat(390));
            assert_eq!(judged(&text), [Ok(vec![]), Ok(vec![])], "{link}");
        }
        let united = format!("select 1{}", " union select 1".repeat(190));
        assert_eq!(judged(&united), [Ok(vec![]), Ok(vec![])]);
        let nested = format!("select {}1{}", "(".repeat(390), ")".repeat(390));
        assert!(judged(&nested).iter().all(Result::is_err));
    };
    let thread = std::thread::Builder::new()
        .stack_size(128 << 10)
        .spawn(work);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}
