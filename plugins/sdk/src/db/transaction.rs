//! Writing: a transaction with its journal entries.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};

use super::{
    BoxFuture, Bulk, Claim, DbError, Later, Lent, Query, Sql, Transaction, Weight, gate::Gated,
};
use crate::{
    Call, Error, Result as CallResult,
    call::Idempotency,
    journal::{Entry, Stamp},
    mail::{self, Letter, Mail},
};

/// What a repeatable request answered: kept, so that repeating it gives the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The request's key and fingerprint.
    pub idempotency: Idempotency,
    /// HTTP status.
    pub status: u16,
    /// Path of what was made or changed, below the salon's API; holds ids only.
    pub location: String,
}

/// Writes what ends a transaction. The host implements it.
pub trait Journal: Send + Sync {
    /// Something to be done before a transaction begins, where there is.
    fn before(&self) -> Option<BoxFuture<'_, ()>> {
        None
    }

    /// A transaction with entries is committed.
    fn committed(&self) {}

    /// Does what waits, and then writes `answer` and, taking the salon's counter, `entries` in
    /// order.
    fn write<'a>(
        &'a self,
        transaction: &'a mut dyn Transaction,
        waiting: Vec<Later>,
        entries: Vec<Entry>,
        answer: Option<(&'a Answer, &'a Stamp)>,
    ) -> BoxFuture<'a, Result<(), DbError>>;
}

/// One transaction of one salon. What changes a record also [records](Tx::record)
/// it; entries are written when the transaction commits, after all else, so that
/// their order is the order of commits. Dropped without a commit, everything is
/// undone.
pub struct Tx {
    pub(super) transaction: Gated,
    pub(super) idempotency: Option<Idempotency>,
    stamp: Stamp,
    pub(super) waiting: Vec<Later>,
    pub(super) entries: Vec<Entry>,
    /// Whether entries were written before the commit.
    flushed: bool,
    pub(super) answer: Option<Answer>,
    pub(super) letters: Vec<Letter>,
    /// How many mails the salon had written on this day before.
    written: Option<u32>,
    /// Of which call it is, and what modules ask to be woken for once it is committed.
    call: Call,
    pub(super) wakes: Vec<(&'static str, DateTime<Utc>)>,
}

/// A transaction in the hands of the host until this is dropped, whoever began it.
pub(crate) struct ByHost<'a>(&'a mut Tx, bool);

impl Deref for ByHost<'_> {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        self.0
    }
}

impl DerefMut for ByHost<'_> {
    fn deref_mut(&mut self) -> &mut Tx {
        self.0
    }
}

impl Drop for ByHost<'_> {
    fn drop(&mut self) {
        self.0.transaction.hosts(self.1);
    }
}

impl Tx {
    /// Begins a transaction; called by [`Call::begin`]. That of a feature says so to who removes
    /// what the feature keeps, and is one of a feature that is still on: a request may have begun
    /// before it was switched off. Looked at in this order, nothing can come in between.
    ///
    /// # Errors
    /// As the engine says; 404 `feature_off`.
    pub(crate) async fn begin(
        call: &Call,
        weight: Weight,
        claim: Option<Claim<'_>>,
    ) -> CallResult<Self> {
        if let Some(first) = call.journal().before() {
            first.await;
        }
        let engine = call.db().engine();
        let own = call.feature().map(Claim::Shared);
        let transaction = match claim.or(own) {
            None => engine.begin(weight).await?,
            Some(claim) => engine.begin_with(weight, claim).await?,
        };
        call.check_on().await?;
        Ok(Self::of(call, transaction))
    }

    /// What an engine has begun for `call`.
    pub(crate) fn of(call: &Call, transaction: Box<dyn Transaction>) -> Self {
        Self {
            transaction: Gated::new(transaction, call.fence()),
            idempotency: call.idempotency().cloned(),
            stamp: call.stamp(),
            waiting: Vec::new(),
            entries: Vec::new(),
            flushed: false,
            answer: None,
            letters: Vec::new(),
            written: None,
            call: call.clone(),
            wakes: Vec::new(),
        }
    }

    /// The same as one that the other side of the native border holds, where it is one.
    pub(crate) fn lent(&mut self) -> Option<&mut dyn Lent> {
        self.transaction.lent()
    }

    /// Does what waits.
    async fn settle(&mut self) -> Result<(), DbError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.transaction.run_all(waiting, None).await.map(drop)
    }

    /// Ends the work of who is asked in a transaction that the host lends.
    pub(crate) async fn end_lent(&mut self) -> Result<(), DbError> {
        self.settle().await?;
        self.lent().map_or(Ok(()), Lent::check)
    }

    /// The same for statements of the host alone, to its end.
    pub(crate) fn of_host(mut self) -> Self {
        self.transaction.hosts(true);
        self
    }

    /// For statements of the host: no fence of a feature stands before them. What waits is the
    /// feature's still, and judged first.
    pub(crate) fn by_host(&mut self) -> Result<ByHost<'_>, DbError> {
        self.transaction.check_waiting(&self.waiting)?;
        let before = self.transaction.hosts(true);
        Ok(ByHost(self, before))
    }

    /// A statement within the transaction; `$1` is bound.
    pub fn query(&mut self, sql: impl Into<Sql>) -> Query<'_> {
        Query::write(&mut self.transaction, &mut self.waiting, sql.into())
    }

    /// Inserts many rows by as few statements as the engines allow.
    ///
    /// # Errors
    /// As the engine says; rows before the failing ones are undone with the
    /// transaction.
    pub async fn insert(&mut self, bulk: Bulk) -> Result<u64, DbError> {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            self.transaction.run_all(waiting, None).await?;
        }
        self.transaction.insert(bulk).await
    }

    /// Inserts rows with the transaction's next statement, at the latest with its commit,
    /// which then also says if they could not be. For a few rows whose number nobody asks.
    pub fn insert_later(&mut self, bulk: Bulk) {
        if !bulk.is_empty() {
            self.waiting.push(Later::Rows(bulk));
        }
    }

    /// Notes what this transaction did, for the journal. What a feature records begins with its id;
    /// a transaction with an entry that does not is not committed.
    pub fn record(&mut self, entry: Entry) {
        match self.lent() {
            Some(lent) => lent.record(entry),
            None => self.entries.push(entry),
        }
    }

    /// Writes a mail that is kept with the commit and sent after it; see [`crate::mail`]. It is
    /// of the feature whose code has `call`, whoever began the transaction.
    ///
    /// # Errors
    /// 403 `not_granted`; 503 `mail_not_set_up`; 422 that names what of the mail is wrong; 429
    /// `mail_limit`, where the salon has written as many today as the operator lets it; as the
    /// engine says.
    pub async fn send_mail(&mut self, call: &Call, mail: Mail) -> crate::Result<()> {
        let feature = call.granted("mail")?;
        if let Some(lent) = self.lent() {
            return mail::hand_over(lent, &mail).await;
        }
        let own = self.call.clone();
        let mails = own.services().mails();
        mails.ready(feature)?;
        mails.check(&mail)?;
        let at = call.now();
        let written = match self.written {
            Some(written) => written,
            None => {
                let mut hosts = self.by_host()?;
                mails.written(&mut hosts.transaction, at).await?
            }
        };
        self.written = Some(written);
        let most = mails.most();
        let here = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
        if written.saturating_add(here) >= most {
            return Err(mail::too_many(most));
        }
        self.letters.push(Letter {
            id: call.new_id(),
            feature: feature.to_owned(),
            at,
            mail,
        });
        Ok(())
    }

    /// Asks that the module be woken in this salon under `name`, at `at` or a little later; see
    /// [`WakeUps`](crate::wake_ups::WakeUps). It is written right before the commit, apart from
    /// this transaction, and gone with its savepoint.
    ///
    /// # Errors
    /// Internal, where no manifest declares the name.
    pub fn wake(&mut self, name: &'static str, at: DateTime<Utc>) -> crate::Result<()> {
        if let Some(lent) = self.lent() {
            return lent.wake(name, at);
        }
        if !self.call.services().wake_ups().declares(name) {
            return Err(Error::internal(format!("no manifest declares {name}")));
        }
        self.wakes.push((name, at));
        Ok(())
    }

    /// Says what the request will answer once this commits. Under an
    /// `Idempotency-Key` it is kept with the work itself, so that a repeated
    /// request finds it, or finds neither: it is answered with this status and with what a `GET`
    /// of `location` (below the salon) gives then. It names that place by `Location`, as the first
    /// answer should, where the status is 201 or the document has the header there.
    pub fn answers(&mut self, status: u16, location: impl Into<String>) {
        if let Some(lent) = self.transaction.lent() {
            return lent.answers(status, &location.into());
        }
        if self.transaction.is_gated() {
            // The request is answered by who began the transaction, not by who is asked in it.
            return;
        }
        self.answer = self.idempotency.take().map(|idempotency| Answer {
            idempotency,
            status,
            location: location.into(),
        });
    }

    /// Writes the entries gathered so far. For work of many pages that must not hold
    /// all of its entries in memory; the salon's counter is taken from here on, so
    /// other writers wait until this transaction ends.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn flush(&mut self) -> Result<(), DbError> {
        if self.transaction.is_gated() {
            let text = "entries are not written early inside somebody else's transaction";
            return Err(DbError::Engine(text.to_owned()));
        }
        self.check_entries(0)?;
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let call = self.call.clone();
        let mut hosts = self.by_host()?;
        let waiting = std::mem::take(&mut hosts.waiting);
        hosts.flushed = true;
        call.journal()
            .write(&mut hosts.transaction, waiting, entries, None)
            .await
    }

    /// That no feature says what is another module's to say, in the entries from there on.
    pub(super) fn check_entries(&self, from: usize) -> Result<(), DbError> {
        let since = self.entries.get(from..).unwrap_or_default();
        match since
            .iter()
            .find(|entry| entry.is_foreign(&self.stamp.actor))
        {
            None => Ok(()),
            Some(entry) => {
                let text = format!("{} is not an entry of who recorded it", entry.what);
                Err(DbError::Engine(text))
            }
        }
    }

    /// Writes the journal entries and commits. On return the work is durable.
    ///
    /// # Errors
    /// As the engine says; nothing of the transaction is kept then.
    pub async fn commit(mut self) -> Result<(), DbError> {
        if self.lent().is_some() {
            self.settle().await?;
            return Box::new(self.transaction).commit().await;
        }
        self.check_entries(0)?;
        let recorded = self.flushed || !self.entries.is_empty();
        for (name, at) in std::mem::take(&mut self.wakes) {
            // Before the salon's counter is taken, for which others wait.
            let wake_ups = self.call.services().wake_ups();
            let asked = wake_ups.ask(self.call.salon().id, name, at).await;
            asked.map_err(|error| match error.cause.as_deref() {
                None => DbError::Busy,
                Some(cause) => DbError::Engine(cause.to_owned()),
            })?;
        }
        // What follows is the host's; what waits is not, and was not judged yet.
        self.transaction.check_waiting(&self.waiting)?;
        let mailed = !self.letters.is_empty();
        if mailed {
            if let Some(first) = self.call.services().mails().before_commit() {
                first.await?;
            }
            // The last rows but the journal's, so that whoever waits for the salon's count of
            // mails is waited for by nobody.
            let letters = std::mem::take(&mut self.letters);
            let mails = self.call.services().mails();
            self.waiting.extend(mails.keep(letters));
        }
        self.transaction.hosts(true);
        if !self.entries.is_empty() || self.answer.is_some() {
            let answer = self.answer.as_ref().map(|answer| (answer, &self.stamp));
            self.call
                .journal()
                .write(&mut self.transaction, self.waiting, self.entries, answer)
                .await?;
        } else {
            self.transaction.run_all(self.waiting, None).await?;
        }
        Box::new(self.transaction).commit().await?;
        if recorded {
            self.call.journal().committed();
        }
        if mailed {
            self.call.services().mails().committed();
        }
        Ok(())
    }
}
