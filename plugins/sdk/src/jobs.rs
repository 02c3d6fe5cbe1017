//! Work that outlives its request.
//!
//! ```
#![doc = include_str!("../shown/jobs.rs")]
//! ```

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;

use crate::{BoxFuture, Call, Result};

/// How far a job has come; shared between the job and those who watch it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    of: AtomicU64,
}

impl Progress {
    /// Says how much there is to do.
    pub fn set_of(&self, of: u64) {
        self.of.store(of, Ordering::Relaxed);
    }

    /// Says how much is done.
    pub fn set_done(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// What is done, and of how much.
    pub fn get(&self) -> (u64, u64) {
        (
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        )
    }
}

/// The work of a job.
pub type Work = Box<dyn FnOnce(Call, Arc<Progress>) -> BoxFuture<'static, Result<()>> + Send>;

/// Jobs that run beside requests, within the process.
///
/// A job is named by an id of the thing it works on; one id has one job at a
/// time. Stopping the host waits for running jobs as long as its drain allows,
/// and then drops them: a job must leave all or nothing at every moment.
pub trait Jobs: Send + Sync {
    /// Starts a job acting for `call`. Gives `false`, and does nothing, where one
    /// of this id is running.
    fn start(&self, id: Uuid, call: Call, work: Work) -> bool;

    /// The progress of the running job `id`, if this host runs it.
    fn progress(&self, id: Uuid) -> Option<Arc<Progress>>;

    /// Drops the running job `id`.
    fn cancel(&self, id: Uuid);

    /// The id of this host, fresh at each start: what works on something notes it, so
    /// that work left behind by a stopped host is recognised.
    fn host(&self) -> Uuid;

    /// Whether the host `id` still runs.
    fn alive(&self, host: Uuid) -> BoxFuture<'_, bool>;
}
