//! All SQL of imports, but for what is written to cards.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, Bulk, JsonText},
};
use uuid::Uuid;

use super::{
    card::Card,
    columns::Column,
    import::{Choice, Counts, ImportRow, ImportState, KeptProblem, RowProblem, Verdict},
    judge::Judgement,
    outcome::{LeftAlone, Outcome},
    sheet::Cell,
};
use crate::{clients::numbers, names};

/// An import as its table has it.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) file_name: String,
    pub(super) state: ImportState,
    pub(super) host: Option<Uuid>,
    pub(super) problem: Option<KeptProblem>,
    pub(super) about: Option<serde_json::Value>,
    pub(super) mapping: Option<serde_json::Value>,
    pub(super) basis: Option<String>,
    pub(super) head_row: Option<i64>,
    pub(super) head: Option<serde_json::Value>,
    pub(super) signature: Option<String>,
    pub(super) rows: i64,
    pub(super) counts: Counts,
    pub(super) actor: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) committed_at: Option<DateTime<Utc>>,
    pub(super) undone_at: Option<DateTime<Utc>>,
    pub(super) journal_to: Option<i64>,
    pub(super) left: i64,
}

macro_rules! import_sql {
    ($tail:literal) => {
        concat!(
            "select id, file_name, state, host, problem, about, mapping, basis, head_row, head,
                    signature, row_count, new_count, unchanged_count, changed_count,
                    refused_count, actor, created_at, committed_at, undone_at, journal_to,
                    left_count
             from imports where salon_id = $1 ",
            $tail
        )
    };
}

/// The import `id`.
pub(super) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<Stored>, DbError> {
    let row = ask
        .ask(import_sql!("and id = $2"))
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(stored).transpose()
}

/// The latest imports, newest first.
pub(super) async fn latest(ask: &mut impl Ask, limit: i64) -> Result<Vec<Stored>, DbError> {
    let rows = ask
        .ask(import_sql!("order by created_at desc limit $2"))
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(stored).collect()
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let problem: Option<serde_json::Value> = row.get("problem")?;
    Ok(Stored {
        id: row.get("id")?,
        file_name: row.get("file_name")?,
        state: ImportState::from_code(&row.get::<String>("state")?),
        host: row.get("host")?,
        problem: problem.and_then(|problem| serde_json::from_value(problem).ok()),
        about: row.get("about")?,
        mapping: row.get("mapping")?,
        basis: row.get("basis")?,
        head_row: row.get("head_row")?,
        head: row.get("head")?,
        signature: row.get("signature")?,
        rows: row.get("row_count")?,
        counts: Counts {
            new: row.get("new_count")?,
            unchanged: row.get("unchanged_count")?,
            changed: row.get("changed_count")?,
            refused: row.get("refused_count")?,
        },
        actor: row.get("actor")?,
        created_at: row.get("created_at")?,
        committed_at: row.get("committed_at")?,
        undone_at: row.get("undone_at")?,
        journal_to: row.get("journal_to")?,
        left: row.get("left_count")?,
    })
}

/// Makes an import that `host` works on.
pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    file_name: &str,
    host: Uuid,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "insert into imports (salon_id, id, file_name, state, host, row_count, new_count,
                              unchanged_count, changed_count, refused_count, actor,
                              created_at, left_count)
         values ($1, $2, $3, 'previewing', $4, 0, 0, 0, 0, 0, $5, $6, 0)",
    )
    .bind(id)
    .bind(file_name)
    .bind(host)
    .bind(actor)
    .bind(now)
    .execute()
    .await
    .map(drop)
}

/// Moves an import from one state to another; `false` where it is in another state.
pub(super) async fn move_on(
    tx: &mut Tx,
    id: Uuid,
    from: ImportState,
    to: ImportState,
    host: Option<Uuid>,
    problem: Option<&KeptProblem>,
) -> Result<bool, DbError> {
    let moved = tx
        .query(
            "update imports set state = $4, host = $5, problem = $6
             where salon_id = $1 and id = $2 and state = $3",
        )
        .bind(id)
        .bind(from.code())
        .bind(to.code())
        .bind(host)
        .bind(problem.map(JsonText::of))
        .execute()
        .await?;
    Ok(moved == 1)
}

/// Notes what the reader found and how the columns are read.
pub(super) async fn describe(tx: &mut Tx, import: &Stored) -> Result<(), DbError> {
    tx.query(
        "update imports
         set about = $3, mapping = $4, basis = $5, head_row = $6, head = $7, signature = $8
         where salon_id = $1 and id = $2",
    )
    .bind(import.id)
    .bind(import.about.as_ref().map(JsonText::of))
    .bind(import.mapping.as_ref().map(JsonText::of))
    .bind(import.basis.clone())
    .bind(import.head_row)
    .bind(import.head.as_ref().map(JsonText::of))
    .bind(import.signature.clone())
    .execute()
    .await
    .map(drop)
}

/// Writes the counts of verdicts as the rows have them.
pub(super) async fn count(tx: &mut Tx, id: Uuid) -> Result<Counts, DbError> {
    let rows = tx
        .query(
            "select verdict, count(*) as n from import_rows
             where salon_id = $1 and import_id = $2 group by verdict",
        )
        .bind(id)
        .long()
        .all()
        .await?;
    let mut counts = Counts::default();
    for row in rows {
        let n: i64 = row.get("n")?;
        match Verdict::from_code(&row.get::<String>("verdict")?) {
            Verdict::New => counts.new = n,
            Verdict::Unchanged => counts.unchanged = n,
            Verdict::Changed => counts.changed = n,
            Verdict::Refused => counts.refused = n,
        }
    }
    tx.query(
        "update imports
         set row_count = $3, new_count = $4, unchanged_count = $5, changed_count = $6,
             refused_count = $7
         where salon_id = $1 and id = $2",
    )
    .bind(id)
    .bind(counts.new + counts.unchanged + counts.changed + counts.refused)
    .bind(counts.new)
    .bind(counts.unchanged)
    .bind(counts.changed)
    .bind(counts.refused)
    .execute()
    .await?;
    Ok(counts)
}

/// A row on its way into the table.
pub(super) struct Staged {
    pub(super) row: i64,
    pub(super) cells: Vec<Cell>,
    pub(super) problems: Vec<RowProblem>,
    pub(super) judgement: Judgement,
    pub(super) card: Option<(Card, [u8; 32])>,
}

/// Stages rows; `false`, and nothing is staged, where the import was discarded meanwhile,
/// perhaps on another host. Its row is held until the transaction ends, so that a discard
/// comes before or after, never between.
pub(super) async fn stage(
    tx: &mut Tx,
    import: Uuid,
    rows: &[Staged],
) -> kartoteka_plugin::Result<bool> {
    let held = tx
        .query(
            "update imports set row_count = row_count + $3
             where salon_id = $1 and id = $2 and state = 'previewing'",
        )
        .bind(import)
        .bind(i64::try_from(rows.len()).unwrap_or(0))
        .execute()
        .await?;
    if held == 0 {
        return Ok(false);
    }
    let mut bulk = Bulk::into(
        "import_rows",
        &[
            "import_id",
            "row_number",
            "verdict",
            "reason",
            "same_as_row",
            "client_id",
            "client_version",
            "number",
            "number_value",
            "cells",
            "problems",
            "beyond_ascii",
            "card",
            "fingerprint",
        ],
    )
    .long();
    for row in rows {
        let number = row
            .card
            .as_ref()
            .and_then(|(card, _)| card.number.as_deref());
        let number = number.filter(|_| row.judgement.brings_number());
        let problems = (!row.problems.is_empty()).then(|| JsonText::of(&row.problems));
        let (card, fingerprint) = match &row.card {
            Some((card, print)) => (Some(card.to_bytes()?), Some(print.to_vec())),
            None => (None, None),
        };
        bulk.row([
            import.into(),
            row.row.into(),
            row.judgement.verdict.code().into(),
            row.judgement.reason.into(),
            row.judgement.same_as_row.into(),
            row.judgement.client.into(),
            row.judgement.version.into(),
            number.into(),
            number.and_then(numbers::value_of).into(),
            postcard::to_allocvec(&row.cells).unwrap_or_default().into(),
            problems.into(),
            row.cells.iter().any(|cell| !cell.text.is_ascii()).into(),
            card.into(),
            fingerprint.into(),
        ]);
    }
    tx.insert(bulk).await?;
    Ok(true)
}

/// Forgets the staged rows of an import.
pub(super) async fn clear_rows(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query("delete from import_rows where salon_id = $1 and import_id = $2")
        .bind(import)
        .long()
        .execute()
        .await
        .map(drop)
}

/// Forgets these staged rows, to stage them anew.
pub(super) async fn unstage(tx: &mut Tx, import: Uuid, rows: &[i64]) -> Result<(), DbError> {
    let (Some(first), Some(last)) = (rows.iter().min(), rows.iter().max()) else {
        return Ok(());
    };
    tx.query(
        "delete from import_rows
         where salon_id = $1 and import_id = $2 and row_number >= $3 and row_number <= $4",
    )
    .bind(import)
    .bind(*first)
    .bind(*last)
    .execute()
    .await
    .map(drop)
}

/// Forgets an import that was never written.
pub(super) async fn delete(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query("delete from imports where salon_id = $1 and id = $2")
        .bind(import)
        .execute()
        .await
        .map(drop)
}

/// A staged row as the commit needs it.
pub(super) struct Ready {
    pub(super) row: i64,
    pub(super) client: Uuid,
    pub(super) version: Option<i64>,
    pub(super) card: Card,
    pub(super) fingerprint: Vec<u8>,
    pub(super) same_as_row: Option<i64>,
    /// The number that a new client brings along.
    pub(super) number: Option<String>,
}

/// A page of rows of one verdict that are to be written, by row.
pub(super) async fn ready(
    ask: &mut impl Ask,
    import: Uuid,
    verdict: Verdict,
    after: i64,
    limit: i64,
) -> kartoteka_plugin::Result<Vec<Ready>> {
    let rows = ask
        .ask(
            "select row_number, client_id, client_version, card, fingerprint, same_as_row, number
             from import_rows
             where salon_id = $1 and import_id = $2 and verdict = $3 and row_number > $4
                   and choice is null and card is not null and client_id is not null
             order by row_number limit $5",
        )
        .bind(import)
        .bind(verdict.code())
        .bind(after)
        .bind(limit)
        .long()
        .all()
        .await?;
    let rows = rows.iter().map(|row| {
        Ok(Ready {
            row: row.get("row_number")?,
            client: row.get("client_id")?,
            version: row.get("client_version")?,
            card: Card::from_bytes(&row.get::<Vec<u8>>("card")?)?,
            fingerprint: row.get("fingerprint")?,
            same_as_row: row.get("same_as_row")?,
            number: row.get("number")?,
        })
    });
    rows.collect()
}

/// The cells of staged rows, by row, for judging them anew by another mapping.
pub(super) async fn cells_page(
    ask: &mut impl Ask,
    import: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, Vec<Cell>)>, DbError> {
    let rows = ask
        .ask(
            "select row_number, cells from import_rows
             where salon_id = $1 and import_id = $2 and row_number > $3
             order by row_number limit $4",
        )
        .bind(import)
        .bind(after)
        .bind(limit)
        .long()
        .all()
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("row_number")?, cells_of(row)?)))
        .collect()
}

fn cells_of(row: &Row) -> Result<Vec<Cell>, DbError> {
    let bytes: Option<Vec<u8>> = row.get("cells")?;
    Ok(bytes
        .and_then(|bytes| postcard::from_bytes(&bytes).ok())
        .unwrap_or_default())
}

/// Says that a row was not written after all.
pub(super) async fn refuse(
    tx: &mut Tx,
    import: Uuid,
    row: i64,
    reason: &str,
) -> Result<(), DbError> {
    tx.query(
        "update import_rows set verdict = 'refused', reason = $4
         where salon_id = $1 and import_id = $2 and row_number = $3",
    )
    .bind(import)
    .bind(row)
    .bind(reason)
    .execute()
    .await
    .map(drop)
}

/// Notes what the salon chose: `skip` for all known clients, and row by row.
pub(super) async fn choose(
    tx: &mut Tx,
    import: Uuid,
    skip_changed: bool,
    rows: &[(i64, Choice)],
) -> Result<(), DbError> {
    tx.query(
        "update import_rows set choice = $3
         where salon_id = $1 and import_id = $2 and verdict = 'changed'",
    )
    .bind(import)
    .bind(skip_changed.then_some("skip"))
    .long()
    .execute()
    .await?;
    for (row, choice) in rows {
        tx.query(
            "update import_rows set choice = $4
             where salon_id = $1 and import_id = $2 and row_number = $3",
        )
        .bind(import)
        .bind(*row)
        .bind((*choice == Choice::Skip).then_some("skip"))
        .execute()
        .await?;
    }
    Ok(())
}

/// Keeps the fingerprints of rows that changed nothing, so that the same file changes
/// nothing later either, whatever is edited in between.
pub(super) async fn remember_unchanged(tx: &mut Tx, import: Uuid) -> Result<u64, DbError> {
    tx.query(
        "insert into import_fingerprints (salon_id, fingerprint, client_id, import_id)
         select salon_id, fingerprint, client_id, import_id from import_rows
         where salon_id = $1 and import_id = $2 and verdict = 'unchanged'
               and fingerprint is not null
               and client_id in (select id from clients where salon_id = $1)
         on conflict (salon_id, fingerprint) do nothing",
    )
    .bind(import)
    .long()
    .execute()
    .await
}

/// Refuses new rows whose number was taken since the preview.
pub(super) async fn refuse_taken_numbers(tx: &mut Tx, import: Uuid) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set verdict = 'refused', reason = 'changed_since_preview'
         where salon_id = $1 and import_id = $2 and verdict = 'new' and number in
               (select number from client_numbers where salon_id = $1)",
    )
    .bind(import)
    .long()
    .execute()
    .await
}

/// The greatest plain number that new clients bring along.
pub(super) async fn greatest_number(ask: &mut impl Ask, import: Uuid) -> Result<i64, DbError> {
    let row = ask
        .ask(
            "select max(number_value) as greatest from import_rows
             where salon_id = $1 and import_id = $2 and verdict = 'new'",
        )
        .bind(import)
        .long()
        .one()
        .await?;
    Ok(row.get::<Option<i64>>("greatest")?.unwrap_or(0))
}

/// Marks an import as written, up to the journal as it stands.
pub(super) async fn committed(
    tx: &mut Tx,
    import: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let row = tx
        .query("select last from journal_counter where salon_id = $1")
        .one()
        .await?;
    tx.query(
        "update imports
         set state = 'committed', host = null, problem = null, committed_at = $3, journal_to = $4
         where salon_id = $1 and id = $2",
    )
    .bind(import)
    .bind(now)
    .bind(row.get::<i64>("last")?)
    .execute()
    .await
    .map(drop)
}

/// Which rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RowFilter {
    pub(super) verdict: Option<Verdict>,
    /// Only rows with letters beyond ASCII: the sample that shows whether the encoding
    /// was understood.
    pub(super) sample: bool,
    pub(super) after: i64,
    pub(super) limit: i64,
}

/// A page of rows with the cards they belong to.
pub(super) async fn rows(
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

/// The mapping remembered for files of this head.
pub(super) async fn remembered(
    ask: &mut impl Ask,
    signature: &str,
) -> Result<Option<String>, DbError> {
    let row = ask
        .ask("select mapping from import_mappings where salon_id = $1 and signature = $2")
        .bind(signature)
        .optional()
        .await?;
    row.map(|row| row.get::<JsonText>("mapping").map(|json| json.0))
        .transpose()
}

/// Remembers a mapping for files of this head.
pub(super) async fn remember(
    tx: &mut Tx,
    signature: &str,
    mapping: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    tx.query(
        "insert into import_mappings (salon_id, signature, mapping, changed_at)
         values ($1, $2, $3, $4)
         on conflict (salon_id, signature) do update
         set mapping = excluded.mapping, changed_at = excluded.changed_at",
    )
    .bind(signature)
    .bind(JsonText(mapping.to_owned()))
    .bind(now)
    .execute()
    .await
    .map(drop)
}

/// Blanks what the sheets uploaded before `before` said; that they were, and what
/// became of their rows, stays.
pub(super) async fn blank_old(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, DbError> {
    tx.query(
        "update import_rows set cells = null, problems = null, card = null
         where salon_id = $1 and cells is not null and import_id in
               (select id from imports where salon_id = $1 and created_at < $2)",
    )
    .bind(before)
    .long()
    .execute()
    .await
}

/// What the rows from `first` to `last` that change known clients say, by row.
pub(super) async fn changed_cards(
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
pub(super) async fn outcome(ask: &mut impl Ask, import: Uuid) -> Result<Outcome, DbError> {
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
pub(super) async fn has_cells(ask: &mut impl Ask, import: Uuid) -> Result<bool, DbError> {
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
pub(super) async fn left_alone(
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
