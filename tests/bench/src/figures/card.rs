//! A card by its id, as a program reads it: with a token, over 64 connections.

use std::sync::Arc;

use crate::{
    Outcome,
    alone::bare::Bare,
    host::Engine,
    http,
    load::{self, Requests},
    report::{self, Figure, time},
    salon_data,
    scene::Scene,
};

const CONNECTIONS: usize = 64;

pub(crate) async fn measure(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let count = scene.scale.cards;
    let request = |id: &String| scene.request("GET", &format!("/clients/{id}"), None);
    let all: Requests = Arc::new(
        scene
            .clients
            .iter()
            .cycle()
            .take(count)
            .map(request)
            .collect(),
    );
    warm(&all, scene.host.address).await?;
    let work = load::at_once(scene.host.address, CONNECTIONS, &all, 200);
    let (load, spent) = scene.host.spent(work).await?;
    let limit = bare(scene, count).await?;
    let reach = match scene.place.engine {
        Engine::Sqlite => "≤ 60 µs",
        Engine::Postgres => "≤ 250 µs",
    };
    let p99 = report::span(load.within(99, |_| true));
    Ok(vec![Figure {
        work: format!("card by id, {CONNECTIONS} connections"),
        engine: scene.engine(),
        measured: format!(
            "{}; {:.0} a second, p99 {p99}",
            spent.words(count),
            count as f64 / load.wall.as_secs_f64()
        ),
        reach: reach.to_owned(),
        limit: format!("bare axum handler {}", time(limit)),
        ratio: Some(spent.each(count) / limit),
    }])
}

/// What is read once only (tokens, plans) does not count.
async fn warm(all: &Requests, address: std::net::SocketAddr) -> Outcome<()> {
    let some: Requests = Arc::new(all.iter().take(2_000).cloned().collect());
    load::at_once(address, CONNECTIONS, &some, 200)
        .await
        .map(drop)
}

/// Microseconds of a bare handler with the same statement.
async fn bare(scene: &Scene<'_>, count: usize) -> Outcome<f64> {
    let server = match scene.place.engine {
        Engine::Sqlite => {
            let file = salon_data::file(scene.place)?;
            Bare::start(&["card", &file.to_string_lossy()])?
        }
        Engine::Postgres => {
            let (_, url, salon) = salon_data::postgres(scene.place).await?;
            Bare::start(&["card", &url, &salon.to_string()])?
        }
    };
    let request = |id: &String| http::request("GET", &format!("/clients/{id}"), &[], b"");
    let all: Requests = Arc::new(
        scene
            .clients
            .iter()
            .cycle()
            .take(count)
            .map(request)
            .collect(),
    );
    warm(&all, server.address).await?;
    let before = server.cpu()?;
    load::at_once(server.address, CONNECTIONS, &all, 200).await?;
    Ok(report::each((server.cpu()? - before).total(), count))
}
