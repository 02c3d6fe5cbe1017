//! The only place that asks the machine for the time and for fresh ids.

use chrono::{DateTime, SubsecRound, Utc};
use kartoteka_plugin::call::Clock;
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everyone else asks"
    )]
    fn now(&self) -> DateTime<Utc> {
        // Both engines keep microseconds: what is answered now must equal what is read later.
        Utc::now().trunc_subsecs(6)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source of ids that everyone else asks"
    )]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
