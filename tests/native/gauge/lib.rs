//! A feature that does next to nothing: answers, reads a row, gives a body back.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use bytes::Bytes;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error, Locale, Module, Result, extract::Json, module::Twins, text::Source,
};
use utoipa::openapi::OpenApi;
use uuid::Uuid;

/// The manifest as a library has it. Of its copies each has another number in its place.
pub const MANIFEST: &str = include_str!("plugin.toml");
/// The table of the manifest, in either dialect.
pub const TABLE: &str = "create table acme_gauge_00__rows (salon_id integer not null, id blob not null, \
    amount integer not null, word text not null, primary key (salon_id, id));";

/// The feature.
pub struct Gauge {
    manifest: &'static str,
}

kartoteka_plugin::export_plugin!(Gauge = Gauge { manifest: MANIFEST });

/// The text with another number in place of `00`.
pub fn numbered(text: &str, number: usize) -> &'static str {
    let dashed = text.replace("gauge-00", &format!("gauge-{number:02}"));
    let named = dashed.replace("gauge_00", &format!("gauge_{number:02}"));
    Box::leak(named.into_boxed_str())
}

impl Gauge {
    /// The same under another number.
    pub fn numbered(number: usize) -> Self {
        Self {
            manifest: numbered(MANIFEST, number),
        }
    }

    fn id(&self) -> &'static str {
        let line = self.manifest.lines().next().unwrap_or_default();
        line.trim_start_matches("id = ").trim_matches('"')
    }
}

impl Module for Gauge {
    fn manifest(&self) -> &'static str {
        self.manifest
    }

    fn api(&self) -> (Router, OpenApi) {
        let id = self.id();
        let table = format!("{}__rows", id.replace('-', "_"));
        let sql = format!("select amount, word from {table} where salon_id = $1 and id = $2");
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        let row = async move |call: Call, Path(row): Path<Uuid>| -> Result<Json<(i64, String)>> {
            let row = call.db().query(sql).bind(row).optional().await?;
            let row = row.ok_or_else(Error::not_found)?;
            Ok(Json((row.get("amount")?, row.get("word")?)))
        };
        let insert =
            format!("insert into {table} (salon_id, id, amount, word) values ($1, $2, $3, $4)");
        let insert: &'static str = Box::leak(insert.into_boxed_str());
        let put = async move |call: Call, Path(row): Path<Uuid>| -> Result<StatusCode> {
            let mut tx = call.begin().await?;
            let put = tx.query(insert).bind(row).bind(4500_i64).bind("a word");
            put.execute().await?;
            tx.commit().await?;
            Ok(StatusCode::NO_CONTENT)
        };
        let router = Router::new()
            .route(&format!("/{id}/bare"), get(async || StatusCode::NO_CONTENT))
            .route(&format!("/{id}/row/{{row}}"), get(row).put(put))
            .route(&format!("/{id}/echo"), post(async |body: Bytes| body));
        (router, OpenApi::default())
    }

    fn pages(&self) -> Router {
        Router::new()
    }

    fn texts(&self) -> Vec<Source> {
        let id = self.id();
        let text = format!(
            "{id}-about = It measures.\n{id}-table-rows = Rows\npermission-{id}-use = Use\n"
        );
        let text: &'static str = Box::leak(text.into_boxed_str());
        Locale::ALL.map(|locale| (locale, "gauge.ftl", text)).into()
    }

    fn migrations(&self) -> Twins {
        let number = self.id().rsplit('-').next().and_then(|n| n.parse().ok());
        let sqlite = numbered(TABLE, number.unwrap_or_default());
        let postgres = sqlite
            .replace("salon_id integer", "salon_id uuid")
            .replace("id blob", "id uuid")
            .replace("amount integer", "amount bigint");
        let postgres: &'static str = Box::leak(postgres.into_boxed_str());
        Twins {
            sqlite: Box::leak(Box::new([("0001_rows", sqlite)])),
            postgres: Box::leak(Box::new([("0001_rows", postgres)])),
        }
    }
}
