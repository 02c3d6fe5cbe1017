//! One table as statements, put together from its declaration.

use std::collections::BTreeMap;

use kartoteka_plugin::{
    DbError, Manifest, Result, Row, Sql, Value,
    db::Kind,
    manifest::{KeptFile, PartOf, Table},
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Rows, beside::Taken};
use crate::services::erasure::name;

/// What exports add to rows; no column may be called so.
pub(super) const CLIENT: &str = "client";
pub(super) const FILE: &str = "file";

/// One table, as statements.
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) key: Vec<String>,
    pub(super) columns: BTreeMap<String, Kind>,
    pub(super) count: Sql,
    pub(super) first: Sql,
    pub(super) next: Sql,
    /// Absent where nothing of it is about a client.
    pub(super) of_client: Option<Sql>,
    pub(super) remove: Sql,
    /// Where the rows are that its own are parts of.
    pub(super) above: Option<Above>,
    /// The column that holds the client.
    pub(super) client: Option<Place>,
    pub(super) file: Option<File>,
}

/// The table that rows are parts of.
pub(super) struct Above {
    /// The column that holds its key, in the table below.
    pub(super) by: String,
    /// Its key.
    pub(super) key: String,
    /// The beginning of the text that reads some of its rows: `select … where … in `.
    pub(super) read: String,
}

/// A column of the table, or of the one that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Own(String),
    Above(String),
}

/// What a row tells of its file.
pub(super) struct File {
    pub(super) object: String,
    pub(super) name: Option<String>,
    pub(super) title: Option<Place>,
}

impl Declared {
    /// So many rows of it.
    pub(super) fn rows(&self, rows: i64) -> Rows {
        Rows {
            table: self.name.clone(),
            rows,
        }
    }

    /// The key of a row, to go on from.
    pub(super) fn key_of(&self, row: &Row) -> Result<Vec<Value>> {
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

    /// A row, as it stands in an export.
    pub(super) fn json(&self, row: &Row) -> Result<Map<String, Json>, DbError> {
        let members = self.columns.iter().map(|(column, kind)| {
            let value = row.json(column, *kind)?;
            Ok((column.clone(), value))
        });
        members.collect()
    }

    /// The file that a row of an export names.
    pub(super) fn taken(&self, feature: &str, row: &Json) -> Option<Taken> {
        let object = row[&self.file.as_ref()?.object].as_str()?;
        Some(Taken {
            feature: feature.to_owned(),
            object: object.parse().ok()?,
            path: row[FILE].as_str()?.to_owned(),
        })
    }
}

/// The statements of `table`.
///
/// # Errors
/// Says what in the declaration is no name, or does not fit.
pub(super) fn declared(manifest: &Manifest, table: &Table) -> Result<Declared, String> {
    let of = name(&table.name)?;
    if !of.starts_with(&manifest.table_prefix()) {
        return Err(format!("{of} is not its own"));
    }
    for column in table.columns.keys() {
        if [CLIENT, FILE].contains(&name(column)?) {
            return Err(format!(
                "{of}: exports add {column} to its rows by themselves"
            ));
        }
    }
    for column in &table.key {
        let keyed = [Kind::Uuid, Kind::Int, Kind::Bytes, Kind::Text];
        let kind = table.columns.get(column);
        if !kind.is_some_and(|kind| keyed.contains(kind)) {
            return Err(format!("{of}: {column} can be no part of a key"));
        }
    }
    let whole = (table.part_of.as_ref())
        .map(|part| whole(manifest, table, part))
        .transpose()?;
    let columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
    let (columns, key) = (columns.join(", "), table.key.join(", "));
    let places = (0..table.key.len()).map(|at| format!("${}", at + 3));
    let places = places.collect::<Vec<_>>().join(", ");
    let select = format!("select {columns} from {of} where salon_id = $1");
    let client = match client_of(manifest, of)? {
        Some(client) => Some(Place::Own(client)),
        None => match whole {
            Some(whole) => client_of(manifest, &whole.name)?.map(Place::Above),
            None => None,
        },
    };
    let stays = stays(table)?;
    let above_stays = whole.map(self::stays).transpose()?.unwrap_or_default();
    let theirs = client
        .as_ref()
        .map(|place| match (place, whole, &table.part_of) {
            (Place::Above(client), Some(whole), Some(part)) => {
                let (above, id, by) = (&whole.name, &whole.key[0], &part.by);
                format!(
                    "{by} in (select {id} from {above} \
                     where salon_id = $1 and {client} = $2{above_stays}){stays}"
                )
            }
            (Place::Own(client) | Place::Above(client), ..) => format!("{client} = $2{stays}"),
        });
    let file = (table.file.as_ref())
        .map(|file| file_of(table, whole, file))
        .transpose()?;
    Ok(Declared {
        name: of.to_owned(),
        key: table.key.clone(),
        count: format!("select count(*) as n from {of} where salon_id = $1").into(),
        first: format!("{select} order by {key} limit $2").into(),
        next: format!("{select} and ({key}) > ({places}) order by {key} limit $2").into(),
        of_client: theirs.map(|theirs| format!("{select} and {theirs} order by {key}").into()),
        remove: format!("delete from {of} where salon_id = $1").into(),
        above: match (whole, &table.part_of) {
            (Some(whole), Some(part)) => Some(above(whole, part, client.as_ref(), file.as_ref())),
            _ => None,
        },
        client,
        file,
        columns: table.columns.clone(),
    })
}

/// The column of `table` that holds the client, by what is said of its personal data.
fn client_of(manifest: &Manifest, table: &str) -> Result<Option<String>, String> {
    let personal = manifest.personal_data.iter().find(|p| p.table == table);
    let client = personal
        .map(|personal| name(&personal.client))
        .transpose()?;
    Ok(client.map(str::to_owned))
}

/// The condition that a row of `table` is not put away.
fn stays(table: &Table) -> Result<String, String> {
    let Some(since) = &table.put_away else {
        return Ok(String::new());
    };
    match table.columns.get(since) {
        Some(Kind::Time) => Ok(format!(" and {since} is null")),
        _ => Err(format!("{}: {since} is no time", table.name)),
    }
}

/// The declaration that `table` is a part of.
fn whole<'a>(manifest: &'a Manifest, table: &Table, part: &PartOf) -> Result<&'a Table, String> {
    let (of, by) = (&table.name, &part.by);
    let whole = manifest.tables.iter().find(|t| t.name == part.table);
    let whole =
        whole.ok_or_else(|| format!("{of} is part of {}, which is not declared", part.table))?;
    name(&whole.name)?;
    let keyed = match whole.key.as_slice() {
        [key] => whole.columns.get(key) == Some(&Kind::Uuid) && name(key).is_ok(),
        _ => false,
    };
    if !keyed || table.columns.get(by) != Some(&Kind::Uuid) {
        return Err(format!(
            "{of}: {by} does not hold the one id that is the key of {}",
            whole.name
        ));
    }
    Ok(whole)
}

fn above(whole: &Table, part: &PartOf, client: Option<&Place>, file: Option<&File>) -> Above {
    let key = whole.key.first().cloned().unwrap_or_default();
    let title = file.and_then(|file| file.title.as_ref());
    let mut columns = vec![key.as_str()];
    for place in [client, title].into_iter().flatten() {
        if let Place::Above(column) = place
            && !columns.contains(&column.as_str())
        {
            columns.push(column);
        }
    }
    let (columns, above) = (columns.join(", "), &whole.name);
    Above {
        by: part.by.clone(),
        read: format!("select {columns} from {above} where salon_id = $1 and {key} in "),
        key,
    }
}

fn file_of(table: &Table, whole: Option<&Table>, file: &KeptFile) -> Result<File, String> {
    let of = &table.name;
    let is = |table: &Table, column: &str, kind| table.columns.get(column) == Some(&kind);
    let object = &file.object;
    if !is(table, object, Kind::Uuid) {
        return Err(format!("{of}: {object} is not the id of an object"));
    }
    if let Some(name) = &file.name
        && !is(table, name, Kind::Text)
    {
        return Err(format!("{of}: {name} is not the name of a file"));
    }
    let title = match &file.title {
        None => None,
        Some(title) if is(table, title, Kind::Text) => Some(Place::Own(title.clone())),
        Some(title) if whole.is_some_and(|whole| is(whole, title, Kind::Text)) => {
            Some(Place::Above(name(title)?.to_owned()))
        }
        Some(title) => return Err(format!("{of}: there is no title {title}")),
    };
    Ok(File {
        object: file.object.clone(),
        name: file.name.clone(),
        title,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const MANIFEST: &str = "id = 'm'\nversion = '1'\ncontract = '0.1'\nnames = {}\n\
         [[tables]]\nname = 'm__parts'\nkey = ['whole', 'n']\n\
         part_of = { table = 'm__wholes', by = 'whole' }\n\
         file = { object = 'object', name = 'name', title = 'title' }\n\
         [tables.columns]\nwhole = 'uuid'\nn = 'int'\nobject = 'uuid'\nname = 'text'\n\
         [[tables]]\nname = 'm__wholes'\nkey = ['id']\n\
         [tables.columns]\nid = 'uuid'\nclient_id = 'uuid'\ntitle = 'text'\n\
         [[personal_data]]\ntable = 'm__wholes'\nclient = 'client_id'\npersonal = ['title']\n\
         erase = 'delete'\n";

    fn first(text: &str) -> Result<Declared, String> {
        let manifest: Manifest = toml::from_str(text).unwrap();
        declared(&manifest, &manifest.tables[0])
    }

    #[test]
    fn a_part_is_of_whom_the_whole_is_of() {
        let parts = first(MANIFEST).unwrap();
        assert_eq!(parts.client, Some(Place::Above("client_id".to_owned())));
        assert_eq!(
            parts.of_client.unwrap().postgres().to_string(),
            "select n, name, object, whole from m__parts where salon_id = $1 and whole in \
             (select id from m__wholes where salon_id = $1 and client_id = $2) order by whole, n"
        );
        assert_eq!(
            parts.above.unwrap().read,
            "select id, client_id, title from m__wholes where salon_id = $1 and id in "
        );
    }

    #[test]
    fn what_is_put_away_is_nobody_s() {
        let text = MANIFEST
            .replace("key = ['id']\n", "key = ['id']\nput_away = 'gone_at'\n")
            .replace("title = 'text'\n", "title = 'text'\ngone_at = 'time'\n");
        let parts = first(&text).unwrap();
        let of_client = parts.of_client.unwrap().postgres().to_string();
        assert!(
            of_client.contains("client_id = $2 and gone_at is null) order"),
            "{of_client}"
        );
        assert!(first(&text.replace("'time'", "'text'")).is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (is, wrong) in [
            ("table = 'm__wholes', by", "table = 'm__others', by"),
            ("by = 'whole'", "by = 'n'"),
            ("object = 'object', name", "object = 'n', name"),
            ("name = 'name', title", "name = 'whole', title"),
            ("title = 'title' }", "title = 'words' }"),
            ("n = 'int'\n", "n = 'int'\nfile = 'text'\n"),
            ("n = 'int'\n", "n = 'int'\nclient = 'text'\n"),
            ("key = ['id']", "key = ['id', 'title']"),
        ] {
            let text = MANIFEST.replace(is, wrong);
            assert_ne!(text, MANIFEST);
            assert!(first(&text).is_err(), "{wrong}");
        }
    }
}
