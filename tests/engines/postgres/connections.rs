use std::{sync::Arc, time::Duration};

use kartoteka_plugin::{DbError, Sql, Value, db::Weight};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::time::timeout;
use uuid::Uuid;

use super::{INSERT_THING, Scene, add_thing, begin, numbers, run};

const AMOUNT: &str = "select amount as n from things where salon_id = $1";
const NAP: &str = "select 1::bigint as n from pg_sleep(30)";
const NO_NAP: &str = "select count(*) = 0 from pg_stat_activity
    where datname = current_database() and state = 'active' and query like '%pg_sleep(30)%'
      and usename = 'kartoteka_app'";

async fn superuser(scene: &Scene) -> PgConnection {
    PgConnection::connect(&scene.database.superuser_url())
        .await
        .unwrap()
}

/// Ends every session of the application on this test's database.
async fn cut_all(scene: &Scene) {
    let cut = "select pg_terminate_backend(pid, 5000) from pg_stat_activity
                where datname = current_database() and usename = 'kartoteka_app'";
    superuser(scene).await.execute(cut).await.unwrap();
}

/// Waits until a condition holds at the server; its own wait, not ours.
async fn until(scene: &Scene, condition: &str) {
    let mut connection = superuser(scene).await;
    let text = format!("select ({condition}) from pg_sleep(0.01)");
    let holds = async {
        loop {
            let query = sqlx::query_scalar::<_, bool>(AssertSqlSafe(text.clone()));
            if query.fetch_one(&mut connection).await.unwrap() {
                return;
            }
        }
    };
    timeout(Duration::from_secs(20), holds)
        .await
        .expect(condition);
}

/// Waits until every connection is back in the pool.
async fn settled(scene: &Scene) {
    let all_back = async {
        while scene.store.stats().idle < scene.store.stats().open {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), all_back)
        .await
        .expect("a connection given back");
}

#[tokio::test]
async fn a_connection_keeps_its_salon_through_commit_rollback_and_drop() {
    let (scene, _) = Scene::with_things(2).await;
    let (anna, berta) = (
        scene.store.salon(scene.anna),
        scene.store.salon(scene.berta),
    );
    assert_eq!(numbers(&*anna, AMOUNT).await, Ok(vec![1]));
    let switched = scene.store.stats().switched;

    // A write takes the connection used last, which is set to Anna.
    add_thing(&scene.store, scene.berta, Uuid::now_v7(), "table", 5)
        .await
        .unwrap();
    assert_eq!(
        numbers(&*anna, "select amount as n from things").await,
        Ok(vec![1])
    );

    let mut failing = begin(&scene.store, scene.berta).await;
    run(&mut failing, "select nothing", &[]).await.unwrap_err();
    drop(failing);
    settled(&scene).await;
    assert_eq!(
        numbers(&*anna, "select amount as n from things").await,
        Ok(vec![1])
    );

    drop(begin(&scene.store, scene.berta).await);
    settled(&scene).await;
    assert_eq!(
        numbers(&*anna, "select amount as n from things").await,
        Ok(vec![1])
    );
    assert_eq!(
        scene.store.stats().switched,
        switched,
        "no reason to set a salon again"
    );

    assert_eq!(numbers(&*berta, AMOUNT).await.unwrap().len(), 2);
    assert_eq!(numbers(&*anna, AMOUNT).await, Ok(vec![1]));
}

#[tokio::test]
async fn an_idle_connection_of_the_same_salon_is_preferred() {
    let (scene, _) = Scene::with_things(4).await;
    let (anna, berta) = (
        scene.store.salon(scene.anna),
        scene.store.salon(scene.berta),
    );
    let region = scene.store.region();
    let one = "select 1::bigint as n";
    let _ = tokio::join!(
        numbers(&*anna, AMOUNT),
        numbers(&*berta, AMOUNT),
        numbers(&*region, one)
    );
    let switched = scene.store.stats().switched;
    for _ in 0..10 {
        numbers(&*anna, AMOUNT).await.unwrap();
        numbers(&*scene.store.region(), "select 1::bigint as n")
            .await
            .unwrap();
        numbers(&*berta, AMOUNT).await.unwrap();
    }
    assert_eq!(scene.store.stats().switched, switched);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_of_many_salons_never_mix() {
    let (scene, _) = Scene::with_things(6).await;
    let scene = Arc::new(scene);
    let tasks: Vec<_> = (0..16_i64)
        .map(|number| {
            let scene = scene.clone();
            tokio::spawn(async move {
                let (salon, mine) = if number % 2 == 0 {
                    (scene.anna, 1)
                } else {
                    (scene.berta, 1000)
                };
                let engine = scene.store.salon(salon);
                for round in 0..20 {
                    let name = format!("{number}-{round}");
                    add_thing(&scene.store, salon, Uuid::now_v7(), &name, mine)
                        .await
                        .unwrap();
                    // Without naming the salon: only the connection's setting tells.
                    let all = numbers(&*engine, "select distinct amount as n from things").await;
                    assert_eq!(all, Ok(vec![mine]));
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let stats = scene.store.stats();
    assert!(stats.open <= 6 && stats.idle == stats.open, "{stats:?}");
    let anna = scene.store.salon(scene.anna);
    let count = numbers(&*anna, "select count(*) as n from things");
    assert_eq!(count.await, Ok(vec![161]));
}

#[tokio::test]
async fn reading_within_a_transaction_never_waits_for_other_transactions() {
    let (scene, _) = Scene::with_things(4).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(begin(&scene.store, scene.anna).await);
    }
    let engine = scene.store.salon(scene.anna);
    let read = timeout(Duration::from_secs(5), numbers(&*engine, AMOUNT)).await;
    assert_eq!(read.expect("a connection for the read"), Ok(vec![1]));
    let fourth = timeout(Duration::from_millis(200), engine.begin(Weight::Short)).await;
    assert!(fourth.is_err(), "a connection is kept for reads");
}

#[tokio::test]
async fn a_read_dropped_half_way_closes_its_connection() {
    let (scene, _) = Scene::with_things(2).await;
    let engine = scene.store.salon(scene.anna);
    assert!(
        timeout(Duration::from_millis(100), numbers(&*engine, NAP))
            .await
            .is_err()
    );
    assert_eq!(scene.store.stats().discarded, 1);
    assert_eq!(
        scene.store.stats().open,
        1,
        "the one that filled the tables"
    );
    assert_eq!(numbers(&*engine, AMOUNT).await, Ok(vec![1]));
    // The server notices, and does not sleep on for nobody.
    until(&scene, NO_NAP).await;
}

#[tokio::test]
async fn a_transaction_dropped_half_way_is_undone() {
    let (scene, _) = Scene::with_things(2).await;
    let engine = scene.store.salon(scene.anna);
    let binds = [Uuid::now_v7().into(), "stool".into(), 5_i64.into()];

    // Between two statements: rolled back, and the connection kept.
    let mut transaction = begin(&scene.store, scene.anna).await;
    run(&mut transaction, INSERT_THING, &binds).await.unwrap();
    drop(transaction);
    settled(&scene).await;
    assert_eq!(scene.store.stats().discarded, 0);

    // Within a statement: the connection is closed, and the server undoes the rest.
    let mut transaction = begin(&scene.store, scene.anna).await;
    run(&mut transaction, INSERT_THING, &binds).await.unwrap();
    assert!(
        timeout(Duration::from_millis(100), run(&mut transaction, NAP, &[]))
            .await
            .is_err()
    );
    drop(transaction);
    assert_eq!(scene.store.stats().discarded, 1);
    assert_eq!(numbers(&*engine, AMOUNT).await, Ok(vec![1]));
    // The name is free again once the server has noticed.
    until(&scene, NO_NAP).await;
    add_thing(&scene.store, scene.anna, Uuid::now_v7(), "stool", 5)
        .await
        .unwrap();
}

#[tokio::test]
async fn connections_cut_while_idle_are_replaced_unnoticed() {
    let (scene, _) = Scene::with_things(4).await;
    let engine = scene.store.salon(scene.anna);
    let _ = tokio::join!(numbers(&*engine, AMOUNT), numbers(&*engine, AMOUNT));
    cut_all(&scene).await;
    assert_eq!(numbers(&*engine, AMOUNT).await, Ok(vec![1]));
    cut_all(&scene).await;
    add_thing(&scene.store, scene.anna, Uuid::now_v7(), "stool", 5)
        .await
        .unwrap();
    assert_eq!(numbers(&*engine, AMOUNT).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_connection_cut_within_a_transaction_fails_it() {
    let (scene, _) = Scene::with_things(4).await;
    let mut transaction = begin(&scene.store, scene.anna).await;
    cut_all(&scene).await;
    let lost = run(&mut transaction, "select 1::bigint as n", &[]).await;
    assert!(matches!(lost, Err(DbError::Engine(_))), "{lost:?}");
    assert!(transaction.commit().await.is_err());
    let engine = scene.store.salon(scene.anna);
    assert_eq!(numbers(&*engine, AMOUNT).await, Ok(vec![1]));
    let mut transaction = begin(&scene.store, scene.anna).await;
    run(&mut transaction, "select 1::bigint as n", &[])
        .await
        .unwrap();
    cut_all(&scene).await;
    let unknown = transaction.commit().await.unwrap_err();
    assert!(
        unknown.to_string().contains("outcome is unknown"),
        "{unknown}"
    );
}

#[tokio::test]
async fn a_migration_of_another_host_is_not_noticed_by_readers() {
    let (scene, _) = Scene::with_things(2).await;
    let engine = scene.store.salon(scene.anna);
    let all = Sql::from("select * from things where salon_id = $1");
    let read = || async { engine.read(&all, &[], Weight::Short).await };
    assert!(read().await.unwrap()[0].get::<i64>("amount").is_ok());
    let mut owner = PgConnection::connect(&scene.database.migration_url())
        .await
        .unwrap();
    let migration = "drop view big_things;
        alter table things drop constraint things_amount_check;
        alter table things alter amount type text;
        alter table things add more text default 'm'";
    owner.execute(sqlx::raw_sql(migration)).await.unwrap();
    let row = read().await.unwrap().remove(0);
    assert_eq!(row.get::<String>("amount"), Ok("1".to_owned()));
    assert_eq!(row.get::<String>("more"), Ok("m".to_owned()));

    // Within a transaction nothing can be repeated: whoever asked may try again.
    owner
        .execute(sqlx::raw_sql("alter table things drop more"))
        .await
        .unwrap();
    let mut transaction = begin(&scene.store, scene.anna).await;
    let outdated = transaction.run(&all, &[], Weight::Short).await;
    assert_eq!(outdated.unwrap_err(), DbError::Busy);
    drop(transaction);
    let mut transaction = begin(&scene.store, scene.anna).await;
    assert!(transaction.run(&all, &[], Weight::Short).await.is_ok());
}

#[tokio::test]
async fn a_closed_store_has_let_running_work_end_and_refuses_more() {
    let (scene, _) = Scene::with_things(4).await;
    let engine = scene.store.salon(scene.anna);
    let mut transaction = begin(&scene.store, scene.anna).await;
    let work = async {
        let binds: [Value; 3] = [Uuid::now_v7().into(), "stool".into(), 5_i64.into()];
        run(&mut transaction, INSERT_THING, &binds).await.unwrap();
        transaction.commit().await.unwrap();
    };
    tokio::join!(scene.store.close(), work);
    assert_eq!(scene.store.stats().open, 0);
    let refused = numbers(&*engine, AMOUNT).await.unwrap_err();
    assert!(refused.to_string().contains("closed"), "{refused}");
}
