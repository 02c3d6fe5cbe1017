//! What features keep in a salon: counted, read out and removed by what manifests declare.
//!
//! As with erasures, the texts are put together once at the start, from checked names.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    Db, Manifest, Result, Row, Sql, Tx, Value,
    db::{Ask, JsonText, Kind},
    manifest::Table,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::erasure::name;

/// Rows read at once.
const PAGE: i64 = 500;

const FORGET: [&str; 4] = [
    "delete from event_cursors where salon_id = $1 and feature = $2",
    "delete from events_set_aside where salon_id = $1 and feature = $2",
    "delete from outgoing_mails where salon_id = $1 and feature = $2",
    "delete from feature_settings where salon_id = $1 and feature = $2",
];

const RECEIPT: &str = "select at, before from journal \
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

/// One table, as statements.
struct Declared {
    name: String,
    key: Vec<String>,
    columns: BTreeMap<String, Kind>,
    count: Sql,
    first: Sql,
    next: Sql,
    /// Absent where it does not name a client.
    of_client: Option<Sql>,
    remove: Sql,
}

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

    /// When the entry `what` of the removal `id` was written, and what it says of before.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn removal(
        ask: &mut impl Ask,
        what: &str,
        id: Uuid,
    ) -> Result<Option<(DateTime<Utc>, JsonText)>> {
        let row = ask.ask(RECEIPT).bind(id).bind(what).optional().await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let said: Option<JsonText> = row.get("before")?;
        Ok(said
            .map(|said| row.get("at").map(|at| (at, said)))
            .transpose()?)
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
    ///
    /// # Errors
    /// As the engine says.
    pub async fn page(
        &self,
        db: &Db,
        feature: &str,
        table: &str,
        after: Option<Vec<Value>>,
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
        let rows: Result<_, _> = rows.iter().map(|row| table.json(row)).collect();
        Ok((rows?, next))
    }

    /// The features.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.features.iter().map(|(id, _)| id.as_str())
    }

    /// What these features hold about `client`.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn of_client(&self, db: &Db, client: Uuid, features: &[&str]) -> Result<Json> {
        let mut all = Map::new();
        let asked = (self.features.iter()).filter(|(id, _)| features.contains(&id.as_str()));
        for (feature, tables) in asked {
            let mut of_feature = Map::new();
            for table in tables {
                let Some(sql) = &table.of_client else {
                    continue;
                };
                let rows = db.query(sql.clone()).bind(client).all().await?;
                let rows: Result<Vec<_>, _> = rows.iter().map(|row| table.json(row)).collect();
                let rows = rows?;
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

impl Declared {
    fn rows(&self, rows: i64) -> Rows {
        Rows {
            table: self.name.clone(),
            rows,
        }
    }

    fn key_of(&self, row: &Row) -> Result<Vec<Value>> {
        let value = |column: &String| {
            Ok(match self.columns.get(column) {
                Some(Kind::Uuid) => row.get::<Uuid>(column)?.into(),
                Some(Kind::Int) => row.get::<i64>(column)?.into(),
                Some(Kind::Bytes) => row.get::<Vec<u8>>(column)?.into(),
                _ => row.get::<String>(column)?.into(),
            })
        };
        self.key.iter().map(value).collect()
    }

    fn json(&self, row: &Row) -> Result<Json, kartoteka_plugin::DbError> {
        let members = self.columns.iter().map(|(column, kind)| {
            let value = row.json(column, *kind)?;
            Ok((column.clone(), value))
        });
        let members: Result<Map<_, _>, _> = members.collect();
        members.map(Json::Object)
    }
}

fn declared(manifest: &Manifest, table: &Table) -> Result<Declared, String> {
    let of = name(&table.name)?;
    if !of.starts_with(&manifest.table_prefix()) {
        return Err(format!("{of} is not its own"));
    }
    for column in table.columns.keys() {
        name(column)?;
    }
    for column in &table.key {
        let keyed = [Kind::Uuid, Kind::Int, Kind::Bytes, Kind::Text];
        let kind = table.columns.get(column);
        if !kind.is_some_and(|kind| keyed.contains(kind)) {
            return Err(format!("{of}: {column} can be no part of a key"));
        }
    }
    let columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
    let (columns, key) = (columns.join(", "), table.key.join(", "));
    let places = (0..table.key.len()).map(|at| format!("${}", at + 3));
    let places = places.collect::<Vec<_>>().join(", ");
    let select = format!("select {columns} from {of} where salon_id = $1");
    let personal = manifest
        .personal_data
        .iter()
        .find(|p| p.table == table.name);
    let of_client = personal.map(|personal| -> Result<Sql, String> {
        let client = name(&personal.client)?;
        Ok(format!("{select} and {client} = $2 order by {key}").into())
    });
    Ok(Declared {
        name: of.to_owned(),
        key: table.key.clone(),
        count: format!("select count(*) as n from {of} where salon_id = $1").into(),
        first: format!("{select} order by {key} limit $2").into(),
        next: format!("{select} and ({key}) > ({places}) order by {key} limit $2").into(),
        of_client: of_client.transpose()?,
        remove: format!("delete from {of} where salon_id = $1").into(),
        columns: table.columns.clone(),
    })
}
