//! Who changed what on a card, from the journal.

pub mod api;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Call, Error, Result, db::Ask};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clients;

/// An entry of the journal that concerns a client.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// Place in the journal; follows the order of commits.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `user:<id>`, `token:<id>`, `plugin:<id>` or `system`.
    pub actor: String,
    /// Their name, where it is still known.
    pub actor_name: Option<String>,
    /// What happened: `core.client.changed/1`.
    pub what: String,
    /// The import or merge it was part of.
    pub batch: Option<Uuid>,
    /// What was there before, by the schema of `what`.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Value>,
    /// What was there after.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Value>,
}

/// The changes of the card `id`, newest first, those before `before` if given. One
/// more than `limit` is never given.
///
/// # Errors
/// 403 without `clients.read`; 404; 422 for a limit that is none.
pub async fn changes(
    call: &Call,
    id: Uuid,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<Change>, Option<i64>)> {
    call.require("clients.read")?;
    if !(1..=200).contains(&limit) {
        return Err(Error::invalid().field("/limit", "limit_1_to_200"));
    }
    let db = &mut call.db();
    clients::store::state(db, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let rows = db
        .ask(
            "select j.number, j.at, j.actor, j.what, j.batch, j.before, j.after
             from journal_subjects s
             join journal j on j.salon_id = $1 and j.number = s.number
             where s.salon_id = $1 and s.client_id = $2 and s.number < $3
             order by s.number desc limit $4",
        )
        .bind(id)
        .bind(before.unwrap_or(i64::MAX))
        .bind(i64::try_from(limit + 1).unwrap_or(i64::MAX))
        .all()
        .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        entries.push(Change {
            number: row.get("number")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            actor_name: None,
            what: row.get("what")?,
            batch: row.get("batch")?,
            before: row.get("before")?,
            after: row.get("after")?,
        });
    }
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| entry.number);
    name_actors(call, &mut entries).await?;
    Ok((entries, next))
}

async fn name_actors(call: &Call, entries: &mut [Change]) -> Result<(), Error> {
    let mut actors: Vec<String> = entries.iter().map(|entry| entry.actor.clone()).collect();
    actors.sort_unstable();
    actors.dedup();
    let names: HashMap<String, String> = call.directory().names(&actors).await?;
    for entry in entries {
        entry.actor_name = names.get(&entry.actor).cloned();
    }
    Ok(())
}

/// Who made the last change of a card, and when: for the bar that says "Anna changed
/// the phone two minutes ago".
///
/// # Errors
/// As [`changes`].
pub async fn last_change(call: &Call, id: Uuid) -> Result<Option<Change>, Error> {
    Ok(changes(call, id, None, 1).await?.0.into_iter().next())
}

impl Change {
    /// Whether the journal still has its values: erasing the person takes them.
    pub fn has_values(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    /// Whether the entry is one of those that give the card a new version.
    pub fn is_about_card(&self) -> bool {
        matches!(
            self.what.as_str(),
            "core.client.changed/1" | "core.client.archived/1" | "core.client.restored/1"
        )
    }
}
