//! Tables and transactions.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::{
    mem::size_of,
    ptr,
    sync::{Arc, atomic::Ordering},
};

use chrono::{DateTime, Utc};
use kartoteka_abi::{
    self as abi,
    services::{Ask, Begun, DB, Reply, Tx},
};
use serde_json::Value as Json;

use super::{Bridge, answered, refused};
use crate::{
    BoxFuture, DbError, Error, Result, Row, Sql, Value,
    call::{Salon, Switches},
    db::{Answer, Claim, Engine, Fences, Journal, Later, Lent, Outcome, Weight},
    journal::{Entry, Stamp},
    native::{values, wire},
};

/// A task of the host that gives a `T`.
type Asked<T> = abi::Foreign<T>;

/// What a function that gives a task is told: where to put it.
fn task<T: abi::Out>(
    begin: impl FnOnce(*mut abi::Task) -> i32,
) -> std::result::Result<Asked<T>, i32> {
    let mut task = abi::Task::NONE;
    match begin(&raw mut task) {
        // SAFETY: the host gave it, and says what it gives.
        abi::status::OK => Ok(unsafe { abi::Foreign::new(task) }),
        status => Err(status),
    }
}

/// Puts a question to a service.
pub(super) fn asking(
    ask: &'static Ask,
    call: *const abi::Call,
    tx: *mut Tx,
    question: &Json,
    mut body: abi::Buf,
    mut more: abi::Stream,
) -> Result<Asked<Reply>> {
    let question = wire::json(question);
    let question = abi::Slice::of(&question);
    // SAFETY: all of it is there for the time of the function, and `call` is kept.
    let begun =
        task(|out| unsafe { (ask.ask)(call, tx, question, &raw mut body, &raw mut more, out) });
    begun.map_err(|status| refused(status, &abi::Buf::EMPTY))
}

fn db_failed(failed: abi::Failed) -> DbError {
    match failed {
        abi::Failed::Problem(problem) => wire::db_error_from_json(problem.bytes()),
        other => DbError::Engine(other.to_string()),
    }
}

fn db_refused(status: i32) -> DbError {
    DbError::Engine(format!("the host answered {status}"))
}

/// Hands a statement over for the time of a function.
fn with_statement<T>(
    sql: &Sql,
    binds: &[Value],
    weight: Weight,
    work: impl FnOnce(*const abi::Statement) -> T,
) -> T {
    let days = values::days(binds);
    let mut next = days.iter();
    let values: Vec<_> = binds
        .iter()
        .map(|value| values::lend(value, &mut next))
        .collect();
    let (sqlite, postgres) = (sql.sqlite(), sql.postgres());
    let same = ptr::eq(&raw const **sqlite, &raw const **postgres) || **sqlite == **postgres;
    let statement = abi::Statement {
        struct_size: size_of::<abi::Statement>(),
        sql: abi::Slice::of_text(sqlite),
        postgres: match same {
            true => abi::Slice::EMPTY,
            false => abi::Slice::of_text(postgres),
        },
        values: values.as_ptr(),
        value_count: values.len(),
        slow: (weight == Weight::Long).into(),
        reserved: 0,
    };
    work(&raw const statement)
}

async fn gathered(
    sql: &Sql,
    asked: std::result::Result<Asked<abi::Rows>, i32>,
) -> std::result::Result<Outcome, DbError> {
    let rows = asked.map_err(db_refused)?.await.map_err(db_failed)?;
    values::outcome(sql.sqlite(), &rows)
}

impl Bridge {
    fn db(&self) -> std::result::Result<&'static abi::services::Db, DbError> {
        if let Some(found) = self.db.get() {
            return Ok(found);
        }
        let found = self.call.service(DB);
        let found = found.map(|found| *self.db.get_or_init(|| found));
        found.ok_or_else(|| DbError::Engine("the host has no database for this call".to_owned()))
    }
}

impl Engine for Bridge {
    fn read<'a>(
        &'a self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, std::result::Result<Vec<Row>, DbError>> {
        Box::pin(async move {
            let (db, call) = (self.db()?, &self.call);
            let asked = with_statement(sql, binds, weight, |statement| {
                // SAFETY: all of it is there for the time of the function.
                task(|out| unsafe { (db.read)(call.raw(), statement, out) })
            });
            Ok(gathered(sql, asked).await?.rows)
        })
    }

    fn begin(
        &self,
        weight: Weight,
    ) -> BoxFuture<'_, std::result::Result<Box<dyn crate::db::Transaction>, DbError>> {
        Box::pin(async move {
            let (db, long) = (self.db()?, (weight == Weight::Long).into());
            // SAFETY: the call is kept.
            let asked = task::<Begun>(|out| unsafe { (db.begin)(self.call.raw(), long, out) });
            let begun: Box<dyn crate::db::Transaction> = match asked.map_err(db_refused)?.await {
                Ok(begun) => Box::new(Transaction::new(self.again(), begun.0, true)?),
                Err(abi::Failed::Problem(problem)) => {
                    let error = wire::error_from_json(problem.bytes());
                    if error.code != "feature_off" {
                        return Err(wire::db_error_from_json(problem.bytes()));
                    }
                    // Who began it looks at once whether the feature is on, and is told.
                    self.off.store(true, Ordering::Release);
                    Box::new(Transaction::new(self.again(), ptr::null_mut(), true)?)
                }
                Err(failed) => return Err(db_failed(failed)),
            };
            Ok(begun)
        })
    }

    fn begin_with<'a>(
        &'a self,
        weight: Weight,
        _: Claim<'a>,
    ) -> BoxFuture<'a, std::result::Result<Box<dyn crate::db::Transaction>, DbError>> {
        // The host claims what it has to for the feature.
        self.begin(weight)
    }
}

impl Switches for Bridge {
    /// The host looks at the beginning of each transaction, and tells.
    fn is_on<'a>(&'a self, _: &'a Salon, _: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async { Ok(!self.off.load(Ordering::Acquire)) })
    }
}

/// The host judges.
impl Fences for Bridge {
    fn check(&self, _: &str, _: &Sql, _: &[String]) -> std::result::Result<(), DbError> {
        Ok(())
    }
}

/// The host keeps it.
impl Journal for Bridge {
    fn write<'a>(
        &'a self,
        _: &'a mut dyn crate::db::Transaction,
        _: Vec<Later>,
        _: Vec<Entry>,
        _: Option<(&'a Answer, &'a Stamp)>,
    ) -> BoxFuture<'a, std::result::Result<(), DbError>> {
        Box::pin(async { Err(DbError::Engine("the journal is the host's".to_owned())) })
    }
}

/// A transaction that the host holds.
pub(in crate::native) struct Transaction {
    bridge: Arc<Bridge>,
    db: &'static abi::services::Db,
    tx: *mut Tx,
    /// Whether it was begun here, and ends here.
    own: bool,
    /// What was wrong with something that was noted.
    wrong: Option<DbError>,
}

// SAFETY: a transaction may be used from any thread, one at a time.
unsafe impl Send for Transaction {}

impl Transaction {
    /// A transaction of the host; `own` for one that was begun by this call.
    pub(in crate::native) fn new(
        bridge: Arc<Bridge>,
        tx: *mut Tx,
        own: bool,
    ) -> std::result::Result<Self, DbError> {
        Ok(Self {
            db: bridge.db()?,
            bridge,
            tx,
            own,
            wrong: None,
        })
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.own && !self.tx.is_null() {
            // SAFETY: it was begun here and has not ended.
            unsafe { (self.db.rollback)(self.tx) };
        }
    }
}

impl crate::db::Transaction for Transaction {
    fn run<'a>(
        &'a mut self,
        sql: &'a Sql,
        binds: &'a [Value],
        weight: Weight,
    ) -> BoxFuture<'a, std::result::Result<Outcome, DbError>> {
        let asked = with_statement(sql, binds, weight, |statement| {
            // SAFETY: all of it is there for the time of the function.
            task(|out| unsafe { (self.db.run)(self.tx, statement, out) })
        });
        Box::pin(gathered(sql, asked))
    }

    fn run_all<'a>(
        &'a mut self,
        waiting: Vec<Later>,
        last: Option<(&'a Sql, &'a [Value])>,
    ) -> BoxFuture<'a, std::result::Result<Outcome, DbError>> {
        Box::pin(async move {
            for one in waiting {
                match one {
                    Later::Rows(bulk) => self.insert(bulk).await.map(drop)?,
                    Later::Statement(sql, binds) => {
                        // SAFETY: all of it is there for the time of the function.
                        let status = with_statement(&sql, &binds, Weight::Short, |one| unsafe {
                            (self.db.later)(self.tx, one)
                        });
                        if status != abi::status::OK {
                            return Err(db_refused(status));
                        }
                    }
                }
            }
            match last {
                Some((sql, binds)) => self.run(sql, binds, Weight::Short).await,
                None => Ok(Outcome::default()),
            }
        })
    }

    fn lent(&mut self) -> Option<&mut dyn Lent> {
        Some(self)
    }

    fn savepoint<'a>(
        &'a mut self,
        _: Option<std::time::Duration>,
        _: Option<Claim<'a>>,
    ) -> BoxFuture<'a, std::result::Result<(), DbError>> {
        Box::pin(async { Err(DbError::Engine("savepoints are the host's".to_owned())) })
    }

    fn end_savepoint(&mut self, _: bool) -> BoxFuture<'_, std::result::Result<(), DbError>> {
        Box::pin(async { Err(DbError::Engine("savepoints are the host's".to_owned())) })
    }

    fn commit(mut self: Box<Self>) -> BoxFuture<'static, std::result::Result<(), DbError>> {
        if let Some(wrong) = self.wrong.take() {
            return Box::pin(async { Err(wrong) });
        }
        if !self.own {
            let text = "somebody else's transaction was committed";
            return Box::pin(async move { Err(DbError::Engine(text.to_owned())) });
        }
        let (db, tx) = (self.db, std::mem::replace(&mut self.tx, ptr::null_mut()));
        // SAFETY: it was begun here and ends with this.
        let asked = task::<abi::Nothing>(|out| unsafe { (db.commit)(tx, out) });
        Box::pin(async move {
            // The call is kept until it is done.
            let _whole = self;
            asked
                .map_err(db_refused)?
                .await
                .map(drop)
                .map_err(db_failed)
        })
    }
}

impl Lent for Transaction {
    fn record(&mut self, entry: Entry) {
        let entry = wire::json(&wire::Recorded::of(entry));
        let mut error = abi::Buf::EMPTY;
        // SAFETY: all of it is there for the time of the function.
        let status = unsafe { (self.db.record)(self.tx, abi::Slice::of(&entry), &raw mut error) };
        if status != abi::status::OK {
            let said = match error.bytes() {
                [] => db_refused(status),
                problem => wire::db_error_from_json(problem),
            };
            self.wrong.get_or_insert(said);
        }
    }

    fn check(&mut self) -> std::result::Result<(), DbError> {
        self.wrong.take().map_or(Ok(()), Err)
    }

    fn answers(&mut self, status: u16, location: &str) {
        let location = abi::Slice::of_text(location);
        // SAFETY: all of it is there for the time of the function. Where there is no transaction
        // any more, nothing is answered by it.
        unsafe { (self.db.answers)(self.tx, status.into(), location) };
    }

    fn wake(&mut self, name: &str, at: DateTime<Utc>) -> Result<()> {
        let mut error = abi::Buf::EMPTY;
        let name = abi::Slice::of_text(name);
        // SAFETY: all of it is there for the time of the function.
        let status =
            unsafe { (self.db.wake)(self.tx, name, at.timestamp_micros(), &raw mut error) };
        match status {
            abi::status::OK => Ok(()),
            status => Err(refused(status, &error)),
        }
    }

    fn ask<'a>(
        &'a mut self,
        service: &'static str,
        question: &'a Json,
    ) -> BoxFuture<'a, Result<Json>> {
        let asked = self.bridge.service::<Ask>(service).and_then(|ask| {
            let (body, more) = (abi::Buf::EMPTY, abi::Stream::NONE);
            asking(ask, self.bridge.call.raw(), self.tx, question, body, more)
        });
        Box::pin(async move { Ok(answered(asked?.await)?.json) })
    }
}

/// What was asked of a transaction that is none of the host's.
pub(super) fn no_transaction() -> Error {
    Error::internal("it is asked inside a transaction of the host")
}
