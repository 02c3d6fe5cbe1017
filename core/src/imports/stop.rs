//! Why a preview ends without one.

use kartoteka_plugin::{Error, workers::WorkerError};

use super::{
    import::KeptProblem,
    sheet::{Failure, FrameError},
};

/// Why a preview ends without one.
pub(super) enum Stop {
    /// The file's fault, said to the salon.
    File(KeptProblem),
    /// Ours.
    Ours(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Ours(error.into())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::File(KeptProblem {
            code: failure.code.as_str().to_owned(),
            args: failure.args,
        })
    }
}

/// What became of the child process that read the sheet.
pub(super) fn worker_problem(error: WorkerError) -> Stop {
    match error {
        WorkerError::TooSlow => Stop::File(KeptProblem::new("too_slow")),
        WorkerError::TooHeavy => Stop::File(KeptProblem::new("too_heavy")),
        WorkerError::Died => Stop::File(KeptProblem::new("damaged_file")),
        WorkerError::NotStarted => {
            Stop::Ours(Error::internal("the reader of sheets cannot be started"))
        }
    }
}

/// A reader that stops in the middle was ended by what it read.
pub(super) fn stream_problem(_: FrameError) -> Stop {
    Stop::File(KeptProblem::new("damaged_file"))
}
