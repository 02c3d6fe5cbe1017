//! Registering clients, 16 at a time, each on the disk before it is answered.

use std::{sync::Arc, time::Instant};

use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    Outcome, alone,
    host::Engine,
    load::{self, Requests},
    people::{People, Person},
    report::{Figure, span, time},
    salon_data,
    scene::Scene,
};

const AT_ONCE: usize = 16;

pub(crate) async fn measure(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let count = scene.scale.registrations;
    let request = |person| scene.request("POST", "/clients", Some(&new_client(&person)));
    let mut people = People::new(0x5EED_0002);
    let warm: Requests = Arc::new(people.by_ref().take(AT_ONCE * 4).map(request).collect());
    load::at_once(scene.host.address, AT_ONCE, &warm, 201).await?;
    let all: Requests = Arc::new(people.take(count).map(request).collect());
    let work = load::at_once(scene.host.address, AT_ONCE, &all, 201);
    let (load, spent) = scene.host.spent(work).await?;
    let per_second = count as f64 / load.wall.as_secs_f64();
    let (limit, words) = match scene.place.engine {
        Engine::Sqlite => {
            let copy = salon_data::copy(scene.place, "register.db")?;
            let (limit, each) = alone::insert_clients(&copy, count)?;
            std::fs::remove_file(copy)?;
            (
                limit,
                format!("{limit:.0} a second, {}, group-committed", time(each)),
            )
        }
        Engine::Postgres => {
            let limit = bare_postgres(scene, count).await?;
            (limit, format!("{limit:.0} a second, one statement each"))
        }
    };
    let reach = match scene.place.engine {
        Engine::Sqlite => "≥ 4,000 a second",
        Engine::Postgres => "≥ 1,000 a second",
    };
    Ok(vec![Figure {
        work: format!("register, {AT_ONCE} at a time"),
        engine: scene.engine(),
        measured: format!(
            "{per_second:.0} a second, {}; p99 {}",
            spent.words(count),
            span(load.within(99, |_| true))
        ),
        reach: reach.to_owned(),
        limit: format!("bare insert {words}"),
        ratio: Some(limit / per_second),
    }])
}

fn new_client(person: &Person) -> Value {
    let contact = |value: &Option<String>| -> Vec<Value> {
        value
            .iter()
            .map(|value| json!({ "value": value }))
            .collect()
    };
    json!({
        "first_name": person.first,
        "last_name": person.last,
        "phones": contact(&person.phone),
        "emails": contact(&person.email),
    })
}

/// All tables that a registration writes, in one statement, committed by itself.
const INSERT: &str = "
    with number as (
        insert into client_numbers (salon_id, number, client_id) values ($1, $3, $2)
    ), find as (
        insert into client_find (salon_id, client_id, seen_at, changed, text)
        values ($1, $2, 0, 0, $5 || ' ' || $6 || ' ' || $7)
    ), contacts as (
        insert into contacts (salon_id, client_id, kind, position, value, match_key)
        select $1, $2, kind, 0, value, value
        from (values ('phone', $6), ('email', $7)) c (kind, value) where value <> ''
    ), entry as (
        insert into journal (salon_id, number, at, actor, request, what, after)
        values ($1, $8, now(), 'system', $3, 'core.client.registered/1', $9)
    ), subject as (
        insert into journal_subjects (salon_id, client_id, number) values ($1, $2, $8)
    )
    insert into clients (salon_id, id, number, first_name, last_name, sort_name, name_key,
                         version, created_at, changed_at)
    values ($1, $2, $3, $4, $5, $5, $5, 1, now(), now())";

/// How many a second, over 16 connections, with nothing around the statement.
async fn bare_postgres(scene: &Scene<'_>, count: usize) -> Outcome<f64> {
    let (_, url, salon) = salon_data::postgres(scene.place).await?;
    let mut writers = JoinSet::new();
    let mut open = Vec::new();
    for _ in 0..AT_ONCE {
        open.push(PgConnection::connect(&url).await?);
    }
    let start = Instant::now();
    for (writer, connection) in open.into_iter().enumerate() {
        writers.spawn(insert_some(connection, salon, writer, count / AT_ONCE));
    }
    while let Some(writer) = writers.join_next().await {
        writer??;
    }
    Ok((count / AT_ONCE * AT_ONCE) as f64 / start.elapsed().as_secs_f64())
}

async fn insert_some(
    mut connection: PgConnection,
    salon: Uuid,
    writer: usize,
    count: usize,
) -> Outcome<()> {
    let people = People::new(0xBA_0001 + writer as u64).take(count);
    for (at, person) in people.enumerate() {
        // Far beyond the numbers that the salon's own journal has.
        let number = i64::try_from(1_000_000_000 + writer * 10_000_000 + at)?;
        let after = json!({ "first_name": person.first, "last_name": person.last, "number": number,
            "phones": [person.phone], "emails": [person.email], "marketing_consent": "unknown" });
        sqlx::query(INSERT)
            .bind(salon)
            .bind(Uuid::now_v7())
            .bind(format!("bare-{number}"))
            .bind(&person.first)
            .bind(&person.last)
            .bind(person.phone.as_deref().unwrap_or_default())
            .bind(person.email.as_deref().unwrap_or_default())
            .bind(number)
            .bind(after)
            .execute(&mut connection)
            .await?;
    }
    Ok(())
}
