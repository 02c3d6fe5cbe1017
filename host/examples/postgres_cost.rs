//! What the PostgreSQL engine costs: CPU of this process for one read by primary
//! key, beside the same read through sqlx alone, and durable creates a second.
//!
//! Run it in release on an otherwise idle machine, against an empty database:
//! `cargo run --release -p kartoteka --example postgres_cost -- DATABASE_URL`
//! The role must not be a superuser.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement has no host whose clock it could ask"
)]

use std::{error::Error, sync::Arc, time::Instant};

use kartoteka::storage::{
    migrate::{Migration, MigrationSet},
    postgres::{PostgresOptions, PostgresStore, Walls},
};
use kartoteka_plugin::{
    DbError, Sql, Value,
    db::{Engine, JsonText, Weight},
};
use sqlx::{Connection as _, PgConnection, Row as _};
use uuid::Uuid;

const TABLES: &str = "
    create table journal_counter (salon_id uuid primary key, last bigint not null);
    create table journal (
        salon_id uuid not null, number bigint not null, at timestamptz not null,
        what text not null, after jsonb, primary key (salon_id, number));
    create table cards (
        salon_id uuid not null, id uuid not null, number text not null, first_name text not null,
        last_name text not null, version bigint not null, changed_at timestamptz not null,
        archived_at timestamptz,
        primary key (salon_id, id), constraint cards_number_key unique (salon_id, number));";
const READ: &str = "select id, number, first_name, last_name, version, changed_at, archived_at
    from cards where salon_id = $1 and id = $2";
const INSERT: &str = "insert into cards
    (salon_id, id, number, first_name, last_name, version, changed_at, archived_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const COUNT: &str = "update journal_counter set last = last + 1 where salon_id = $1 returning last";
const ENTRY: &str = "insert into journal (salon_id, number, at, what, after)
    values ($1, $2, $3, $4, $5)";
const READS: u32 = 30_000;
const WRITERS: usize = 16;
const CARDS: i64 = 1_000;

type Anything = Box<dyn Error + Send + Sync>;

/// Microseconds of CPU that this process has used, in steps of the kernel's ticks of
/// ten milliseconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        * 10_000.0
}

fn card(id: Uuid, number: i64) -> [Value; 7] {
    [
        id.into(),
        format!("{number}").into(),
        "Anna".into(),
        "Schmidt".into(),
        1_i64.into(),
        chrono::Utc::now().into(),
        Value::Null(kartoteka_plugin::db::Kind::Time),
    ]
}

async fn create(engine: &dyn Engine, number: i64) -> Result<Uuid, DbError> {
    let id = Uuid::now_v7();
    let mut transaction = engine.begin(Weight::Short).await?;
    transaction
        .run(&INSERT.into(), &card(id, number), Weight::Short)
        .await?;
    let counted = transaction.run(&COUNT.into(), &[], Weight::Short).await?;
    let last: i64 = counted.rows.first().ok_or(DbError::NotFound)?.get("last")?;
    let entry = [
        last.into(),
        chrono::Utc::now().into(),
        "core.client.registered/1".into(),
        JsonText("{\"number\":\"1\"}".to_owned()).into(),
    ];
    transaction
        .run(&ENTRY.into(), &entry, Weight::Short)
        .await?;
    transaction.commit().await?;
    Ok(id)
}

async fn through_engine(engine: &dyn Engine, ids: &[Uuid]) -> Result<f64, Anything> {
    let sql = Sql::from(READ);
    let before = cpu();
    for id in ids.iter().cycle().take(READS as usize) {
        let rows = engine
            .read(&sql, &[Value::Uuid(*id)], Weight::Short)
            .await?;
        let name: String = rows.first().ok_or("no row")?.get("first_name")?;
        assert_eq!(name, "Anna");
    }
    Ok((cpu() - before) / f64::from(READS))
}

async fn through_sqlx(url: &str, salon: Uuid, ids: &[Uuid]) -> Result<f64, Anything> {
    let mut connection = PgConnection::connect(url).await?;
    sqlx::query("select set_config('kartoteka.salon', $1, false)")
        .bind(salon.to_string())
        .execute(&mut connection)
        .await?;
    let before = cpu();
    for id in ids.iter().cycle().take(READS as usize) {
        let row = sqlx::query(READ)
            .bind(salon)
            .bind(id)
            .fetch_one(&mut connection)
            .await?;
        let name: String = row.try_get("first_name")?;
        assert_eq!(name, "Anna");
    }
    Ok((cpu() - before) / f64::from(READS))
}

/// Creates of 16 writers, in one salon (whose journal counter they share) or in 16.
async fn writes(store: &Arc<PostgresStore>, salons: &[Uuid]) -> Result<(f64, f64), Anything> {
    let (begun, before, each) = (Instant::now(), cpu(), 150_i64);
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let engine = store.salon(salons[writer % salons.len()]);
            tokio::spawn(async move {
                for number in 0..each {
                    let number = 1_000_000 + number * 1_000 + i64::try_from(writer).unwrap_or(0);
                    create(&*engine, number).await?;
                }
                Ok::<_, DbError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let creates = f64::from(u32::try_from(WRITERS)?) * f64::from(u32::try_from(each)?);
    Ok((
        creates / begun.elapsed().as_secs_f64(),
        (cpu() - before) / creates,
    ))
}

#[tokio::main]
async fn main() -> Result<(), Anything> {
    let url = std::env::args()
        .nth(1)
        .ok_or("give the address of an empty database")?;
    let tables = MigrationSet {
        module: "cost".into(),
        migrations: vec![Migration::new("0001", TABLES)],
        beside_newer: false,
    };
    let options = PostgresOptions {
        max_connections: 24,
        walls: Walls::Required,
    };
    let store = PostgresStore::connect(&url, None, options, &[], &[tables]).await?;
    let store = Arc::new(store);
    let salons: Vec<_> = (0..WRITERS).map(|_| Uuid::now_v7()).collect();
    for salon in &salons {
        store.create_salon(*salon).await?;
    }
    let engine = store.salon(salons[0]);
    let mut ids = Vec::new();
    for number in 0..CARDS {
        ids.push(create(&*engine, number).await?);
    }
    for round in 1..=3 {
        let (ours, theirs) = (
            through_engine(&*engine, &ids).await?,
            through_sqlx(&url, salons[0], &ids).await?,
        );
        println!("read {round}: engine {ours:.1} µs, sqlx {theirs:.1} µs of this process");
    }
    let fresh: Vec<_> = (0..WRITERS).map(|_| Uuid::now_v7()).collect();
    for salon in &fresh {
        store.create_salon(*salon).await?;
    }
    let (rate, cpu) = writes(&store, &fresh[..1]).await?;
    println!("{WRITERS} writers, one salon: {rate:.0} creates/s, {cpu:.0} µs each of this process");
    let (rate, cpu) = writes(&store, &fresh[1..]).await?;
    println!(
        "{WRITERS} writers, {} salons: {rate:.0} creates/s, {cpu:.0} µs each",
        WRITERS - 1
    );
    println!("{:?}", store.stats());
    store.close().await;
    Ok(())
}
