//! Many small salons on one host, opened in turn at random.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Outcome,
    host::{Engine, Host, Place},
    http::{self, Connection},
    memory,
    people::{Dice, People, Person},
    report::{Figure, megabytes, span},
    scale::Scale,
    scene::{SALON, Scene},
    upload,
};

pub(crate) async fn measure(scale: Scale) -> Outcome<Vec<Figure>> {
    let place = Place::new(Engine::Sqlite).await?;
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
    let host = place.start().await?;
    let mut scene = Scene::new(&place, &host, scale, token);
    let people: Vec<Person> = People::new(0x5EED_0003).take(scale.salon_clients).collect();
    upload::bring_in(&scene, &people).await?;
    scene.learn_clients().await?;
    let clients = std::mem::take(&mut scene.clients);
    let mut salons = make(&place, scale.salons)?;
    host.stop().await?;
    copy_files(&place)?;

    let host = place.start().await?;
    let before = memory::of(host.pid());
    let mut dice = Dice(0xD1CE);
    dice.shuffle(&mut salons);
    let card = |at: usize| format!("/clients/{}", clients[at % clients.len()]);
    let cards = pass(&host, &salons, card).await?;
    dice.shuffle(&mut salons);
    let finds = pass(&host, &salons, |_| "/clients?limit=20&q=mu".to_owned()).await?;
    host.stop().await?;
    let of = format!("{} salons of {} clients", scale.salons, scale.salon_clients);
    let figure = |work: String, measured: String, reach: &str| Figure {
        work,
        engine: Engine::Sqlite.name().to_owned(),
        measured,
        reach: reach.to_owned(),
        ..Figure::default()
    };
    Ok(vec![
        figure(
            format!("{of}, memory"),
            format!(
                "{} after a card of each, {} after a find in each (idle {})",
                megabytes(cards.most),
                megabytes(finds.most),
                megabytes(before)
            ),
            "≤ 400 MB",
        ),
        figure(
            format!("{of}, a first read, p99"),
            format!(
                "card {} (p50 {}), find {} (p50 {})",
                span(cards.p99),
                span(cards.p50),
                span(finds.p99),
                span(finds.p50)
            ),
            "≤ 10 ms",
        ),
    ])
}

/// A salon's slug and token.
struct Small {
    slug: String,
    token: String,
}

/// Makes salons by the command, two commands at a time.
fn make(place: &Place, count: usize) -> Outcome<Vec<Small>> {
    let next = AtomicUsize::new(0);
    let some = || -> Result<Vec<Small>, String> {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return Ok(made);
            }
            let slug = format!("salon-{at}");
            let create = ["salon", "create", &slug, "--name", &slug, "--country", "DE"];
            place.run(&create).map_err(|error| error.to_string())?;
            let token = place.run(&["token", "create", "--salon", &slug]);
            let token = token.map_err(|error| error.to_string())?;
            made.push(Small { slug, token });
        }
    };
    let mut all = Vec::new();
    thread::scope(|scope| -> Outcome<()> {
        let makers = [scope.spawn(some), scope.spawn(some)];
        for maker in makers {
            all.extend(maker.join().map_err(|_| "a maker of salons panicked")??);
        }
        Ok(())
    })?;
    Ok(all)
}

/// Gives every salon the clients of the first: the file is the salon, and importing the
/// same list two thousand times would measure imports.
fn copy_files(place: &Place) -> Outcome<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(place.data().join("salons"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "db") {
            files.push((fs::metadata(&path)?.len(), path));
        }
    }
    files.sort();
    let (_, filled) = files.pop().ok_or("no salon has a file")?;
    for (_, empty) in files {
        fs::copy(&filled, &empty)?;
        // On the disk, or the system would be busy writing gigabytes while reads are timed.
        fs::File::open(&empty)?.sync_all()?;
    }
    Ok(())
}

struct Pass {
    most: u64,
    p50: Duration,
    p99: Duration,
}

/// Reads between two looks at the memory. A look walks all pages of the host, which for so
/// long can map no more: beside a read it would be what is timed.
const LOOK_EVERY: usize = 20;

/// Reads once in each salon.
async fn pass(host: &Host, salons: &[Small], path: impl Fn(usize) -> String) -> Outcome<Pass> {
    let mut most = 0;
    let mut connection = Connection::open(host.address).await?;
    let mut took = Vec::with_capacity(salons.len());
    for (at, salon) in salons.iter().enumerate() {
        let path = format!("/api/v1/salons/{}{}", salon.slug, path(at));
        let token = format!("Bearer {}", salon.token);
        let request = http::request("GET", &path, &[("authorization", &token)], b"");
        let sent = Instant::now();
        connection.send(&request).await?.expect(200)?;
        took.push(sent.elapsed());
        if at % LOOK_EVERY == 0 || at + 1 == salons.len() {
            most = memory::of(host.pid()).max(most);
        }
    }
    took.sort_unstable();
    let within = |percent: usize| {
        took.get(took.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    Ok(Pass {
        most,
        p50: within(50),
        p99: within(99),
    })
}
