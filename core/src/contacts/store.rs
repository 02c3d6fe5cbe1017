//! All SQL of contacts.

use kartoteka_plugin::{
    DbError,
    db::{Ask, Bulk},
};
use uuid::Uuid;

use super::{ContactKey, EMAIL, PHONE, email_key, phone_key};
use crate::clients::Client;

/// A card that has a contact.
pub(super) struct Holder {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
}

/// The cards that have this contact, the last changed first.
pub(super) async fn holders(
    ask: &mut impl Ask,
    contact: &ContactKey,
    limit: i64,
) -> Result<Vec<Holder>, DbError> {
    let rows = ask
        .ask(
            "select c.id, c.number, c.first_name, c.last_name
             from contacts k
             join clients c on c.salon_id = $1 and c.id = k.client_id
             where k.salon_id = $1 and k.kind = $2 and k.match_key = $3
             order by c.changed_at desc
             limit $4",
        )
        .bind(contact.kind)
        .bind(contact.key.as_str())
        .bind(limit)
        .all()
        .await?;
    let holders = rows.iter().map(|row| {
        Ok(Holder {
            id: row.get("id")?,
            number: row.get("number")?,
            first_name: row.get("first_name")?,
            last_name: row.get("last_name")?,
        })
    });
    holders.collect()
}

/// Rows of contacts on their way into the table.
pub(crate) fn rows() -> Bulk {
    let columns = &[
        "client_id",
        "kind",
        "position",
        "value",
        "e164",
        "match_key",
    ];
    Bulk::into("contacts", columns)
}

/// Adds the contacts of a card.
pub(crate) fn add_rows(rows: &mut Bulk, client: &Client) {
    add_rows_behind(rows, client, (0, 0));
}

/// Adds the contacts of a card behind its first phones and e-mails, which are there.
pub(crate) fn add_rows_behind(rows: &mut Bulk, client: &Client, known: (usize, usize)) {
    for (at, phone) in (0_i64..).zip(&client.phones).skip(known.0) {
        rows.row([
            client.id.into(),
            PHONE.into(),
            at.into(),
            (&phone.value).into(),
            phone.e164.clone().into(),
            phone_key(phone).into(),
        ]);
    }
    for (at, email) in (0_i64..).zip(&client.emails).skip(known.1) {
        rows.row([
            client.id.into(),
            EMAIL.into(),
            at.into(),
            (&email.value).into(),
            None::<String>.into(),
            email_key(&email.value).into(),
        ]);
    }
}
