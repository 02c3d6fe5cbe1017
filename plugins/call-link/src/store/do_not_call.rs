//! Statements about who is not called.

use std::collections::HashMap;

use kartoteka_plugin::{
    DbError, Tx,
    db::{Ask, places},
};
use uuid::Uuid;

use crate::calls::DoNotCall;

/// Who of `clients` is not to be called, and why.
pub(crate) async fn not_called(
    ask: &mut impl Ask,
    clients: &[Uuid],
) -> Result<HashMap<Uuid, DoNotCall>, DbError> {
    if clients.is_empty() {
        return Ok(HashMap::new());
    }
    let (numbers, values) = places(1, clients);
    let rows = ask
        .ask(format!(
            "select client_id, since, by, reason from call_link__do_not_call
             where salon_id = $1 and client_id in ({numbers})"
        ))
        .bind_all(values)
        .all()
        .await?;
    let not_called = rows.iter().map(|row| {
        let one = DoNotCall {
            client_id: row.get("client_id")?,
            since: row.get("since")?,
            by: row.get("by")?,
            reason: row.get("reason")?,
        };
        Ok((one.client_id, one))
    });
    not_called.collect()
}

/// Writes that a client is not to be called; of one who is not already, the reason alone.
pub(crate) async fn set(tx: &mut Tx, one: &DoNotCall) -> Result<(), DbError> {
    let inserted = tx
        .query(
            "insert into call_link__do_not_call (salon_id, client_id, since, by, reason)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
        )
        .bind(one.client_id)
        .bind(one.since)
        .bind(&one.by)
        .bind(one.reason.clone())
        .execute()
        .await?;
    if inserted == 0 {
        tx.query(
            "update call_link__do_not_call set reason = $3
             where salon_id = $1 and client_id = $2",
        )
        .bind(one.client_id)
        .bind(one.reason.clone())
        .execute()
        .await?;
    }
    Ok(())
}

/// Writes that a client may be called again; `false` where they might already.
pub(crate) async fn lift(tx: &mut Tx, client: Uuid) -> Result<bool, DbError> {
    let deleted = tx
        .query("delete from call_link__do_not_call where salon_id = $1 and client_id = $2")
        .bind(client)
        .execute()
        .await?;
    Ok(deleted == 1)
}
