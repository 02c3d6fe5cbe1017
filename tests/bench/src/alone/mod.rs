//! The limits: the same work with nothing around it. Each runs in a process of its
//! own, so that what it costs is told apart from what measures it.

pub(crate) mod bare;
pub(crate) mod card;
pub(crate) mod featured;
mod fill;
mod insert;
mod page;
pub(crate) mod partners;
mod read;

use std::{
    env,
    net::Ipv4Addr,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use axum::Router;
use tokio::net::TcpListener;

use crate::{Outcome, host::Place};

/// The word before a limit's name on the command line.
pub(crate) const WORD: &str = "alone";

/// Runs the limit that the words name, in this process, and gives what it says.
pub(crate) async fn run(words: &[String]) -> Outcome<String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["read", file] => read::run(Path::new(file)),
        ["fill", from, to] => fill::run(Path::new(from), Path::new(to)),
        ["insert", file, count] => insert::run(Path::new(file), count.parse()?),
        ["card", file] => card::sqlite(Path::new(file)).await,
        ["featured", program] => featured::serve(program).await,
        ["partners", program, more] => partners::serve(program, more.parse()?).await,
        ["partner-calls", count] => partners::calls(count.parse()?).await,
        ["page", file] => page::run(Path::new(file)).await,
        ["card", url, salon] => card::postgres(url, salon).await,
        _ => Err("there is no such limit".into()),
    }
}

/// The command that runs a limit in a process of its own.
fn command(words: &[&str]) -> Outcome<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(WORD).args(words).stdin(Stdio::null());
    Ok(command)
}

/// What bare calls of modules cost, in nanoseconds; see [`partners::calls`].
pub(crate) fn partner_calls(place: &Place) -> Outcome<Vec<f64>> {
    let folder = place.beside("calls");
    let mut command = command(&["partner-calls", "40000"])?;
    command.env("KARTOTEKA_DATA_DIR", folder);
    said(command, "partner-calls")
}

/// Runs a limit in a process of its own and gives the numbers it says.
fn numbers(words: &[&str]) -> Outcome<Vec<f64>> {
    said(command(words)?, &words.join(" "))
}

fn said(mut command: Command, words: &str) -> Outcome<Vec<f64>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the limit {words} failed").into());
    }
    let said = String::from_utf8(output.stdout)?;
    let numbers = said.split_whitespace().map(str::parse);
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// Says where it listens, and serves until it is killed.
async fn serve(router: Router) -> Outcome<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(String::new())
}

/// What this process has computed so far.
fn computed() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(
        u64::try_from(now.tv_sec).unwrap_or(0),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}

/// A sheet read by calamine alone: its computing in microseconds, and the most bytes it held.
pub(crate) fn read_sheet(file: &Path) -> Outcome<(f64, f64)> {
    let numbers = numbers(&["read", &file.to_string_lossy()])?;
    Ok((numbers[0], numbers[1]))
}

/// The tables of a salon's file written into an empty file: the computing in
/// microseconds for all but the staged rows, and for those.
pub(crate) fn fill_tables(from: &Path, to: &Path) -> Outcome<(f64, f64)> {
    let numbers = numbers(&["fill", &from.to_string_lossy(), &to.to_string_lossy()])?;
    Ok((numbers[0], numbers[1]))
}

/// Clients inserted into a salon's file, 16 to a commit: how many a second, and the
/// computing of each in microseconds.
pub(crate) fn insert_clients(file: &Path, count: usize) -> Outcome<(f64, f64)> {
    let numbers = numbers(&["insert", &file.to_string_lossy(), &count.to_string()])?;
    Ok((numbers[0], numbers[1]))
}
