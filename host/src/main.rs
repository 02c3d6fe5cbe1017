//! The binary: `kartoteka --help` says what it can do.

use std::process::ExitCode;

fn main() -> ExitCode {
    kartoteka::commands::run()
}
