//! All SQL of contacts.

use chrono::{DateTime, Utc};
use kartoteka_plugin::{
    DbError,
    db::{Ask, Bulk},
};
use uuid::Uuid;

use super::{ContactKey, EMAIL, PHONE, email_key, phone_key};
use crate::clients::Client;

/// A card that has a contact.
pub(super) struct Holder {
    pub(super) kind: String,
    pub(super) key: String,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
}

/// The cards that have these contacts, the last changed of each, at most `limit` of it; in
/// no order.
pub(super) async fn holders(
    ask: &mut impl Ask,
    contacts: &[ContactKey],
    limit: i64,
) -> Result<Vec<Holder>, DbError> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let of_one = |at: usize| {
        let (kind, key) = (3 + 2 * at, 4 + 2 * at);
        format!(
            "select kind, match_key, changed_at, id, number, first_name, last_name from
                 (select k.kind, k.match_key, c.changed_at, c.id, c.number, c.first_name,
                         c.last_name
                  from contacts k
                  join clients c on c.salon_id = $1 and c.id = k.client_id
                  where k.salon_id = $1 and k.kind = ${kind} and k.match_key = ${key}
                  order by c.changed_at desc
                  limit $2) c{at}"
        )
    };
    let texts: Vec<String> = (0..contacts.len()).map(of_one).collect();
    let mut query = ask.ask(texts.join(" union all ")).bind(limit);
    for contact in contacts {
        query = query.bind(contact.kind).bind(contact.key.as_str());
    }
    let rows = query.all().await?;
    let holders = rows.iter().map(|row| {
        Ok(Holder {
            kind: row.get("kind")?,
            key: row.get("match_key")?,
            changed_at: row.get("changed_at")?,
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
