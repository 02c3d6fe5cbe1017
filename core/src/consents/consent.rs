//! An entry of the ledger, as it is read and on its way in.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{Actor, Call};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clients::MarketingConsent;

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Consent {
    /// Ascending with time.
    pub id: Uuid,
    /// `marketing`.
    pub purpose: String,
    /// `given` or `withdrawn`.
    pub state: MarketingConsent,
    /// When.
    pub at: DateTime<Utc>,
    /// Who noted it: `user:<id>`, `token:<id>` or `system`.
    pub actor: String,
    /// How it came in: `page`, `api` or `import`.
    pub source: String,
    /// For an import: the import.
    pub import_id: Option<Uuid>,
    /// For an import: the name of the file.
    pub file_name: Option<String>,
    /// For an import: the row in it, counted from 1 with the head.
    pub row: Option<i64>,
    /// What the client was asked.
    pub wording: Option<String>,
}

/// An entry on its way in.
#[derive(Debug, Clone)]
pub struct NewConsent {
    /// Given or withdrawn.
    pub state: MarketingConsent,
    /// When.
    pub at: DateTime<Utc>,
    /// Who noted it.
    pub actor: String,
    /// `page`, `api` or `import`.
    pub source: &'static str,
    /// The import, its file and the row.
    pub import: Option<(Uuid, String, i64)>,
    /// What the client was asked.
    pub wording: Option<String>,
}

impl NewConsent {
    /// An entry made by whoever acts, by the wording given or else the salon's usual
    /// one.
    pub(crate) fn by_hand(call: &Call, state: MarketingConsent, wording: Option<String>) -> Self {
        let source = match call.actor() {
            Actor::User(_) => "page",
            _ => "api",
        };
        Self {
            state,
            at: call.now(),
            actor: call.actor().to_string(),
            source,
            import: None,
            // Who takes a consent back was asked nothing.
            wording: wording
                .or_else(|| (state == MarketingConsent::Given).then(|| usual_wording(call))),
        }
    }
}

/// The words a salon asks by until it writes its own, in the salon's language:
/// the client was asked in that language, whoever notes it.
fn usual_wording(call: &Call) -> String {
    call.salon_texts().get("consent-wording-marketing")
}
