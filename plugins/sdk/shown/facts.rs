use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{Call, Result, Row, db::places};
use serde_json::{Value as Json, json};
use uuid::Uuid;

/// What `Module::facts` gives for `welcome.gifts/1`: what was given to each of `clients`, by one
/// statement for all of them. Those who got nothing are absent.
pub async fn given(call: &Call, clients: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
    let (numbers, values) = places(1, clients);
    let sql = format!(
        "select client_id, cast(sum(cents) as bigint) as cents from welcome__gifts \
         where salon_id = $1 and client_id in ({numbers}) group by client_id"
    );
    let rows = call.db().query(sql).bind_all(values).all().await?;
    let of = |row: &Row| {
        let cents: i64 = row.get("cents")?;
        Ok((row.get("client_id")?, json!({"cents": cents})))
    };
    rows.iter().map(of).collect()
}

/// Asks whoever knows since when there is a card, and whether that is less than thirty days.
pub async fn is_new(call: &Call, client: Uuid) -> Result<bool> {
    let facts = call.facts(&["core.registered/1"], &[client]).await?;
    let value = facts.of(client, "core.registered/1");
    let at = value.and_then(|value| value["at"].as_str()?.parse().ok());
    Ok(at.is_some_and(|at: DateTime<Utc>| call.now() - at < TimeDelta::days(30)))
}
