//! A transaction over one connection.
//!
//! PostgreSQL ends a transaction's work at its first failed statement: only going
//! back to a savepoint, or giving up, is possible then. And it answers `commit` of
//! such a transaction without an error, by undoing it. So the transaction keeps
//! account itself: after a failure statements are refused, and so is the commit.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use kartoteka_plugin::{
    BoxFuture, DbError, Sql, Value,
    db::{Claim, Later, Outcome, THEN, Text, Transaction, Weight},
};
use uuid::Uuid;

use super::{
    claims,
    error::{Failure, Health},
    pool::{Lease, State},
    statement::{Statements, run},
};
use crate::storage::{places::shifted, trace};

/// More rows than these are statements of their own.
const FEW: usize = 50;

/// An open transaction; rolled back when dropped.
pub(super) struct PostgresTransaction {
    /// Gone once committed.
    lease: Option<Lease>,
    statements: Arc<Statements>,
    salon: Option<Uuid>,
    /// How many savepoints are open.
    depth: u32,
    /// How long a statement of each open savepoint may run, in milliseconds, where it may run less
    /// long than others.
    limits: Vec<Option<String>>,
    /// How long a statement may run, as the server is told.
    longest: &'static str,
    /// The depth at which a statement failed, until its savepoint is undone.
    failed_at: Option<u32>,
}

impl PostgresTransaction {
    pub(super) fn new(
        lease: Lease,
        statements: Arc<Statements>,
        salon: Option<Uuid>,
        longest: &'static str,
    ) -> Self {
        Self {
            lease: Some(lease),
            statements,
            salon,
            depth: 0,
            limits: Vec::new(),
            longest,
            failed_at: None,
        }
    }

    fn lease(&mut self) -> Result<&mut Lease, DbError> {
        self.lease
            .as_mut()
            .ok_or_else(|| DbError::Engine("the transaction has ended".to_owned()))
    }

    fn sound(&self) -> Result<(), DbError> {
        match self.failed_at {
            None => Ok(()),
            Some(_) => Err(DbError::Engine(
                "an earlier statement of this transaction failed; only its savepoint can be undone"
                    .to_owned(),
            )),
        }
    }

    async fn run_statement(&mut self, sql: &Sql, binds: &[Value]) -> Result<Outcome, DbError> {
        self.sound()?;
        trace::runs(sql, binds);
        self.send_statement(sql.postgres(), binds).await
    }

    async fn send_statement(&mut self, text: &Text, binds: &[Value]) -> Result<Outcome, DbError> {
        let statement = self.statements.of(text, binds);
        let salon = self.salon;
        let session = self.lease()?.session()?;
        let failure = match run(session, &statement, salon, binds).await {
            Ok(outcome) => return Ok(outcome),
            Err(failure) => failure,
        };
        // An answer that could not be decoded fails here alone, not at the server;
        // both engines then agree that the caller has to give up or go back.
        self.failed_at = Some(self.depth);
        Err(self.judge(failure))
    }

    /// Does in one journey what fits into one statement.
    async fn run_together(
        &mut self,
        waiting: Vec<Later>,
        last: Option<(&Sql, &[Value])>,
    ) -> Result<Outcome, DbError> {
        let mut parts = Vec::with_capacity(waiting.len() + 1);
        for one in waiting {
            match one {
                Later::Rows(bulk) if bulk.is_empty() => {}
                Later::Rows(bulk) if bulk.weight() == Weight::Long || bulk.len() > FEW => {
                    self.run_parts(std::mem::take(&mut parts)).await?;
                    self.insert(bulk).await?;
                }
                Later::Rows(bulk) => {
                    parts.push((bulk.text(bulk.len()).into(), bulk.into_values()));
                }
                Later::Statement(sql, binds) => parts.push((sql, binds)),
            }
        }
        if let Some((sql, binds)) = last {
            parts.push((sql.clone(), binds.to_vec()));
        }
        self.run_parts(parts).await
    }

    async fn run_parts(&mut self, parts: Vec<(Sql, Vec<Value>)>) -> Result<Outcome, DbError> {
        self.sound()?;
        if parts.is_empty() {
            return Ok(Outcome::default());
        }
        for (sql, binds) in &parts {
            trace::runs(sql, binds);
        }
        let (text, binds) = together(parts);
        self.send_statement(&text, &binds).await
    }

    /// A statement outdated by a migration of another host fails the transaction. It
    /// may be tried again as a whole, on a connection that has not prepared it yet.
    fn judge(&mut self, failure: Failure) -> DbError {
        if failure.health == Health::Stale {
            if let Some(Ok(session)) = self.lease.as_mut().map(Lease::session) {
                session.state = State::Busy;
            }
            return DbError::Busy;
        }
        failure.error
    }

    async fn send(&mut self, text: String) -> Result<(), DbError> {
        let depth = self.depth;
        let sent = self
            .lease()?
            .session()?
            .send(text, State::Transaction)
            .await;
        if let Err(failure) = sent {
            self.failed_at = Some(depth);
            return Err(failure.error);
        }
        Ok(())
    }

    /// The claim and the limit of its statements go along, so that they cost no journey.
    async fn open_savepoint(
        &mut self,
        limit: Option<Duration>,
        claim: Option<Claim<'_>>,
    ) -> Result<(), DbError> {
        self.sound()?;
        let mut text = String::new();
        if let Some(claim) = claim {
            // Before the savepoint: undoing that must not let go of it.
            text = format!("{}; ", claims::take(self.salon, claim));
        }
        let _ = write!(text, "savepoint s{}", self.depth + 1);
        let limit = limit.map(|limit| limit.as_millis().max(1).to_string());
        if let Some(limit) = &limit {
            // Writing to a String cannot fail.
            let _ = write!(text, "; set local statement_timeout = {limit}");
        }
        self.send(text).await?;
        self.depth += 1;
        self.limits.push(limit);
        Ok(())
    }

    async fn close_savepoint(&mut self, keep: bool) -> Result<(), DbError> {
        let name = self.depth;
        let outer = name
            .checked_sub(1)
            .ok_or_else(|| DbError::Engine("no savepoint is open".to_owned()))?;
        if keep {
            self.sound()?;
            let mut text = format!("release savepoint s{name}");
            if let [before @ .., Some(_)] = &self.limits[..] {
                // Undone, it would have gone with the savepoint.
                let before = before.iter().rev().flatten().next();
                let before = before.map_or(self.longest, String::as_str);
                let _ = write!(text, "; set local statement_timeout = '{before}'");
            }
            self.send(text).await?;
        } else {
            self.send(format!(
                "rollback to savepoint s{name}; release savepoint s{name}"
            ))
            .await?;
            self.failed_at = self.failed_at.filter(|failed| *failed < name);
        }
        self.depth = outer;
        self.limits.pop();
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<(), DbError> {
        self.sound()?;
        let Some(mut lease) = self.lease.take() else {
            return Err(DbError::Engine("the transaction has ended".to_owned()));
        };
        let session = lease.session()?;
        let committed = session.send("commit".to_owned(), State::Ready).await;
        committed.map_err(|failure| match failure.health {
            Health::Broken => DbError::Engine(format!(
                "the connection was lost while committing, the outcome is unknown: {}",
                failure.error
            )),
            Health::Usable | Health::Stale => {
                // A refused commit has rolled back; the connection is as good as new.
                session.state = State::Ready;
                failure.error
            }
        })
    }
}

/// One statement that does all of `parts`, the last of which gives its rows; and its values.
///
/// Writes that nothing asks for are done after the statement proper, those named first last
/// of all. So the last part's own writes stand before the others.
fn together(mut parts: Vec<(Sql, Vec<Value>)>) -> (Text, Vec<Value>) {
    let Some((last, mut binds)) = parts.pop() else {
        return (Text::Fixed(""), Vec::new());
    };
    if parts.is_empty() {
        return (last.postgres().clone(), binds);
    }
    let (mut text, proper) = match last.postgres().split_once(THEN) {
        Some((own, proper)) => (format!("{},", own.trim_end()), proper),
        None => ("with".to_owned(), &**last.postgres()),
    };
    for (at, (sql, values)) in parts.into_iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let part = shifted(sql.postgres(), binds.len());
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma} part{at} as ({part}\n)");
        binds.extend(values);
    }
    text.push(' ');
    text.push_str(proper);
    (Text::Made(text.into()), binds)
}

impl Transaction for PostgresTransaction {
    fn run<'a>(
        &'a mut self,
        sql: &'a Sql,
        binds: &'a [Value],
        _weight: Weight,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        Box::pin(self.run_statement(sql, binds))
    }

    fn run_all<'a>(
        &'a mut self,
        waiting: Vec<Later>,
        last: Option<(&'a Sql, &'a [Value])>,
    ) -> BoxFuture<'a, Result<Outcome, DbError>> {
        Box::pin(self.run_together(waiting, last))
    }

    fn joins(&self) -> bool {
        true
    }

    fn savepoint<'a>(
        &'a mut self,
        limit: Option<Duration>,
        claim: Option<Claim<'a>>,
    ) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(self.open_savepoint(limit, claim))
    }

    fn end_savepoint(&mut self, keep: bool) -> BoxFuture<'_, Result<(), DbError>> {
        Box::pin(self.close_savepoint(keep))
    }

    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(self.finish())
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        if let Some(lease) = self.lease.take() {
            lease.roll_back();
        }
    }
}
