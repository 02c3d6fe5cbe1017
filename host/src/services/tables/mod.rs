//! What features keep in a salon: counted, read out and removed by what manifests declare.
//!
//! As with erasures, the texts are put together once at the start, from checked names.

mod beside;
mod declared;
mod names;

pub use beside::{Export, Taken};

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    Db, Manifest, Result, Sql, Tx, Value,
    db::{Ask, JsonText},
    manifest::Table,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use declared::{Declared, declared};

/// Rows read at once.
const PAGE: i64 = 500;

const FORGET: [&str; 4] = [
    "delete from event_cursors where salon_id = $1 and feature = $2",
    "delete from events_set_aside where salon_id = $1 and feature = $2",
    "delete from outgoing_mails where salon_id = $1 and feature = $2",
    "delete from feature_settings where salon_id = $1 and feature = $2",
];

const RECEIPT: &str = "select at, actor, before from journal \
     where salon_id = $1 and batch = $2 and what = $3";

const BLANK: &str = "update journal set before = null, after = null, subject = null \
     where salon_id = $1 and what >= $2 and what < $3";

/// So that no card tells of what is gone.
const UNLINK: &str = "delete from journal_subjects where salon_id = $1 and number in \
     (select number from journal where salon_id = $1 and what >= $2 and what < $3)";

const BLANK_SETTINGS: Sql = Sql::by_engine(
    "update journal set before = null, after = null \
     where salon_id = $1 and what = 'settings.changed/1' \
         and json_extract(coalesce(after, before), '$.feature') = $2",
    "update journal set before = null, after = null \
     where salon_id = $1 and what = 'settings.changed/1' \
         and coalesce(after, before) ->> 'feature' = $2",
);

/// The tables of all features.
pub struct Tables {
    /// By feature, in the order of the manifests.
    features: Vec<(String, Vec<Declared>)>,
}

/// How many rows a table holds, or held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The table.
    pub table: String,
    /// How many.
    pub rows: i64,
}

impl Tables {
    /// Reads the declarations.
    ///
    /// # Errors
    /// Names a feature with what is no name of a table or column, or a table that is not its own.
    pub fn new<'a>(manifests: impl IntoIterator<Item = &'a Manifest>) -> Result<Self, String> {
        let mut features = Vec::new();
        for manifest in manifests.into_iter().filter(|m| m.is_feature()) {
            let of = |table: &Table| declared(manifest, table);
            let tables: Result<Vec<_>, String> = manifest.tables.iter().map(of).collect();
            let tables = tables.map_err(|e| format!("manifest of {}: {e}", manifest.id))?;
            features.push((manifest.id.clone(), tables));
        }
        Ok(Self { features })
    }

    fn of(&self, feature: &str) -> &[Declared] {
        let found = self.features.iter().find(|(id, _)| id == feature);
        found.map_or(&[], |(_, tables)| tables)
    }

    /// Whether there is such a feature here.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|(id, _)| id == feature)
    }

    /// When and by whom the entry `what` of the removal `id` was written, and what it says of
    /// before.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn removal(
        ask: &mut impl Ask,
        what: &str,
        id: Uuid,
    ) -> Result<Option<(DateTime<Utc>, String, JsonText)>> {
        let row = ask.ask(RECEIPT).bind(id).bind(what).optional().await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let said: Option<JsonText> = row.get("before")?;
        let told = |said| Ok((row.get("at")?, row.get("actor")?, said));
        said.map(told).transpose()
    }

    /// How many rows each table of `feature` holds in the salon.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn count(&self, db: &Db, feature: &str) -> Result<Vec<Rows>> {
        let mut counted = Vec::new();
        for table in self.of(feature) {
            let row = db.query(table.count.clone()).long().one().await?;
            counted.push(table.rows(row.get("n")?));
        }
        Ok(counted)
    }

    /// The tables of `feature`, to be read page by page.
    pub fn names(&self, feature: &str) -> Vec<String> {
        let tables = self.of(feature).iter();
        tables.map(|table| table.name.clone()).collect()
    }

    /// A page of a table, after the key `after`; and the key to go on from, where there is more.
    /// Rows about a client say whom, and those that keep a file where `export` lays it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn page(
        &self,
        db: &Db,
        feature: &str,
        table: &str,
        after: Option<Vec<Value>>,
        export: &mut Export,
    ) -> Result<(Vec<Json>, Option<Vec<Value>>)> {
        let Some(table) = self.of(feature).iter().find(|known| known.name == table) else {
            return Ok((Vec::new(), None));
        };
        let query = match after {
            None => db.query(table.first.clone()).bind(PAGE),
            Some(after) => db.query(table.next.clone()).bind(PAGE).bind_all(after),
        };
        let rows = query.long().all().await?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
        let last = rows.last().filter(|_| full);
        let next = last.map(|row| table.key_of(row)).transpose()?;
        let rows = beside::of_all(db, feature, table, &rows, export).await?;
        Ok((rows, next))
    }

    /// The features.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.features.iter().map(|(id, _)| id.as_str())
    }

    /// What these features hold about `client`. Rows that keep a file say where an archive lays it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn of_client(&self, db: &Db, client: Uuid, features: &[&str]) -> Result<Json> {
        let (mut all, mut export) = (Map::new(), Export::default());
        let asked = (self.features.iter()).filter(|(id, _)| features.contains(&id.as_str()));
        for (feature, tables) in asked {
            let mut of_feature = Map::new();
            for table in tables {
                let Some(sql) = &table.of_client else {
                    continue;
                };
                let rows = db.query(sql.clone()).bind(client).all().await?;
                let rows = beside::of_one(db, feature, table, &rows, &mut export).await?;
                if !rows.is_empty() {
                    of_feature.insert(table.name.clone(), rows.into());
                }
            }
            if !of_feature.is_empty() {
                all.insert(feature.clone(), of_feature.into());
            }
        }
        Ok(all.into())
    }

    /// The files that an export of one client names, in the order of its rows.
    pub fn files(&self, features: &Json) -> Vec<Taken> {
        let tables = self.features.iter().flat_map(|(feature, tables)| {
            let tables = tables.iter().map(move |table| (feature, table));
            tables.filter(|(_, table)| table.file.is_some())
        });
        let files = tables.flat_map(|(feature, table)| {
            let rows = features[feature][&table.name].as_array();
            let rows = rows.into_iter().flatten();
            rows.filter_map(|row| table.taken(feature, row))
        });
        files.collect()
    }

    /// Removes all that `feature` keeps in the salon: its rows, and what its entries in the
    /// journal say and of whom. That there was an entry stays, on no card.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn remove(&self, tx: &mut Tx, feature: &str) -> Result<Vec<Rows>> {
        let mut removed = Vec::new();
        for table in self.of(feature) {
            let rows = tx.query(table.remove.clone()).long().execute().await?;
            removed.push(table.rows(i64::try_from(rows).unwrap_or(i64::MAX)));
        }
        for sql in FORGET {
            tx.query(sql).bind(feature).execute().await?;
        }
        // Names of events begin with the feature's id and a dot, after which comes a slash.
        let (from, to) = (format!("{feature}."), format!("{feature}/"));
        for sql in [UNLINK, BLANK] {
            let entries = tx.query(sql).bind(&from).bind(&to).long();
            entries.execute().await?;
        }
        let blank = tx.query(BLANK_SETTINGS).bind(feature).long();
        blank.execute().await?;
        Ok(removed)
    }
}
