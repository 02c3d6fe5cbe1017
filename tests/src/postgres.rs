//! PostgreSQL for the tests: one server for all test programs that run at the same
//! time, and a database of its own for each test.
//!
//! The first program that asks starts the server, in a folder of the system's
//! temporary files, reachable through a socket in that folder alone. Each program
//! holds a shared lock on a file there as long as it lives, and a small watcher
//! stops the server and removes the folder when nobody has held it for some seconds:
//! the kernel frees the lock of a program however it ends, so nothing is left running.
//!
//! The server does not wait for the disk (`fsync=off`), which makes tests several
//! times faster and changes nothing they could observe. `KARTOTEKA_TEST_FSYNC=on`
//! makes it wait, for measuring.

mod database;
mod server;

pub use database::TestDatabase;
pub use server::PostgresServer;
