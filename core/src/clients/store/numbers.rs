//! The table of all numbers ever given.

use kartoteka_plugin::{DbError, Tx};
use uuid::Uuid;

/// Whether `number` was free and is now the client's.
pub(crate) async fn take_number(
    tx: &mut Tx,
    number: &str,
    value: Option<i64>,
    client: Uuid,
) -> Result<bool, DbError> {
    let inserted = tx
        .query(
            "insert into client_numbers (salon_id, number, value, client_id)
             values ($1, $2, $3, $4)
             on conflict (salon_id, number) do nothing",
        )
        .bind(number)
        .bind(value)
        .bind(client)
        .execute()
        .await?;
    Ok(inserted == 1)
}

/// Whether `number`, which somebody has or had, is this client's.
pub(crate) async fn has_number(tx: &mut Tx, number: &str, client: Uuid) -> Result<bool, DbError> {
    let row = tx
        .query("select client_id from client_numbers where salon_id = $1 and number = $2")
        .bind(number)
        .one()
        .await?;
    Ok(row.get::<Option<Uuid>>("client_id")? == Some(client))
}

/// The greatest plain number ever used.
pub(crate) async fn greatest_number(tx: &mut Tx) -> Result<i64, DbError> {
    let row = tx
        .query("select max(value) as greatest from client_numbers where salon_id = $1")
        .one()
        .await?;
    Ok(row.get::<Option<i64>>("greatest")?.unwrap_or(0))
}

/// The number, or 0, behind which the first `wanted` numbers are free.
pub(crate) async fn gap_of_numbers(tx: &mut Tx, wanted: i64) -> Result<Option<i64>, DbError> {
    let row = tx
        .query(
            "select taken from
                    (select taken, lead(taken) over (order by taken) as following from
                            (select 0 as taken
                             union
                             select value from client_numbers
                             where salon_id = $1 and value is not null) used) gaps
             where following - taken > $2 order by taken limit 1",
        )
        .bind(wanted)
        .long()
        .optional()
        .await?;
    row.map(|row| row.get("taken")).transpose()
}
