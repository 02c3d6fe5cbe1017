//! What a feature keeps in a salon: counted and read out.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use futures_util::{StreamExt as _, stream};
use kartoteka_plugin::{Call, Error, Result, Value};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Region;
use crate::services::{Rows, Tables};

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
        let rows = self.tables.count(call.db(), id).await?;
        Ok(FeatureData {
            feature: id.to_owned(),
            on: call.has(id),
            tables: said(call, id, rows),
        })
    }

    /// All of it as one JSON document, written while it is read: `{"feature", "version",
    /// "exported_at", "tables": {"<table>": [row, …]}}`.
    ///
    /// # Errors
    /// 403 without `features.manage`; 404; 503 `feature_unavailable`. What fails while it is written breaks the body off.
    pub(super) fn export_feature(&self, call: &Call, id: &str) -> Result<Body> {
        call.require(MANAGE)?;
        let offer = self.shelf.find(id).ok_or_else(Error::not_found)?;
        self.health.fitness().check(call.salon().id, id)?;
        let head = json!({"feature": id, "version": offer.version, "exported_at": call.now()});
        let head = head.to_string();
        // The head without its last brace: the tables come behind it.
        let head = format!("{},\"tables\":{{", head.trim_end_matches('}'));
        let begin = stream::once(async move { Ok(Bytes::from(head)) });
        let end = stream::once(async { Ok(Bytes::from_static(b"}}\n")) });
        let tables = self.tables.clone();
        let (call, id) = (call.clone(), id.to_owned());
        let names = tables.names(&id).into_iter().enumerate();
        let rows = stream::iter(names).flat_map(move |(at, table)| {
            let export = Export {
                tables: tables.clone(),
                call: call.clone(),
                feature: id.clone(),
                table,
                next: Next::Begin { comma: at > 0 },
            };
            stream::try_unfold(export, Export::chunk)
        });
        Ok(Body::from_stream(begin.chain(rows).chain(end)))
    }
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

/// One table on its way out.
struct Export {
    tables: Arc<Tables>,
    call: Call,
    feature: String,
    table: String,
    next: Next,
}

/// What comes next of a table.
enum Next {
    /// Its first page; behind a comma where another table stands before it.
    Begin {
        comma: bool,
    },
    After(Vec<Value>),
    Done,
}

impl Export {
    /// The next piece of the document.
    async fn chunk(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        let (mut text, after) = match std::mem::replace(&mut self.next, Next::Done) {
            Next::Done => return Ok(None),
            Next::Begin { comma } => {
                let comma = if comma { "," } else { "" };
                (format!("{comma}{}:[", json!(self.table)), None)
            }
            Next::After(key) => (String::new(), Some(key)),
        };
        let goes_on = after.is_some();
        let page = (self.tables).page(self.call.db(), &self.feature, &self.table, after);
        let (rows, next) = page.await.map_err(|error| {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::error!(cause, "an export of a feature's data broke off");
            std::io::Error::other("the export broke off")
        })?;
        for (at, row) in rows.iter().enumerate() {
            if goes_on || at > 0 {
                text.push(',');
            }
            text.push_str(&row.to_string());
        }
        match next {
            Some(key) => self.next = Next::After(key),
            None => text.push(']'),
        }
        Ok(Some((Bytes::from(text), self)))
    }
}
