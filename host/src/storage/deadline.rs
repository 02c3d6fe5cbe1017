//! How long work may ask the engines something: kept beside the task that does it. On SQLite a
//! short statement runs on the task's own thread, so that nobody else could end it.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use kartoteka_plugin::db::Weight;

/// The most that a short statement of a feature may take of a thread that serves others, too.
pub(crate) const SHORT: Duration = Duration::from_secs(5);

tokio::task_local! {
    static LIMITS: Limits;
}

#[derive(Clone, Copy)]
struct Limits {
    /// When all of the work has to end.
    until: Option<Instant>,
    /// How long a short statement may run.
    short: Duration,
}

/// Does `work` of a feature: none of its short statements runs longer than it should.
pub(crate) async fn of_feature<F: Future>(work: F) -> F::Output {
    let outer = LIMITS.try_with(|outer| *outer).ok();
    let limits = Limits {
        until: outer.and_then(|outer| outer.until),
        short: outer.map_or(SHORT, |outer| outer.short.min(SHORT)),
    };
    LIMITS.scope(limits, work).await
}

/// Does `work` of a feature that has `limit` for all of it, and `short` for a short statement.
pub(crate) async fn within<F: Future>(limit: Duration, short: Duration, work: F) -> F::Output {
    let until = Some(Instant::now() + limit);
    LIMITS.scope(Limits { until, short }, work).await
}

/// By when a statement of this weight, which the task at hand is about to run, has to end.
pub(super) fn until(weight: Weight) -> Option<Instant> {
    let limits = LIMITS.try_with(|limits| *limits).ok()?;
    let short = (weight == Weight::Short).then(|| Instant::now() + limits.short);
    limits.until.into_iter().chain(short).min()
}
