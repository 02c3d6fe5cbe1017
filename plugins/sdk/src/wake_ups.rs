//! Being woken later, without anybody asking.
//!
//! ```
#![doc = include_str!("../shown/wake_ups.rs")]
//! ```

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{BoxFuture, Result};

/// What modules ask to be woken for.
///
/// A wake-up has a name that begins with its module's id (`core.blank_sheets`) and is
/// declared in the manifest; a salon has at most one of each name. When its time has
/// come, one host opens the salon and calls [`Module::woken`](crate::Module::woken),
/// acting as the module itself. It is written at once and not with any transaction, so
/// it is asked for before the work it belongs to is committed: a wake-up for work that
/// was undone is harmless, and work without one would be forgotten.
pub trait WakeUps: Send + Sync {
    /// Whether a manifest declares this name.
    fn declares(&self, name: &str) -> bool;

    /// Asks that the module be woken in this salon under `name`, at `at` or a little
    /// later. Asked for twice, the earlier time holds. It may be waited for inside a transaction
    /// of a salon.
    fn ask<'a>(
        &'a self,
        salon: Uuid,
        name: &'static str,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<()>>;
}
