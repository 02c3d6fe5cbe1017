//! Rows of a sheet as they are shown, and what became of them.

use super::super::{
    card::Card,
    columns::Column,
    import::{ImportRow, Verdict},
    outcome::{LeftAlone, Outcome},
    sheet::Cell,
};
use super::{Stored, staging::cells_of};
use crate::names;
use kartoteka_plugin::{DbError, Row, db::Ask};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which rows.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::imports) struct RowFilter {
    pub(in crate::imports) verdict: Option<Verdict>,
    /// Only rows with letters beyond ASCII: the sample that shows whether the encoding
    /// was understood.
    pub(in crate::imports) sample: bool,
    pub(in crate::imports) after: i64,
    pub(in crate::imports) limit: i64,
}

/// A page of rows with the cards they belong to.
pub(in crate::imports) async fn rows(
    ask: &mut impl Ask,
    import: &Stored,
    filter: &RowFilter,
) -> Result<Vec<(ImportRow, Vec<Cell>)>, DbError> {
    let mut sql = String::from(
        "select r.row_number, r.verdict, r.reason, r.same_as_row, r.client_id, r.choice,
                r.cells, r.problems, c.number, c.first_name, c.last_name
         from import_rows r
         left join clients c on c.salon_id = $1 and c.id = r.client_id
         where r.salon_id = $1 and r.import_id = $2 and r.row_number > $3",
    );
    if let Some(verdict) = filter.verdict {
        // One of four words of ours.
        sql.push_str(&format!(" and r.verdict = '{}'", verdict.code()));
    }
    if filter.sample {
        sql.push_str(" and r.beyond_ascii");
    }
    sql.push_str(" order by r.row_number limit $4");
    let rows = ask
        .ask(sql)
        .bind(import.id)
        .bind(filter.after)
        .bind(filter.limit)
        .all()
        .await?;
    rows.iter().map(import_row).collect()
}

fn import_row(row: &Row) -> Result<(ImportRow, Vec<Cell>), DbError> {
    let verdict = Verdict::from_code(&row.get::<String>("verdict")?);
    let number: Option<String> = row.get("number")?;
    let (first, last): (Option<String>, Option<String>) =
        (row.get("first_name")?, row.get("last_name")?);
    let name = first
        .zip(last)
        .map(|(first, last)| names::display_name(&first, &last));
    let cells = cells_of(row)?;
    let problems: Option<serde_json::Value> = row.get("problems")?;
    let texts = cells
        .iter()
        .filter_map(|cell| Some((Column::at(cell.column)?.to_string(), cell.text.clone())));
    let out = ImportRow {
        row: row.get("row_number")?,
        verdict,
        reason: row.get("reason")?,
        // A row may have the id of a client that is not there yet, or not any more.
        client_id: row
            .get::<Option<Uuid>>("client_id")?
            .filter(|_| number.is_some()),
        client_number: number,
        client_name: name,
        same_as_row: row.get("same_as_row")?,
        choice: row.get("choice")?,
        cells: texts.collect::<BTreeMap<_, _>>(),
        problems: problems
            .and_then(|p| serde_json::from_value(p).ok())
            .unwrap_or_default(),
    };
    Ok((out, cells))
}

/// What the rows from `first` to `last` that change known clients say, by row.
pub(in crate::imports) async fn changed_cards(
    ask: &mut impl Ask,
    import: Uuid,
    first: i64,
    last: i64,
) -> kartoteka_plugin::Result<Vec<(i64, Card)>> {
    let rows = ask
        .ask(
            "select row_number, card from import_rows
             where salon_id = $1 and import_id = $2 and verdict = 'changed'
                   and row_number >= $3 and row_number <= $4 and card is not null
             order by row_number",
        )
        .bind(import)
        .bind(first)
        .bind(last)
        .all()
        .await?;
    let rows = rows.iter().map(|row| {
        let card = Card::from_bytes(&row.get::<Vec<u8>>("card")?)?;
        Ok((row.get("row_number")?, card))
    });
    rows.collect()
}

/// What became of the rows, but for what is kept of the sheet.
pub(in crate::imports) async fn outcome(
    ask: &mut impl Ask,
    import: Uuid,
) -> Result<Outcome, DbError> {
    let rows = ask
        .ask(
            "select verdict, count(*) as n, count(choice) as skipped from import_rows
             where salon_id = $1 and import_id = $2 group by verdict",
        )
        .bind(import)
        .all()
        .await?;
    let mut outcome = Outcome::default();
    for row in rows {
        let (n, skipped): (i64, i64) = (row.get("n")?, row.get("skipped")?);
        match Verdict::from_code(&row.get::<String>("verdict")?) {
            Verdict::New => outcome.made = n - skipped,
            Verdict::Changed => outcome.changed = n - skipped,
            Verdict::Unchanged | Verdict::Refused => continue,
        }
        outcome.skipped += skipped;
    }
    Ok(outcome)
}

/// Whether anything that the sheet said is still kept.
pub(in crate::imports) async fn has_cells(
    ask: &mut impl Ask,
    import: Uuid,
) -> Result<bool, DbError> {
    let row = ask
        .ask(
            "select row_number from import_rows
             where salon_id = $1 and import_id = $2 and cells is not null limit 1",
        )
        .bind(import)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// The cards that an undo left alone, in the order of names.
pub(in crate::imports) async fn left_alone(
    ask: &mut impl Ask,
    import: Uuid,
    limit: i64,
) -> Result<Vec<LeftAlone>, DbError> {
    let rows = ask
        .ask(
            "select id, number, first_name, last_name from clients
             where salon_id = $1 and id in
                   (select client_id from import_rows
                    where salon_id = $1 and import_id = $2 and reason = 'edited_since')
             order by sort_name, id limit $3",
        )
        .bind(import)
        .bind(limit)
        .all()
        .await?;
    let cards = rows.iter().map(|row| {
        Ok(LeftAlone {
            id: row.get("id")?,
            number: row.get("number")?,
            names: [row.get("first_name")?, row.get("last_name")?],
        })
    });
    cards.collect()
}
