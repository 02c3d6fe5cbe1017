//! What stands beside the rows of an export: whom they are about, and where their files lie in it.

use std::collections::HashMap;

use kartoteka_plugin::{
    Db, DbError, Result, Row,
    clients::{self, Person},
    db::places,
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{
    declared::{CLIENT, Declared, FILE, Place},
    names::Names,
};

/// A file that leaves the salon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Whose it is.
    pub feature: String,
    /// Its object.
    pub object: Uuid,
    /// Where it lies in the archive.
    pub path: String,
}

/// One export on its way: what was named so far. It grows with the files, by some hundred bytes
/// each.
#[derive(Debug, Default)]
pub struct Export {
    names: Names,
    files: Vec<Taken>,
}

impl Export {
    /// The files that the rows named.
    pub fn into_files(self) -> Vec<Taken> {
        self.files
    }
}

/// Rows of a table, which may be about anybody.
///
/// # Errors
/// As the engine says.
pub(super) async fn of_all(
    db: &Db,
    feature: &str,
    table: &Declared,
    rows: &[Row],
    export: &mut Export,
) -> Result<Vec<Json>> {
    let above = above(db, table, rows).await?;
    let mut about = Vec::with_capacity(rows.len());
    if let Some(place) = &table.client {
        for row in rows {
            about.push(place.of::<Uuid>(table, row, &above)?);
        }
    }
    let mut ids: Vec<Uuid> = about.iter().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut db = db;
    let people = clients::people(&mut db, &ids).await?;
    let mut all = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut members = table.json(row)?;
        let whom = about.get(at).map(|id| id.and_then(|id| people.get(&id)));
        if let Some(person) = whom {
            members.insert(CLIENT.to_owned(), person.map_or(Json::Null, said));
        }
        let folder = whom.flatten().map(folder);
        lay(
            feature,
            table,
            row,
            &above,
            folder.as_deref(),
            export,
            &mut members,
        )?;
        all.push(members.into());
    }
    Ok(all)
}

/// Rows of a table, all about one client.
///
/// # Errors
/// As the engine says.
pub(super) async fn of_one(
    db: &Db,
    feature: &str,
    table: &Declared,
    rows: &[Row],
    export: &mut Export,
) -> Result<Vec<Json>> {
    let mut all = Vec::with_capacity(rows.len());
    // A place in the text for each, of which there may not be too many.
    for rows in rows.chunks(500) {
        let above = above(db, table, rows).await?;
        for row in rows {
            let mut members = table.json(row)?;
            lay(feature, table, row, &above, None, export, &mut members)?;
            all.push(members.into());
        }
    }
    Ok(all)
}

/// Whom a row is about, as people at the salon know them.
fn said(person: &Person) -> Json {
    json!({"number": person.number, "name": person.name()})
}

fn folder(person: &Person) -> String {
    format!("{} {}", person.number, person.name())
}

/// Rows by their key.
type Above = HashMap<Uuid, Row>;

/// The rows that these are parts of.
async fn above(db: &Db, table: &Declared, rows: &[Row]) -> Result<Above> {
    let Some(above) = &table.above else {
        return Ok(Above::new());
    };
    let ids: Result<Vec<Option<Uuid>>, _> = rows.iter().map(|row| row.get(&above.by)).collect();
    let mut ids: Vec<Uuid> = ids?.into_iter().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Above::new());
    }
    let (numbers, values) = places(1, &ids);
    let query = db.query(format!("{}({numbers})", above.read));
    let found = query.bind_all(values).all().await?;
    let keyed = found.into_iter().map(|row| Ok((row.get(&above.key)?, row)));
    keyed.collect()
}

impl Place {
    /// The value of this column for `row`.
    fn of<T: kartoteka_plugin::db::FromValue>(
        &self,
        table: &Declared,
        row: &Row,
        above: &Above,
    ) -> Result<Option<T>, DbError> {
        match (self, &table.above) {
            (Self::Own(column), _) => row.get(column),
            (Self::Above(column), Some(part)) => {
                let id: Option<Uuid> = row.get(&part.by)?;
                let row = id.and_then(|id| above.get(&id));
                row.map_or(Ok(None), |row| row.get(column))
            }
            (Self::Above(_), None) => Ok(None),
        }
    }
}

/// Lays the file of a row into the export, where it has one.
fn lay(
    feature: &str,
    table: &Declared,
    row: &Row,
    above: &Above,
    folder: Option<&str>,
    export: &mut Export,
    members: &mut Map<String, Json>,
) -> Result<()> {
    let Some(file) = &table.file else {
        return Ok(());
    };
    let object: Option<Uuid> = row.get(&file.object)?;
    let Some(object) = object else {
        return Ok(());
    };
    let name: Option<String> = match &file.name {
        Some(column) => row.get(column)?,
        None => None,
    };
    let name = name.unwrap_or_else(|| object.to_string());
    let title: Option<String> = match &file.title {
        Some(place) => place.of(table, row, above)?,
        None => None,
    };
    let path = export.names.file(folder, title.as_deref(), &name);
    members.insert(FILE.to_owned(), Json::String(path.clone()));
    export.files.push(Taken {
        feature: feature.to_owned(),
        object,
        path,
    });
    Ok(())
}
