//! Work on hostile input, in a child process with limits; and files for the time of one piece of
//! work, from which it reads.
//!
//! ```
#![doc = include_str!("../shown/workers.rs")]
//! ```

use std::{io::Write, path::Path, time::Duration};

use bytes::Bytes;
use futures_util::stream::BoxStream;

use crate::{BoxFuture, Result};

/// A pure function that a module names in its manifest: it reads the file at
/// `input`, is told `args` (the module's own encoding), and writes its answer. It
/// runs in a child process of the same binary with limits on memory and time, so
/// that a damaged or hostile file costs that process alone.
pub type Worker = fn(input: &Path, args: &[u8], output: &mut dyn Write) -> std::io::Result<()>;

/// Why the answer of a worker ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerError {
    /// It took longer than it may.
    TooSlow,
    /// It wanted more memory than it may have, or the machine had no more.
    TooHeavy,
    /// It failed at what it read.
    Died,
    /// It could not be started.
    NotStarted,
}

/// Runs the workers of a module.
pub trait Workers: Send + Sync {
    /// Starts the worker `name` (`core.read_sheet`: a module and what its manifest calls
    /// it) on the file `input` and gives its answer as it comes. Dropping the stream ends the child.
    /// With a `limit` for all of it, waiting for others included, who is not done by then is
    /// [`WorkerError::TooSlow`].
    fn run(
        &self,
        name: &'static str,
        input: &Path,
        args: Vec<u8>,
        limit: Option<Duration>,
    ) -> BoxStream<'static, std::result::Result<Bytes, WorkerError>>;
}

/// A file for the time of one piece of work. Dropping it removes the file; what a
/// stopped host leaves behind is removed at its next start.
pub trait ScratchFile: Send + Sync {
    /// Appends to the file.
    fn write(&mut self, chunk: Bytes) -> BoxFuture<'_, Result<()>>;
    /// Makes sure that all is written and gives the number of bytes.
    fn finish(&mut self) -> BoxFuture<'_, Result<u64>>;
    /// At most `most` bytes from place `at` on, once all is written; none at its end.
    fn read(&mut self, at: u64, most: usize) -> BoxFuture<'_, Result<Bytes>>;
    /// Where it lies.
    fn path(&self) -> &Path;
}

/// Files for the time of one piece of work.
pub trait Scratch: Send + Sync {
    /// A new, empty one.
    fn create(&self) -> BoxFuture<'_, Result<Box<dyn ScratchFile>>>;
}
