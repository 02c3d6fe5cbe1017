use kartoteka_plugin::{Call, Result, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

/// Asks whether any feature that is on stands against a gift, inside the transaction that gives it.
/// The manifest declares the question under `[[hooks]]`.
pub async fn may_give(call: &Call, tx: &mut Tx, client: Uuid, cents: i64) -> Result<bool> {
    let question = json!({"client_id": client, "cents": cents});
    let answers = call.ask(tx, "welcome.may_give/1", &question).await?;
    Ok(answers.iter().all(|given| given.answer["may"] == true))
}

/// What `Module::answer` gives for `core.guard_booking/1`, which the manifest names under
/// `[[answers]]`: staff read that a voucher waits. `tx` is the transaction of who asks.
pub async fn guard(call: &Call, tx: &mut Tx, question: &Value) -> Result<Value> {
    let client: Option<Uuid> = question["client_id"]
        .as_str()
        .and_then(|id| id.parse().ok());
    let sql = "select id from welcome__gifts where salon_id = $1 and client_id = $2 limit 1";
    let gift = tx.query(sql).bind(client).optional().await?;
    Ok(match gift {
        Some(_) => json!({"decision": "warn", "staff_text": call.texts().get("welcome-waits")}),
        None => json!({"decision": "allow"}),
    })
}
