//! The tables of a salon written into an empty file, as the shell's `.import` does it:
//! one transaction, many rows to a statement, indexes in place.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value};

use crate::Outcome;

/// What an import keeps beside the cards: its rows, staged for the preview.
const STAGED: &str = "import_rows";
/// Values of one statement.
const VALUES: usize = 32_000;

struct Table {
    name: String,
    columns: usize,
    values: Vec<Value>,
}

pub(super) fn run(from: &Path, to: &Path) -> Outcome<String> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut target = Connection::open(to)?;
    for text in schema(&source)? {
        target.execute_batch(&text)?;
    }
    let (mut cards, mut staged) = (Duration::ZERO, Duration::ZERO);
    let transaction = target.transaction()?;
    for name in names(&source)? {
        let table = load(&source, name)?;
        let before = super::computed();
        fill(&transaction, &table)?;
        let took = super::computed() - before;
        *(if table.name == STAGED {
            &mut staged
        } else {
            &mut cards
        }) += took;
    }
    let before = super::computed();
    transaction.commit()?;
    cards += super::computed() - before;
    Ok(format!("{} {}", cards.as_micros(), staged.as_micros()))
}

/// The statements that made the tables and indexes.
fn schema(source: &Connection) -> Outcome<Vec<String>> {
    let mut statement = source.prepare(
        "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%'
         order by type desc",
    )?;
    let texts = statement.query_map((), |row| row.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}

fn names(source: &Connection) -> Outcome<Vec<String>> {
    let mut statement = source.prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'
         order by name",
    )?;
    let names = statement.query_map((), |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn load(source: &Connection, name: String) -> Outcome<Table> {
    let mut statement = source.prepare(&format!("select * from {name}"))?;
    let columns = statement.column_count();
    let mut rows = statement.query(())?;
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            values.push(row.get(at)?);
        }
    }
    Ok(Table {
        name,
        columns,
        values,
    })
}

fn fill(target: &Connection, table: &Table) -> Outcome<()> {
    let rows = VALUES / table.columns;
    let place = format!("({})", vec!["?"; table.columns].join(","));
    for chunk in table.values.chunks(rows * table.columns) {
        let places = vec![place.as_str(); chunk.len() / table.columns].join(",");
        let text = format!("insert into {} values {places}", table.name);
        let mut statement = target.prepare_cached(&text)?;
        statement.execute(params_from_iter(chunk))?;
    }
    Ok(())
}
