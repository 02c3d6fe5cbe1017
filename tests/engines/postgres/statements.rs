use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::{
    Db, DbError, Sql, Value,
    db::{JsonText, Kind, Weight},
};
use uuid::Uuid;

use super::{INSERT_THING, Scene, add_thing, begin, numbers, run};

const NAMES: &str = "select count(*) as n from things where salon_id = $1";

#[tokio::test]
async fn every_kind_of_value_comes_back_and_so_does_its_null() {
    let scene = Scene::with(2).await;
    let db = Db::new(scene.store.salon(scene.anna));
    let time: DateTime<Utc> = "1969-07-20T20:17:40.123456Z".parse().unwrap();
    let date = NaiveDate::from_ymd_opt(1884, 2, 29).unwrap();
    let sql = "select $2 as bool, $3 as int, $4 as real, $5 as text, $6 as bytes, $7 as uuid,
                      $8 as time, $9 as date, $10 as json, $1 as salon";
    let row = db
        .query(sql)
        .bind(true)
        .bind(i64::MIN)
        .bind(-0.1)
        .bind("Łucja «Ω» \u{1f600}")
        .bind(vec![0_u8, 255])
        .bind(scene.berta)
        .bind(time)
        .bind(date)
        .bind(JsonText(r#"{"a": [1, null, "ü"]}"#.to_owned()))
        .one()
        .await
        .unwrap();
    assert_eq!(row.get("bool"), Ok(true));
    assert_eq!(row.get("int"), Ok(i64::MIN));
    assert_eq!(row.get("real"), Ok(-0.1));
    assert_eq!(row.get("text"), Ok("Łucja «Ω» \u{1f600}".to_owned()));
    assert_eq!(row.get("bytes"), Ok(vec![0_u8, 255]));
    assert_eq!(row.get("uuid"), Ok(scene.berta));
    assert_eq!(row.get("time"), Ok(time));
    assert_eq!(row.get("date"), Ok(date));
    assert_eq!(row.get::<serde_json::Value>("json").unwrap()["a"][2], "ü");
    assert_eq!(row.get("salon"), Ok(scene.anna));

    let kinds = [
        Kind::Bool,
        Kind::Int,
        Kind::Real,
        Kind::Text,
        Kind::Bytes,
        Kind::Uuid,
        Kind::Time,
        Kind::Date,
        Kind::Json,
    ];
    let nulls = db
        .query(sql)
        .bind_all(kinds.map(Value::Null))
        .one()
        .await
        .unwrap();
    assert_eq!(nulls.get::<Option<bool>>("bool"), Ok(None));
    assert_eq!(nulls.get::<Option<DateTime<Utc>>>("time"), Ok(None));
    assert_eq!(nulls.get::<Option<JsonText>>("json"), Ok(None));
    assert!(nulls.get::<i64>("int").is_err());
}

#[tokio::test]
async fn every_type_of_column_is_read_as_its_value_or_refused() {
    let scene = Scene::with(2).await;
    let engine = scene.store.region();
    for (sql, value) in [
        ("select 7::int2 as v", Value::Int(7)),
        ("select -7::int4 as v", Value::Int(-7)),
        ("select 0.5::float4 as v", Value::Real(0.5)),
        ("select 'a'::varchar(3) as v", Value::Text("a".to_owned())),
        ("select 'a'::name as v", Value::Text("a".to_owned())),
        ("select null::float4 as v", Value::Null(Kind::Real)),
        (
            "select pg_advisory_xact_lock_shared(1) as v",
            Value::Null(Kind::Text),
        ),
    ] {
        let rows = engine
            .read(&Sql::from(sql), &[], Weight::Short)
            .await
            .unwrap();
        let found = format!("{:?}", rows[0]);
        assert!(found.contains(&format!("[{value:?}]")), "{sql}: {found}");
    }
    for (sql, kept) in [
        ("select '{\"a\":1}'::json as v", r#"{"a":1}"#),
        ("select '[ 1]'::jsonb as v", "[1]"),
    ] {
        let rows = engine
            .read(&Sql::from(sql), &[], Weight::Short)
            .await
            .unwrap();
        assert_eq!(rows[0].get("v"), Ok(JsonText(kept.to_owned())));
    }
    for sql in [
        "select 1.5::numeric as v",
        "select array[1] as v",
        "select 'infinity'::timestamptz as v",
    ] {
        for _ in 0..2 {
            let refused = engine
                .read(&Sql::from(sql), &[], Weight::Short)
                .await
                .unwrap_err();
            assert!(refused.to_string().contains('v'), "{refused}");
        }
        assert_eq!(
            numbers(&*engine, "select 1::bigint as n").await,
            Ok(vec![1])
        );
    }
}

#[tokio::test]
async fn one_text_serves_values_of_different_kinds() {
    let scene = Scene::with(2).await;
    let engine = scene.store.salon(scene.anna);
    let sql = Sql::from("select $2 is null as n, $2 as v");
    for value in [
        Value::Text("0123456789abcdef".to_owned()),
        Value::Uuid(scene.anna),
        Value::Null(Kind::Int),
        Value::Text("again".to_owned()),
    ] {
        let rows = engine
            .read(&sql, std::slice::from_ref(&value), Weight::Short)
            .await
            .unwrap();
        assert!(
            format!("{:?}", rows[0]).contains(&format!("{value:?}")),
            "{rows:?}"
        );
    }
}

#[tokio::test]
async fn broken_rules_have_their_names_and_tell_no_values() {
    let (scene, id) = Scene::with_things(2).await;
    let secret = "Anna Schmidt";
    let cases: [(&'static str, Vec<Value>, DbError); 5] = [
        (
            INSERT_THING,
            vec![Uuid::now_v7().into(), "chair".into(), 1_i64.into()],
            DbError::Unique {
                constraint: "things_name_key".to_owned(),
            },
        ),
        (
            INSERT_THING,
            vec![id.into(), secret.into(), 1_i64.into()],
            DbError::Unique {
                constraint: "things_pkey".to_owned(),
            },
        ),
        (
            INSERT_THING,
            vec![Uuid::now_v7().into(), secret.into(), (-1_i64).into()],
            DbError::Check {
                detail: "things_amount_check".to_owned(),
            },
        ),
        (
            INSERT_THING,
            vec![Uuid::now_v7().into(), Value::Null(Kind::Text), 1_i64.into()],
            DbError::Check {
                detail: "things.name may not be missing".to_owned(),
            },
        ),
        (
            "insert into parts (salon_id, id, thing_id) values ($1, $2, $2)",
            vec![Uuid::now_v7().into()],
            DbError::ForeignKey,
        ),
    ];
    for (sql, binds, expected) in cases {
        let mut transaction = begin(&scene.store, scene.anna).await;
        assert_eq!(
            run(&mut transaction, sql, &binds).await.unwrap_err(),
            expected
        );
    }
    let mut transaction = begin(&scene.store, scene.anna).await;
    let cast = run(&mut transaction, "select $2::uuid as v", &[secret.into()])
        .await
        .unwrap_err();
    assert_eq!(cast, DbError::Engine("SQLSTATE 22P02".to_owned()));
}

#[tokio::test]
async fn a_thing_in_use_cannot_be_deleted() {
    let (scene, id) = Scene::with_things(2).await;
    let mut transaction = begin(&scene.store, scene.anna).await;
    let part = "insert into parts (salon_id, id, thing_id) values ($1, $2, $2)";
    run(&mut transaction, part, &[id.into()]).await.unwrap();
    let deleted = run(
        &mut transaction,
        "delete from things where salon_id = $1",
        &[],
    )
    .await;
    assert_eq!(deleted.unwrap_err(), DbError::ForeignKey);
}

#[tokio::test]
async fn whoever_waits_too_long_for_a_row_is_told_that_it_is_busy() {
    let (scene, id) = Scene::with_things(4).await;
    let take = "select amount from things where salon_id = $1 and id = $2 for update nowait";
    let mut first = begin(&scene.store, scene.anna).await;
    run(&mut first, take, &[id.into()]).await.unwrap();
    let mut second = begin(&scene.store, scene.anna).await;
    assert_eq!(
        run(&mut second, take, &[id.into()]).await.unwrap_err(),
        DbError::Busy
    );
}

#[tokio::test]
async fn a_failed_statement_fails_the_commit() {
    let (scene, id) = Scene::with_things(2).await;
    let mut transaction = begin(&scene.store, scene.anna).await;
    run(
        &mut transaction,
        INSERT_THING,
        &[Uuid::now_v7().into(), "a".into(), 1_i64.into()],
    )
    .await
    .unwrap();
    let twice = [id.into(), "b".into(), 1_i64.into()];
    run(&mut transaction, INSERT_THING, &twice)
        .await
        .unwrap_err();
    let refused = run(&mut transaction, "select 1::bigint as n", &[])
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("an earlier statement"),
        "{refused}"
    );
    assert!(transaction.savepoint(None, None).await.is_err());
    assert!(transaction.commit().await.is_err());
    assert_eq!(
        numbers(&*scene.store.salon(scene.anna), NAMES).await,
        Ok(vec![1])
    );
}

#[tokio::test]
async fn a_statement_in_a_savepoint_has_the_limit_of_it_and_none_after_it() {
    let (scene, _) = Scene::with_things(2).await;
    let limit = "select current_setting('statement_timeout') as v";
    let mut transaction = begin(&scene.store, scene.anna).await;
    for (keep, inner) in [(true, Some(50)), (false, Some(50)), (true, None)] {
        let inner = inner.map(std::time::Duration::from_millis);
        let outer = std::time::Duration::from_millis(900);
        transaction.savepoint(Some(outer), None).await.unwrap();
        transaction.savepoint(inner, None).await.unwrap();
        if !keep {
            let late = run(&mut transaction, "select 1 as n from pg_sleep(600)", &[]).await;
            assert_eq!(late.unwrap_err(), DbError::Late);
        }
        transaction.end_savepoint(keep).await.unwrap();
        let now = run(&mut transaction, limit, &[]).await.unwrap();
        assert_eq!(now.rows[0].get("v"), Ok("900ms".to_owned()));
        transaction.end_savepoint(true).await.unwrap();
        let now = run(&mut transaction, limit, &[]).await.unwrap();
        assert_eq!(now.rows[0].get("v"), Ok("1min".to_owned()));
    }
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn savepoints_nest_and_pass_over_failures() {
    let (scene, id) = Scene::with_things(2).await;
    let mut transaction = begin(&scene.store, scene.anna).await;
    let named = |name: &str| [Uuid::now_v7().into(), name.into(), 1_i64.into()];
    run(&mut transaction, INSERT_THING, &named("kept"))
        .await
        .unwrap();

    transaction.savepoint(None, None).await.unwrap();
    run(&mut transaction, INSERT_THING, &named("kept inside"))
        .await
        .unwrap();
    transaction.savepoint(None, None).await.unwrap();
    run(&mut transaction, INSERT_THING, &named("undone"))
        .await
        .unwrap();
    let twice = [id.into(), "x".into(), 1_i64.into()];
    run(&mut transaction, INSERT_THING, &twice)
        .await
        .unwrap_err();
    assert!(
        transaction.end_savepoint(true).await.is_err(),
        "nothing to keep after a failure"
    );
    transaction.end_savepoint(false).await.unwrap();
    run(&mut transaction, INSERT_THING, &named("kept after"))
        .await
        .unwrap();
    transaction.end_savepoint(true).await.unwrap();

    transaction.savepoint(None, None).await.unwrap();
    run(&mut transaction, INSERT_THING, &named("undone too"))
        .await
        .unwrap();
    transaction.end_savepoint(false).await.unwrap();
    assert!(
        transaction.end_savepoint(true).await.is_err(),
        "none is open"
    );
    transaction.commit().await.unwrap();

    let db = Db::new(scene.store.salon(scene.anna));
    let rows = db
        .query("select name from things where salon_id = $1 order by name")
        .all()
        .await;
    let names: Vec<String> = rows
        .unwrap()
        .iter()
        .map(|row| row.get("name").unwrap())
        .collect();
    assert_eq!(names, ["chair", "kept", "kept after", "kept inside"]);
}

#[tokio::test]
async fn an_outcome_tells_rows_and_how_many_were_changed() {
    let scene = Scene::with(2).await;
    for name in ["a", "b", "c"] {
        add_thing(&scene.store, scene.anna, Uuid::now_v7(), name, 1)
            .await
            .unwrap();
    }
    let mut transaction = begin(&scene.store, scene.anna).await;
    let text = "update things set amount = 2 where salon_id = $1 and name > $2 returning name";
    let outcome = run(&mut transaction, text, &["a".into()]).await.unwrap();
    assert_eq!((outcome.affected, outcome.rows.len()), (2, 2));
    let text = "delete from things where salon_id = $1";
    assert_eq!(run(&mut transaction, text, &[]).await.unwrap().affected, 3);
}

#[tokio::test]
async fn thousands_of_rows_go_in_by_one_statement() {
    let scene = Scene::with(2).await;
    let (mut places, mut binds) = (Vec::new(), Vec::<Value>::new());
    for number in 0..4_000_i64 {
        let at = binds.len() + 2;
        places.push(format!("($1, ${at}, ${}, ${})", at + 1, at + 2));
        binds.extend([
            Uuid::now_v7().into(),
            format!("{number}").into(),
            number.into(),
        ]);
    }
    let values = places.join(", ");
    let text = format!("insert into things (salon_id, id, name, amount) values {values}");
    let mut transaction = scene
        .store
        .salon(scene.anna)
        .begin(Weight::Long)
        .await
        .unwrap();
    let timeouts = run(
        &mut transaction,
        "select current_setting('statement_timeout') as v",
        &[],
    );
    assert_eq!(
        timeouts.await.unwrap().rows[0].get("v"),
        Ok("15min".to_owned())
    );
    let inserted = transaction
        .run(&text.into(), &binds, Weight::Long)
        .await
        .unwrap();
    assert_eq!(inserted.affected, 4_000);
    transaction.commit().await.unwrap();
    let sum = "select sum(amount)::bigint as n from things where salon_id = $1";
    let expected = 3_999 * 4_000 / 2;
    assert_eq!(
        numbers(&*scene.store.salon(scene.anna), sum).await,
        Ok(vec![expected])
    );
    assert_eq!(
        numbers(&*scene.store.salon(scene.berta), NAMES).await,
        Ok(vec![0])
    );
}
