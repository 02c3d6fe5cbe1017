#![expect(clippy::unwrap_used, reason = "a test may fail")]

use super::*;

const TABLE: &str = "-- What was given; 'quoted' and more.
create table tips__given (
    salon_id  uuid not null,
    id        uuid not null, -- Its id;
    amount    bigint not null default 0 check (amount >= 0),
    words     text,
    primary key (salon_id, id)
);
create index tips__given_words on tips__given (salon_id, words) where words is not null;
";

fn judged(text: &str) -> Result<Tables, String> {
    let files = [("0001_given", TABLE), ("0002_more", text)];
    read(&files, EngineKind::Postgres, "tips__")
}

#[test]
fn tables_are_followed_through_their_changes() {
    let text = "alter table tips__given add column at timestamptz;
        alter table tips__given drop column words;
        alter table tips__given rename column amount to cents;
        alter table tips__given alter column at set not null;
        update tips__given set cents = cents * 100 where cents > 0;
        insert into tips__given (salon_id, id, cents) select salon_id, id, 1 from tips__given;
        delete from tips__given where cents = 0;
        drop index tips__given_words;
        create table tips__other (salon_id uuid primary key, given_id uuid references tips__given (id));
        drop table tips__other;
        create unique index tips__given_at on tips__given (salon_id, at desc, lower(id))";
    let tables = judged(text).unwrap();
    let made = tables.get("tips__given").unwrap();
    assert!(made.keyed && tables.len() == 1, "{tables:?}");
    let columns: Vec<String> = (made.columns.iter())
        .map(|(name, of)| format!("{name} {of}"))
        .collect();
    assert_eq!(
        columns.join(", "),
        "at timestamptz, cents bigint, id uuid, salon_id uuid"
    );
}

#[test]
fn what_is_not_of_its_own_tables_is_refused() {
    for text in [
        "create table clients (salon_id uuid)",
        "create table public.tips__more (salon_id uuid)",
        "create table \"tips__More\" (salon_id uuid)",
        "create table tips__more (salon_id uuid references clients (salon_id))",
        "create table tips__more as select * from tips__given",
        "create table tips__more (like clients)",
        "create table tips__more (salon_id uuid) inherits (clients)",
        "create temporary table tips__more (salon_id uuid)",
        "create table if not exists tips__given (salon_id uuid)",
        "create table tips__more (salon_id uuid default pg_read_file('/etc/passwd'))",
        "create table tips__more (salon_id uuid default current_user)",
        "create table tips__more (salon_id serial)",
        "create table tips__more (salon_id uuid, constraint clients_key primary key (salon_id))",
        "create table tips__more (salon_id uuid generated always as identity)",
        "create table tips__more (salon_id uuid) with (fillfactor = 10)",
        "create index more on tips__given (id)",
        "create index tips__more on clients (id)",
        "create index tips__more on tips__given using hash (id)",
        "create index concurrently tips__more on tips__given (id)",
        "create index tips__more on tips__given (pg_sleep(1))",
        "create view tips__v as select 1",
        "create function tips__f() returns int language sql as 'select 1'",
        "create trigger tips__t before update on tips__given execute function f()",
        "create extension dblink",
        "create role tips",
        "alter table clients add column a text",
        "alter table tips__given rename to clients",
        "alter table tips__given owner to tips",
        "alter table tips__given disable row level security",
        "alter table tips__given alter column id type text using pg_read_file('/etc/passwd')",
        "alter table tips__more add column a text",
        "alter table tips__given drop column salon_id",
        "alter table tips__given rename column salon_id to salon",
        "alter table tips__given rename column id to salon_id",
        "alter table tips__given alter column salon_id drop not null",
        "insert into tips__given (words) values ('a') -- a\r; drop table clients",
        "-- a\0b",
        "drop table clients",
        "drop table tips__given cascade",
        "drop policy salon on tips__given",
        "drop view core_clients_1",
        "insert into clients (id) values (1)",
        "insert into tips__given (salon_id) select salon_id from clients",
        "insert into tips__given (salon_id) select salon_id from core_clients_1",
        "update tips__given set words = (select first_name from clients)",
        "update tips__given set words = $1",
        "delete from clients",
        "truncate tips__given",
        "set row_security = off",
        "select set_config('kartoteka.salon', 'a', false)",
        "commit",
        "attach database 'a' as b",
        "pragma foreign_keys = off",
        "grant all on tips__given to public",
        "copy tips__given from program 'id'",
        "do 'begin end'",
        "vacuum",
        "/* a */ drop table tips__given",
        "insert into tips__given (words) values ('a\\'); drop table clients; --')",
        "insert into tips__given (words) values ('a",
    ] {
        assert!(judged(text).is_err(), "{text}");
        // On the other engine nothing of it goes, either.
        let files = [("0001_given", TABLE), ("0002_more", text)];
        assert!(
            read(&files, EngineKind::Sqlite, "tips__").is_err(),
            "{text}"
        );
    }
}

#[test]
fn what_is_said_names_the_file_and_the_reason() {
    let said = judged("drop table clients").unwrap_err();
    assert_eq!(
        said,
        "0002_more: \"drop table clients…\": clients does not begin with tips__"
    );
}

#[test]
fn nothing_overflows_whoever_reads_it() {
    for deep in ["(", "not ", "case when ", "- "] {
        let text = format!("update tips__given set words = {}1", deep.repeat(10_000));
        assert!(judged(&text).is_err(), "{deep}");
    }
}

#[test]
fn a_table_without_the_salon_first_in_its_key_is_told_apart() {
    let keyed = |text: &str| judged(text).unwrap().get("tips__more").unwrap().keyed;
    assert!(keyed("create table tips__more (salon_id uuid primary key)"));
    assert!(keyed(
        "create table tips__more (salon_id uuid, id uuid, primary key (salon_id, id))"
    ));
    assert!(!keyed(
        "create table tips__more (salon_id uuid, id uuid, primary key (id, salon_id))"
    ));
    assert!(!keyed(
        "create table tips__more (salon_id uuid, id uuid primary key)"
    ));
    assert!(!keyed("create table tips__more (id uuid)"));
    let table = "create table tips__more (salon_id uuid, id uuid";
    for (key, rule) in [
        ("primary key (salon_id, id)", "tips__more_pkey"),
        (
            "constraint tips__key primary key (salon_id, id)",
            "tips__key",
        ),
    ] {
        let drop = format!("{table}, {key}); alter table tips__more drop constraint {rule}");
        assert!(!keyed(&drop), "{rule}");
        let again = "alter table tips__more add constraint tips__k primary key (salon_id)";
        assert!(keyed(&format!("{drop}; {again}")), "{rule}");
    }
}

#[test]
fn what_tables_usually_have_is_taken_on_both_engines() {
    let text = "create table tips__more (
            salon_id integer not null,
            id       bigint not null,
            given_id uuid not null,
            kind     text not null default 'a' check (kind in ('a', 'b')),
            done     boolean not null default false,
            at       timestamptz,
            name     text unique,
            primary key (salon_id, id),
            unique (salon_id, given_id),
            constraint tips__more_is check ((kind = 'a') = (at is null)),
            foreign key (salon_id, given_id) references tips__given (salon_id, id) on delete cascade
        );
        create unique index tips__more_at on tips__more (salon_id, at) where at is not null;
        insert into tips__more (salon_id, id, given_id) select salon_id, 1, id from tips__given
            where true on conflict do nothing;
        update tips__more set kind = case when at is null then 'a' else 'b' end where done;
        alter table tips__more rename to tips__most;
        drop table tips__most;";
    for engine in [EngineKind::Sqlite, EngineKind::Postgres] {
        let files = [("0001_given", TABLE), ("0002_more", text)];
        let tables = read(&files, engine, "tips__").unwrap();
        assert_eq!(tables.len(), 1, "{engine:?}");
    }
}
