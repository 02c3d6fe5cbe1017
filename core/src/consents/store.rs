//! All SQL of consents.

use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, Bulk},
};
use uuid::Uuid;

use super::{Consent, NewConsent};
use crate::clients::MarketingConsent;

/// More entries than a card shows.
const MOST: i64 = 200;

/// Appends an entry, with the next statement of the transaction.
pub(crate) fn append(tx: &mut Tx, id: Uuid, client: Uuid, new: NewConsent) {
    let mut entry = rows();
    add_row(&mut entry, id, client, new);
    tx.insert_later(entry);
}

/// Rows of entries on their way into the table, for many at once.
pub(crate) fn rows() -> Bulk {
    let columns = &[
        "id",
        "client_id",
        "purpose",
        "state",
        "at",
        "actor",
        "source",
        "import_id",
        "file_name",
        "row_number",
        "wording",
    ];
    Bulk::into("consents", columns)
}

/// Adds an entry for marketing.
pub(crate) fn add_row(rows: &mut Bulk, id: Uuid, client: Uuid, new: NewConsent) {
    let (import, file, row) = match new.import {
        Some((import, file, row)) => (Some(import), Some(file), Some(row)),
        None => (None, None, None),
    };
    rows.row([
        id.into(),
        client.into(),
        "marketing".into(),
        new.state.code().into(),
        new.at.into(),
        new.actor.into(),
        new.source.into(),
        import.into(),
        file.into(),
        row.into(),
        new.wording.into(),
    ]);
}

/// The entries of a client, newest first.
pub(super) async fn of_client(ask: &mut impl Ask, client: Uuid) -> Result<Vec<Consent>, DbError> {
    let rows = ask
        .ask(
            "select id, purpose, state, at, actor, source, import_id, file_name, row_number,
                    wording
             from consents where salon_id = $1 and client_id = $2
             order by id desc limit $3",
        )
        .bind(client)
        .bind(MOST)
        .all()
        .await?;
    rows.iter().map(consent).collect()
}

fn consent(row: &Row) -> Result<Consent, DbError> {
    Ok(Consent {
        id: row.get("id")?,
        purpose: row.get("purpose")?,
        state: MarketingConsent::from_code(&row.get::<String>("state")?),
        at: row.get("at")?,
        actor: row.get("actor")?,
        source: row.get("source")?,
        import_id: row.get("import_id")?,
        file_name: row.get("file_name")?,
        row: row.get("row_number")?,
        wording: row.get("wording")?,
    })
}
