//! Finding people over HTTP, the first 20 each time, as it is typed at a front desk.

use std::{sync::Arc, time::Duration};

use kartoteka_core::find::{Index, Query};

use crate::{
    Outcome, cpu, http,
    load::{self, Load, Requests},
    report::{self, Figure, span, time},
    salon_data,
    scene::Scene,
};

struct Kind {
    name: &'static str,
    reach: &'static str,
    queries: [&'static str; 10],
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "find, one letter",
        reach: "≤ 4.5 ms",
        queries: ["a", "m", "s", "k", "e", "ü", "b", "l", "n", "0"],
    },
    Kind {
        name: "find, two or three",
        reach: "≤ 2 ms",
        queries: [
            "mu", "mü", "an", "mül", "kow", "sch", "van", "ros", "jan", "017",
        ],
    },
    Kind {
        name: "find, more",
        reach: "≤ 0.7 ms",
        queries: [
            "mueller",
            "müller anna",
            "0176 55",
            "wisniewska",
            "van den berg",
            "rossi giulia",
            "schmidt 0171",
            "kowalska",
            "maria wagner",
            "47110",
        ],
    },
];

/// At a set pace.
const PER_SECOND: u32 = 200;

pub(crate) async fn measure(scene: &Scene<'_>) -> Outcome<Vec<Figure>> {
    let index = bare_finder(scene).await?;
    let mut figures = Vec::new();
    for kind in &KINDS {
        figures.push(at_once(scene, kind, &index).await?);
    }
    figures.push(paced(scene).await?);
    Ok(figures)
}

fn requests(scene: &Scene<'_>, count: usize, query: impl Fn(usize) -> &'static str) -> Requests {
    let request = |at| {
        let path = format!("/clients?limit=20&q={}", http::encoded(query(at)));
        scene.request("GET", &path, None)
    };
    Arc::new((0..count).map(request).collect())
}

/// What one query costs the host.
async fn at_once(scene: &Scene<'_>, kind: &Kind, index: &Index) -> Outcome<Figure> {
    let count = scene.scale.finds;
    let all = requests(scene, count, |at| kind.queries[at % kind.queries.len()]);
    let work = load::at_once(scene.host.address, 2, &all, 200);
    let (_, spent) = scene.host.spent(work).await?;
    let limit = bare(index, kind);
    Ok(Figure {
        work: kind.name.to_owned(),
        engine: scene.engine(),
        measured: spent.words(count),
        reach: kind.reach.to_owned(),
        limit: format!("bare finder {}", time(limit)),
        ratio: Some(spent.each(count) / limit),
    })
}

/// How long people wait, all kinds of queries mixed.
async fn paced(scene: &Scene<'_>) -> Outcome<Figure> {
    let kind = |at: usize| at % KINDS.len();
    let query = |at: usize| {
        let queries = &KINDS[kind(at)].queries;
        queries[at / KINDS.len() % queries.len()]
    };
    let all = requests(scene, scene.scale.paced_finds, query);
    let load = load::paced(scene.host.address, PER_SECOND, &all, 200).await?;
    let of = |load: &Load, chosen: usize| span(load.within(99, |at| kind(at) == chosen));
    Ok(Figure {
        work: format!("find, {PER_SECOND} a second, p99"),
        engine: scene.engine(),
        measured: format!(
            "{} (one letter {}, two or three {}, more {}; p50 {})",
            span(load.within(99, |_| true)),
            of(&load, 0),
            of(&load, 1),
            of(&load, 2),
            span(load.within(50, |_| true)),
        ),
        reach: "≤ 8 ms".to_owned(),
        ..Figure::default()
    })
}

async fn bare_finder(scene: &Scene<'_>) -> Outcome<Index> {
    let mut index = Index::new();
    for (id, seen_at, text) in salon_data::find_texts(scene.place).await? {
        index
            .upsert(id, seen_at, &text)
            .map_err(|full| full.to_string())?;
    }
    Ok(index)
}

/// Microseconds of a query of this kind, in process.
fn bare(index: &Index, kind: &Kind) -> f64 {
    let start = cpu::of_this_thread();
    let mut asked = 0;
    let mut took = Duration::ZERO;
    while took < Duration::from_millis(300) {
        for query in kind.queries {
            std::hint::black_box(index.search(&Query::parse(query), None, 20, false));
        }
        asked += kind.queries.len();
        took = cpu::of_this_thread() - start;
    }
    report::each(took, asked)
}
