//! All SQL of cards: the card itself with its contacts and notes is written here and read
//! in `reading`; the numbers ever given stand in `numbers`.

mod numbers;
mod reading;

pub(crate) use numbers::{gap_of_numbers, greatest_number, has_number, take_number};
pub(crate) use reading::{load, load_many, page};

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError, Sql, Tx,
    db::{Ask, Bulk},
};
use uuid::Uuid;

use super::{Client, Email, MarketingConsent, Note, Phone, SourceRef};
use kartoteka_plugin::fold;

use crate::{contacts, names};

/// How many cards there are.
pub(crate) async fn count(ask: &mut impl Ask, archived: bool) -> Result<u64, DbError> {
    let row = ask
        .ask(if archived {
            "select count(*) as n from clients where salon_id = $1 and archived_at is not null"
        } else {
            "select count(*) as n from clients where salon_id = $1 and archived_at is null"
        })
        .one()
        .await?;
    Ok(u64::try_from(row.get::<i64>("n")?).unwrap_or(0))
}

/// What names are ordered by: last name first, folded.
pub(crate) fn sort_name(first: &str, last: &str) -> String {
    fold::fold_fully(&names::display_name(last, first))
}

/// Writes a new card, with the next statement of the transaction.
pub(crate) fn insert(tx: &mut Tx, client: &Client) {
    tx.query(
        "insert into clients (salon_id, id, number, first_name, last_name, sort_name, name_key,
                              source_id, version, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(client.id)
    .bind(&client.number)
    .bind(&client.first_name)
    .bind(&client.last_name)
    .bind(sort_name(&client.first_name, &client.last_name))
    .bind(names::folded_name_key(
        &client.first_name,
        &client.last_name,
    ))
    .bind(client.source.as_ref().map(|source| source.id))
    .bind(client.version)
    .bind(client.created_at)
    .bind(client.changed_at)
    .later();
    insert_contacts(tx, client);
    insert_notes(tx, client.id, &client.notes);
}

/// Writes the changed card over the one of version `based_on`.
///
/// Gives `false`, and writes nothing, where the card has another version by now.
pub(crate) async fn update(tx: &mut Tx, before: &Client, after: &Client) -> Result<bool, DbError> {
    let updated = tx
        .query(
            "update clients
             set number = $4, first_name = $5, last_name = $6, sort_name = $7, name_key = $8,
                 source_id = $9, version = $10, changed_at = $11, archived_at = $12
             where salon_id = $1 and id = $2 and version = $3",
        )
        .bind(before.id)
        .bind(before.version)
        .bind(&after.number)
        .bind(&after.first_name)
        .bind(&after.last_name)
        .bind(sort_name(&after.first_name, &after.last_name))
        .bind(names::folded_name_key(&after.first_name, &after.last_name))
        .bind(after.source.as_ref().map(|source| source.id))
        .bind(after.version)
        .bind(after.changed_at)
        .bind(after.archived_at)
        .execute()
        .await?;
    if updated == 0 {
        return Ok(false);
    }
    if before.phones != after.phones || before.emails != after.emails {
        tx.query("delete from contacts where salon_id = $1 and client_id = $2")
            .bind(after.id)
            .execute()
            .await?;
        insert_contacts(tx, after);
    }
    if before.notes != after.notes {
        tx.query("delete from notes where salon_id = $1 and client_id = $2")
            .bind(after.id)
            .execute()
            .await?;
        insert_notes(tx, after.id, &after.notes);
    }
    Ok(true)
}

const HOLD: Sql = Sql::by_engine(
    "select id from clients where salon_id = $1 and id = $2",
    "select id from clients where salon_id = $1 and id = $2 for update",
);

/// Keeps everybody else from writing about the client until the transaction ends. On SQLite one
/// writes at a time anyway.
pub(crate) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), DbError> {
    tx.query(HOLD).bind(id).optional().await.map(drop)
}

fn insert_contacts(tx: &mut Tx, client: &Client) {
    let mut rows = contacts::rows();
    contacts::add_rows(&mut rows, client);
    tx.insert_later(rows);
}

fn insert_notes(tx: &mut Tx, client: Uuid, notes: &[Note]) {
    let mut rows = Bulk::into(
        "notes",
        &["id", "client_id", "text", "author", "created_at"],
    );
    for note in notes {
        rows.row([
            note.id.into(),
            client.into(),
            (&note.text).into(),
            (&note.author).into(),
            note.created_at.into(),
        ]);
    }
    tx.insert_later(rows);
}

/// The state of a card that the next steps need: its version and whether it is
/// archived.
pub(crate) async fn state(
    ask: &mut impl Ask,
    id: Uuid,
) -> Result<Option<(i64, Option<DateTime<Utc>>)>, DbError> {
    let row = ask
        .ask("select version, archived_at from clients where salon_id = $1 and id = $2")
        .bind(id)
        .optional()
        .await?;
    row.map(|row| Ok((row.get("version")?, row.get("archived_at")?)))
        .transpose()
}
