//! The writer of one file, and group commit.
//!
//! A commit costs a write to the disk that many transactions can share. So the
//! writer keeps one outer transaction; each [`Turn`] is a savepoint in it. Who
//! commits releases the savepoint, joins the *pending* ones, and the outer
//! transaction is committed as soon as nobody waits for a turn, or [`GROUP`] are
//! pending. Only then do they all learn that they are durable, or that none is.
//!
//! What must always hold between turns: the outer transaction is open exactly if
//! someone is pending; and while nobody waits for the writer, nobody is. Everyone
//! who lets go of the writer, or ceases to wait for it, looks after that.

mod alone;

pub(super) use alone::{checkpoint, migrate};

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering, fence},
};

use kartoteka_plugin::{DbError, db::Weight};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, oneshot},
    task::spawn_blocking,
};

use super::{
    connection::{Role, Sqlite},
    database::Lease,
};

/// Transactions that at most share one commit.
const GROUP: usize = 64;

/// How a transaction ended, told to whoever committed it.
pub(super) type Verdict = Result<(), DbError>;

/// The writer of one file: a fair lock, and how many wait for it.
#[derive(Default)]
pub(super) struct Writer {
    core: Arc<Mutex<Core>>,
    waiting: AtomicUsize,
}

#[cfg(test)]
impl Writer {
    /// How many wait for a turn.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }
}

/// What the lock guards.
#[derive(Default)]
struct Core {
    /// Opened by the first turn.
    connection: Option<Sqlite>,
    /// Whether the outer transaction is open, as far as we have been told.
    open: bool,
    /// Those whose work is in the outer transaction and waits for its commit.
    pending: Vec<oneshot::Sender<Verdict>>,
    /// The outer transaction has a large cache and belongs to one turn alone.
    long: bool,
}

impl Core {
    fn connection(&mut self, lease: &Lease) -> Result<&Sqlite, DbError> {
        match &mut self.connection {
            Some(connection) => Ok(connection),
            none => Ok(none.insert(lease.connect(Role::Writer)?)),
        }
    }

    fn control(&self, text: &'static str) -> Result<(), DbError> {
        match &self.connection {
            Some(connection) => connection.control(text),
            None => Err(DbError::Engine("the writer is closed".to_owned())),
        }
    }

    /// Begins a turn; true if it has a savepoint, because others are pending.
    fn begin(&mut self, lease: &Lease, weight: Weight) -> Result<bool, DbError> {
        if self.open {
            self.control("savepoint turn")?;
            return Ok(true);
        }
        let connection = self.connection(lease)?;
        if weight == Weight::Long {
            connection.long(true)?;
            self.long = true;
        }
        self.control("begin immediate")?;
        self.open = true;
        Ok(false)
    }

    /// Where SQLite has ended the outer transaction by itself, tells everyone
    /// pending that their work is lost.
    fn lost(&mut self, cause: &DbError) -> bool {
        let alive = self.connection.as_ref().is_some_and(Sqlite::in_transaction);
        let lost = self.open && !alive;
        if lost {
            self.open = false;
            self.tell(&Err(cause.clone()));
        }
        lost
    }

    /// Undoes the turn's own work and nothing else.
    fn undo(&mut self, savepoint: bool) {
        if !self.open {
            return;
        }
        if !savepoint {
            // Nobody else is pending, so all of it goes; a long one's `settle`
            // does that, where it may take its time.
            if !self.long {
                self.abandon(&DbError::Busy);
            }
            return;
        }
        let undone = self
            .control("rollback to turn")
            .and_then(|()| self.control("release turn"));
        if let Err(error) = undone {
            // What is undone and what is not can no longer be told apart.
            tracing::error!("a transaction could not be undone: {error}");
            self.abandon(&error);
        }
    }

    /// Ends the outer transaction: keeps the pending work, or ends an empty one.
    fn settle(&mut self) {
        if self.open {
            if self.pending.is_empty() {
                self.abandon(&DbError::Busy);
            } else {
                match self.control("commit") {
                    Ok(()) => {
                        self.open = false;
                        self.tell(&Ok(()));
                    }
                    Err(error) => {
                        tracing::error!("a commit failed: {error}");
                        self.abandon(&error);
                    }
                }
            }
        }
        if self.long {
            self.long = false;
            if let Some(Err(error)) = self.connection.as_ref().map(|writer| writer.long(false)) {
                tracing::warn!("a writer keeps its large cache: {error}");
            }
        }
    }

    /// Rolls the outer transaction back and tells everyone pending why.
    fn abandon(&mut self, cause: &DbError) {
        let alive = self.connection.as_ref().is_some_and(Sqlite::in_transaction);
        if alive && let Err(error) = self.control("rollback") {
            tracing::error!("a rollback failed, the writer is opened anew: {error}");
            self.connection = None;
        }
        self.open = false;
        self.tell(&Err(cause.clone()));
    }

    fn tell(&mut self, verdict: &Verdict) {
        for member in self.pending.drain(..) {
            // Whoever no longer listens has its work kept or lost all the same.
            let _ = member.send(verdict.clone());
        }
    }
}

/// The lock, on its way to a commit that happens wherever this is dropped: on a
/// blocking thread, or at once where the runtime is ending and has none left.
struct Settle {
    core: OwnedMutexGuard<Core>,
    // After the lock: a file may be closed once its last lease is gone.
    _lease: Lease,
}

impl Drop for Settle {
    fn drop(&mut self) {
        self.core.settle();
    }
}

/// Commits what is pending, on a blocking thread.
fn settle(lease: Lease, core: OwnedMutexGuard<Core>) {
    let settle = Settle {
        core,
        _lease: lease,
    };
    match Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn_blocking(move || drop(settle))),
        Err(_) => drop(settle),
    }
}

/// Lets go of the writer before the lease, seeing to it that nothing pending is forgotten.
fn release(lease: Lease, core: OwnedMutexGuard<Core>) {
    let waiting = lease.writer.waiting.load(Ordering::SeqCst);
    if core.long || waiting == 0 || core.pending.len() >= GROUP {
        if core.open || core.long {
            settle(lease, core);
        }
        return;
    }
    // Someone waits, and will settle at the end of its turn …
    drop(core);
    // … unless it has ceased to wait meanwhile.
    look_after(lease);
}

/// Settles what is pending if the writer is free and nobody waits for it.
fn look_after(lease: Lease) {
    // Between letting go (or ceasing to wait) and looking whether others have
    // done the other: without it both could see the state before.
    fence(Ordering::SeqCst);
    if lease.writer.waiting.load(Ordering::SeqCst) > 0 {
        return;
    }
    if let Ok(core) = Arc::clone(&lease.writer.core).try_lock_owned()
        && core.open
    {
        settle(lease, core);
    }
}

/// A place in the queue for the writer.
struct Waiting(Option<Lease>);

impl Waiting {
    fn new(lease: &Lease) -> Self {
        lease.writer.waiting.fetch_add(1, Ordering::SeqCst);
        Self(Some(lease.clone()))
    }

    /// Ceases to wait, having got the writer.
    fn served(mut self) {
        if let Some(lease) = self.0.take() {
            lease.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(lease) = self.0.take() {
            lease.writer.waiting.fetch_sub(1, Ordering::SeqCst);
            look_after(lease);
        }
    }
}

/// The use of the writer for one transaction. Dropped without a commit, its work
/// is undone and the group goes on.
pub(super) struct Turn {
    held: Option<(OwnedMutexGuard<Core>, Lease)>,
    savepoint: bool,
    lost: Option<DbError>,
}

impl Turn {
    /// Waits for the writer and begins.
    ///
    /// # Errors
    /// Where the file cannot be opened or locked.
    pub(super) async fn begin(lease: Lease, weight: Weight) -> Result<Self, DbError> {
        let core = match Arc::clone(&lease.writer.core).try_lock_owned() {
            Ok(core) => core,
            Err(_) => {
                let waiting = Waiting::new(&lease);
                let core = Arc::clone(&lease.writer.core).lock_owned().await;
                waiting.served();
                core
            }
        };
        // From here on dropping it lets go of the writer as it should.
        let mut turn = Self {
            held: Some((core, lease)),
            savepoint: false,
            lost: Some(DbError::Busy),
        };
        if weight == Weight::Long {
            turn = turn.settle_others().await?;
        }
        if let Some((core, lease)) = &mut turn.held {
            match core.begin(lease, weight) {
                Ok(savepoint) => turn.savepoint = savepoint,
                Err(error) => {
                    core.lost(&error);
                    return Err(error);
                }
            }
        }
        turn.lost = None;
        Ok(turn)
    }

    /// Commits the pending ones, so that they need not wait for this long turn.
    async fn settle_others(mut self) -> Result<Self, DbError> {
        if !self.held.as_ref().is_some_and(|(core, _)| core.open) {
            return Ok(self);
        }
        let settled = spawn_blocking(move || {
            if let Some((core, _)) = &mut self.held {
                core.settle();
            }
            self
        });
        settled.await.map_err(stopped)
    }

    /// Runs a statement of the engine within the turn.
    pub(super) fn control(&mut self, text: &'static str) -> Result<(), DbError> {
        self.with(|connection| connection.control(text))
    }

    /// Does something of the turn with its connection.
    pub(super) fn with<T>(
        &mut self,
        work: impl FnOnce(&Sqlite) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        if let Some(cause) = &self.lost {
            return Err(cause.clone());
        }
        let Some((core, _)) = &mut self.held else {
            return Err(ended());
        };
        let outcome = match &core.connection {
            Some(connection) if core.open => work(connection),
            _ => return Err(ended()),
        };
        // Asked after successes too: nothing may ever run outside a transaction.
        let cause = match &outcome {
            // Nobody whose work goes with it was late, and who asks again may be luckier.
            Err(DbError::Late) => DbError::Busy,
            Err(error) => error.clone(),
            Ok(_) => DbError::Engine("a statement ended the transaction".to_owned()),
        };
        if core.lost(&cause) {
            self.lost = Some(cause.clone());
            return Err(cause);
        }
        outcome
    }

    /// Whether nobody waits for the next turn.
    pub(super) fn is_last(&self) -> bool {
        let waiting = |(_, lease): &(_, Lease)| lease.writer.waiting.load(Ordering::SeqCst);
        self.held.as_ref().is_some_and(|held| waiting(held) == 0)
    }

    /// Hands the work over to the group. From here on it is committed even if
    /// nobody listens for the verdict.
    ///
    /// # Errors
    /// Where the work was lost before; nothing of it is kept then.
    pub(super) fn commit(mut self) -> Result<oneshot::Receiver<Verdict>, DbError> {
        if self.savepoint {
            self.control("release turn")?;
        }
        if let Some(cause) = self.lost.take() {
            return Err(cause);
        }
        let Some((mut core, lease)) = self.held.take() else {
            return Err(ended());
        };
        let (told, verdict) = oneshot::channel();
        core.pending.push(told);
        release(lease, core);
        Ok(verdict)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((mut core, lease)) = self.held.take() {
            if self.lost.is_none() {
                core.undo(self.savepoint);
            }
            release(lease, core);
        }
    }
}

fn ended() -> DbError {
    DbError::Engine("the transaction has ended".to_owned())
}

/// A blocking thread did not do its work: the host is stopping.
pub(super) fn stopped(_: tokio::task::JoinError) -> DbError {
    DbError::Engine("the host is stopping".to_owned())
}
