//! All SQL of birthdays.

use kartoteka_plugin::{
    DbError, Row, Tx,
    db::{Ask, places},
};
use uuid::Uuid;

use crate::birthday::Birthday;

fn birthday(row: &Row) -> Result<Birthday, DbError> {
    let month_day: u32 = number(row, "month_day")?.unwrap_or_default();
    Ok(Birthday {
        client_id: row.get("client_id")?,
        month: month_day / 100,
        day: month_day % 100,
        year: number(row, "year")?,
    })
}

/// A number that the table holds within bounds.
fn number<T: TryFrom<i64>>(row: &Row, column: &str) -> Result<Option<T>, DbError> {
    let value: Option<i64> = row.get(column)?;
    Ok(value.and_then(|value| value.try_into().ok()))
}

/// The birthday of a client, where it is known.
pub(crate) async fn load(ask: &mut impl Ask, client: Uuid) -> Result<Option<Birthday>, DbError> {
    Ok(of_clients(ask, &[client]).await?.pop())
}

/// The birthdays of these clients, as far as they are known.
pub(crate) async fn of_clients(
    ask: &mut impl Ask,
    clients: &[Uuid],
) -> Result<Vec<Birthday>, DbError> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let (numbers, values) = places(1, clients);
    let sql = format!(
        "select client_id, month_day, year from example_birthday_greetings__birthdays
         where salon_id = $1 and client_id in ({numbers})"
    );
    let rows = ask.ask(sql).bind_all(values).all().await?;
    rows.iter().map(birthday).collect()
}

/// Birthdays of clients that are not put away, by day and client: those behind `after` and before
/// the day `before`.
pub(crate) async fn between(
    ask: &mut impl Ask,
    after: (i64, Uuid),
    before: i64,
    limit: usize,
) -> Result<Vec<Birthday>, DbError> {
    let sql = "select b.client_id, b.month_day, b.year from example_birthday_greetings__birthdays b
         join core_clients_1 c on c.salon_id = $1 and c.id = b.client_id
         where b.salon_id = $1 and c.archived_at is null
             and (b.month_day, b.client_id) > ($2, $3) and b.month_day < $4
         order by b.month_day, b.client_id limit $5";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let query = ask.ask(sql).bind(after.0).bind(after.1);
    let rows = query.bind(before).bind(limit).all().await?;
    rows.iter().map(birthday).collect()
}

/// Whether any birthday is known.
pub(crate) async fn is_any(ask: &mut impl Ask) -> Result<bool, DbError> {
    let sql =
        "select client_id from example_birthday_greetings__birthdays where salon_id = $1 limit 1";
    Ok(ask.ask(sql).optional().await?.is_some())
}

/// Whose birthday is on one of these days and who was not greeted in that year.
pub(crate) async fn not_greeted(
    ask: &mut impl Ask,
    days: &[i64],
    year: i64,
) -> Result<Vec<Uuid>, DbError> {
    let (numbers, values) = places(2, days);
    let sql = format!(
        "select b.client_id from example_birthday_greetings__birthdays b
         where b.salon_id = $1 and b.month_day in ({numbers}) and not exists
             (select g.year from example_birthday_greetings__greetings g
              where g.salon_id = $1 and g.client_id = b.client_id and g.year = $2)
         order by b.client_id"
    );
    let rows = ask.ask(sql).bind(year).bind_all(values).all().await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

/// Notes that a client is greeted in that year; `false` where they were.
pub(crate) async fn greet(
    tx: &mut Tx,
    client: Uuid,
    year: i64,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into example_birthday_greetings__greetings (salon_id, client_id, year, at)
         values ($1, $2, $3, $4) on conflict (salon_id, client_id, year) do nothing";
    let insert = tx.query(sql).bind(client).bind(year).bind(at);
    Ok(insert.execute().await? > 0)
}

/// The address of a client that stands first on their card.
pub(crate) async fn email(ask: &mut impl Ask, client: Uuid) -> Result<Option<String>, DbError> {
    let sql = "select value from core_contacts_1
         where salon_id = $1 and client_id = $2 and kind = 'email' order by position limit 1";
    let row = ask.ask(sql).bind(client).optional().await?;
    row.map(|row| row.get("value")).transpose()
}

/// Notes when a client has birthday.
pub(crate) async fn set(tx: &mut Tx, birthday: &Birthday) -> Result<(), DbError> {
    let sql =
        "insert into example_birthday_greetings__birthdays (salon_id, client_id, month_day, year)
         values ($1, $2, $3, $4) on conflict (salon_id, client_id)
         do update set month_day = excluded.month_day, year = excluded.year";
    let insert = tx.query(sql).bind(birthday.client_id);
    let insert = insert.bind(birthday.month_day());
    insert.bind(birthday.year.map(i64::from)).execute().await?;
    Ok(())
}

/// Forgets when a client has birthday; `false` where nobody knew.
pub(crate) async fn remove(tx: &mut Tx, client: Uuid) -> Result<bool, DbError> {
    let sql = "delete from example_birthday_greetings__birthdays
         where salon_id = $1 and client_id = $2";
    Ok(tx.query(sql).bind(client).execute().await? > 0)
}

/// Whether a client wants to be written to, where it is known.
pub(crate) async fn consent(ask: &mut impl Ask, client: Uuid) -> Result<Option<bool>, DbError> {
    let sql = "select given from example_birthday_greetings__consents
         where salon_id = $1 and client_id = $2";
    let row = ask.ask(sql).bind(client).optional().await?;
    row.map(|row| row.get("given")).transpose()
}

/// Notes what the card said, unless the registry has told of it meanwhile.
pub(crate) async fn note_consent(tx: &mut Tx, client: Uuid, given: bool) -> Result<(), DbError> {
    let sql = "insert into example_birthday_greetings__consents (salon_id, client_id, given)
         values ($1, $2, $3) on conflict (salon_id, client_id) do nothing";
    tx.query(sql).bind(client).bind(given).execute().await?;
    Ok(())
}

/// Notes what the registry tells, whatever was noted before.
pub(crate) async fn tell_consent(tx: &mut Tx, client: Uuid, given: bool) -> Result<(), DbError> {
    let sql = "insert into example_birthday_greetings__consents (salon_id, client_id, given)
         values ($1, $2, $3) on conflict (salon_id, client_id) do update set given = excluded.given";
    tx.query(sql).bind(client).bind(given).execute().await?;
    Ok(())
}
