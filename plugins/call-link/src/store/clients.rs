//! Statements about clients, as the registry shows them to features.

use kartoteka_plugin::{DbError, clients::Person, db::Ask};
use uuid::Uuid;

/// The phones of a client in E.164, as they stand on the card.
pub(crate) async fn phones_of(ask: &mut impl Ask, client: Uuid) -> Result<Vec<String>, DbError> {
    let rows = ask
        .ask(
            "select match_key from core_contacts_1
             where salon_id = $1 and client_id = $2 and kind = 'phone' order by position",
        )
        .bind(client)
        .all()
        .await?;
    let keys: Result<Vec<String>, DbError> = rows.iter().map(|row| row.get("match_key")).collect();
    let mut phones = keys?;
    // What was not understood is no number that is called.
    phones.retain(|key| key.starts_with('+'));
    Ok(phones)
}

/// Somebody who has a number, and by which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) person: Person,
    pub(crate) key: String,
}

/// Those who have a phone known by `key`, each once, those whose cards are put away last.
pub(crate) async fn having(
    ask: &mut impl Ask,
    key: &str,
    limit: i64,
) -> Result<Vec<Found>, DbError> {
    let rows = ask
        .ask(
            "select c.id, c.number, c.first_name, c.last_name,
                 c.archived_at is not null as archived
             from core_clients_1 c
             where c.salon_id = $1 and c.id in (
                 select k.client_id from core_contacts_1 k
                 where k.salon_id = $1 and k.kind = 'phone' and k.match_key = $2)
             order by archived, c.id limit $3",
        )
        .bind(key)
        .bind(limit)
        .all()
        .await?;
    let found = rows.iter().map(|row| {
        Ok(Found {
            person: Person::of(row)?,
            key: key.to_owned(),
        })
    });
    found.collect()
}
