//! Values, constraints, and what a statement may not do.

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::db::{JsonText, Kind};

use super::*;

async fn fails(place: &Place, sql: &'static str) -> DbError {
    let mut tx = begin(&place.salon).await;
    insert(&mut *tx, 1).await.unwrap();
    text(&mut *tx, sql, Weight::Short).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn constraints_are_named_as_on_the_other_engine() {
    let place = Place::new().await;
    let unique = |constraint: &str| DbError::Unique {
        constraint: constraint.to_owned(),
    };
    for (sql, expected) in [
        (
            "insert into people (salon_id, id, name) values ($1, 1, 'n')",
            unique("people_pkey"),
        ),
        (
            "insert into people (salon_id, id, name, number) values ($1, 2, 'n', 'a'), ($1, 3, 'n', 'a')",
            unique("people_number_name_key"),
        ),
        (
            "insert into people (salon_id, id, name, extra) values ($1, 2, 'n', 'a'), ($1, 3, 'n', 'A')",
            unique("people_lower"),
        ),
        (
            "insert into people (salon_id, id, name, parent_id) values ($1, 2, 'n', 9)",
            DbError::ForeignKey,
        ),
    ] {
        assert_eq!(fails(&place, sql).await, expected, "{sql}");
    }
    let null = fails(&place, "update people set name = null where salon_id = $1").await;
    assert!(
        matches!(&null, DbError::Check { detail } if detail.contains("people.name")),
        "{null}"
    );
    let long = "update people set name = printf('%0200d', 4711) where salon_id = $1";
    let long = fails(&place, long).await;
    assert!(
        matches!(&long, DbError::Check { detail } if !detail.contains("4711")),
        "{long}"
    );
    let syntax = fails(&place, "select nothing from people").await;
    assert!(matches!(syntax, DbError::Engine(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_value_comes_back_as_what_it_was() {
    let place = Place::new().await;
    let mut tx = begin(&place.salon).await;
    let uuid = Uuid::from_u128(1 << 100);
    let time = DateTime::<Utc>::from_timestamp_micros(1_700_000_000_123_456).unwrap();
    let date = NaiveDate::from_ymd_opt(1999, 2, 3).unwrap();
    let sql = Sql::from(
        "select $1 as salon, $3 as i, $2 as b, $4 as r, $5 as t, $6 as x, $7 as u, $8 as at, \
         $9 as d, $10 as j, $11 as n, $2 as again",
    );
    let binds = [
        true.into(),
        i64::MIN.into(),
        0.25.into(),
        "ß'$1".into(),
        vec![0_u8, 255].into(),
        uuid.into(),
        time.into(),
        date.into(),
        JsonText("{\"a\":1}".to_owned()).into(),
        Value::Null(Kind::Uuid),
    ];
    let row = tx.run(&sql, &binds, Weight::Short).await.unwrap();
    let row = &row.rows[0];
    assert_eq!(row.get::<i64>("salon"), Ok(1));
    assert_eq!(row.get::<bool>("b"), Ok(true));
    assert_eq!(row.get::<bool>("again"), Ok(true));
    assert_eq!(row.get::<i64>("i"), Ok(i64::MIN));
    assert_eq!(row.get::<f64>("r"), Ok(0.25));
    assert_eq!(row.get::<String>("t").unwrap(), "ß'$1");
    assert_eq!(row.get::<Vec<u8>>("x").unwrap(), [0, 255]);
    assert_eq!(row.get::<Uuid>("u"), Ok(uuid));
    assert_eq!(row.get::<DateTime<Utc>>("at"), Ok(time));
    assert_eq!(row.get::<NaiveDate>("d"), Ok(date));
    assert_eq!(row.get::<JsonText>("j").unwrap().0, "{\"a\":1}");
    assert_eq!(row.get::<Option<Uuid>>("n"), Ok(None));
    // The region binds nothing by itself.
    let region = place.store.region();
    let row = rows(&*region, "select $1 as first", &["x".into()]).await;
    assert_eq!(row[0].get::<String>("first").unwrap(), "x");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_and_returns_what_it_changed() {
    let place = Place::new().await;
    let mut tx = begin(&place.salon).await;
    let many = "insert into people (salon_id, id, name) values ($1, 1, 'a'), ($1, 2, 'b')";
    assert_eq!(
        text(&mut *tx, many, Weight::Long).await.unwrap().affected,
        2
    );
    let none = "update people set name = 'c' where salon_id = $1 and id = 3";
    assert_eq!(
        text(&mut *tx, none, Weight::Short).await.unwrap().affected,
        0
    );
    let returning = "update people set name = 'c' where salon_id = $1 returning id, name";
    let outcome = text(&mut *tx, returning, Weight::Short).await.unwrap();
    assert_eq!((outcome.affected, outcome.rows.len()), (2, 2));
    let read = "select id from people where salon_id = $1";
    let outcome = text(&mut *tx, read, Weight::Short).await.unwrap();
    assert_eq!((outcome.affected, outcome.rows.len()), (0, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refuses_values_that_do_not_fit_and_writes_outside_transactions() {
    let place = Place::new().await;
    let read = async |sql: &'static str, binds: &[Value], weight| {
        place.salon.read(&sql.into(), binds, weight).await
    };
    for (sql, binds) in [
        ("select $1", &[1_i64.into()][..]),
        ("select $1, $2", &[][..]),
        ("select id from people", &[1_i64.into()][..]),
    ] {
        assert!(read(sql, binds, Weight::Short).await.is_err(), "{sql}");
    }
    assert!(read("select 1 as one", &[], Weight::Short).await.is_ok());
    let write = "insert into people (salon_id, id, name) values ($1, 1, 'n')";
    for weight in [Weight::Short, Weight::Long] {
        assert!(read(write, &[], weight).await.is_err());
    }
    assert!(place.ids().await.is_empty());
    let long = read(
        "select $2 as two where $1 = 1",
        &[2_i64.into()],
        Weight::Long,
    )
    .await;
    assert_eq!(long.unwrap()[0].get::<i64>("two"), Ok(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_values_in_one_statement_take_no_time() {
    let place = Place::new().await;
    let mut tx = begin(&place.salon).await;
    let mut sql = "insert into people (salon_id, id, name) values ".to_owned();
    let mut binds: Vec<Value> = Vec::new();
    for id in 0..15_000_i64 {
        let comma = if id == 0 { "" } else { ", " };
        sql.push_str(&format!("{comma}($1, ${}, ${})", 2 * id + 2, 2 * id + 3));
        binds.push(id.into());
        binds.push("n".into());
    }
    let sql = Sql::from(sql);
    let run = tx.run(&sql, &binds, Weight::Long);
    assert_eq!(run.await.unwrap().affected, 15_000);
}
