//! Rows of a sheet on their way in: staged, judged, ready to be written.

use super::{
    super::{
        card::Card,
        import::{Choice, RowProblem, Verdict},
        judge::Judgement,
        sheet::Cell,
    },
    Stored,
};
use crate::clients::numbers;
use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, Bulk, JsonText},
};
use uuid::Uuid;

use super::matching::places;

/// Rows named by one statement.
const AT_ONCE: usize = 1_000;

/// A row on its way into the table.
pub(in crate::imports) struct Staged {
    pub(in crate::imports) row: i64,
    pub(in crate::imports) cells: Vec<Cell>,
    pub(in crate::imports) problems: Vec<RowProblem>,
    pub(in crate::imports) judgement: Judgement,
    pub(in crate::imports) card: Option<(Card, [u8; 32])>,
}

/// Stages rows; `false`, and nothing is staged, where the import was discarded meanwhile,
/// perhaps on another host. Its row is held until the transaction ends, so that a discard
/// comes before or after, never between.
pub(in crate::imports) async fn stage(
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
pub(in crate::imports) async fn clear_rows(tx: &mut Tx, import: Uuid) -> Result<(), DbError> {
    tx.query("delete from import_rows where salon_id = $1 and import_id = $2")
        .bind(import)
        .long()
        .execute()
        .await
        .map(drop)
}

/// Forgets these staged rows, to stage them anew.
pub(in crate::imports) async fn unstage(
    tx: &mut Tx,
    import: Uuid,
    rows: &[i64],
) -> Result<(), DbError> {
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

/// Which rows of a verdict are written: those that the salon did not leave out.
macro_rules! READY {
    () => {
        "choice is null and card is not null and client_id is not null"
    };
}
pub(super) use READY;

/// A staged row as the commit needs it.
pub(in crate::imports) struct Ready {
    pub(in crate::imports) row: i64,
    pub(in crate::imports) client: Uuid,
    pub(in crate::imports) version: Option<i64>,
    pub(in crate::imports) card: Card,
    pub(in crate::imports) fingerprint: Vec<u8>,
    pub(in crate::imports) same_as_row: Option<i64>,
    /// The number that a new client brings along.
    pub(in crate::imports) number: Option<String>,
}

/// A page of rows of one verdict that are to be written, by row.
pub(in crate::imports) async fn ready(
    ask: &mut impl Ask,
    import: Uuid,
    verdict: Verdict,
    after: i64,
    limit: i64,
) -> kartoteka_plugin::Result<Vec<Ready>> {
    let rows = ask
        .ask(concat!(
            "select row_number, client_id, client_version, card, fingerprint, same_as_row, number
             from import_rows
             where salon_id = $1 and import_id = $2 and verdict = $3 and row_number > $4 and ",
            READY!(),
            " order by row_number limit $5"
        ))
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
pub(in crate::imports) async fn cells_page(
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

pub(super) fn cells_of(row: &Row) -> Result<Vec<Cell>, DbError> {
    let bytes: Option<Vec<u8>> = row.get("cells")?;
    Ok(bytes
        .and_then(|bytes| postcard::from_bytes(&bytes).ok())
        .unwrap_or_default())
}

/// Says that these rows were not written after all.
pub(in crate::imports) async fn refuse(
    tx: &mut Tx,
    import: Uuid,
    rows: &[i64],
    reason: &str,
) -> Result<(), DbError> {
    for page in rows.chunks(AT_ONCE) {
        let text = format!(
            "update import_rows set verdict = 'refused', reason = $3
             where salon_id = $1 and import_id = $2 and row_number in {}",
            places(4, page.len())
        );
        let query = tx.query(text).bind(import).bind(reason);
        let rows = page.iter().map(|row| (*row).into());
        query.bind_all(rows).long().execute().await?;
    }
    Ok(())
}

/// Notes what the salon chose: `skip` for all known clients, and row by row.
pub(in crate::imports) async fn choose(
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
pub(in crate::imports) async fn remember_unchanged(
    tx: &mut Tx,
    import: Uuid,
) -> Result<u64, DbError> {
    tx.query(
        "insert into import_fingerprints (salon_id, fingerprint, client_id, import_id)
         select salon_id, fingerprint, client_id, import_id from import_rows
         where salon_id = $1 and import_id = $2 and verdict = 'unchanged'
               and fingerprint is not null
               and exists (select 1 from clients c
                           where c.salon_id = $1 and c.id = import_rows.client_id)
         on conflict (salon_id, fingerprint) do nothing",
    )
    .bind(import)
    .long()
    .execute()
    .await
}

/// Says of rows that another import brought in since the preview that they are known.
pub(in crate::imports) async fn know_those_brought_in(
    tx: &mut Tx,
    import: &Stored,
) -> Result<u64, DbError> {
    tx.query(
        "update import_rows
         set verdict = 'unchanged', reason = null, same_as_row = null, client_id =
             (select f.client_id from import_fingerprints f
              where f.salon_id = $1 and f.fingerprint = import_rows.fingerprint)
         where salon_id = $1 and import_id = $2 and verdict in ('new', 'changed')
               and exists (select 1 from imports i
                           where i.salon_id = $1 and i.committed_at >= $3)
               and exists (select 1 from import_fingerprints f
                           where f.salon_id = $1 and f.fingerprint = import_rows.fingerprint)",
    )
    .bind(import.id)
    .bind(import.created_at)
    .long()
    .execute()
    .await
}
