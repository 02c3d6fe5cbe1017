//! PostgreSQL.

mod connections;
mod migrations;
mod statements;
mod together;
mod walls;

use kartoteka::storage::{
    migrate::{EngineKind, Migration, MigrationSet},
    postgres::{PostgresOptions, PostgresStore, Walls},
};
use kartoteka_plugin::{
    DbError, Sql, Value,
    db::{Engine, Outcome, Transaction, Weight},
};
use kartoteka_tests::postgres::TestDatabase;
use uuid::Uuid;

const THINGS: &str = "
    create table things (
        salon_id uuid   not null,
        id       uuid   not null,
        name     text   not null,
        amount   bigint not null,
        primary key (salon_id, id),
        constraint things_name_key unique (salon_id, name),
        constraint things_amount_check check (amount >= 0)
    );
    create table parts (
        salon_id uuid not null,
        id       uuid not null,
        thing_id uuid not null,
        primary key (salon_id, id),
        foreign key (salon_id, thing_id) references things (salon_id, id)
    );
    create view big_things as select salon_id, id, name from things where amount > 100;";

const PEOPLE: &str = "create table people (id uuid primary key, name text not null);";

fn set(module: &'static str, files: &[(&'static str, &'static str)]) -> MigrationSet {
    let migrations = files
        .iter()
        .map(|(name, sql)| Migration::new(*name, *sql))
        .collect();
    MigrationSet {
        module: module.into(),
        migrations,
        beside_newer: false,
    }
}

fn region() -> Vec<MigrationSet> {
    vec![set("people", &[("0001_people", PEOPLE)])]
}

fn salon() -> Vec<MigrationSet> {
    let mut sets = kartoteka::modules::migrations(EngineKind::Postgres).unwrap();
    sets.push(set("things", &[("0001_things", THINGS)]));
    sets
}

fn options(max_connections: u32) -> PostgresOptions {
    PostgresOptions {
        max_connections,
        walls: Walls::Required,
    }
}

/// A store of its own database with two salons in it.
struct Scene {
    database: TestDatabase,
    store: PostgresStore,
    anna: Uuid,
    berta: Uuid,
}

impl Scene {
    async fn with(max_connections: u32) -> Self {
        let database = TestDatabase::migrated(&region(), &salon()).await;
        let store = PostgresStore::connect(
            &database.database_url(),
            Some(&database.migration_url()),
            options(max_connections),
            &region(),
            &salon(),
        )
        .await
        .unwrap();
        let (anna, berta) = (Uuid::now_v7(), Uuid::now_v7());
        store.create_salon(anna).await.unwrap();
        store.create_salon(berta).await.unwrap();
        Self {
            database,
            store,
            anna,
            berta,
        }
    }

    /// Both salons have a thing of the same id and name.
    async fn with_things(max_connections: u32) -> (Self, Uuid) {
        let scene = Self::with(max_connections).await;
        let id = Uuid::now_v7();
        for (salon, amount) in [(scene.anna, 1), (scene.berta, 1000)] {
            add_thing(&scene.store, salon, id, "chair", amount)
                .await
                .unwrap();
        }
        (scene, id)
    }
}

async fn begin(store: &PostgresStore, salon: Uuid) -> Box<dyn Transaction> {
    store.salon(salon).begin(Weight::Short).await.unwrap()
}

async fn run(
    transaction: &mut Box<dyn Transaction>,
    sql: &'static str,
    binds: &[Value],
) -> Result<Outcome, DbError> {
    transaction.run(&Sql::from(sql), binds, Weight::Short).await
}

async fn add_thing(
    store: &PostgresStore,
    salon: Uuid,
    id: Uuid,
    name: &str,
    amount: i64,
) -> Result<(), DbError> {
    let mut transaction = begin(store, salon).await;
    let binds = [id.into(), name.into(), amount.into()];
    run(&mut transaction, INSERT_THING, &binds).await?;
    transaction.commit().await
}

const INSERT_THING: &str =
    "insert into things (salon_id, id, name, amount) values ($1, $2, $3, $4)";

/// What an engine reads, as numbers.
async fn numbers(engine: &dyn Engine, sql: &'static str) -> Result<Vec<i64>, DbError> {
    let rows = engine.read(&Sql::from(sql), &[], Weight::Short).await?;
    rows.iter().map(|row| row.get("n")).collect()
}
