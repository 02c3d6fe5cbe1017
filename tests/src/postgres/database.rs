//! The databases.

use std::thread;

use kartoteka::modules;
use kartoteka::storage::{
    migrate::{self, EngineKind, MigrationSet},
    postgres::{PostgresOptions, PostgresStore, Walls},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use uuid::Uuid;

use super::server::{APPLICATION, OWNER, PostgresServer, SUPERUSER, open};

/// A database of one test, dropped with it.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// With all tables of the region and of core, and their walls.
    pub async fn new() -> Self {
        let region = [migrate::region(EngineKind::Postgres)];
        let salon = modules::migrations(EngineKind::Postgres).expect("manifests");
        Self::migrated(&region, &salon).await
    }

    /// With the tables of these migrations, and their walls. The database is cloned
    /// from a template that the first test with the same migrations makes.
    pub async fn migrated(region: &[MigrationSet], salon: &[MigrationSet]) -> Self {
        let server = PostgresServer::shared();
        let template = template_name(region, salon);
        let lock = open(&server.folder.join(&template));
        // Waits for another program that is making the same template.
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock));
        let lock = lock
            .await
            .expect("waiting for a template")
            .expect("the lock of a template");
        let mut connection = server.superuser().await;
        let known: bool =
            sqlx::query_scalar("select exists(select from pg_database where datname = $1)")
                .bind(&template)
                .fetch_one(&mut connection)
                .await
                .expect("the databases");
        if !known {
            make_template(server, &mut connection, &template, region, salon).await;
        }
        drop(lock);
        Self::create(&mut connection, &template).await
    }

    /// Without any table.
    pub async fn empty() -> Self {
        let mut connection = PostgresServer::shared().superuser().await;
        Self::create(&mut connection, "template1").await
    }

    /// As [`new`](Self::new), but with every policy switched off: nothing but the
    /// statements themselves keeps salons apart. Open it with [`Walls::Absent`].
    pub async fn without_policies() -> Self {
        let database = Self::new().await;
        database.switch_policies_off().await;
        database
    }

    /// Switches the policies of all tables off, as their owner.
    pub async fn switch_policies_off(&self) {
        let mut owner = PgConnection::connect(&self.migration_url())
            .await
            .expect("the owner");
        let tables: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class
              where relrowsecurity and relnamespace = current_schema()::regnamespace",
        )
        .fetch_all(&mut owner)
        .await
        .expect("the tables");
        for table in tables {
            let text = format!("alter table \"{table}\" disable row level security");
            owner
                .execute(sqlx::raw_sql(AssertSqlSafe(text)))
                .await
                .expect("switching off");
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the name of a database must be new on the server, whatever a test's clock says"
    )]
    async fn create(connection: &mut PgConnection, template: &str) -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        let text = format!("create database {name} owner {OWNER} template {template}");
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(text)))
            .await
            .expect("a test's database");
        Self { name }
    }

    /// The address for the application's role.
    pub fn database_url(&self) -> String {
        PostgresServer::shared().url(APPLICATION, &self.name)
    }

    /// The address for the role that owns the tables.
    pub fn migration_url(&self) -> String {
        PostgresServer::shared().url(OWNER, &self.name)
    }

    /// The address for a role that may do everything, for setting a scene.
    pub fn superuser_url(&self) -> String {
        PostgresServer::shared().url(SUPERUSER, &self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let text = format!("drop database if exists {} with (force)", self.name);
        // A thread with a runtime of its own, because a test's own may be ending. What
        // cannot be dropped goes with the server.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let mut connection = PostgresServer::shared().superuser().await;
                let _ = connection.execute(sqlx::raw_sql(AssertSqlSafe(text))).await;
                let _ = connection.close().await;
            });
            std::io::Result::Ok(())
        });
        let _ = dropping.join();
    }
}

/// Migrated under another name first, so that a template is either whole or not there.
async fn make_template(
    server: &PostgresServer,
    connection: &mut PgConnection,
    template: &str,
    region: &[MigrationSet],
    salon: &[MigrationSet],
) {
    let unfinished = TestDatabase::create(connection, "template1").await;
    let options = PostgresOptions {
        max_connections: 2,
        walls: Walls::Required,
    };
    let store = PostgresStore::connect(
        &unfinished.database_url(),
        Some(&server.url(OWNER, &unfinished.name)),
        options,
        region,
        salon,
    )
    .await
    .expect("migrating a template");
    assert_eq!(store.failed_migrations(), [], "migrations of a template");
    store.close().await;
    let text = format!("alter database {} rename to {template}", unfinished.name);
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(text)))
        .await
        .expect("naming a template");
}

/// By the files themselves, so that a changed file makes a new template.
fn template_name(region: &[MigrationSet], salon: &[MigrationSet]) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    for set in region.iter().chain(salon) {
        set.module.hash(&mut hasher);
        for file in &set.migrations {
            (&file.name, file.hash()).hash(&mut hasher);
        }
    }
    format!("template_{:016x}", hasher.finish())
}
