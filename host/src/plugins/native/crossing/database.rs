//! Tables and transactions, as a plugin has them.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::mem::size_of;

use chrono::DateTime;
use kartoteka_abi::{
    self as abi, Buf, Rows, Slice, Statement, Task, caught,
    services::{Begun, Db, Tx as RawTx},
    status,
};
use kartoteka_plugin::{
    DbError, Entry, Error, Result, Sql, Value,
    db::{JsonText, Outcome},
    native::{values, wire},
};

use super::{
    call::{self, HostCall},
    transaction::{Committing, HostTx, OVER, kept_tx},
};

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
        let raw = Statement::read(raw)?;
        let sql = call.plugin.sql(raw.sql.bytes(), raw.postgres.bytes())?;
        let binds = raw.values().iter().map(|value| values::own(value));
        Some((sql, binds.collect::<Option<_>>()?, raw.slow == 1))
    }
}

/// The most that the rows of one statement may weigh, in bytes, as the header says.
const MOST_ROWS: usize = 64 << 20;

fn db_done(outcome: std::result::Result<Outcome, DbError>) -> abi::Done<Rows> {
    match outcome {
        Ok(outcome) if values::weight(&outcome) > MOST_ROWS => {
            let heavy = DbError::Engine("rows that weigh more than 64 MB".to_owned());
            Err(wire::db_error_to_json(heavy))
        }
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
        Some(call.task_of_tx(async move {
            let begun = match long {
                1 => asked.call.begin_long().await,
                _ => asked.call.begin().await,
            };
            let tx = begun.map_err(|error| wire::error_to_json(&error))?;
            let tx = HostTx::of_plugin(tx, &asked);
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
        Some(call.clone().task_of_tx(async move {
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
    let name = call.plugin.event(&recorded.what);
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
        let name = call.plugin.wake_up(name);
        let name =
            name.ok_or_else(|| Error::internal("a wake-up that the manifest does not declare"));
        let noted = tx.clone();
        Some(name.and_then(|name| {
            let status = tx.at_once(move |tx| {
                if let Err(wrong) = tx.wake(name, at) {
                    noted.goes_wrong(wrong);
                }
            });
            // In somebody else's transaction it is known in its turn, and then the answer fails.
            tx.wrong().map_or(Ok(status), Err)
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
        let committing = Committing::new(tx);
        let asked = call.clone();
        Some(call.task_of_tx(async move {
            let tx = committing.take().filter(|_| asked.life.is_usable());
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
