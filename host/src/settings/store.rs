//! What is set, in each salon.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Tx,
    db::{Ask, JsonText},
};
use serde_json::{Map, Value as Json};

/// What is stored of one feature.
#[derive(Default)]
pub(super) struct Stored {
    pub(super) settings: Map<String, Json>,
    /// Sealed; absent where none is set.
    pub(super) secrets: Option<Vec<u8>>,
    /// 0 where nothing is stored yet.
    pub(super) version: i64,
}

/// What is stored of `feature`.
pub(super) async fn load(ask: &mut impl Ask, feature: &str) -> Result<Stored, DbError> {
    let row = ask
        .ask(
            "select settings, secrets, version from feature_settings \
             where salon_id = $1 and feature = $2",
        )
        .bind(feature)
        .optional()
        .await?;
    let Some(row) = row else {
        return Ok(Stored::default());
    };
    let Json::Object(settings) = row.get("settings")? else {
        return Err(DbError::Decode {
            column: "settings".to_owned(),
            found: "no object".to_owned(),
        });
    };
    Ok(Stored {
        settings,
        secrets: row.get("secrets")?,
        version: row.get("version")?,
    })
}

/// Stores `after`, whose version follows the one that it is based on. Says whether nobody was
/// quicker.
pub(super) async fn save(
    tx: &mut Tx,
    feature: &str,
    after: &Stored,
    at: DateTime<Utc>,
) -> Result<bool, DbError> {
    let statement = if after.version == 1 {
        "insert into feature_settings (salon_id, feature, settings, secrets, version, changed_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (salon_id, feature) do nothing"
    } else {
        "update feature_settings \
         set settings = $3, secrets = $4, version = $5, changed_at = $6 \
         where salon_id = $1 and feature = $2 and version = $5 - 1"
    };
    let written = tx
        .query(statement)
        .bind(feature)
        .bind(JsonText::of(&after.settings))
        .bind(after.secrets.clone())
        .bind(after.version)
        .bind(at)
        .execute()
        .await?;
    Ok(written == 1)
}
