//! What the registry itself knows of clients, and what all modules know of one.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result};
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// One thing that is known of a client.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fact {
    /// Versioned: `core.last_change/1`.
    pub name: String,
    /// By the schema that the module declares for it.
    #[schema(value_type = Object)]
    pub value: Json,
}

/// All that the reader may know of the client `id`, by name: of the registry and of the features
/// that are on.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn facts(call: &Call, id: Uuid) -> Result<Vec<Fact>> {
    call.require("clients.read")?;
    let known = store::state(&mut call.db(), id).await?;
    known.ok_or_else(Error::not_found)?;
    let names = call.fact_names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sheet = call.facts(&names, &[id]).await?;
    let fact = |(name, value): (&str, &Json)| Fact {
        name: name.to_owned(),
        value: value.clone(),
    };
    Ok(sheet.all_of(id).into_iter().map(fact).collect())
}

/// Answers for the registry.
///
/// # Errors
/// As the engine says.
pub(crate) async fn answer(
    call: &Call,
    fact: &str,
    clients: &[Uuid],
) -> Result<HashMap<Uuid, Json>> {
    let cards = store::load_many(&mut call.db(), clients).await?;
    let value = |card: &super::Client| match fact {
        "core.last_change/1" => Ok(json!({"at": card.changed_at})),
        "core.registered/1" => Ok(json!({"at": card.created_at})),
        _ => Err(Error::internal(format!(
            "the registry does not know {fact}"
        ))),
    };
    cards
        .iter()
        .map(|card| Ok((card.id, value(card)?)))
        .collect()
}
