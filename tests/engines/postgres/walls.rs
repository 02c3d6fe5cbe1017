use kartoteka::storage::postgres::{PostgresOptions, PostgresStore, StoreError, Walls};
use kartoteka_plugin::{DbError, db::Weight};
use kartoteka_tests::postgres::TestDatabase;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};
use uuid::Uuid;

use super::{INSERT_THING, Scene, begin, numbers, options, region, run, salon};

const ALL_AMOUNTS: &str = "select amount as n from things";

async fn as_role(url: &str, text: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(text)))
        .await
        .unwrap();
}

async fn reopen(database: &TestDatabase) -> Result<PostgresStore, StoreError> {
    let (url, owner) = (database.database_url(), database.migration_url());
    PostgresStore::connect(&url, Some(&owner), options(2), &region(), &salon()).await
}

async fn refusal(database: &TestDatabase) -> String {
    match reopen(database).await {
        Err(StoreError::Refused(reason)) => reason,
        other => panic!("not refused: {:?}", other.err()),
    }
}

#[tokio::test]
async fn a_salon_reads_nothing_of_another_even_without_naming_itself() {
    let (scene, _) = Scene::with_things(2).await;
    for _ in 0..3 {
        let annas = numbers(&*scene.store.salon(scene.anna), ALL_AMOUNTS).await;
        assert_eq!(annas, Ok(vec![1]));
        let bertas = numbers(&*scene.store.salon(scene.berta), ALL_AMOUNTS).await;
        assert_eq!(bertas, Ok(vec![1000]));
        let region = numbers(&*scene.store.region(), ALL_AMOUNTS).await;
        assert!(matches!(region, Err(DbError::Engine(_))), "{region:?}");
    }
    let anna = scene.store.salon(scene.anna);
    let through_a_view = numbers(&*anna, "select count(*) as n from big_things");
    assert_eq!(through_a_view.await, Ok(vec![0]));
}

#[tokio::test]
async fn a_salon_writes_nothing_of_another_even_without_naming_itself() {
    let (scene, _) = Scene::with_things(2).await;
    let mut transaction = begin(&scene.store, scene.anna).await;
    let changed = run(&mut transaction, "update things set amount = 7", &[])
        .await
        .unwrap();
    assert_eq!(changed.affected, 1);
    let deleted = run(
        &mut transaction,
        "delete from things where amount = 1000",
        &[],
    )
    .await;
    assert_eq!(deleted.unwrap().affected, 0);
    transaction.commit().await.unwrap();
    assert_eq!(
        numbers(&*scene.store.salon(scene.berta), ALL_AMOUNTS).await,
        Ok(vec![1000])
    );

    let mut transaction = begin(&scene.store, scene.anna).await;
    let foreign = "insert into things (salon_id, id, name, amount) values ($2, $3, 'x', 1)";
    let binds = [scene.berta.into(), Uuid::now_v7().into()];
    let refused = run(&mut transaction, foreign, &binds).await.unwrap_err();
    assert!(refused.to_string().contains("42501"), "{refused}");
    drop(transaction);

    let mut transaction = begin(&scene.store, scene.anna).await;
    let binds = [scene.berta.into()];
    let moved = run(&mut transaction, "update things set salon_id = $2", &binds)
        .await
        .unwrap_err();
    assert!(moved.to_string().contains("42501"), "{moved}");
}

#[tokio::test]
async fn without_a_salon_every_read_and_write_of_a_salons_table_fails() {
    let (scene, _) = Scene::with_things(2).await;
    for url in [
        scene.database.database_url(),
        scene.database.migration_url(),
    ] {
        for prepare in ["select 1", "set kartoteka.salon = ''"] {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            connection.execute(prepare).await.unwrap();
            for text in [
                "select * from things",
                "select * from big_things",
                "update things set amount = 0",
                "delete from things",
                "insert into things values (gen_random_uuid(), gen_random_uuid(), 'x', 1)",
            ] {
                assert!(connection.execute(text).await.is_err(), "{prepare}, {text}");
            }
        }
    }
    let mut transaction = scene.store.region().begin(Weight::Short).await.unwrap();
    assert!(run(&mut transaction, ALL_AMOUNTS, &[]).await.is_err());
}

#[tokio::test]
async fn the_policy_is_tested_once_a_statement_and_keeps_the_index() {
    let (scene, _) = Scene::with_things(2).await;
    let mut connection = PgConnection::connect(&scene.database.database_url())
        .await
        .unwrap();
    let plan = format!(
        "set kartoteka.salon = '{0}'; set enable_seqscan = off;
         explain select name from things where salon_id = '{0}' and id = '{0}'",
        scene.anna
    );
    let rows = sqlx::raw_sql(AssertSqlSafe(plan))
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("One-Time Filter"), "{plan}");
    assert!(plan.contains("Index Cond: ((salon_id = "), "{plan}");
    assert!(plan.contains("AND (id = "), "{plan}");
    assert!(
        !plan.lines().any(|line| line.trim().starts_with("Filter:")),
        "{plan}"
    );
}

#[tokio::test]
async fn a_destroyed_salon_leaves_no_row_and_takes_none_of_another() {
    let (scene, id) = Scene::with_things(2).await;
    for salon in [scene.anna, scene.berta] {
        let mut transaction = begin(&scene.store, salon).await;
        let part = "insert into parts (salon_id, id, thing_id) values ($1, $2, $2)";
        run(&mut transaction, part, &[id.into()]).await.unwrap();
        transaction.commit().await.unwrap();
    }
    scene.store.destroy_salon(scene.anna).await.unwrap();
    for table in ["things", "parts", "journal_counter"] {
        let mut superuser = PgConnection::connect(&scene.database.superuser_url())
            .await
            .unwrap();
        let text = format!("select salon_id from {table}");
        let left: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(text))
            .fetch_all(&mut superuser)
            .await
            .unwrap();
        assert_eq!(left, [scene.berta], "{table}");
    }
}

#[tokio::test]
async fn a_role_above_the_policies_is_refused() {
    let scene = Scene::with(2).await;
    let database = &scene.database;
    let superuser = database.superuser_url();
    let refused = PostgresStore::connect(&superuser, None, options(2), &region(), &salon())
        .await
        .err();
    assert!(refused.unwrap().to_string().contains("is a superuser"));

    // Roles belong to the whole server: this test makes its own.
    let name = format!("above_{}", Uuid::now_v7().simple());
    let url = superuser.replace("postgres@", &format!("{name}@"));
    for (text, reason) in [
        (format!("create role {name} login bypassrls"), "BYPASSRLS"),
        (
            format!("alter role {name} nobypassrls; grant postgres to {name}"),
            "a member of postgres",
        ),
    ] {
        as_role(&superuser, &text).await;
        let owner = database.migration_url();
        let refused =
            PostgresStore::connect(&url, Some(&owner), options(2), &region(), &salon()).await;
        let refused = refused.err().unwrap().to_string();
        assert!(refused.contains(reason), "{refused}");
    }
    as_role(&superuser, &format!("drop role {name}")).await;
}

#[tokio::test]
async fn a_missing_wall_is_refused_by_name() {
    for (text, table) in [
        ("alter table things no force row level security", "things"),
        ("alter table parts disable row level security", "parts"),
        ("drop policy salon on things", "things"),
        ("create policy more on things using (true)", "things"),
        ("alter policy salon on things using (true)", "things"),
        (
            "alter view big_things set (security_invoker = false)",
            "big_things",
        ),
        (
            "create materialized view kept as select salon_id from parts with no data",
            "kept",
        ),
        (
            "create table forgotten (salon_id uuid not null)",
            "forgotten",
        ),
    ] {
        let scene = Scene::with(2).await;
        as_role(&scene.database.migration_url(), text).await;
        let reason = refusal(&scene.database).await;
        assert!(
            reason.ends_with(&format!("for: {table}")),
            "{text}: {reason}"
        );
    }
}

#[tokio::test]
async fn one_role_for_everything_is_held_by_the_walls_too() {
    let database = TestDatabase::empty().await;
    let url = database.migration_url();
    let store = PostgresStore::connect(&url, None, options(2), &region(), &salon())
        .await
        .unwrap();
    let (anna, berta) = (Uuid::now_v7(), Uuid::now_v7());
    for salon in [anna, berta] {
        store.create_salon(salon).await.unwrap();
    }
    let sql = "select count(*) as n from journal_counter";
    assert_eq!(numbers(&*store.salon(anna), sql).await, Ok(vec![1]));
}

#[tokio::test]
async fn without_policies_only_the_statements_keep_salons_apart() {
    let (scene, id) = Scene::with_things(2).await;
    scene.database.switch_policies_off().await;
    let absent = PostgresOptions {
        walls: Walls::Absent,
        ..options(2)
    };
    let (url, owner) = (
        scene.database.database_url(),
        scene.database.migration_url(),
    );
    let store = PostgresStore::connect(&url, Some(&owner), absent, &region(), &salon())
        .await
        .unwrap();
    let engine = store.salon(scene.anna);
    let named = "select amount as n from things where salon_id = $1";
    assert_eq!(numbers(&*engine, named).await, Ok(vec![1]));
    assert_eq!(numbers(&*engine, ALL_AMOUNTS).await.unwrap().len(), 2);
    let mut transaction = begin(&store, Uuid::now_v7()).await;
    let binds = [id.into(), "chair".into(), 1_i64.into()];
    run(&mut transaction, INSERT_THING, &binds).await.unwrap();
}
