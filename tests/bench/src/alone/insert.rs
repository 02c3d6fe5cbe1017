//! Clients inserted with nothing around the statements: 16 to a commit, every commit
//! on the disk, into all tables that a registration writes.

use std::{path::Path, time::Instant};

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::{
    Outcome,
    people::{People, Person},
};

/// Pending at each commit, as many as register at a time.
const GROUP: usize = 16;

pub(super) fn run(file: &Path, count: usize) -> Outcome<String> {
    let mut connection = Connection::open(file)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192",
    )?;
    let number: i64 =
        connection.query_row("select coalesce(max(number), 0) from journal", (), |row| {
            row.get(0)
        })?;
    let people: Vec<Person> = People::new(0xB0_BA11).take(count).collect();
    let (computed, start) = (super::computed(), Instant::now());
    for (group, people) in people.chunks(GROUP).enumerate() {
        let transaction = connection.transaction()?;
        for (at, person) in people.iter().enumerate() {
            let at = i64::try_from(group * GROUP + at)?;
            insert(&transaction, number + 1 + at, person)?;
        }
        transaction.commit()?;
    }
    let wall = start.elapsed();
    let each = (super::computed() - computed).as_secs_f64() * 1e6 / count as f64;
    Ok(format!("{} {each}", count as f64 / wall.as_secs_f64()))
}

fn insert(connection: &Connection, at: i64, person: &Person) -> Outcome<()> {
    let id = Uuid::now_v7().into_bytes();
    let (number, name) = (format!("bare-{at}"), person.name().to_lowercase());
    let put = |text: &str, values: &[&dyn rusqlite::ToSql]| -> Outcome<()> {
        connection.prepare_cached(text)?.execute(values)?;
        Ok(())
    };
    put(
        "insert into client_numbers (salon_id, number, value, client_id) values (1, ?1, null, ?2)",
        params![number, id],
    )?;
    put(
        "insert into clients (salon_id, id, number, first_name, last_name, sort_name, name_key,
                              version, created_at, changed_at)
         values (1, ?1, ?2, ?3, ?4, ?5, ?5, 1, ?6, ?6)",
        params![id, number, person.first, person.last, name, at],
    )?;
    for (kind, value) in [("phone", &person.phone), ("email", &person.email)] {
        if let Some(value) = value {
            put(
                "insert into contacts (salon_id, client_id, kind, position, value, match_key)
                 values (1, ?1, ?2, 0, ?3, ?3)",
                params![id, kind, value],
            )?;
        }
    }
    put(
        "insert into client_find (salon_id, client_id, seen_at, changed, text)
         values (1, ?1, ?2, ?2, ?3)",
        params![
            id,
            at,
            format!("{name} {name} {:?} {:?}", person.phone, person.email)
        ],
    )?;
    let after = serde_json::json!({
        "number": number, "first_name": person.first, "last_name": person.last,
        "phones": [person.phone], "emails": [person.email], "marketing_consent": "unknown",
    });
    put(
        "insert into journal (salon_id, number, at, actor, request, what, after)
         values (1, ?1, ?1, 'system', ?2, 'core.client.registered/1', ?3)",
        params![at, number, after.to_string()],
    )?;
    put(
        "insert into journal_subjects (salon_id, client_id, number) values (1, ?1, ?2)",
        params![id, at],
    )
}
