//! Statements about noted calls.

use kartoteka_plugin::{DbError, Row, Tx, db::Ask};
use uuid::Uuid;

use crate::calls::{Direction, NotedCall, Outcome};

/// The call of a row.
fn call(row: &Row) -> Result<NotedCall, DbError> {
    let unknown = |column: &str| DbError::Decode {
        column: column.to_owned(),
        found: "an unknown word".to_owned(),
    };
    let direction = Direction::from_code(row.text("direction")?);
    let outcome = Outcome::from_code(row.text("outcome")?);
    Ok(NotedCall {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        phone: row.get("phone")?,
        direction: direction.ok_or_else(|| unknown("direction"))?,
        outcome: outcome.ok_or_else(|| unknown("outcome"))?,
        note: row.get("note")?,
        at: row.get("at")?,
        by: row.get("by")?,
    })
}

/// Inserts a call.
pub(crate) async fn insert(tx: &mut Tx, call: &NotedCall) -> Result<(), DbError> {
    tx.query(
        "insert into call_link__calls
             (salon_id, id, client_id, phone, direction, outcome, note, at, by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(call.id)
    .bind(call.client_id)
    .bind(call.phone.clone())
    .bind(call.direction.code())
    .bind(call.outcome.code())
    .bind(call.note.clone())
    .bind(call.at)
    .bind(&call.by)
    .execute()
    .await?;
    Ok(())
}

/// Deletes a call; `false` where somebody was quicker.
pub(crate) async fn delete(tx: &mut Tx, id: Uuid) -> Result<bool, DbError> {
    let deleted = tx
        .query("delete from call_link__calls where salon_id = $1 and id = $2")
        .bind(id)
        .execute()
        .await?;
    Ok(deleted == 1)
}

/// The call `id`.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<NotedCall>, DbError> {
    let row = ask
        .ask(
            "select id, client_id, phone, direction, outcome, note, at, by
             from call_link__calls where salon_id = $1 and id = $2",
        )
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(call).transpose()
}

/// A page of calls, newest first: of all, or with one client; before the call `after`.
pub(crate) async fn page(
    ask: &mut impl Ask,
    client: Option<Uuid>,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<NotedCall>, DbError> {
    let of_client = match client {
        Some(_) => "and client_id = $4",
        None => "",
    };
    let text = format!(
        "select id, client_id, phone, direction, outcome, note, at, by
         from call_link__calls
         where salon_id = $1 and id < $2 {of_client}
         order by id desc limit $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut query = ask.ask(text).bind(after.unwrap_or(Uuid::max())).bind(limit);
    if let Some(client) = client {
        query = query.bind(client);
    }
    query.all().await?.iter().map(call).collect()
}
