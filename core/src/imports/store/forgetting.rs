//! Rows of sheets that are of no card: not written yet, or passed over.

use kartoteka_plugin::{
    Tx,
    db::{Ask, JsonText},
};
use uuid::Uuid;

use super::super::{card::Card, import::KeptProblem};

/// A row of a sheet that is of no card.
pub(in crate::imports) struct Waiting {
    pub(in crate::imports) import: Uuid,
    pub(in crate::imports) row: i64,
    pub(in crate::imports) card: Card,
}

/// A page of them, by import and row.
pub(in crate::imports) async fn waiting(
    ask: &mut impl Ask,
    after: Option<(Uuid, i64)>,
    limit: i64,
) -> kartoteka_plugin::Result<Vec<Waiting>> {
    let (import, row) = after.unwrap_or((Uuid::nil(), 0));
    let rows = ask
        .ask(
            "select r.import_id, r.row_number, r.card from import_rows r
             where r.salon_id = $1 and r.card is not null
                   and (r.import_id, r.row_number) > ($2, $3)
                   and not exists (select 1 from clients c
                                   where c.salon_id = $1 and c.id = r.client_id)
             order by r.import_id, r.row_number limit $4",
        )
        .bind(import)
        .bind(row)
        .bind(limit)
        .long()
        .all()
        .await?;
    let rows = rows.iter().map(|row| {
        Ok(Waiting {
            import: row.get("import_id")?,
            row: row.get("row_number")?,
            card: Card::from_bytes(&row.get::<Vec<u8>>("card")?)?,
        })
    });
    rows.collect()
}

/// Stops all previews on their way, on whichever host, and forgets what they staged. What
/// one of them still wanted to stage is refused after this transaction, because its import
/// is not being read any more.
pub(in crate::imports) async fn stop_previews(
    tx: &mut Tx,
    problem: &KeptProblem,
) -> Result<(), kartoteka_plugin::DbError> {
    let stopped = tx
        .query(
            "update imports set state = 'failed', host = null, problem = $2
             where salon_id = $1 and state = 'previewing' returning id",
        )
        .bind(JsonText::of(problem))
        .all()
        .await?;
    for import in &stopped {
        let id = import.get("id")?;
        super::clear_rows(tx, id).await?;
        super::count(tx, id).await?;
    }
    Ok(())
}

/// Forgets what a row said; that it was there stays.
pub(in crate::imports) async fn blank_row(
    tx: &mut Tx,
    import: Uuid,
    row: i64,
) -> Result<(), kartoteka_plugin::DbError> {
    tx.query(
        "update import_rows
         set cells = null, problems = null, card = null, fingerprint = null, number = null
         where salon_id = $1 and import_id = $2 and row_number = $3",
    )
    .bind(import)
    .bind(row)
    .execute()
    .await
    .map(drop)
}
