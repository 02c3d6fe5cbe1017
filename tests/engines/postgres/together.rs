//! Writes that go together with the last statement.

use kartoteka_plugin::{
    Sql,
    db::{Bulk, Later, Weight},
};
use uuid::Uuid;

use super::{INSERT_THING, Scene, begin, numbers};

const NAMES: &str = "select count(*) as n from things where salon_id = $1";

/// What waits: a thing, the parts that refer to it, and another thing.
fn a_thing_and_its_parts(thing: Uuid, name: &str) -> Vec<Later> {
    let mut parts = Bulk::into("parts", &["id", "thing_id"]);
    parts.row([Uuid::now_v7().into(), thing.into()]);
    parts.row([Uuid::now_v7().into(), thing.into()]);
    let other = vec![Uuid::now_v7().into(), "table".into(), 7_i64.into()];
    let binds = vec![thing.into(), name.into(), 1_i64.into()];
    vec![
        Later::Statement(INSERT_THING.into(), binds),
        Later::Rows(parts),
        Later::Rows(Bulk::into("parts", &["id", "thing_id"])),
        Later::Statement(INSERT_THING.into(), other),
    ]
}

#[tokio::test]
async fn what_waits_goes_with_the_last_statement_or_not_at_all() {
    let (scene, chair) = Scene::with_things(2).await;
    let engine = scene.store.salon(scene.anna);
    let update: Sql = "update things set amount = amount + $2
                       where salon_id = $1 and id = $3 returning amount, '$2' as text"
        .into();
    let binds = [4_i64.into(), chair.into()];

    let mut taken = begin(&scene.store, scene.anna).await;
    let waiting = a_thing_and_its_parts(Uuid::now_v7(), "chair");
    let failed = taken.run_all(waiting, Some((&update, &binds))).await;
    assert!(failed.unwrap_err().is_unique("things_name_key"));
    drop(taken);
    let parts = "select count(*) as n from parts where salon_id = $1";
    assert_eq!(numbers(&*engine, NAMES).await, Ok(vec![1]));
    assert_eq!(numbers(&*engine, parts).await, Ok(vec![0]));

    let mut tx = begin(&scene.store, scene.anna).await;
    let waiting = a_thing_and_its_parts(Uuid::now_v7(), "stool");
    let outcome = tx.run_all(waiting, Some((&update, &binds))).await.unwrap();
    assert_eq!(outcome.affected, 1);
    assert_eq!(outcome.rows[0].get("amount"), Ok(5_i64));
    assert_eq!(outcome.rows[0].get("text"), Ok("$2".to_owned()));
    assert_eq!(tx.run_all(Vec::new(), None).await.unwrap().affected, 0);
    tx.commit().await.unwrap();
    assert_eq!(numbers(&*engine, NAMES).await, Ok(vec![3]));
    assert_eq!(numbers(&*engine, parts).await, Ok(vec![2]));
}

#[tokio::test]
async fn writes_that_the_last_statement_begins_with_come_after_what_waits() {
    const THING: &str = "insert into things (salon_id, id, name, amount)
        select $1, $2, $3, (extract(epoch from clock_timestamp()) * 1000000)::bigint";
    // As the journal does: what others wait for is taken when all else is done.
    const LAST: &str = "with taken as (
            insert into things (salon_id, id, name, amount)
            select $1, $2, $3, (extract(epoch from clock_timestamp()) * 1000000)::bigint
            returning id
        ), parts as (
            insert into parts (salon_id, id, thing_id) select $1, $4, id from taken
        ) /*then*/ select count(*) as n from things where salon_id = $1";
    let scene = Scene::with(2).await;
    let engine = scene.store.salon(scene.anna);
    let thing = |name: &str| vec![Uuid::now_v7().into(), name.into()];
    let mut tx = begin(&scene.store, scene.anna).await;
    let waiting = ["first", "second"].map(|name| Later::Statement(THING.into(), thing(name)));
    let mut binds = thing("last");
    binds.push(Uuid::now_v7().into());
    let last = Sql::from(LAST);
    let outcome = tx.run_all(waiting.into(), Some((&last, &binds))).await;
    assert_eq!(outcome.unwrap().rows[0].get("n"), Ok(0_i64));
    tx.commit().await.unwrap();

    let order = "select (select amount from things where salon_id = $1 and name = 'last')
                      - (select max(amount) from things where salon_id = $1 and name <> 'last') as n";
    assert!(numbers(&*engine, order).await.unwrap()[0] > 0);
    let parts = "select count(*) as n from parts where salon_id = $1";
    assert_eq!(numbers(&*engine, parts).await, Ok(vec![1]));
}

/// Without statistics a planner would compare each of many new rows with all others.
#[tokio::test]
async fn long_work_is_joined_by_hashing() {
    let scene = Scene::with(2).await;
    let engine = scene.store.salon(scene.anna);
    let sql = Sql::from("select current_setting('enable_nestloop') as loops");
    for (weight, loops) in [
        (Weight::Long, "off"),
        (Weight::Short, "on"),
        (Weight::Long, "off"),
    ] {
        let mut tx = engine.begin(weight).await.unwrap();
        let outcome = tx.run(&sql, &[], weight).await.unwrap();
        assert_eq!(outcome.rows[0].get("loops"), Ok(loops.to_owned()));
        tx.commit().await.unwrap();
    }
}
