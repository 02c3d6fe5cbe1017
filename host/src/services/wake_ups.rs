//! Wake-ups: what modules asked to be woken for, kept in the region, so that no salon
//! is opened to look whether it has work.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::{
    BoxFuture, Db, Error, Result, Value,
    call::Clock,
    db::{Engine, Outcome, Weight},
    wake_ups::WakeUps,
};
use uuid::Uuid;

use super::Roster;

/// As many as are looked for at one time.
const AT_ONCE: i64 = 100;
/// The pause after a first failure; each further one is twice as long.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// While a handler runs, the row's own time is never: what is asked for meanwhile is
/// later than what runs.
const NEVER: DateTime<Utc> = DateTime::from_timestamp_nanos(i64::MAX);

const ASK: &str = "insert into wake_ups (salon, name, at, asked, failures) \
     values ($1, $2, $3, 1, 0) \
     on conflict (salon, name) do update set asked = wake_ups.asked + 1, failures = 0, \
     at = case when excluded.at < wake_ups.at then excluded.at else wake_ups.at end";

/// Due: its time has come and nobody is at it, or whoever was at it runs no more.
macro_rules! due {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " (host is null and at <= $1 or host is not null and not exists \
             (select 1 from hosts h where h.id = wake_ups.host and h.seen_at >= $2)) ",
            $after
        )
    };
}

const LOOK: &str = due!(
    "select salon, name from wake_ups where",
    "order by at, salon, name limit $3"
);
const CLAIM: &str = due!(
    "update wake_ups set host = $5, at = $6 where salon = $3 and name = $4 and",
    "returning asked, failures"
);
const DONE: &str = "delete from wake_ups where salon = $1 and name = $2 and asked = $3";
const RELEASE: &str = "update wake_ups set host = null, failures = 0 \
     where salon = $1 and name = $2 and host = $3";
const AGAIN: &str = "update wake_ups set host = null, failures = failures + 1, \
     at = case when at < $3 then at else $3 end where salon = $1 and name = $2 and host = $4";

/// A wake-up whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The salon.
    pub salon: Uuid,
    /// Module and name: `core.blank_sheets`.
    pub name: String,
}

/// A wake-up that this host has taken on.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    asked: i64,
    failures: i64,
}

impl Claim {
    /// Whether it was put off since it was last asked for.
    pub fn was_put_off(&self) -> bool {
        self.failures > 0
    }
}

/// The wake-ups of the region.
pub struct HostWakeUps {
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
    roster: Arc<Roster>,
    declared: RwLock<HashSet<String>>,
}

impl HostWakeUps {
    /// Wake-ups of no names yet.
    pub fn new(engine: Arc<dyn Engine>, clock: Arc<dyn Clock>, roster: Arc<Roster>) -> Arc<Self> {
        Arc::new(Self {
            engine,
            clock,
            roster,
            declared: RwLock::default(),
        })
    }

    /// Takes wake-ups of these names, too. What a module has asked for stays known when it is gone: it may be at it
    /// still.
    pub fn declare(&self, names: impl IntoIterator<Item = String>) {
        let mut declared = self
            .declared
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        declared.extend(names);
    }

    /// What is due, the longest due first: a hundred of them, and as many as `beyond` says.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn due(&self, beyond: usize) -> Result<Vec<Due>> {
        let db = Db::new(self.engine.clone());
        let now = self.clock.now();
        let query = db.query(LOOK).bind(now).bind(now - Roster::SILENCE);
        let beyond = i64::try_from(beyond).unwrap_or(0);
        let rows = query.bind(AT_ONCE.saturating_add(beyond)).all().await?;
        let due = |row: &kartoteka_plugin::Row| {
            Ok(Due {
                salon: row.get("salon")?,
                name: row.get("name")?,
            })
        };
        rows.iter().map(due).collect()
    }

    /// Takes one on; none where another host was quicker.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn claim(&self, due: &Due) -> Result<Option<Claim>> {
        let now = self.clock.now();
        let binds = [
            now.into(),
            (now - Roster::SILENCE).into(),
            due.salon.into(),
            due.name.as_str().into(),
            self.roster.id().into(),
            NEVER.into(),
        ];
        let outcome = self.run(CLAIM, &binds).await?;
        let claim = |row: &kartoteka_plugin::Row| {
            Ok(Claim {
                asked: row.get("asked")?,
                failures: row.get("failures")?,
            })
        };
        outcome.rows.first().map(claim).transpose()
    }

    /// Ends one that was done. What was asked for meanwhile stays.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn done(&self, due: &Due, claim: Claim) -> Result<()> {
        let (salon, name) = (Value::from(due.salon), Value::from(due.name.as_str()));
        let binds = [salon.clone(), name.clone(), claim.asked.into()];
        if self.run(DONE, &binds).await?.affected == 0 {
            let binds = [salon, name, self.roster.id().into()];
            self.run(RELEASE, &binds).await?;
        }
        Ok(())
    }

    /// Puts one off that was not done.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn again(&self, due: &Due, claim: Claim) -> Result<()> {
        let doubled = u32::try_from(claim.failures.min(11)).unwrap_or(11);
        let pause = (PAUSE * 2_i32.pow(doubled)).min(LONGEST);
        let binds = [
            due.salon.into(),
            due.name.as_str().into(),
            (self.clock.now() + pause).into(),
            self.roster.id().into(),
        ];
        self.run(AGAIN, &binds).await.map(drop)
    }

    async fn run(&self, sql: &'static str, binds: &[Value]) -> Result<Outcome> {
        let mut transaction = self.engine.begin(Weight::Short).await?;
        let outcome = transaction.run(&sql.into(), binds, Weight::Short).await?;
        transaction.commit().await?;
        Ok(outcome)
    }
}

impl WakeUps for HostWakeUps {
    fn declares(&self, name: &str) -> bool {
        let declared = self.declared.read();
        declared
            .unwrap_or_else(PoisonError::into_inner)
            .contains(name)
    }

    fn ask<'a>(
        &'a self,
        salon: Uuid,
        name: &'static str,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if !self.declares(name) {
                return Err(Error::internal(format!("no manifest declares {name}")));
            }
            let binds = [salon.into(), name.into(), at.into()];
            // Done twice, it wakes once more.
            Ok(self.engine.note(&ASK.into(), &binds).await?)
        })
    }
}
