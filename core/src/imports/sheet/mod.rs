//! Reads a salon's spreadsheet and writes it back.
//!
//! [`read`] runs in a child process with limits on memory and time, so that a hostile or damaged file costs that
//! process alone; what it writes is decoded on the other side by [`Frames`]. Formats are judged by content, never
//! by the name of the file.

mod book;
mod cell;
mod csv;
mod failure;
mod frame;
mod frames;
mod judge;
mod ods;
mod ole;
mod options;
mod pattern;
mod sink;
mod text;
mod value;
mod workbook;
mod write_back;
mod write_xlsx;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

pub use cell::{Cell, CellFlags};
pub use failure::{Failure, FailureCode};
pub use frame::{End, Format, Frame, Head, MAX_FRAME, Note, Row, SheetInfo};
pub use frames::{FrameError, Frames};
pub use options::{Limits, Options};
pub use write_back::{BackRow, BackSheet, WriteError, write_csv_back};
pub use write_xlsx::BackWriter;

use failure::Stop;
use sink::Sink;

/// Reads the file at `input` and writes its [`Frame`]s to `out`.
///
/// A file that cannot be read is not an error: its last frame is [`Frame::Failed`]. A panic of a format's library
/// is a damaged file. Running out of memory or time ends the process; the parent then sees
/// [`FrameError::Unfinished`].
///
/// # Errors
/// Only if `out` cannot be written.
pub fn read(input: &Path, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    // Standard output is flushed at each line feed otherwise, and frames are full of those bytes.
    let mut out = BufWriter::with_capacity(64 << 10, out);
    let mut sink = Sink::new(&mut out, &options.limits);
    let result = catch_unwind(AssertUnwindSafe(|| read_to(input, options, &mut sink)))
        .unwrap_or_else(|_| Err(Failure::damaged("the format's library gave up").into()));
    let told = match result {
        Ok(()) => Ok(()),
        Err(Stop::Refused(failure)) => sink.failed(&failure),
        Err(Stop::Enough) => sink.failed(&Failure::damaged("a count ended the reading")),
        Err(stop) => Err(stop),
    };
    match told {
        Err(Stop::Output(error)) => Err(error),
        Err(_) => Err(io::Error::other("a failure does not fit a frame")),
        Ok(()) => out.flush(),
    }
}

/// [`read`] as the worker that a manifest names: `args` are the [`Options`] as [`Options::to_args`] gives them.
///
/// # Errors
/// If `out` cannot be written or `args` are not options.
pub fn work(input: &Path, args: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let options = Options::from_args(args).map_err(io::Error::other)?;
    read(input, &options, out)
}

fn read_to(input: &Path, options: &Options, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut file = File::open(input).map_err(Failure::from)?;
    let format = judge::judge(&mut file, &options.limits)?;
    match format {
        Format::Csv => csv::read(&mut file, options, sink),
        _ => book::read(file, format, options, sink),
    }
}

#[cfg(test)]
mod tests;
