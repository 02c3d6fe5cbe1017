//! Plans for a new salon on a PostgreSQL whose statistics know only another, large one:
//! the planner takes the new salon for empty, and must read by the client all the same.
//! Statistics are taken again when a tenth of a table has changed, so beside large salons
//! a new one may stay unknown for a long time.

use kartoteka::testing::Ran;
use kartoteka_tests::postgres::TestDatabase;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::{
    Fault, is_of_salon, judge,
    postgres::{reads, text_of},
    ran,
};

/// The large salon: what an import of as many rows would leave, give or take.
const LARGE: &str = "
    create function a_uuid(n bigint) returns uuid language sql immutable as
        $$ select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
    create temporary table one as select a_uuid(0) as salon, n from generate_series(1, 20000) n;
    insert into clients select salon, a_uuid(n), n::text, 'a', 'b', null, n::text, n::text, null, 1,
        now(), now(), null from one;
    insert into client_numbers select salon, n::text, n, a_uuid(n) from one;
    insert into contacts select salon, a_uuid(n), 'phone', 0, n::text, n::text, n::text from one;
    insert into contacts select salon, a_uuid(n), 'email', 0, n::text, null, n::text from one;
    insert into notes select salon, a_uuid(n), a_uuid(n), 'a', 'b', now() from one;
    insert into consents select salon, a_uuid(n), a_uuid(n), 'marketing', 'given', now(), 'a',
        'import', a_uuid(1), 'a', n, null from one;
    insert into client_find select salon, a_uuid(n), n, n, 'a' from one;
    insert into journal select salon, n, now(), 'a', 'b', 'core.client.registered/1', a_uuid(1),
        null, '{}', a_uuid(n) from one;
    insert into journal_subjects select salon, a_uuid(n), n from one;
    insert into import_rows select salon, a_uuid(1), n, 'new', null, null, a_uuid(n), 1, n::text, n,
        null, null, null, false, null, null from one;
    insert into import_fingerprints select salon, decode(lpad(to_hex(n), 16, '0'), 'hex'), a_uuid(n),
        a_uuid(1) from one;
    insert into sources select salon, a_uuid(n), n::text, n::text, now(), null from one;
    insert into idempotency_keys select salon, 'a', n::text, '', 201, '', now() from one;
    insert into imports select salon, a_uuid(n), 'a', 'undone', null, null, null, null, null, null,
        null, null, 0, 0, 0, 0, 0, 'a', now(), null, null, null, 0 from one;
    insert into import_files select salon, a_uuid(n), 0, '' from one;
    insert into import_mappings select salon, n::text, '{}', now() from one;
    insert into journal_counter select a_uuid(n), 1 from one;
    insert into feature_settings select salon, n::text, '{}', null, 1, now() from one;
    insert into event_cursors select salon, n::text, 1, 0, 0, null, null from one;
    insert into outgoing_mails select salon, a_uuid(n), n::text, a_uuid(n), 'a', null, 'b', 'c', now(),
        now() + n * interval '1 minute', 0 from one;
    insert into mail_days select salon, '2000-01-01'::date + n::int, 1 from one;
    insert into events_set_aside select salon, 'a', n, now() from one;";

/// The planner's view of it, and the new salon.
const BESIDE: &str = "analyze; set enable_seqscan = off;
    set kartoteka.salon = '01900000-0000-7000-8000-0000000f4240';";

/// An insert for each table of features, of which only the columns are known: what is part of a key is
/// different in each row, and of texts that are none there are few.
const OF_FEATURES: &str = r"
    select format('insert into %I (%s) select %s from one;', c.table_name,
        string_agg(format('%I', c.column_name), ', ' order by c.ordinal_position),
        string_agg(case
            when c.column_name = 'salon_id' then 'salon'
            when c.data_type = 'uuid' then 'a_uuid(n)'
            when c.is_nullable = 'YES' then 'null'
            when c.data_type = 'text' and k.is_key then 'n::text'
            when c.data_type = 'text' then '''a'''
            when c.data_type in ('bigint', 'integer') then 'n'
            when c.data_type = 'bytea' then 'decode(lpad(to_hex(n), 64, ''0''), ''hex'')'
            when c.data_type = 'jsonb' then '''{}'''
            when c.data_type = 'boolean' then 'false'
            when c.data_type = 'date' then '''2000-01-01''::date + n::int'
            else 'now()' end, ', ' order by c.ordinal_position))
    from information_schema.columns c
    cross join lateral (select exists (select 1 from pg_index i
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.table_name::regclass and a.attname = c.column_name) as is_key) k
    where c.table_schema = 'public' and c.table_name like '%\_\_%'
    group by c.table_name";

/// Takes away what features' tables check: of no matter to a plan, and in the way of such rows.
const UNCHECKED: &str = r"
    select format('alter table %s drop constraint %I;', conrelid::regclass, conname)
    from pg_constraint where contype in ('c', 'f') and conrelid::regclass::text like '%\_\_%'";

/// A value of each kind, none of which is in any table.
fn value(kind: &str) -> &'static str {
    match kind {
        "uuid" => "'01900000-0000-7000-8000-0000001e8480'",
        "text" => "'none'",
        "timestamptz" => "'2026-01-01'",
        "bigint" => "20",
        "bytea" => "'\\x00'",
        "jsonb" => "'[]'",
        "boolean" => "false",
        "float8" => "1",
        "date" => "'2026-01-01'",
        other => panic!("no value of kind {other}"),
    }
}

/// The plan that PostgreSQL makes for these very values, as it does for the first runs of
/// a statement.
async fn plan(connection: &mut PgConnection, ran: &Ran) -> Value {
    let kinds = ran.kinds.split(' ').filter(|kind| !kind.is_empty());
    let kinds: Vec<&str> = std::iter::once("uuid").chain(kinds).collect();
    let values: Vec<String> = kinds
        .iter()
        .map(|kind| format!("{}::{kind}", value(kind)))
        .collect();
    let salon = "'01900000-0000-7000-8000-0000000f4240'::uuid";
    let values = [&[salon.to_owned()], &values[1..]].concat().join(", ");
    let told = async {
        let text = format!("prepare judged ({}) as {}", kinds.join(", "), ran.postgres);
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(text)))
            .await?;
        let text = format!("explain (format json, costs off) execute judged ({values})");
        let rows = connection
            .fetch_all(sqlx::raw_sql(AssertSqlSafe(text)))
            .await?;
        connection
            .execute(sqlx::raw_sql("deallocate judged"))
            .await?;
        rows.first().map(|row| row.try_get(0)).transpose()
    };
    let plan = told.await;
    plan.map(Option::unwrap_or_default)
        .unwrap_or_else(|error: sqlx::Error| panic!("{error}: {}", ran.postgres))
}

/// Whether a read is narrowed by more than the salon, or by the salon alone where a table has
/// one row for each, or few.
fn is_narrow(node: &Value) -> bool {
    match (text_of(node, "Node Type"), text_of(node, "Relation Name")) {
        // It fetches what the bitmap's own scan, another node, has found.
        ("Bitmap Heap Scan", _) => true,
        (_, "journal_counter" | "imports") => !text_of(node, "Index Cond").is_empty(),
        _ => text_of(node, "Index Cond").contains(" AND "),
    }
}

/// What a plan reads of the whole salon, or of all.
fn faults(plan: &Value) -> Vec<String> {
    let wide = reads(plan).into_iter().filter(|node| !is_narrow(node));
    wide.map(|node| format!("SCAN {} by the salon alone", text_of(node, "Relation Name")))
        .collect()
}

/// Runs what `text` selects.
async fn run_all(connection: &mut PgConnection, text: &'static str) -> usize {
    let rows = connection.fetch_all(sqlx::raw_sql(text)).await.unwrap();
    for row in &rows {
        let made: String = row.get(0);
        let made = sqlx::raw_sql(AssertSqlSafe(made));
        connection.execute(made).await.unwrap();
    }
    rows.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_salon_beside_a_large_one_is_read_by_its_indexes() {
    let database = TestDatabase::new().await;
    let mut connection = PgConnection::connect(&database.superuser_url())
        .await
        .unwrap();
    connection.execute(sqlx::raw_sql(LARGE)).await.unwrap();
    run_all(&mut connection, UNCHECKED).await;
    let tables = run_all(&mut connection, OF_FEATURES).await;
    assert!(
        tables > 5,
        "the tables of features were not found: {tables}"
    );
    connection.execute(sqlx::raw_sql(BESIDE)).await.unwrap();
    let mut all = Vec::new();
    for ran in ran().iter().filter(|ran| is_of_salon(ran)) {
        let plan = plan(&mut connection, ran).await;
        all.extend(faults(&plan).into_iter().map(|what| Fault {
            text: ran.postgres.clone(),
            what,
        }));
    }
    judge(&all);
}
