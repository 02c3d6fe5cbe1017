//! What a story does behind the host's back, in the tables themselves.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::World;

/// Whose tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// The region's.
    Region,
    /// Those of the story's salon.
    Salon,
}

impl World {
    /// Runs statements on the tables: the first text on SQLite, the other on PostgreSQL.
    pub async fn behind_its_back(&self, tables: Tables, sqlite: &str, postgres: &str) {
        match self.superuser().await {
            None => {
                let done = self.file(tables).execute_batch(sqlite);
                done.expect("the statements");
            }
            Some(mut connection) => {
                let text = sqlx::raw_sql(AssertSqlSafe(postgres.to_owned()));
                connection.execute(text).await.expect("the statements");
            }
        }
    }

    /// One number out of the tables, by a text for both engines.
    pub async fn number(&self, tables: Tables, text: &str) -> i64 {
        match self.superuser().await {
            None => {
                let number = self.file(tables).query_row(text, [], |row| row.get(0));
                number.expect("a number")
            }
            Some(mut connection) => {
                let text = sqlx::query_scalar(AssertSqlSafe(text.to_owned()));
                text.fetch_one(&mut connection).await.expect("a number")
            }
        }
    }

    /// A connection to the database that may do everything; none on SQLite.
    pub async fn superuser(&self) -> Option<PgConnection> {
        let url = self.database()?.superuser_url();
        Some(PgConnection::connect(&url).await.expect("a connection"))
    }

    /// Returns when so many wait for a lock on the database, or `done` is; at once on SQLite,
    /// where everybody waits for one writer.
    pub async fn until_waiting(&self, count: i64, done: impl Fn() -> bool) {
        let Some(mut connection) = self.superuser().await else {
            return;
        };
        let text = "select count(*) from pg_stat_activity \
                    where datname = current_database() and wait_event_type = 'Lock'";
        for _ in 0..2_000 {
            let waiting: i64 = sqlx::query_scalar(text)
                .fetch_one(&mut connection)
                .await
                .expect("the locks");
            if waiting >= count || done() {
                return;
            }
            // They come on threads of their own; asking yields to them.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("nobody waits for a lock");
    }

    fn file(&self, tables: Tables) -> rusqlite::Connection {
        let data = self.folder().join("data");
        let path = match tables {
            Tables::Region => data.join("region.db"),
            Tables::Salon => data.join(format!("salons/{}.db", self.salon)),
        };
        let file = rusqlite::Connection::open(path).expect("a file");
        let patience = std::time::Duration::from_secs(30);
        file.busy_timeout(patience).expect("a setting");
        file
    }
}
