//! Which hosts of the region run.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use kartoteka_plugin::{
    Db, Result, Value,
    call::Clock,
    db::{Engine, Weight},
};
use uuid::Uuid;

/// How often a host says that it runs.
pub const BEAT: Duration = Duration::from_secs(20);
const SAY: &str = "insert into hosts (id, seen_at) values ($1, $2) \
     on conflict (id) do update set seen_at = excluded.seen_at";

/// This host among those of its region.
pub struct Roster {
    id: Uuid,
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
}

impl Roster {
    /// After how long a silent host is taken for stopped.
    pub const SILENCE: TimeDelta = TimeDelta::seconds(90);

    /// A host with a fresh id, not yet among the others.
    pub fn new(engine: Arc<dyn Engine>, clock: Arc<dyn Clock>) -> Self {
        Self {
            id: clock.new_id(),
            engine,
            clock,
        }
    }

    /// This host.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Enters this host. Where it is the only one there can be, all others are
    /// leftovers.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn enter(&self, alone: bool) -> Result<()> {
        if alone {
            self.run("delete from hosts", &[]).await?;
        } else {
            let long_gone = self.clock.now() - Self::SILENCE;
            self.run("delete from hosts where seen_at < $1", &[long_gone.into()])
                .await?;
        }
        self.beat().await
    }

    /// Says that this host runs.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn beat(&self) -> Result<()> {
        self.run(SAY, &[self.id.into(), self.clock.now().into()])
            .await
    }

    /// Takes this host off.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn leave(&self) -> Result<()> {
        self.run("delete from hosts where id = $1", &[self.id.into()])
            .await
    }

    /// Whether `host` runs. One that cannot be asked about is taken to run: work is
    /// then left alone rather than done twice.
    pub async fn alive(&self, host: Uuid) -> bool {
        if host == self.id {
            return true;
        }
        let db = Db::new(self.engine.clone());
        let found = db
            .query("select id from hosts where id = $1 and seen_at >= $2")
            .bind(host)
            .bind(self.clock.now() - Self::SILENCE)
            .optional()
            .await;
        found.map_or(true, |row| row.is_some())
    }

    /// Whether other hosts run. Where that cannot be found out they are taken to.
    pub async fn has_others(&self) -> bool {
        let db = Db::new(self.engine.clone());
        let found = db
            .query("select id from hosts where id <> $1 and seen_at >= $2 limit 1")
            .bind(self.id)
            .bind(self.clock.now() - Self::SILENCE)
            .optional()
            .await;
        found.map_or(true, |row| row.is_some())
    }

    async fn run(&self, sql: &'static str, binds: &[Value]) -> Result<()> {
        let mut transaction = self.engine.begin(Weight::Short).await?;
        transaction.run(&sql.into(), binds, Weight::Short).await?;
        Ok(transaction.commit().await?)
    }
}
