#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod durable;
mod group;
mod interleave;
mod salons;
mod statements;

use std::{sync::Arc, time::Duration};

use kartoteka_plugin::{
    DbError, Sql, Value,
    db::{Engine, Outcome, Transaction, Weight},
};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::storage::migrate::MigrationSet;

const TABLES: &str = "
create table parents (salon_id integer not null, id integer not null, primary key (salon_id, id));
create table people (
    salon_id  integer not null,
    id        integer not null,
    name      text not null check (length(name) < 100),
    number    text,
    parent_id integer,
    later_id  integer,
    extra     blob,
    primary key (salon_id, id),
    unique (salon_id, number, name),
    foreign key (salon_id, parent_id) references parents (salon_id, id),
    foreign key (salon_id, later_id) references parents (salon_id, id) deferrable initially deferred
);
create unique index people_lower on people (salon_id, lower(extra));
";

const SALON: Uuid = Uuid::from_u128(7);

/// A store with one salon in a folder of its own.
struct Place {
    folder: TempDir,
    store: SqliteStore,
    salon: Arc<dyn Engine>,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder, Options::default()).await;
        store.create_salon(SALON).await.unwrap();
        let salon = store.salon(SALON);
        Self {
            folder,
            store,
            salon,
        }
    }

    /// Waits until `count` wait for the salon's writer.
    async fn waiting(&self, count: usize) {
        let waiting = async {
            while self.store.waiting(SALON) != count {
                tokio::task::yield_now().await;
            }
        };
        in_time(waiting).await;
    }

    async fn ids(&self) -> Vec<i64> {
        ids(&*self.salon).await
    }
}

async fn open(folder: &TempDir, options: Options) -> SqliteStore {
    let tables = || MigrationSet::new("core", &[("0001_people", TABLES)]);
    SqliteStore::open(folder.path(), options, vec![tables()], vec![tables()])
        .await
        .unwrap()
}

/// Fails instead of hanging.
async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work)
        .await
        .expect("it hangs")
}

async fn begin(engine: &Arc<dyn Engine>) -> Box<dyn Transaction> {
    in_time(engine.begin(Weight::Short)).await.unwrap()
}

async fn insert(tx: &mut dyn Transaction, id: i64) -> Result<Outcome, DbError> {
    let sql = Sql::from("insert into people (salon_id, id, name) values ($1, $2, $3)");
    tx.run(&sql, &[id.into(), format!("n{id}").into()], Weight::Short)
        .await
}

/// Runs a text without values.
async fn text(
    tx: &mut dyn Transaction,
    sql: &'static str,
    weight: Weight,
) -> Result<Outcome, DbError> {
    tx.run(&sql.into(), &[], weight).await
}

async fn rows(
    engine: &dyn Engine,
    sql: &'static str,
    binds: &[Value],
) -> Vec<kartoteka_plugin::Row> {
    engine
        .read(&sql.into(), binds, Weight::Short)
        .await
        .unwrap()
}

async fn ids(engine: &dyn Engine) -> Vec<i64> {
    let sql = "select id from people where salon_id = $1 order by id";
    let rows = rows(engine, sql, &[]).await;
    rows.iter().map(|row| row.get("id").unwrap()).collect()
}
