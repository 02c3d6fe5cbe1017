//! The work of a plugin's worker, in the child process that does it.
#![expect(unsafe_code, reason = "functions of the plugin")]

use std::{
    ffi::c_void,
    io::{self, Write},
    mem::size_of,
    path::Path,
};

use kartoteka_abi::{Buf, Sink, Slice, caught, status};

use super::library;

/// Has the worker `name` of the library at `path` read the file `input`. The library is not started, only opened.
///
/// # Errors
/// Where it has no such worker, or the worker fails. Not why: that could quote what stands in the file.
pub fn work(
    path: &Path,
    name: &str,
    input: &Path,
    arguments: &[u8],
    output: &mut dyn Write,
) -> io::Result<()> {
    let failed = || io::Error::from(io::ErrorKind::Other);
    let exports = library::exports(path).map_err(io::Error::other)?;
    let work = exports.work.ok_or_else(failed)?;
    let input = input.to_str().ok_or_else(failed)?;
    let mut output: &mut dyn Write = output;
    let sink = Sink {
        struct_size: size_of::<Sink>(),
        data: (&raw mut output).cast(),
        write,
    };
    let mut error = Buf::EMPTY;
    // SAFETY: all of it is as the header says, and there for the time of the function.
    let done = unsafe {
        let arguments = Slice::of(arguments);
        work(
            Slice::of_text(name),
            Slice::of_text(input),
            arguments,
            &raw const sink,
            &raw mut error,
        )
    };
    match done {
        status::OK => Ok(()),
        _ => Err(failed()),
    }
}

/// Writes what the worker says.
unsafe extern "C" fn write(data: *mut c_void, bytes: Slice) -> i32 {
    let written = caught(|| {
        // SAFETY: it is what `work` put there, and the worker writes from one place.
        let (output, bytes) = unsafe { (&mut *data.cast::<&mut dyn Write>(), bytes.bytes()) };
        output.write_all(bytes)
    });
    match written {
        Some(Ok(())) => status::OK,
        _ => status::FAILED,
    }
}
