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

/// How long work at hand may ask the engines something.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// When all of the work has to end.
    until: Option<Instant>,
    /// How long a short statement may run.
    short: Duration,
    /// How long any other may.
    long: Option<Duration>,
}

impl Limits {
    /// How long the work may take from now on.
    pub(crate) fn time(self) -> Option<Duration> {
        let rest = self
            .until
            .map(|until| until.saturating_duration_since(Instant::now()));
        rest.into_iter().chain(self.long).min()
    }
}

/// Does `work` of a feature, which may rest for `limit` at one time: none of its statements runs
/// longer than that, and no short one longer than [`SHORT`].
pub(crate) async fn of_feature<F: Future>(limit: Duration, work: F) -> F::Output {
    let outer = LIMITS.try_with(|outer| *outer).ok();
    let limits = Limits {
        until: outer.and_then(|outer| outer.until),
        short: outer.map_or(SHORT, |outer| outer.short.min(SHORT)),
        long: Some(limit),
    };
    LIMITS.scope(limits, work).await
}

/// Does `work` of a feature that has `limit` for all of it, and `short` for a short statement.
pub(crate) async fn within<F: Future>(limit: Duration, short: Duration, work: F) -> F::Output {
    let limits = Limits {
        until: Some(Instant::now() + limit),
        short,
        long: None,
    };
    LIMITS.scope(limits, work).await
}

/// The limits of the work at hand, for what of it goes on elsewhere.
pub(crate) fn current() -> Option<Limits> {
    LIMITS.try_with(|limits| *limits).ok()
}

/// Does `work` within limits that were [`current`] for what it is a part of.
pub(crate) async fn under<F: Future>(limits: Option<Limits>, work: F) -> F::Output {
    match limits {
        Some(limits) => LIMITS.scope(limits, work).await,
        None => work.await,
    }
}

/// By when a statement of this weight, which the task at hand is about to run, has to end.
pub(super) fn until(weight: Weight) -> Option<Instant> {
    let limits = current()?;
    let own = match weight {
        Weight::Short => Some(limits.short),
        Weight::Long => limits.long,
    };
    let own = own.map(|own| Instant::now() + own);
    limits.until.into_iter().chain(own).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(30);

    fn allowed(weight: Weight) -> Option<u64> {
        let until = until(weight)?;
        let rest = until.saturating_duration_since(Instant::now());
        // Rounded up: a moment has passed since.
        Some(rest.as_secs() + 1)
    }

    #[tokio::test]
    async fn statements_of_a_feature_end_with_its_time() {
        assert_eq!(
            (allowed(Weight::Short), allowed(Weight::Long)),
            (None, None)
        );
        of_feature(LIMIT, async {
            let allowed = (allowed(Weight::Short), allowed(Weight::Long));
            assert_eq!(allowed, (Some(5), Some(30)));
        })
        .await;
    }

    #[tokio::test]
    async fn who_is_asked_by_somebody_in_a_hurry_is_in_one_too() {
        let second = Duration::from_secs(1);
        within(second * 3, second, async {
            assert_eq!(allowed(Weight::Long), Some(3));
            of_feature(LIMIT, async {
                let allowed = (allowed(Weight::Short), allowed(Weight::Long));
                assert_eq!(allowed, (Some(1), Some(3)));
            })
            .await;
        })
        .await;
    }
}
