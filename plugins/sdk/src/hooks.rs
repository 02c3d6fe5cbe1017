//! Questions that modules ask each other, by versioned name.
//!
//! A module declares a hook in its manifest, with the schemas of question and answer, and
//! asks it inside its own transaction. Each feature that answers it and is on in the salon is
//! asked in order of phase, then id, in a savepoint of its own: what a failing one has
//! written is undone, and its manifest says whether the operation then goes on (`open`) or is
//! refused (`closed`). An answer later than the time it was given counts as a failure.
//!
//! ```
#![doc = include_str!("../shown/hooks.rs")]
//! ```

use serde_json::Value as Json;

use crate::{BoxFuture, Call, Result, Tx};

/// What one feature answered.
#[derive(Debug, Clone, PartialEq)]
pub struct HookAnswer {
    /// Who.
    pub feature: String,
    /// By the answer schema of the hook.
    pub answer: Json,
}

/// Asks the features that are on.
pub trait Hooks: Send + Sync {
    /// Asks `hook`, which the asker's manifest declares.
    ///
    /// # Errors
    /// 503 `feature_failed` where a feature failed that may not be passed over, or the
    /// engine's own.
    fn ask<'a>(
        &'a self,
        call: &'a Call,
        tx: &'a mut Tx,
        hook: &'static str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Vec<HookAnswer>>>;
}
