//! What needs the file for itself, between the turns of others.

use std::sync::Arc;

use kartoteka_plugin::{DbError, db::Weight};
use tokio::task::spawn_blocking;

use super::{Turn, ended, stopped};
use crate::storage::{
    migrate::{self, MigrationError, MigrationSet},
    sqlite::{connection::Sqlite, database::Lease},
};

/// Commits what is pending and moves the log into the file, so that what was
/// erased is on no page of it any more.
///
/// # Errors
/// [`DbError::Busy`] while a reader needs the log; else as SQLite says.
pub(in super::super) async fn checkpoint(lease: Lease) -> Result<(), DbError> {
    let turn = Turn::begin(lease, Weight::Long).await?;
    let done = spawn_blocking(move || {
        let mut turn = turn;
        let Some((core, _)) = &mut turn.held else {
            return Err(ended());
        };
        // The turn has written nothing: its transaction only made us alone.
        core.settle();
        core.connection.as_ref().map_or(Ok(()), Sqlite::checkpoint)
    });
    done.await.map_err(stopped)?
}

/// Brings the file up to `sets` between the turns of others. Gives what failed.
///
/// # Errors
/// Where the file itself fails; nothing is applied then.
pub(in super::super) async fn migrate(
    lease: Lease,
    sets: Arc<[MigrationSet]>,
) -> Result<Vec<MigrationError>, DbError> {
    let turn = Turn::begin(lease, Weight::Long).await?;
    let done = spawn_blocking(move || {
        let mut turn = turn;
        let Some((core, _)) = &mut turn.held else {
            return Err(ended());
        };
        // As for a checkpoint: the turn's own transaction only made us alone.
        core.settle();
        match &core.connection {
            Some(connection) => migrate::sqlite::migrate(connection.raw(), &sets),
            None => Err(ended()),
        }
    });
    done.await.map_err(stopped)?
}
