//! What a feature keeps in a salon: counted and read out.

use axum::body::Body;
use futures_util::TryStreamExt as _;
use kartoteka_plugin::{Call, Error, Result};
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::Region;
use crate::services::{self, Archive, Export, Rows, Tables};

/// The permission to see it.
const MANAGE: &str = "features.manage";

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FeatureTable {
    /// Its name.
    pub(super) table: String,
    /// What it holds, in the reader's language.
    pub(super) name: String,
    /// How many rows.
    pub(super) rows: i64,
}

/// What a feature keeps in the salon.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct FeatureData {
    /// Its id.
    pub(super) feature: String,
    /// Whether it is on; what it keeps can be removed once it is off.
    pub(super) on: bool,
    /// Table by table.
    pub(super) tables: Vec<FeatureTable>,
}

impl Region {
    /// What a feature keeps in the salon.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 503 `feature_unavailable`.
    pub(super) async fn show_feature_data(&self, call: &Call, id: &str) -> Result<FeatureData> {
        call.require(MANAGE)?;
        self.shelf.find(id).ok_or_else(Error::not_found)?;
        self.health.fitness().check(call.salon().id, id)?;
        let rows = self.tables.count(call.hosts_db(), id).await?;
        Ok(FeatureData {
            feature: id.to_owned(),
            on: call.has(id),
            tables: said(call, id, rows),
        })
    }

    /// All of it as a ZIP, written while it is read: `data.json`, which is `{"feature", "version",
    /// "exported_at", "tables": {"<table>": [row, …]}}`, and the files that its rows name.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 503 `feature_unavailable`. What fails while it is written breaks the body off.
    pub(super) fn export_feature(&self, call: &Call, id: &str) -> Result<Body> {
        call.require(MANAGE)?;
        let offer = self.shelf.find(id).ok_or_else(Error::not_found)?;
        self.health.fitness().check(call.salon().id, id)?;
        let head = json!({"feature": id, "version": offer.version, "exported_at": call.now()});
        let tables = self.tables.clone();
        let (of, id) = (call.clone(), id.to_owned());
        let archive = services::written(call, |mut archive| async move {
            archive.begin(services::DATA, None)?;
            let mut export = Export::default();
            write_data(&mut archive, &head, &tables, &of, &id, &mut export).await?;
            services::lay(&mut archive, of.objects(), export.into_files()).await?;
            archive.finish().await
        });
        let broken = |error: Error| std::io::Error::other(error.code.clone());
        Ok(Body::from_stream(archive.map_err(broken)))
    }
}

/// The document with the rows of all tables, a page at a time.
async fn write_data(
    archive: &mut Archive,
    head: &Json,
    tables: &Tables,
    call: &Call,
    feature: &str,
    export: &mut Export,
) -> Result<()> {
    let head = head.to_string();
    // The head without its last brace: the tables come behind it.
    let head = format!("{},\"tables\":{{", head.trim_end_matches('}'));
    archive.write(head.as_bytes()).await?;
    for (at, table) in tables.names(feature).iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let mut text = format!("{comma}{}:[", json!(table));
        let (mut after, mut apart) = (None, "");
        loop {
            let page = tables.page(call.hosts_db(), feature, table, after, export);
            let (rows, next) = page.await?;
            for row in rows {
                text.push_str(apart);
                text.push_str(&row.to_string());
                apart = ",";
            }
            archive.write(text.as_bytes()).await?;
            text.clear();
            after = match next {
                Some(key) => Some(key),
                None => break,
            };
        }
        archive.write(b"]").await?;
    }
    archive.write(b"}}\n").await
}

/// Tables with their words.
pub(super) fn said(call: &Call, feature: &str, rows: Vec<Rows>) -> Vec<FeatureTable> {
    let texts = call.texts();
    let prefix = format!("{}__", feature.replace('-', "_"));
    let table = |rows: Rows| {
        let bare = rows.table.strip_prefix(&prefix).unwrap_or(&rows.table);
        let key = format!("{feature}-table-{}", bare.replace('_', "-"));
        FeatureTable {
            name: texts.find(&key, &[]).unwrap_or_else(|| bare.to_owned()),
            table: rows.table,
            rows: rows.rows,
        }
    };
    rows.into_iter().map(table).collect()
}
