//! Any text as a statement, wherever a feature can run one.

use axum::{Json as Body, extract::Path};
use kartoteka_plugin::{Call, DbError, Result, Tx};
use serde_json::Value as Json;
use uuid::Uuid;

use super::counted;

/// Leaves a row, and commits.
pub(super) async fn row(call: Call) -> Result<Body<Json>> {
    let mut tx = call.begin().await?;
    leave(&call, &mut tx).await?;
    tx.commit().await?;
    Ok(counted(Ok(1)))
}

/// A row that can be found again.
pub(super) async fn leave(call: &Call, tx: &mut Tx) -> Result<(), DbError> {
    tx.query("insert into hostile__rows (salon_id, id) values ($1, $2)")
        .bind(call.new_id())
        .execute()
        .await
        .map(drop)
}

/// Runs `text`: `read` outside a transaction, `write` in one that has a row, `later` at its end.
/// The transaction then goes on, as if nothing had been.
pub(super) async fn statement(
    call: Call,
    Path(place): Path<String>,
    text: String,
) -> Result<Body<Json>> {
    if place == "read" {
        let rows = call.db().query(text).all().await;
        return Ok(counted(rows.map(|rows| rows.len())));
    }
    let mut tx = call.begin().await?;
    leave(&call, &mut tx).await?;
    let outcome = match place.as_str() {
        "later" => {
            tx.query(text).later();
            Ok(0)
        }
        _ => tx.query(text).all().await.map(|rows| rows.len()),
    };
    if outcome.is_err() {
        return Ok(counted(outcome));
    }
    if let Err(error) = leave(&call, &mut tx).await {
        return Ok(counted(Err(error)));
    }
    Ok(counted(match tx.commit().await {
        Ok(()) => outcome,
        Err(error) => outcome.and(Err(error)),
    }))
}

/// Writes a row of another salon, whose id is `text`.
pub(super) async fn into_another(call: &Call, text: &str) -> Result<()> {
    let salon = Uuid::parse_str(text).unwrap_or_default();
    let mut tx = call.begin().await?;
    tx.query("insert into hostile__rows (salon_id, id) select $2, $3 where $1 is not null")
        .bind(salon)
        .bind(call.new_id())
        .execute()
        .await?;
    Ok(tx.commit().await?)
}
