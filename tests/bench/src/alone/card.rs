//! A card by its id: a bare axum handler with the statement that the registry uses, and
//! nothing else. No token, no permission, no log, no limits.

use std::{
    net::Ipv4Addr,
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
    postgres::PgPoolOptions,
    types::chrono::{DateTime, Utc},
};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::Outcome;

const SQLITE: &str = "select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
        c.changed_at, c.archived_at, c.sort_name, c.source_id, s.name as source_name,
        (select json_group_array(json_array(k.kind, k.value, k.e164))
         from (select kind, value, e164 from contacts
               where salon_id = $1 and client_id = c.id order by kind, position) k) as contacts,
        (select json_group_array(json_array(hex(n.id), n.text, n.author, n.created_at))
         from (select id, text, author, created_at from notes
               where salon_id = $1 and client_id = c.id order by id) n) as notes,
        (select state from consents
         where salon_id = $1 and client_id = c.id and purpose = 'marketing'
         order by id desc limit 1) as marketing_consent
     from clients c left join sources s on s.salon_id = $1 and s.id = c.source_id
     where c.salon_id = $1 and c.id = $2";

const POSTGRES: &str = "select c.id, c.number, c.first_name, c.last_name, c.version, c.created_at,
        c.changed_at, c.archived_at, c.sort_name, c.source_id, s.name as source_name,
        (select json_agg(json_build_array(k.kind, k.value, k.e164) order by k.kind, k.position)
         from contacts k where k.salon_id = $1 and k.client_id = c.id) as contacts,
        (select json_agg(json_build_array(n.id, n.text, n.author,
             (extract(epoch from n.created_at) * 1000000)::bigint) order by n.id)
         from notes n where n.salon_id = $1 and n.client_id = c.id) as notes,
        (select state from consents
         where salon_id = $1 and client_id = c.id and purpose = 'marketing'
         order by id desc limit 1) as marketing_consent
     from clients c left join sources s on s.salon_id = $1 and s.id = c.source_id
     where c.salon_id = $1 and c.id = $2";

/// Says where it listens, and serves until it is killed.
async fn serve(router: Router) -> Outcome<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(String::new())
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
        let mut statement = connection.prepare_cached(SQLITE)?;
        let card = statement.query_row((1_i64, id.into_bytes()), |row| {
            let contacts: String = row.get("contacts")?;
            let notes: String = row.get("notes")?;
            Ok(json!({
                "id": id,
                "number": row.get::<_, String>("number")?,
                "first_name": row.get::<_, String>("first_name")?,
                "last_name": row.get::<_, String>("last_name")?,
                "contacts": serde_json::from_str::<Value>(&contacts).unwrap_or_default(),
                "notes": serde_json::from_str::<Value>(&notes).unwrap_or_default(),
                "source": row.get::<_, Option<String>>("source_name")?,
                "marketing_consent": row.get::<_, Option<String>>("marketing_consent")?,
                "created_at": row.get::<_, i64>("created_at")?,
                "changed_at": row.get::<_, i64>("changed_at")?,
                "archived_at": row.get::<_, Option<i64>>("archived_at")?,
                "version": row.get::<_, i64>("version")?,
            }))
        })?;
        Ok(Json(card))
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
    let query = sqlx::query(POSTGRES).bind(at.salon).bind(id);
    let row = query.fetch_one(&at.pool).await.map_err(failed)?;
    let card = || -> Result<Value, sqlx::Error> {
        Ok(json!({
            "id": row.try_get::<Uuid, _>("id")?,
            "number": row.try_get::<String, _>("number")?,
            "first_name": row.try_get::<String, _>("first_name")?,
            "last_name": row.try_get::<String, _>("last_name")?,
            "contacts": row.try_get::<Option<Value>, _>("contacts")?,
            "notes": row.try_get::<Option<Value>, _>("notes")?,
            "source": row.try_get::<Option<String>, _>("source_name")?,
            "marketing_consent": row.try_get::<Option<String>, _>("marketing_consent")?,
            "created_at": row.try_get::<DateTime<Utc>, _>("created_at")?.timestamp_micros(),
            "changed_at": row.try_get::<DateTime<Utc>, _>("changed_at")?.timestamp_micros(),
            "archived_at": row.try_get::<Option<DateTime<Utc>>, _>("archived_at")?.map(|at| at.timestamp_micros()),
            "version": row.try_get::<i64, _>("version")?,
        }))
    };
    card().map(Json).map_err(failed)
}
