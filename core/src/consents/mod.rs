//! What clients allowed or took back: a ledger that only grows. The state of a
//! purpose is its last entry (GDPR art. 7(1) and 7(3)).

pub mod api;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    Call, DbError, Error, Result, Tx,
    db::{Ask, Bulk},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clients::{self, MarketingConsent};

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
            kartoteka_plugin::Actor::User(_) => "page",
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

/// Appends an entry.
///
/// # Errors
/// As the engine says.
pub(crate) async fn append(
    tx: &mut Tx,
    id: Uuid,
    client: Uuid,
    new: NewConsent,
) -> Result<(), DbError> {
    let mut entry = rows();
    add_row(&mut entry, id, client, new);
    tx.insert(entry).await.map(drop)
}

/// Rows of entries on their way into the table, for many at once.
pub(crate) fn rows() -> Bulk {
    let columns = &[
        "id",
        "client_id",
        "purpose",
        "state",
        "at",
        "actor",
        "source",
        "import_id",
        "file_name",
        "row_number",
        "wording",
    ];
    Bulk::into("consents", columns)
}

/// Adds an entry for marketing.
pub(crate) fn add_row(rows: &mut Bulk, id: Uuid, client: Uuid, new: NewConsent) {
    let (import, file, row) = match new.import {
        Some((import, file, row)) => (Some(import), Some(file), Some(row)),
        None => (None, None, None),
    };
    rows.row([
        id.into(),
        client.into(),
        "marketing".into(),
        new.state.code().into(),
        new.at.into(),
        new.actor.into(),
        new.source.into(),
        import.into(),
        file.into(),
        row.into(),
        new.wording.into(),
    ]);
}

/// The ledger of the client `id`, newest first.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn ledger(call: &Call, id: Uuid) -> Result<Vec<Consent>> {
    call.require("clients.read")?;
    let db = &mut call.db();
    clients::store::state(db, id)
        .await?
        .ok_or_else(Error::not_found)?;
    let rows = db
        .ask(
            "select id, purpose, state, at, actor, source, import_id, file_name, row_number,
                    wording
             from consents where salon_id = $1 and client_id = $2
             order by id desc limit 200",
        )
        .bind(id)
        .all()
        .await?;
    let entries = rows.iter().map(|row| {
        Ok(Consent {
            id: row.get("id")?,
            purpose: row.get("purpose")?,
            state: MarketingConsent::from_code(&row.get::<String>("state")?),
            at: row.get("at")?,
            actor: row.get("actor")?,
            source: row.get("source")?,
            import_id: row.get("import_id")?,
            file_name: row.get("file_name")?,
            row: row.get("row_number")?,
            wording: row.get("wording")?,
        })
    });
    Ok(entries.collect::<Result<_, DbError>>()?)
}
