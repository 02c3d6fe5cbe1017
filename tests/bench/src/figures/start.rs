//! Starting, idling, and how large the program is.

use std::{fs, time::Duration};

use crate::{
    Outcome,
    host::Place,
    memory,
    report::{Figure, megabytes, span},
    scale::Scale,
};

/// After that long a host that is asked nothing has settled.
const SETTLED: Duration = Duration::from_secs(2);

pub(crate) async fn measure(place: &Place, scale: Scale) -> Outcome<Vec<Figure>> {
    let mut starts = Vec::new();
    for _ in 0..scale.starts {
        let host = place.start().await?;
        starts.push(host.started);
        host.stop().await?;
    }
    starts.sort_unstable();
    let host = place.start().await?;
    tokio::time::sleep(SETTLED).await;
    let idle = memory::of(host.pid());
    host.stop().await?;
    let program = fs::metadata(&place.program)?.len();
    let engine = place.engine.name().to_owned();
    let figure = |work: &str, measured: String, reach: &str| Figure {
        work: work.to_owned(),
        engine: engine.clone(),
        measured,
        reach: reach.to_owned(),
        ..Figure::default()
    };
    let most = starts.last().copied().unwrap_or_default();
    let median = starts.get(starts.len() / 2).copied().unwrap_or_default();
    Ok(vec![
        figure("idle", megabytes(idle), "≤ 25 MB"),
        figure(
            "start to first answer",
            format!("{} (most {})", span(median), span(most)),
            "≤ 50 ms",
        ),
        figure("program", megabytes(program), "≤ 35 MB"),
    ])
}
