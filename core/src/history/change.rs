//! An entry of the journal that concerns a client.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

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
