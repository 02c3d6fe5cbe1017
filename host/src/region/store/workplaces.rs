//! Statements about what workplaces have chosen.

use kartoteka_plugin::{DbError, db::JsonText};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Store, binds};

impl Store {
    pub(in crate::region) async fn workplace_settings(
        &self,
        session: Uuid,
        feature: &str,
    ) -> Result<Option<Json>, DbError> {
        let sql = "select settings from workplace_settings where session = $1 and feature = $2";
        let query = self.query(sql).bind(session).bind(feature);
        let row = query.optional().await?;
        row.map(|row| row.get("settings")).transpose()
    }

    /// Keeps settings for a session; for one that has ended meanwhile, nothing.
    pub(in crate::region) async fn set_workplace_settings(
        &self,
        session: Uuid,
        feature: &str,
        settings: JsonText,
    ) -> Result<(), DbError> {
        let sql = "insert into workplace_settings (session, feature, settings) \
                   select id, $2, $3 from sessions where id = $1 \
                   on conflict (session, feature) do update set settings = excluded.settings";
        let binds = binds![session, feature, settings];
        self.write(sql, binds).await.map(drop)
    }
}
