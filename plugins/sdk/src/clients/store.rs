//! Statements about clients. They read the view `core.clients/1`, for whoever asks.

use std::collections::HashMap;

use uuid::Uuid;

use super::Person;
use crate::{
    DbError, Sql, Tx,
    db::{Ask, places},
};

/// The client `id`, where there is one.
///
/// # Errors
/// As the engine says.
pub async fn person(ask: &mut impl Ask, id: Uuid) -> Result<Option<Person>, DbError> {
    Ok(people(ask, &[id]).await?.remove(&id))
}

/// The clients among `ids` that are there.
///
/// # Errors
/// As the engine says.
pub async fn people(ask: &mut impl Ask, ids: &[Uuid]) -> Result<HashMap<Uuid, Person>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (numbers, values) = places(1, ids);
    let rows = ask
        .ask(format!(
            "select id, number, first_name, last_name, archived_at is not null as archived
             from core_clients_1 where salon_id = $1 and id in ({numbers})"
        ))
        .bind_all(values)
        .all()
        .await?;
    let people = rows.iter().map(Person::of);
    people
        .map(|person| person.map(|person| (person.id, person)))
        .collect()
}

const HOLD: Sql = Sql::by_engine(
    "select id from core_clients_1 where salon_id = $1 and id = $2",
    "select id from core_clients_1 where salon_id = $1 and id = $2 for key share",
);

/// Whether the client `id` is there, and then until the transaction ends: an erasure waits for
/// it, as it waits for an erasure. Whoever writes about a client holds them first. On SQLite one
/// writes at a time anyway.
///
/// # Errors
/// As the engine says.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<bool, DbError> {
    Ok(tx.query(HOLD).bind(id).optional().await?.is_some())
}
