//! The storage engines behind `db`, and what they share.

pub(crate) mod deadline;
pub mod fence;
pub mod migrate;
mod places;
pub mod postgres;
pub mod sqlite;
mod trace;
mod verbs;

pub use trace::TARGET as STATEMENTS;
