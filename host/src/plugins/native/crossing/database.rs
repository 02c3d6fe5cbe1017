//! Tables and transactions, as a plugin has them.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    ffi::c_void,
    mem::size_of,
    ptr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use chrono::DateTime;
use kartoteka_abi::{
    self as abi, Buf, Rows, Slice, Statement, Task, caught,
    services::{Begun, Db, Tx as RawTx},
    status,
};
use kartoteka_plugin::{
    BoxFuture, DbError, Entry, Error, Result, Sql, Tx, Value,
    db::{JsonText, Outcome},
    native::{values, wire},
};
use tokio::sync::{mpsc, oneshot};

use super::call::{self, HostCall};

pub(super) static DB: Db = Db {
    struct_size: size_of::<Db>(),
    read,
    begin,
    run,
    later,
    record,
    answers,
    wake,
    commit,
    rollback,
};

/// Why nothing is done in a transaction any more.
const OVER: &str = "what it belongs to is over";

/// Something to be done with the transaction of who asks, which its own task holds.
pub(in super::super) type Order = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ()> + Send>;

/// Who has the transaction.
enum Holder {
    /// The plugin, but for the time of a statement.
    Own(Mutex<Slot>),
    /// Who asks it something: orders go there.
    Asker(mpsc::UnboundedSender<Order>),
}

/// Where a plugin's own transaction is.
enum Slot {
    /// It waits for the next statement.
    Idle(Box<Tx>),
    /// At a statement, which holds it.
    Busy,
    /// To be committed, by a task that was not polled yet.
    Ending(Box<Tx>),
    /// Committed, undone, or lost with a statement.
    Over,
}

/// A transaction in the hands of a plugin. It begins with what the other side knows of it.
#[repr(C)]
pub(in super::super) struct HostTx {
    raw: RawTx,
    holder: Holder,
    /// It keeps this, and not the other way round.
    call: Weak<HostCall>,
}

// SAFETY: the pointer is null.
unsafe impl Send for HostTx {}
// SAFETY: as above.
unsafe impl Sync for HostTx {}

impl HostTx {
    fn new(holder: Holder, call: &Arc<HostCall>) -> Arc<Self> {
        Arc::new(Self {
            raw: RawTx {
                data: ptr::null_mut::<c_void>(),
            },
            holder,
            call: Arc::downgrade(call),
        })
    }

    /// The transaction of who asks, for the time of the answer; what is to be done in it comes by
    /// the other end.
    pub(in super::super) fn of_asker(
        call: &Arc<HostCall>,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Order>) {
        let (orders, inbox) = mpsc::unbounded_channel();
        let tx = Self::new(Holder::Asker(orders), call);
        // The call has just begun.
        call.life.keep(&tx);
        (tx, inbox)
    }

    /// As the other side knows it, for as long as the call is kept.
    pub(in super::super) fn raw(self: &Arc<Self>) -> *mut RawTx {
        Arc::as_ptr(self).cast_mut().cast()
    }

    /// The plugin's own, locked.
    fn slot(&self) -> Option<MutexGuard<'_, Slot>> {
        match &self.holder {
            Holder::Own(slot) => Some(slot.lock().unwrap_or_else(PoisonError::into_inner)),
            Holder::Asker(_) => None,
        }
    }

    /// Takes the transaction for the time of a statement.
    fn take(&self) -> Option<Box<Tx>> {
        let mut slot = self.slot()?;
        match std::mem::replace(&mut *slot, Slot::Busy) {
            Slot::Idle(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    fn put_back(&self, back: Box<Tx>) {
        if let Some(mut slot) = self.slot()
            && let Slot::Busy = *slot
        {
            *slot = Slot::Idle(back);
        }
        // Undone meanwhile, it is undone here.
    }

    /// Has it committed by the next that [`take_ending`](Self::take_ending)s it; `false` where it is
    /// over, or at a statement.
    fn to_be_committed(&self) -> bool {
        let Some(mut slot) = self.slot() else {
            return false;
        };
        match std::mem::replace(&mut *slot, Slot::Over) {
            Slot::Idle(tx) => {
                *slot = Slot::Ending(tx);
                true
            }
            other => {
                *slot = other;
                false
            }
        }
    }

    fn take_ending(&self) -> Option<Box<Tx>> {
        let mut slot = self.slot()?;
        match std::mem::replace(&mut *slot, Slot::Over) {
            Slot::Ending(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    /// Undoes what is open; whether something was.
    pub(super) fn end(&self) -> bool {
        let Some(mut slot) = self.slot() else {
            return false;
        };
        let was = std::mem::replace(&mut *slot, Slot::Over);
        drop(slot);
        !matches!(was, Slot::Over)
    }

    /// Does `work` in the transaction. Dropped on the way, one of the plugin's own is undone.
    pub(super) async fn within<T: Send + 'static>(
        self: Arc<Self>,
        work: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, T> + Send + 'static,
    ) -> Result<T> {
        if let Holder::Asker(orders) = &self.holder {
            let (answer, answered) = oneshot::channel();
            let order: Order = Box::new(|tx| {
                Box::pin(async move {
                    // Who asked for it may have gone.
                    let _ = answer.send(work(tx).await);
                })
            });
            let over = || Error::internal("the question that it belongs to is over");
            orders.send(order).map_err(|_| over())?;
            return answered.await.map_err(|_| over());
        }
        let over = "a transaction that is over, or at another statement";
        let tx = self.take().ok_or_else(|| Error::internal(over))?;
        let mut at_it = AtIt {
            of: &self,
            tx: Some(tx),
        };
        let done = match &mut at_it.tx {
            Some(tx) => work(tx).await,
            None => return Err(Error::internal(over)),
        };
        at_it.back();
        Ok(done)
    }

    /// Does `work` in the transaction at once, or in its turn.
    fn at_once(&self, work: impl FnOnce(&mut Tx) + Send + 'static) -> i32 {
        if let Holder::Asker(orders) = &self.holder {
            let order: Order = Box::new(|tx| {
                work(tx);
                Box::pin(std::future::ready(()))
            });
            return match orders.send(order) {
                Ok(()) => status::OK,
                Err(_) => status::REFUSED,
            };
        }
        match self.take() {
            Some(mut tx) => {
                work(&mut tx);
                self.put_back(tx);
                status::OK
            }
            None => status::REFUSED,
        }
    }
}

/// A transaction at a statement; dropped on the way, it is over.
struct AtIt<'t> {
    of: &'t HostTx,
    tx: Option<Box<Tx>>,
}

impl AtIt<'_> {
    fn back(mut self) {
        if let Some(tx) = self.tx.take() {
            self.of.put_back(tx);
        }
    }
}

impl Drop for AtIt<'_> {
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            self.of.end();
            drop(tx);
        }
    }
}

/// A transaction that is to be committed; dropped before it was begun, it is undone.
struct Committing(Arc<HostTx>);

impl Drop for Committing {
    fn drop(&mut self) {
        drop(self.0.take_ending());
    }
}

/// The host's transaction behind the pointer, kept, and the call that it is of. Nothing where that is
/// gone or cut off.
///
/// # Safety
/// It is one that was given out, of a call that is kept.
pub(super) unsafe fn kept_tx(tx: *mut RawTx) -> Option<(Arc<HostTx>, Arc<HostCall>)> {
    let tx = tx.cast::<HostTx>();
    if tx.is_null() {
        return None;
    }
    // SAFETY: the caller says so; it lies in an `Arc`.
    let tx = unsafe {
        Arc::increment_strong_count(tx);
        Arc::from_raw(tx)
    };
    let call = tx.call.upgrade()?;
    call.life.is_usable().then_some((tx, call))
}

/// Does `begin`, and gives its task.
pub(super) fn gives(task: *mut Task, begin: impl FnOnce() -> Option<Task>) -> i32 {
    match caught(begin) {
        Some(Some(begun)) if !task.is_null() => {
            // SAFETY: there is room for a task.
            unsafe { task.write(begun) };
            status::OK
        }
        Some(_) => status::REFUSED,
        None => status::PANICKED,
    }
}

/// A statement of the plugin, as the host's own.
///
/// # Safety
/// It is one, lent for now.
unsafe fn statement(call: &HostCall, raw: *const Statement) -> Option<(Sql, Vec<Value>, bool)> {
    // SAFETY: the caller says so.
    unsafe {
        let raw = raw.as_ref()?;
        let sql = call.plugin.sql(raw.sql.text()?, raw.postgres.text()?);
        let binds = raw.values().iter().map(|value| values::own(value));
        Some((sql, binds.collect::<Option<_>>()?, raw.slow == 1))
    }
}

fn db_done(outcome: std::result::Result<Outcome, DbError>) -> abi::Done<Rows> {
    match outcome {
        Ok(outcome) => Ok(values::rows(outcome)),
        Err(error) => Err(wire::db_error_to_json(error)),
    }
}

unsafe extern "C" fn read(call: *const abi::Call, sql: *const Statement, task: *mut Task) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let call = call::kept(call)?;
        let (sql, binds, long) = statement(&call, sql)?;
        let asked = call.clone();
        Some(call.task(async move {
            let query = asked.call.db().query(sql).bind_all(binds);
            let query = if long { query.long() } else { query };
            db_done(asked.metered(query.outcome()).await)
        }))
    })
}

unsafe extern "C" fn begin(call: *const abi::Call, long: u32, task: *mut Task) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let call = call::kept(call)?;
        if call.life.is_over() {
            return None;
        }
        let asked = call.clone();
        Some(call.task(async move {
            let begun = match long {
                1 => asked.call.begin_long().await,
                _ => asked.call.begin().await,
            };
            let tx = begun.map_err(|error| wire::error_to_json(&error))?;
            let tx = Mutex::new(Slot::Idle(Box::new(tx)));
            let tx = HostTx::new(Holder::Own(tx), &asked);
            match asked.life.keep(&tx) {
                true => Ok(Begun(tx.raw())),
                false => Err(wire::error_to_json(&Error::internal(OVER))),
            }
        }))
    })
}

unsafe extern "C" fn run(tx: *mut RawTx, sql: *const Statement, task: *mut Task) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let (tx, call) = kept_tx(tx)?;
        let (sql, binds, long) = statement(&call, sql)?;
        Some(call.clone().task(async move {
            let ran = call.metered(tx.within(move |tx| {
                let query = tx.query(sql).bind_all(binds);
                let query = if long { query.long() } else { query };
                Box::pin(query.outcome())
            }));
            match ran.await {
                Ok(outcome) => db_done(outcome),
                Err(error) => Err(wire::error_to_json(&error)),
            }
        }))
    })
}

unsafe extern "C" fn later(tx: *mut RawTx, sql: *const Statement) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let done = caught(|| unsafe {
        let (tx, call) = kept_tx(tx)?;
        let (sql, binds, _) = statement(&call, sql)?;
        Some(tx.at_once(move |tx| tx.query(sql).bind_all(binds).later()))
    });
    done.flatten().unwrap_or(status::REFUSED)
}

/// An entry of the journal as the host has it.
fn entry(call: &HostCall, json: &[u8]) -> Result<Entry> {
    let wrong = |text: String| Error::internal(text);
    let recorded: wire::Recorded = serde_json::from_slice(json).map_err(|error| {
        wrong(format!(
            "an entry of the journal is none: line {}",
            error.line()
        ))
    })?;
    let name = call.plugin.name(&recorded.what);
    let what = name.ok_or_else(|| wrong("an event that the manifest does not declare".into()))?;
    let mut entry = call.call.entry(what);
    entry.subjects = recorded.subjects;
    entry.before = recorded.before.map(|value| JsonText::of(&value));
    entry.after = recorded.after.map(|value| JsonText::of(&value));
    entry.batch = recorded.batch;
    Ok(entry)
}

/// Does `work`, and writes what is wrong.
fn says(error: *mut Buf, work: impl FnOnce() -> Option<Result<i32>>) -> i32 {
    match caught(work) {
        Some(Some(Ok(status))) => status,
        Some(Some(Err(wrong))) => {
            if !error.is_null() {
                // SAFETY: there is room for a buffer.
                unsafe { error.write(wire::error_to_json(&wrong).into()) };
            }
            status::FAILED
        }
        Some(None) => status::REFUSED,
        None => status::PANICKED,
    }
}

unsafe extern "C" fn record(tx: *mut RawTx, json: Slice, error: *mut Buf) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    says(error, || unsafe {
        let (tx, call) = kept_tx(tx)?;
        let entry = entry(&call, json.bytes());
        Some(entry.map(|entry| tx.at_once(move |tx| tx.record(entry))))
    })
}

unsafe extern "C" fn answers(tx: *mut RawTx, status: u32, location: Slice) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let done = caught(|| unsafe {
        let ((tx, _), location) = (kept_tx(tx)?, location.text()?.to_owned());
        let status = u16::try_from(status).ok()?;
        Some(tx.at_once(move |tx| tx.answers(status, location)))
    });
    done.flatten().unwrap_or(status::REFUSED)
}

unsafe extern "C" fn wake(tx: *mut RawTx, name: Slice, at: i64, error: *mut Buf) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    says(error, || unsafe {
        let ((tx, call), name) = (kept_tx(tx)?, name.text()?);
        let at = DateTime::from_timestamp_micros(at)?;
        let name = call.plugin.name(name);
        let name =
            name.ok_or_else(|| Error::internal("a wake-up that the manifest does not declare"));
        Some(name.map(|name| {
            tx.at_once(move |tx| {
                // It is declared, which is all that it asks.
                let _ = tx.wake(name, at);
            })
        }))
    })
}

unsafe extern "C" fn commit(tx: *mut RawTx, task: *mut Task) -> i32 {
    if task.is_null() {
        return status::REFUSED;
    }
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let (tx, call) = kept_tx(tx)?;
        if !tx.to_be_committed() {
            return None;
        }
        let committing = Committing(tx);
        let asked = call.clone();
        Some(call.task(async move {
            let tx = committing
                .0
                .take_ending()
                .filter(|_| asked.life.is_usable());
            let tx = tx.ok_or_else(|| wire::error_to_json(&Error::internal(OVER)))?;
            let committed = asked.metered(tx.commit()).await;
            committed
                .map(|()| abi::Nothing::DONE)
                .map_err(wire::db_error_to_json)
        }))
    })
}

unsafe extern "C" fn rollback(tx: *mut RawTx) {
    // SAFETY: the plugin hands over what the header says.
    abi::guarded(|| unsafe {
        if let Some((tx, _)) = kept_tx(tx) {
            tx.end();
        }
    });
}
