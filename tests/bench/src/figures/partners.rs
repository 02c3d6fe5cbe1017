//! What the native border costs: the same little feature linked in, in Rust and in C, in one host.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    Outcome,
    alone::{
        self,
        partners::{C, LINKED, RUST, id},
    },
    host::{Engine, Place, Spent},
    load::{self, Requests},
    memory,
    report::{Figure, time},
    scale::Scale,
    scene::{SALON, Scene},
};

const CONNECTIONS: usize = 16;
/// Rows that are read.
const ROWS: usize = 100;
/// Plugins that do nothing.
const IDLE: usize = 50;

pub(crate) async fn measure(engine: Engine, scale: Scale) -> Outcome<Vec<Figure>> {
    let place = Place::new(engine).await?;
    let create = [
        "salon",
        "create",
        SALON,
        "--name",
        "Bench",
        "--country",
        "DE",
    ];
    place.run(&create)?;
    let token = place.run(&["token", "create", "--salon", SALON])?;
    let host = place.start_partners(0).await?;
    let alone = memory::of(host.pid());
    let scene = Scene::new(&place, &host, scale, token.clone());
    for number in [LINKED, RUST, C] {
        switch(&scene, number).await?;
    }
    let mut figures = rows(&scene).await?;
    figures.extend(bodies(&scene).await?);
    host.stop().await?;
    figures.push(idle(&place, alone).await?);
    if engine == Engine::Sqlite {
        figures.extend(bare(&place)?);
    }
    Ok(figures)
}

async fn switch(scene: &Scene<'_>, number: usize) -> Outcome<()> {
    let request = scene.request("PUT", &format!("/features/{}", id(number)), None);
    scene.send(&request).await?.expect(200)
}

fn figure(scene: &Scene<'_>, work: &str, spent: (f64, f64), reach: &str) -> Figure {
    let (one, linked) = spent;
    Figure {
        work: work.to_owned(),
        engine: scene.engine(),
        measured: format!("{} a request", time(one)),
        reach: reach.to_owned(),
        limit: format!("linked {}", time(linked)),
        ratio: Some(one / linked),
    }
}

/// A request that reads one row.
async fn rows(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let ids: Vec<Uuid> = (0..ROWS as u128).map(|n| Uuid::from_u128(n + 1)).collect();
    for number in [LINKED, RUST, C] {
        for row in &ids {
            let path = format!("/{}/row/{row}", id(number));
            scene
                .send(&scene.request("PUT", &path, None))
                .await?
                .expect(204)?;
        }
    }
    let count = scene.scale.cards;
    let spent = async |number: usize| -> Outcome<f64> {
        let request = |row: &Uuid| {
            let path = format!("/{}/row/{row}", id(number));
            scene.request("GET", &path, None)
        };
        let all: Requests = Arc::new(ids.iter().cycle().take(count).map(request).collect());
        taken(scene, &all, 200, count).await
    };
    let linked = spent(LINKED).await?;
    let (rust, c) = (spent(RUST).await?, spent(C).await?);
    Ok(vec![
        figure(
            scene,
            "a row read by a native plugin in Rust",
            (rust, linked),
            "≤ 1.4×",
        ),
        figure(
            scene,
            "a row read by a native plugin in C",
            (c, linked),
            "≤ 1.4×",
        ),
    ])
}

/// A body of 1 MB there and back.
async fn bodies(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let body = vec![b'x'; 1 << 20];
    let count = scene.scale.cards / 50;
    let spent = async |number: usize| -> Outcome<f64> {
        let path = format!("/{}/echo", id(number));
        let request = scene.request_of("POST", &path, "text/plain", &body);
        let all: Requests = Arc::new(std::iter::repeat_n(request, count).collect());
        taken(scene, &all, 200, count).await
    };
    let linked = spent(LINKED).await?;
    let (rust, c) = (spent(RUST).await?, spent(C).await?);
    Ok(vec![
        figure(
            scene,
            "1 MB through a native plugin in Rust",
            (rust, linked),
            "≤ 1.4×",
        ),
        figure(
            scene,
            "1 MB through a native plugin in C",
            (c, linked),
            "≤ 1.4×",
        ),
    ])
}

/// Microseconds of the host's computing for each.
async fn taken(scene: &Scene<'_>, all: &Requests, status: u16, count: usize) -> Outcome<f64> {
    let address = scene.host.address;
    let some: Requests = Arc::new(all.iter().take(count / 5).cloned().collect());
    load::at_once(address, CONNECTIONS, &some, status).await?;
    let work = load::at_once(address, CONNECTIONS, all, status);
    let spent: Spent = scene.host.spent(work).await?.1;
    Ok(spent.each(count))
}

/// What plugins hold of the memory that nobody asks anything.
async fn idle(place: &Place, alone: u64) -> Outcome<Figure> {
    let host = place.start_partners(IDLE).await?;
    let with = memory::of(host.pid());
    host.stop().await?;
    let each = with.saturating_sub(alone) as f64 / IDLE as f64 / f64::from(1 << 20);
    Ok(Figure {
        work: format!("{IDLE} idle native plugins"),
        engine: place.engine.name().to_owned(),
        measured: format!("{each:.2} MB each"),
        reach: "≤ 2 MB each".to_owned(),
        limit: format!("without them {:.1} MB", alone as f64 / f64::from(1 << 20)),
        ratio: None,
    })
}

/// A call that does nothing, without what brings it.
fn bare(place: &Place) -> Outcome<Vec<Figure>> {
    let numbers = alone::partner_calls(place)?;
    let names = ["linked", "native, in Rust", "native, in C (blocking)"];
    let reaches = ["≤ 1 µs", "≤ 15 µs", "≤ 15 µs"];
    let pairs = numbers.chunks_exact(2).zip(names.into_iter().zip(reaches));
    let figure = |(pair, (name, reach)): (&[f64], (&str, &str))| Figure {
        work: format!("a bare call, {name}"),
        engine: "none".to_owned(),
        measured: format!(
            "{} computing, {} waiting",
            time(pair[0] / 1000.0),
            time(pair[1] / 1000.0)
        ),
        reach: reach.to_owned(),
        ..Figure::default()
    };
    Ok(pairs.map(figure).collect())
}
