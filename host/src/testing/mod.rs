//! For tests and benchmarks that start a real host.

mod clock;
mod statements;

pub use clock::TestClock;
pub use statements::{Ran, cut_lists, gather_statements, gathered_statements, warned};
