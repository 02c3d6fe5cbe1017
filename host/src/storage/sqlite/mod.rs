//! SQLite: `region.db` for the region, and one file per salon in `salons/`.
//!
//! A file has one writer, shared by [group commit](writer), and readers on
//! demand. Short statements run where the caller runs, because handing one to
//! another thread costs more than the statement; nothing is awaited while a
//! reader is held. What may take long, and every commit, runs on a blocking
//! thread.

mod connection;
mod database;
mod engine;
mod error;
mod lock;
mod plan;
mod statement;
mod store;
mod transaction;
mod writer;

pub(crate) use error::translate;
pub use lock::{DataLock, open_files_warning, raise_open_files};
pub use plan::{Plans, means_all};
pub use store::{Options, SqliteStore, Stats};

#[cfg(test)]
mod tests;
