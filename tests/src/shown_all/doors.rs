//! The doors by which stories reach the examples.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    Call, Result,
    extract::{Json, Path},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api, cache, changes, contacts, facts, hooks, jobs, keys, objects, settings, slots, tx, workers,
    workplace,
};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/welcome/gifts", post(give))
        .route(
            "/welcome/gifts/{gift}",
            get(worth).patch(changes::change_gift),
        )
        .route("/welcome/gifts/{gift}/picture", get(picture).post(keep))
        .route("/welcome/rows", get(rows))
        .route("/welcome/settings/{key}/{visit}", get(read_settings))
        .route("/welcome/new/{client}", get(is_new))
        .route("/welcome/keys", post(try_keys))
        .route("/welcome/contacts", post(compare))
        .route("/welcome/greetings", get(greetings))
        .route("/welcome/lines", post(lines))
        .route("/welcome/jobs/{job}", get(progress).post(give_all))
        .route("/welcome/questions", post(may_give))
        .route("/welcome/paper", get(paper).put(choose))
        .route("/welcome/papers/{client}", get(titles))
        .route("/welcome/words/{client}", get(words))
}

#[derive(serde::Deserialize)]
struct Gift {
    client: Uuid,
    cents: i64,
}

async fn give(call: Call, Json(gift): Json<Gift>) -> Result<(StatusCode, Json<Value>)> {
    let id = tx::give(&call, gift.client, gift.cents).await?;
    Ok((StatusCode::CREATED, Json(json!({"id": id}))))
}

async fn worth(call: Call, Path(gift): Path<Uuid>) -> Result<Json<Value>> {
    let cents = tx::worth(&call, gift).await?;
    Ok(Json(json!({"id": gift, "cents": cents})))
}

async fn keep(call: Call, Path(gift): Path<Uuid>, body: Bytes) -> Result<StatusCode> {
    objects::keep(&call, gift, body).await?;
    Ok(StatusCode::OK)
}

async fn picture(call: Call, Path(gift): Path<Uuid>) -> Result<Vec<u8>> {
    objects::picture(&call, gift).await
}

/// How many rows each table has.
async fn rows(call: Call) -> Result<Json<Value>> {
    let sql = "select (select count(*) from welcome__gifts where salon_id = $1) as gifts, \
                      (select count(*) from welcome__pending where salon_id = $1) as pending, \
                      (select count(*) from welcome__letters where salon_id = $1) as letters";
    let row = call.db().query(sql).one().await?;
    let (gifts, pending): (i64, i64) = (row.get("gifts")?, row.get("pending")?);
    let letters: i64 = row.get("letters")?;
    Ok(Json(
        json!({"gifts": gifts, "pending": pending, "letters": letters}),
    ))
}

/// From whom and when clients are reminded, and whether `key` is that of the provider.
async fn read_settings(
    call: Call,
    Path((key, visit)): Path<(String, DateTime<Utc>)>,
) -> Result<Json<Value>> {
    let reminder = settings::reminder(&call, visit).await?;
    let header = settings::authorization(&call).await?;
    let knows = header.map(|header| header.as_bytes() == format!("Bearer {key}").as_bytes());
    Ok(Json(json!({"reminder": reminder, "knows": knows})))
}

async fn is_new(call: Call, Path(client): Path<Uuid>) -> Result<Json<bool>> {
    facts::is_new(&call, client).await.map(Json)
}

#[derive(serde::Deserialize)]
struct Secrets {
    email: String,
    code: String,
}

async fn try_keys(call: Call, Json(given): Json<Secrets>) -> Result<Json<Value>> {
    let sealed = keys::seal(&call, &given.code)?;
    let code = given.code.as_bytes();
    Ok(Json(json!({
        "mark": keys::mark(&call, &given.email),
        "opens": keys::is_sealed(&call, &sealed, &given.code)?,
        "opens_another": keys::is_sealed(&call, &sealed, "another")?,
        "shows": sealed.windows(code.len()).any(|part| part == code),
    })))
}

async fn compare(call: Call, Json((one, other)): Json<(String, String)>) -> Json<Value> {
    let same = contacts::is_same(&call, &one, &other);
    Json(json!({"same": same, "shown": contacts::shown(&call, &one)}))
}

async fn greetings(call: Call) -> Json<Value> {
    let (first, second) = (cache::greetings(&call), cache::greetings(&call));
    Json(json!({"greetings": *first, "kept": Arc::ptr_eq(&first, &second)}))
}

async fn lines(call: Call, body: Bytes) -> Result<Json<u64>> {
    workers::lines(&call, body).await.map(Json)
}

async fn give_all(call: Call, Path(job): Path<Uuid>, Json(clients): Json<Vec<Uuid>>) -> Json<bool> {
    Json(jobs::give_all(&call, job, clients))
}

async fn progress(call: Call, Path(job): Path<Uuid>) -> Json<Option<(u64, u64)>> {
    Json(jobs::progress(&call, job))
}

async fn may_give(call: Call, Json(gift): Json<Gift>) -> Result<Json<bool>> {
    let mut tx = call.begin().await?;
    let may = hooks::may_give(&call, &mut tx, gift.client, gift.cents).await?;
    tx.commit().await?;
    Ok(Json(may))
}

async fn choose(call: Call, Json(paper): Json<String>) -> Result<Json<bool>> {
    workplace::choose(&call, &paper).await.map(Json)
}

async fn paper(call: Call) -> Result<Json<String>> {
    workplace::paper(&call).await.map(Json)
}

async fn titles(call: Call, Path(client): Path<Uuid>) -> Result<Json<Vec<String>>> {
    api::titles(&call, client).await.map(Json)
}

async fn words(call: Call, Path(client): Path<Uuid>) -> Json<Value> {
    Json(json!(slots::words(&call, client).await))
}
