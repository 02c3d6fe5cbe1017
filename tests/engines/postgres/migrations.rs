use kartoteka::modules;
use kartoteka::storage::{
    migrate::{self, EngineKind, MigrationSet, Problem},
    postgres::{PostgresOptions, PostgresStore, StoreError, Walls},
};
use kartoteka_tests::postgres::TestDatabase;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use super::{numbers, options, set};

const A1: &str = "create table a (salon_id uuid primary key);";
const A2: &str = "alter table a add number bigint;";

async fn open(
    database: &TestDatabase,
    salon: &[MigrationSet],
) -> Result<PostgresStore, StoreError> {
    let (url, owner) = (database.database_url(), database.migration_url());
    PostgresStore::connect(&url, Some(&owner), options(2), &[], salon).await
}

async fn ask<T>(database: &TestDatabase, sql: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    let mut connection = PgConnection::connect(&database.superuser_url())
        .await
        .unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

async fn no_lock_is_held(database: &TestDatabase) -> bool {
    let sql = "select count(*) = 0 from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and d.datname = current_database()";
    ask(database, sql).await
}

fn problem(store: &PostgresStore) -> (String, String, Problem) {
    let mut failed = store.failed_migrations();
    let (Some(one), true) = (failed.pop(), failed.is_empty()) else {
        panic!("not one failure: {:?}", store.failed_migrations());
    };
    (one.module, one.name, one.problem)
}

fn named(name: &str, problem: Problem) -> (String, String, Problem) {
    ("a".to_owned(), name.to_owned(), problem)
}

#[tokio::test]
async fn each_file_is_applied_once_and_new_ones_later() {
    let database = TestDatabase::empty().await;
    for files in [
        &[("0001", A1)][..],
        &[("0001", A1), ("0002", A2)],
        &[("0001", A1), ("0002", A2)],
    ] {
        let store = open(&database, &[set("a", files)]).await.unwrap();
        assert_eq!(store.failed_migrations(), []);
        let applied: i64 = ask(&database, "select count(*) from migrations").await;
        assert_eq!(applied, i64::try_from(files.len()).unwrap());
    }
    let walled: bool = ask(
        &database,
        "select relforcerowsecurity from pg_class where relname = 'a'",
    )
    .await;
    assert!(walled);
}

#[tokio::test]
async fn an_edited_file_and_one_of_a_newer_version_are_refused() {
    let database = TestDatabase::empty().await;
    open(&database, &[set("a", &[("0001", A1), ("0002", A2)])])
        .await
        .unwrap();

    let edited = [set(
        "a",
        &[("0001", "create table a (salon_id uuid);"), ("0002", A2)],
    )];
    let store = open(&database, &edited).await.unwrap();
    assert_eq!(problem(&store), named("0001", Problem::Edited));

    let store = open(&database, &[set("a", &[("0001", A1)])]).await.unwrap();
    assert_eq!(problem(&store), named("0002", Problem::Unknown));
}

#[tokio::test]
async fn a_bad_file_stops_its_module_and_nothing_else() {
    let database = TestDatabase::empty().await;
    let bad =
        "create table bad (salon_id uuid); insert into bad values (1); create table worse ();";
    let sets = [
        set("a", &[("0001", A1)]),
        set(
            "bad",
            &[
                ("0001", "create table good (salon_id uuid);"),
                ("0002", bad),
            ],
        ),
        set("wall", &[("0001", "create table no_wall (salon_id text);")]),
        set(
            "c",
            &[("0001", "create table c (salon_id uuid primary key);")],
        ),
    ];
    let store = open(&database, &sets).await.unwrap();
    let failed: Vec<_> = store
        .failed_migrations()
        .into_iter()
        .map(|failed| format!("{}/{}", failed.module, failed.name))
        .collect();
    assert_eq!(failed, ["bad/0002", "wall/0001"]);
    let told = store.failed_migrations()[0].to_string();
    assert!(
        told.contains("migration bad/0002 failed") && told.contains("42804"),
        "{told}"
    );
    assert!(no_lock_is_held(&database).await);
    let tables: String = ask(
        &database,
        "select string_agg(relname, ' ' order by relname) from pg_class
          where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    .await;
    assert_eq!(tables, "a c migrations");

    // The store works for the others, and the corrected file goes in.
    store.salon(Uuid::now_v7());
    let salon = store.salon(Uuid::now_v7());
    assert_eq!(
        numbers(&*salon, "select count(*) as n from c where salon_id = $1").await,
        Ok(vec![0])
    );
    let mut corrected = sets;
    corrected[1] = set("bad", &[("0001", "create table good (salon_id uuid);")]);
    corrected[2] = set("wall", &[("0001", "create table no_wall (salon_id uuid);")]);
    let store = open(&database, &corrected).await.unwrap();
    assert_eq!(store.failed_migrations(), []);
}

#[tokio::test]
async fn a_file_that_ends_the_transaction_stops_everything_and_frees_the_lock() {
    let database = TestDatabase::empty().await;
    let sets = [
        set(
            "commits",
            &[("0001", "create table x (salon_id uuid); commit;")],
        ),
        set(
            "c",
            &[("0001", "create table c (salon_id uuid primary key);")],
        ),
    ];
    assert!(matches!(
        open(&database, &sets).await,
        Err(StoreError::Db(_))
    ));
    assert!(no_lock_is_held(&database).await);
    let after: bool = ask(&database, "select to_regclass('c') is null").await;
    assert!(after);
}

#[tokio::test]
async fn a_backfill_that_forgets_the_salon_fails_aloud() {
    let database = TestDatabase::empty().await;
    let store = open(&database, &[set("a", &[("0001", A1), ("0002", A2)])])
        .await
        .unwrap();
    let salon = Uuid::now_v7();
    let mut transaction = super::begin(&store, salon).await;
    super::run(
        &mut transaction,
        "insert into a (salon_id, number) values ($1, 1)",
        &[],
    )
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    let forgets = [set(
        "a",
        &[
            ("0001", A1),
            ("0002", A2),
            ("0003", "update a set number = 2;"),
        ],
    )];
    let store = open(&database, &forgets).await.unwrap();
    let (module, name, problem) = problem(&store);
    assert_eq!((&*module, &*name), ("a", "0003"));
    assert!(matches!(problem, Problem::Failed(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hosts_that_start_at_once_take_turns() {
    let database = TestDatabase::empty().await;
    let slow = "select pg_sleep(0.3); create table a (salon_id uuid primary key);";
    let sets = [set("a", &[("0001", slow), ("0002", A2)])];
    let (one, two, three) = tokio::join!(
        open(&database, &sets),
        open(&database, &sets),
        open(&database, &sets)
    );
    for store in [one, two, three] {
        assert_eq!(store.unwrap().failed_migrations(), []);
    }
    let applied: i64 = ask(&database, "select count(*) from migrations").await;
    assert_eq!(applied, 2);
}

#[tokio::test]
async fn the_application_may_not_touch_the_tables_themselves() {
    let database = TestDatabase::empty().await;
    open(&database, &[set("a", &[("0001", A1)])]).await.unwrap();
    let mut connection = PgConnection::connect(&database.database_url())
        .await
        .unwrap();
    for text in [
        "alter table a disable row level security",
        "drop policy salon on a",
        "truncate a",
        "delete from migrations",
        "create table mine (id int)",
    ] {
        let refused = sqlx::raw_sql(AssertSqlSafe(text))
            .execute(&mut connection)
            .await;
        assert!(refused.is_err(), "{text}");
    }
}

#[tokio::test]
async fn the_hosts_own_tables_stand_with_walls_and_without() {
    let region = [migrate::region(EngineKind::Postgres)];
    let salon = modules::migrations(EngineKind::Postgres).unwrap();
    let walled = TestDatabase::new().await;
    let bare = TestDatabase::without_policies().await;
    for (database, walls) in [(walled, Walls::Required), (bare, Walls::Absent)] {
        let (url, owner) = (database.database_url(), database.migration_url());
        let options = PostgresOptions {
            walls,
            ..options(2)
        };
        let store = PostgresStore::connect(&url, Some(&owner), options, &region, &salon).await;
        let store = store.unwrap();
        assert_eq!(store.failed_migrations(), []);
        store.create_salon(Uuid::now_v7()).await.unwrap();
        store.create_salon(Uuid::now_v7()).await.unwrap();
        let seen = numbers(
            &*store.region(),
            "select count(*) as n from journal_counter",
        )
        .await;
        assert_eq!(seen.ok(), (walls == Walls::Absent).then(|| vec![2]));
    }
}
