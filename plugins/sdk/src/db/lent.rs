//! Transactions that the other side of the native border holds.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::{BoxFuture, DbError};
use crate::{Result, journal::Entry};

/// What the host does itself with what a plugin across the border says of a transaction, in which
/// each is told at once: there the transaction is one like any other.
pub trait Lent: Send {
    /// Notes what happened.
    fn record(&mut self, entry: Entry);

    /// That nothing was wrong with what was noted.
    ///
    /// # Errors
    /// As the host said then.
    fn check(&mut self) -> std::result::Result<(), DbError>;

    /// Says what the request will answer once it is committed.
    fn answers(&mut self, status: u16, location: &str);

    /// Asks that the module be woken once it is committed.
    ///
    /// # Errors
    /// As the host says.
    fn wake(&mut self, name: &str, at: DateTime<Utc>) -> Result<()>;

    /// Asks a service inside the transaction.
    ///
    /// # Errors
    /// As the service says.
    fn ask<'a>(
        &'a mut self,
        service: &'static str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>>;
}
