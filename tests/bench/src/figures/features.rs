//! What features cost: the question whether one is on, six sections on a card, and being told what
//! happened. The host is one with features of our own (see `alone/featured.rs`).

use std::{sync::Arc, time::Duration};

use serde_json::Value;

use super::page::{self, SignIn};
use crate::{
    Outcome,
    alone::featured::{ON, SECTIONS, now},
    host::{Engine, Place, Spent},
    http::{self, Connection},
    load::{self, Requests},
    people::{People, Person},
    report::{Figure, span, time},
    scene::{SALON, Scene},
    upload,
};

/// Registrations whose telling is timed.
const TIMED: usize = 400;
/// Events of one import.
const MANY: usize = 10_000;

pub(crate) async fn measure(engine: Engine, scale: crate::scale::Scale) -> Outcome<Vec<Figure>> {
    let place = Place::new(engine).await?;
    place.run(&[
        "salon",
        "create",
        SALON,
        "--name",
        "Bench",
        "--country",
        "DE",
    ])?;
    let token = place.run(&["token", "create", "--salon", SALON])?;
    let email = "owner@salon.example".to_owned();
    let user = [
        "user", "create", "--email", &email, "--name", "Owner", "--salon", SALON,
    ];
    let password = place.run(&user)?;
    let host = place.start_featured().await?;
    let mut scene = Scene::new(&place, &host, scale, token);
    let sign_in = SignIn { email, password };
    let mut figures = Vec::new();
    switch(&scene, "meter").await?;
    figures.push(drained(&scene).await?);
    figures.push(told(&scene).await?);
    scene.learn_clients().await?;
    let (count, plain) = pages(&scene, &sign_in).await?;
    for n in 0..ON {
        switch(&scene, &format!("part{n}")).await?;
    }
    let (_, featured) = pages(&scene, &sign_in).await?;
    figures.push(Figure {
        work: format!("card page with {SECTIONS} sections of features"),
        engine: scene.engine(),
        measured: format!("{} more", time(featured.each(count) - plain.each(count))),
        reach: "≤ 1 ms CPU more".to_owned(),
        limit: format!("without features {}", plain.words(count)),
        ratio: Some(featured.each(count) / plain.each(count)),
    });
    figures.push(checked(&scene).await?);
    host.stop().await?;
    Ok(figures)
}

async fn switch(scene: &Scene<'_>, feature: &str) -> Outcome<()> {
    let request = scene.request("PUT", &format!("/features/{feature}"), None);
    scene.send(&request).await?.expect(200)
}

/// When each event was heard since it was asked last.
async fn heard(scene: &Scene<'_>) -> Outcome<Vec<u64>> {
    let answer = scene
        .send(&scene.request("GET", "/meter/heard", None))
        .await?;
    let times = answer.json(200)?;
    let times = times.as_array().ok_or("no list")?.iter();
    Ok(times.filter_map(Value::as_u64).collect())
}

/// From the end of an import's commit until the last of its events is heard.
async fn drained(scene: &Scene<'_>) -> Outcome<Figure> {
    let people: Vec<Person> = People::new(0x5EED_0003).take(MANY).collect();
    upload::bring_in(scene, &people).await?;
    let committed = now();
    let mut all = Vec::new();
    while all.len() < MANY {
        all.extend(heard(scene).await?);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (first, last) = (all.iter().min(), all.iter().max());
    let span_of = |from: u64, to: u64| Duration::from_micros(to.saturating_sub(from));
    let (first, last) = (*first.ok_or("nothing")?, *last.ok_or("nothing")?);
    Ok(Figure {
        work: format!("{MANY} events of an import, told"),
        engine: scene.engine(),
        measured: format!(
            "{} from first to last; {} after the import said committed",
            span(span_of(first, last)),
            span(span_of(committed, last))
        ),
        reach: "≤ 5 s".to_owned(),
        ..Figure::default()
    })
}

/// From the answer to a registration until the listener has its event.
async fn told(scene: &Scene<'_>) -> Outcome<Figure> {
    let mut connection = Connection::open(scene.host.address).await?;
    let mut answered = Vec::with_capacity(TIMED);
    for n in 0..TIMED {
        let new = serde_json::json!({"last_name": format!("Told {n}")});
        let request = scene.request("POST", "/clients", Some(&new));
        connection.send(&request).await?.expect(201)?;
        answered.push(now());
    }
    let mut times = Vec::new();
    while times.len() < TIMED {
        times.extend(heard(scene).await?);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let late = answered
        .iter()
        .zip(&times)
        .map(|(from, to)| to.saturating_sub(*from));
    let mut late: Vec<u64> = late.collect();
    late.sort_unstable();
    let at = |percent: usize| {
        let at = (late.len() * percent / 100).min(late.len() - 1);
        span(Duration::from_micros(late[at]))
    };
    Ok(Figure {
        work: "an event, from the answer until it is told".to_owned(),
        engine: scene.engine(),
        measured: format!("p50 {}, p99 {}", at(50), at(99)),
        reach: "≤ 100 ms (p99)".to_owned(),
        ..Figure::default()
    })
}

async fn pages(scene: &Scene<'_>, sign_in: &SignIn) -> Outcome<(usize, Spent)> {
    let count = scene.scale.pages;
    let cookie = page::enter(scene, sign_in).await?;
    let headers = [
        ("cookie", cookie.as_str()),
        ("accept", "text/html"),
        ("sec-fetch-site", "none"),
    ];
    let request =
        |id: &String| http::request("GET", &format!("/{SALON}/clients/{id}"), &headers, b"");
    let ids = scene.clients.iter().cycle().take(count);
    let all: Requests = Arc::new(ids.map(request).collect());
    let work = load::at_once(scene.host.address, 8, &all, 200);
    Ok((count, scene.host.spent(work).await?.1))
}

/// The question whether a feature is on, of a salon that has many.
async fn checked(scene: &Scene<'_>) -> Outcome<Figure> {
    let answer = scene
        .send(&scene.request("GET", "/meter/check", None))
        .await?;
    let nanos = answer.json(200)?["nanoseconds"]
        .as_u64()
        .ok_or("no figure")?;
    Ok(Figure {
        work: format!("whether a feature is on, with {ON} on"),
        engine: scene.engine(),
        measured: format!("{nanos} ns"),
        reach: "≤ 1 µs".to_owned(),
        ..Figure::default()
    })
}
