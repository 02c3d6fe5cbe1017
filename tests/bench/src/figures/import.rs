//! A list of 100,000 rows as XLSX, from the upload until it is written: cards, contacts,
//! notes, consents, journal and finder.

use crate::{
    Outcome, alone,
    host::Engine,
    memory::Watch,
    people::{People, Person},
    report::{self, Figure, megabytes},
    salon_data,
    scene::Scene,
    sheet, upload,
};

use super::import_limit;

pub(crate) async fn measure(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let count = scene.scale.clients;
    let people: Vec<Person> = People::new(0x5EED_0001).take(count).collect();
    let watch = Watch::start(scene.host.pid());
    let brought = upload::bring_in(scene, &people).await?;
    let first = scene.request("GET", "/clients?q=anna&limit=20", None);
    // The first question fills the finder.
    let (_, finder) = scene
        .host
        .spent(async { scene.send(&first).await?.json(200) })
        .await?;
    let most = watch.most();
    salon_data::analyze(scene.place).await?;

    let (preview, commit) = (brought.preview, brought.commit);
    let total = preview.each(count) + commit.each(count) + finder.each(count);
    let database = preview.database + commit.database + finder.database;
    let file = scene.place.beside("list.xlsx");
    std::fs::write(&file, sheet::xlsx(&people)?)?;
    let (read, read_memory) = alone::read_sheet(&file)?;
    let read = read / count as f64;
    let (written, staged, how) = match scene.place.engine {
        Engine::Sqlite => import_limit::sqlite(scene.place, count)?,
        Engine::Postgres => import_limit::postgres(scene, count).await?,
    };
    let limit = read + written + staged;
    let reach = match scene.place.engine {
        Engine::Sqlite => "≤ 60 µs",
        Engine::Postgres => "≤ 150 µs",
    };
    let beside = if database.is_zero() {
        String::new()
    } else {
        format!(
            " (+ database {})",
            report::time(report::each(database, count))
        )
    };
    let walls = preview.wall + commit.wall + finder.wall;
    let row = Figure {
        work: format!("import, a row of {count}"),
        engine: scene.engine(),
        measured: format!("{}{beside}", report::time(total)),
        reach: reach.to_owned(),
        limit: format!(
            "calamine {} + {how} {} + staged rows {}",
            report::time(read),
            report::time(written),
            report::time(staged)
        ),
        ratio: Some(total / limit),
    };
    let child = report::each(preview.host.children, count);
    let own = report::each(preview.host.own, count);
    let steps = Figure {
        work: "import, by step".to_owned(),
        engine: scene.engine(),
        measured: format!(
            "child reads {}, host previews {}, commits {}, fills the finder {}; {:.1} s in all",
            report::time(child),
            report::time(own),
            commit.words(count),
            report::time(finder.each(count)),
            walls.as_secs_f64(),
        ),
        ..Figure::default()
    };
    let memory = Figure {
        work: "import, most memory".to_owned(),
        engine: scene.engine(),
        measured: format!(
            "{} (host {}, child {})",
            megabytes(most.together),
            megabytes(most.own),
            megabytes(most.children)
        ),
        reach: "≤ 150 MB".to_owned(),
        limit: format!("calamine alone {}", megabytes(read_memory as u64)),
        ratio: Some(most.together as f64 / read_memory),
    };
    Ok(vec![row, steps, memory])
}
