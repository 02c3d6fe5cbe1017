use kartoteka_plugin::{Call, Error, Result, clients};
use serde_json::json;
use uuid::Uuid;

/// Gives a client a voucher. The row, its event, and what a repeated request is answered are kept
/// together, or none of them is. The client is held until the transaction ends, so that an erasure
/// comes before it or after it; the manifest says `reads = ["core.clients/1"]`. In a feature SQL
/// stands in `store.rs`.
pub async fn give(call: &Call, client: Uuid, cents: i64) -> Result<Uuid> {
    call.require("welcome.write")?;
    let id = call.new_id();
    let mut tx = call.begin().await?;
    if !clients::hold(&mut tx, client).await? {
        return Err(Error::invalid().field("/client_id", "no_such_client"));
    }
    let sql = "insert into welcome__gifts (salon_id, id, client_id, cents) values ($1, $2, $3, $4)";
    let insert = tx.query(sql).bind(id).bind(client).bind(cents);
    insert.execute().await?;
    let entry = call.entry("welcome.gift.given/1").subject(client);
    tx.record(entry.after(&json!({"cents": cents})));
    tx.answers(201, format!("/welcome/gifts/{id}"));
    tx.commit().await?;
    Ok(id)
}

/// What a voucher is worth; 404 where there is none.
pub async fn worth(call: &Call, gift: Uuid) -> Result<i64> {
    call.require("welcome.read")?;
    let sql = "select cents from welcome__gifts where salon_id = $1 and id = $2";
    let row = call.db().query(sql).bind(gift).optional().await?;
    let row = row.ok_or_else(Error::not_found)?;
    Ok(row.get("cents")?)
}
