//! A second salon of identical data, in a database without walls.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Keeps one salon the equal of another, to the last id.
pub struct Twin {
    connection: Mutex<PgConnection>,
    /// One text that empties the twin and copies all tables of the salon.
    copy: String,
}

impl Twin {
    /// Makes `twin` the equal of `salon` whenever asked.
    pub async fn new(superuser: &str, salon: Uuid, twin: Uuid) -> Self {
        let mut connection = PgConnection::connect(superuser)
            .await
            .expect("a connection");
        let tables: Vec<(String, String)> = sqlx::query_as(
            "select table_name::text, string_agg(quote_ident(column_name), ', ' order by ordinal_position)
             from information_schema.columns
             where table_schema = 'public' and column_name <> 'salon_id' and table_name in
                   (select table_name from information_schema.columns
                    where table_schema = 'public' and column_name = 'salon_id')
                   and table_name in (select table_name from information_schema.tables
                    where table_schema = 'public' and table_type = 'BASE TABLE')
             group by table_name",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the tables");
        assert!(tables.len() > 8, "too few tables have a salon");
        let copy = tables
            .iter()
            .map(|(table, columns)| {
                format!(
                    "delete from {table} where salon_id = '{twin}';
                     insert into {table} (salon_id, {columns})
                     select '{twin}', {columns} from {table} where salon_id = '{salon}';"
                )
            })
            .collect::<String>();
        Self {
            connection: Mutex::new(connection),
            copy: format!("begin;{copy}commit;"),
        }
    }

    /// Makes the twin the salon's equal.
    pub async fn copy(&self) {
        let mut connection = self.connection.lock().await;
        let text = AssertSqlSafe(self.copy.clone());
        connection
            .execute(sqlx::raw_sql(text))
            .await
            .expect("a copy");
    }
}
