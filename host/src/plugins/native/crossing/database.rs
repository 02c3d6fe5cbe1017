//! Tables and transactions, as a plugin has them.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    ffi::c_void,
    mem::size_of,
    ptr,
    sync::{Arc, Mutex, PoisonError},
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

/// Something to be done with the transaction of who asks, which its own task holds.
pub(in super::super) type Order = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ()> + Send>;

/// Who has the transaction.
#[expect(
    clippy::large_enum_variant,
    reason = "all of them lie in an `Arc`, and most are the larger"
)]
enum Holder {
    /// The plugin, but for the time of a statement.
    Own(Mutex<Option<Tx>>),
    /// Who asks it something: orders go there.
    Asker(mpsc::UnboundedSender<Order>),
}

/// A transaction in the hands of a plugin. It begins with what the other side knows of it.
#[repr(C)]
pub(in super::super) struct HostTx {
    raw: RawTx,
    holder: Holder,
    call: Arc<HostCall>,
}

// SAFETY: the pointer is null.
unsafe impl Send for HostTx {}
// SAFETY: as above.
unsafe impl Sync for HostTx {}

impl HostTx {
    fn new(holder: Holder, call: Arc<HostCall>) -> Arc<Self> {
        Arc::new(Self {
            raw: RawTx {
                data: ptr::null_mut::<c_void>(),
            },
            holder,
            call,
        })
    }

    /// The transaction of who asks, for the time of the answer; what is to be done in it comes by
    /// the other end.
    pub(in super::super) fn of_asker(
        call: Arc<HostCall>,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Order>) {
        let (orders, inbox) = mpsc::unbounded_channel();
        (Self::new(Holder::Asker(orders), call), inbox)
    }

    /// As the other side knows it, for as long as this is kept.
    pub(in super::super) fn raw(self: &Arc<Self>) -> *mut RawTx {
        Arc::as_ptr(self).cast_mut().cast()
    }

    /// Takes the transaction for a while, or for good.
    fn take(&self) -> Option<Tx> {
        match &self.holder {
            Holder::Own(tx) => tx.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Holder::Asker(_) => None,
        }
    }

    fn put_back(&self, back: Tx) {
        if let Holder::Own(tx) = &self.holder {
            *tx.lock().unwrap_or_else(PoisonError::into_inner) = Some(back);
        }
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
        let mut tx = self.take().ok_or_else(|| Error::internal(over))?;
        let done = work(&mut tx).await;
        self.put_back(tx);
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

/// The host's transaction behind the pointer, kept.
///
/// # Safety
/// It is one, and not over.
pub(super) unsafe fn kept_tx(tx: *mut RawTx) -> Option<Arc<HostTx>> {
    let tx = tx.cast::<HostTx>();
    if tx.is_null() {
        return None;
    }
    // SAFETY: the caller says so; it lies in an `Arc`.
    unsafe {
        Arc::increment_strong_count(tx);
        Some(Arc::from_raw(tx))
    }
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
        let call = call::kept(call).ok()?;
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
        let call = call::kept(call).ok()?;
        let asked = call.clone();
        Some(call.task(async move {
            let begun = match long {
                1 => asked.call.begin_long().await,
                _ => asked.call.begin().await,
            };
            let tx = begun.map_err(|error| wire::error_to_json(&error))?;
            let tx = HostTx::new(Holder::Own(Mutex::new(Some(tx))), asked);
            Ok(Begun(Arc::into_raw(tx).cast_mut().cast()))
        }))
    })
}

unsafe extern "C" fn run(tx: *mut RawTx, sql: *const Statement, task: *mut Task) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    gives(task, || unsafe {
        let tx = kept_tx(tx)?;
        let (sql, binds, long) = statement(&tx.call, sql)?;
        let call = tx.call.clone();
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
        let tx = kept_tx(tx)?;
        let (sql, binds, _) = statement(&tx.call, sql)?;
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
        let tx = kept_tx(tx)?;
        let entry = entry(&tx.call, json.bytes());
        Some(entry.map(|entry| tx.at_once(move |tx| tx.record(entry))))
    })
}

unsafe extern "C" fn answers(tx: *mut RawTx, status: u32, location: Slice) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let done = caught(|| unsafe {
        let (tx, location) = (kept_tx(tx)?, location.text()?.to_owned());
        let status = u16::try_from(status).ok()?;
        Some(tx.at_once(move |tx| tx.answers(status, location)))
    });
    done.flatten().unwrap_or(status::REFUSED)
}

unsafe extern "C" fn wake(tx: *mut RawTx, name: Slice, at: i64, error: *mut Buf) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    says(error, || unsafe {
        let (tx, name) = (kept_tx(tx)?, name.text()?);
        let at = DateTime::from_timestamp_micros(at)?;
        let name = tx.call.plugin.name(name);
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
    // SAFETY: the plugin hands over what the header says; this lets go of what `begin` gave.
    gives(task, || unsafe {
        let kept = kept_tx(tx)?;
        if matches!(kept.holder, Holder::Asker(_)) {
            return None;
        }
        Arc::decrement_strong_count(tx.cast::<HostTx>().cast_const());
        let call = kept.call.clone();
        Some(call.clone().task(async move {
            let over = "a transaction that is over, or at a statement";
            let tx = kept
                .take()
                .ok_or_else(|| wire::error_to_json(&Error::internal(over)))?;
            let committed = call.metered(tx.commit()).await;
            committed
                .map(|()| abi::Nothing::DONE)
                .map_err(wire::db_error_to_json)
        }))
    })
}

unsafe extern "C" fn rollback(tx: *mut RawTx) {
    // SAFETY: the plugin hands over what the header says; this lets go of what `begin` gave.
    abi::guarded(|| unsafe {
        if let Some(kept) = kept_tx(tx)
            && matches!(kept.holder, Holder::Own(_))
        {
            drop(kept.take());
            Arc::decrement_strong_count(tx.cast::<HostTx>().cast_const());
        }
    });
}
