//! A card by its id: a bare axum handler with the statement that the registry uses, and
//! nothing else. No token, no permission, no log, no limits.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::{Path as Id, State},
    http::StatusCode,
    routing::get,
};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use sqlx::{
    PgPool, Row as _,
    postgres::{PgPoolOptions, PgRow},
    types::chrono::{DateTime, Utc},
};
use uuid::Uuid;

use super::serve;
use crate::Outcome;

/// As `core/src/clients/store/reading.rs` has it, for one card.
const CARD: &str = "with page as materialized (
                 select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
                        c.changed_at, c.archived_at, c.sort_name, c.source_id
                 from clients c
                 where c.salon_id = $1  and c.id = $2)
             select 'card' as part, page.id as client_id, page.version as number,
                    page.number as first, page.first_name as second, page.last_name as third,
                    page.sort_name, page.created_at, page.changed_at, page.archived_at,
                    page.source_id as other_id, s.name as source_name,
                    (select state from consents
                     where salon_id = $1 and client_id = page.id and purpose = 'marketing'
                     order by id desc limit 1) as consent
             from page
             left join sources s on s.salon_id = $1 and s.id = page.source_id
             union all
             select k.kind, k.client_id, k.position, k.value, k.e164, null, null, null, null,
                    null, null, null, null
             from page
             cross join contacts k
             where k.salon_id = $1 and k.client_id = page.id
             union all
             select 'note', n.client_id, null, n.text, n.author, null, null, n.created_at, null,
                    null, n.id, null, null
             from page
             cross join notes n
             where n.salon_id = $1 and n.client_id = page.id";

/// A card of its parts: what each row is, and what it says.
fn card(parts: Vec<(String, Value)>) -> Value {
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    let mut card = Value::Null;
    for (part, says) in parts {
        match part.as_str() {
            "card" => card = says,
            "phone" => lists[0].push(says),
            "email" => lists[1].push(says),
            _ => lists[2].push(says),
        }
    }
    for (name, list) in ["phones", "emails", "notes"].into_iter().zip(lists) {
        card[name] = list.into();
    }
    card
}

pub(super) async fn sqlite(file: &Path) -> Outcome<String> {
    serve(
        Router::new()
            .route("/clients/{id}", get(from_sqlite))
            .with_state(Arc::new(file.into())),
    )
    .await
}

thread_local! {
    static OPEN: std::cell::RefCell<Option<Connection>> = const { std::cell::RefCell::new(None) };
}

type Failed = (StatusCode, String);

fn failed(error: impl std::fmt::Display) -> Failed {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

async fn from_sqlite(
    State(file): State<Arc<PathBuf>>,
    Id(id): Id<Uuid>,
) -> Result<Json<Value>, Failed> {
    OPEN.with_borrow_mut(|open| {
        if open.is_none() {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            *open = Some(Connection::open_with_flags(&*file, flags)?);
        }
        let Some(connection) = open else {
            return Ok(Json(Value::Null));
        };
        let mut statement = connection.prepare_cached(CARD)?;
        let parts = statement.query_map((1_i64, id.into_bytes()), |row| {
            let part: String = row.get("part")?;
            let says = match part.as_str() {
                "card" => json!({
                    "id": id,
                    "number": row.get::<_, String>("first")?,
                    "first_name": row.get::<_, String>("second")?,
                    "last_name": row.get::<_, String>("third")?,
                    "source": row.get::<_, Option<String>>("source_name")?,
                    "marketing_consent": row.get::<_, Option<String>>("consent")?,
                    "created_at": row.get::<_, i64>("created_at")?,
                    "changed_at": row.get::<_, i64>("changed_at")?,
                    "archived_at": row.get::<_, Option<i64>>("archived_at")?,
                    "version": row.get::<_, i64>("number")?,
                }),
                _ => json!({
                    "value": row.get::<_, String>("first")?,
                    "more": row.get::<_, Option<String>>("second")?,
                    "created_at": row.get::<_, Option<i64>>("created_at")?,
                }),
            };
            Ok((part, says))
        })?;
        Ok(Json(card(parts.collect::<Result<_, _>>()?)))
    })
    .map_err(|error: rusqlite::Error| failed(error))
}

#[derive(Clone)]
struct Pool {
    pool: PgPool,
    salon: Uuid,
}

pub(super) async fn postgres(url: &str, salon: &str) -> Outcome<String> {
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .connect(url)
        .await?;
    let pool = Pool {
        pool,
        salon: salon.parse()?,
    };
    serve(
        Router::new()
            .route("/clients/{id}", get(from_postgres))
            .with_state(pool),
    )
    .await
}

async fn from_postgres(State(at): State<Pool>, Id(id): Id<Uuid>) -> Result<Json<Value>, Failed> {
    let query = sqlx::query(CARD).bind(at.salon).bind(id);
    let rows = query.fetch_all(&at.pool).await.map_err(failed)?;
    let time = |row: &PgRow, column: &str| -> Result<Option<i64>, sqlx::Error> {
        let at: Option<DateTime<Utc>> = row.try_get(column)?;
        Ok(at.map(|at| at.timestamp_micros()))
    };
    let parts = rows.iter().map(|row| {
        let part: String = row.try_get("part")?;
        let says = match part.as_str() {
            "card" => json!({
                "id": id,
                "number": row.try_get::<String, _>("first")?,
                "first_name": row.try_get::<String, _>("second")?,
                "last_name": row.try_get::<String, _>("third")?,
                "source": row.try_get::<Option<String>, _>("source_name")?,
                "marketing_consent": row.try_get::<Option<String>, _>("consent")?,
                "created_at": time(row, "created_at")?,
                "changed_at": time(row, "changed_at")?,
                "archived_at": time(row, "archived_at")?,
                "version": row.try_get::<i64, _>("number")?,
            }),
            _ => json!({
                "value": row.try_get::<String, _>("first")?,
                "more": row.try_get::<Option<String>, _>("second")?,
                "created_at": time(row, "created_at")?,
            }),
        };
        Ok((part, says))
    });
    let parts: Result<Vec<_>, sqlx::Error> = parts.collect();
    parts.map(card).map(Json).map_err(failed)
}
