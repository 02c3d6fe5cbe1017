//! Every statement that the tests before this program made a host run, judged: its plan
//! on an empty database of each engine, and the rules that texts keep so that salons can
//! be spread over machines.
//!
//! Statements are gathered by `kartoteka::testing`; `cargo test --workspace` and
//! `tests/run` run this program after the others.

mod allowed;
mod beside;
mod form;
mod postgres;
mod seen;
mod sqlite;

use kartoteka::storage::sqlite::means_all;
use kartoteka::testing::{Ran, gathered_statements};

/// What was run, a text once, whatever was bound to it.
fn ran() -> Vec<Ran> {
    let mut all = gathered_statements().unwrap_or_default();
    sqlite::keep_known(&mut all);
    all.dedup_by(|a, b| a.sqlite == b.sqlite && a.postgres == b.postgres);
    let enough = 100;
    assert!(
        all.len() > enough,
        "{} statements are gathered: run all tests of the workspace first",
        all.len()
    );
    all
}

/// A statement of a salon's tables, or of the region's: the latter bind no salon.
fn is_of_salon(ran: &Ran) -> bool {
    ran.sqlite.contains("salon_id") || ran.postgres.contains("salon_id")
}

/// What is wrong with the plan of a text.
struct Fault {
    text: String,
    what: String,
}

/// Fails with every fault that is not allowed, and returns the allowances needed.
fn judge(faults: &[Fault]) -> Vec<&'static str> {
    let mut needed = Vec::new();
    let mut bad = Vec::new();
    let narrows = |fault: &&Fault| !means_all(&fault.text);
    for fault in faults.iter().filter(narrows) {
        match allowed::reason(&fault.text) {
            Some(part) => needed.push(part),
            None => bad.push(format!("{}\n    {}", fault.what, fault.text)),
        }
    }
    bad.sort();
    assert!(
        bad.is_empty(),
        "{} bad plans:\n\n{}\n",
        bad.len(),
        bad.join("\n\n")
    );
    needed
}
