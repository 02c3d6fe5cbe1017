//! A host: everything of it put together, before it listens.

use std::{
    fmt,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use kartoteka_plugin::{
    Actor, Call, Error, Locale, Permissions, Result, Salon,
    call::{Clock, Limits},
    db::Weight,
    events::Readers,
    text::{Catalog, Source},
};

use crate::{
    config::Config,
    ground::Ground,
    modules,
    plugins::Loader,
    region::{self, Book, Parts, Region, Settings, Shelf},
    registry::Registry,
    services::{
        ApiDesk, Declarations, FactDesk, Health, HookDesk, HostJobs, HostWakeUps, MasterKey,
        OutgoingDesk, Postman, Roster, SalonServices, Shared, SlotDesk, Stores, Tables,
    },
    settings::{self, FeatureSettings},
    storage::{fence::FeatureFences, sqlite::DataLock},
    telling::{self, Teller},
};

/// Passwords hashed at once, 19 MiB each.
const HASHING_AT_ONCE: usize = 4;

/// Why a host did not start; a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartError(String);

impl StartError {
    /// An error of this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl From<String> for StartError {
    fn from(sentence: String) -> Self {
        Self(sentence)
    }
}

/// What a host is made of; see [`crate::builder::HostBuilder`].
pub(crate) struct Making {
    pub(crate) config: Config,
    pub(crate) plugins: Loader,
    pub(crate) stores: Arc<dyn Stores>,
    pub(crate) master: MasterKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) unfenced: Vec<&'static str>,
    pub(crate) lock: Option<DataLock>,
    pub(crate) worker_program: PathBuf,
    pub(crate) public_url: String,
}

/// A host of certain modules. While it runs, one with another version of some may take its place on the same
/// [`Ground`].
pub struct Host {
    pub(crate) config: Arc<Config>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) health: Arc<Health>,
    pub(crate) region: Arc<Region>,
    pub(crate) settings: Arc<FeatureSettings>,
    pub(crate) salons: SalonServices,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) public_url: String,
    pub(crate) roster: Arc<Roster>,
    pub(crate) wake_ups: Arc<HostWakeUps>,
    pub(crate) teller: Arc<Teller>,
    pub(crate) postman: Arc<Postman>,
    pub(crate) ground: Arc<Ground>,
}

impl Host {
    /// The host of these modules.
    ///
    /// # Errors
    /// A sentence for the operator, where the modules do not fit together.
    pub(crate) fn make(
        ground: &Arc<Ground>,
        registry: Registry,
    ) -> std::result::Result<Arc<Self>, StartError> {
        let Ground {
            config,
            stores,
            clock,
            health,
            ..
        } = &**ground;
        let registry = Arc::new(registry);
        health.watch(&registry);
        let hooks = HookDesk::new(registry.clone(), health.clone())?;
        let readers = Readers::of(registry.iter().map(|m| &m.manifest));
        let facts = FactDesk::new(registry.clone(), health.clone())?;
        let catalog = Arc::new(Catalog::new(&texts(&registry))?);
        let tables = Arc::new(Tables::new(registry.iter().map(|m| &m.manifest))?);
        let manifests = registry.iter().map(|m| &m.manifest);
        let shelf = Shelf::new(manifests, &config.features.withheld)?;
        let settings = FeatureSettings::new(registry.clone(), |id| shelf.has(id))?;
        let settings = Arc::new(settings);
        let region = Arc::new(Region::new(Parts {
            engine: stores.region(),
            clock: clock.clone(),
            keys: Arc::new(ground.master.region()),
            catalog: catalog.clone(),
            mailer: ground.mailer.clone(),
            book: book(&registry),
            shelf,
            settings: region_settings(config, ground.public_url.clone()),
            roster: ground.roster.clone(),
            health: health.clone(),
            tables: tables.clone(),
            forgotten: ground.forgotten.clone(),
            teller: ground.teller.clone(),
        }));
        telling::check(&registry)?;
        ground.wake_ups.declare(registry.wake_ups());
        ground.postman.allow(&registry);
        let shared = Shared {
            stores: stores.clone(),
            region: region.clone(),
            master: ground.master.clone(),
            memory: ground.memory.clone(),
            jobs: ground.jobs.clone(),
            wake_ups: ground.wake_ups.clone(),
            registry: registry.clone(),
            teller: ground.teller.clone(),
            workers: ground.workers.clone(),
            scratch: ground.scratch.clone(),
            objects: ground.objects.clone(),
            declarations: Arc::new(Declarations::new(registry.iter().map(|m| &m.manifest))?),
            tables,
            health: health.clone(),
            limits: Limits {
                upload_bytes: config.limits.upload_bytes as u64,
                import_rows: config.limits.import_rows,
            },
            clock: clock.clone(),
            catalog: catalog.clone(),
            contacts: Arc::from(modules::contacts()),
            facts: Arc::new(facts),
            readers: Arc::new(readers),
            hooks: Arc::new(hooks),
            slots: SlotDesk::new(registry.clone(), health.clone())?,
            api: ApiDesk::new(&registry)?,
            postman: ground.postman.clone(),
            outgoing: OutgoingDesk::new(&registry, &config.outgoing)?,
            settings: settings.clone(),
            fences: Arc::new(FeatureFences::new(
                stores.kind(),
                &registry,
                &ground.unfenced,
            )),
        };
        Ok(Arc::new(Self {
            salons: SalonServices::new(shared),
            config: config.clone(),
            registry,
            health: health.clone(),
            region,
            settings,
            catalog,
            public_url: ground.public_url.clone(),
            roster: ground.roster.clone(),
            wake_ups: ground.wake_ups.clone(),
            teller: ground.teller.clone(),
            postman: ground.postman.clone(),
            ground: ground.clone(),
        }))
    }

    /// Tells features and sends mails from here on, in place of the host that did.
    pub(crate) fn begin(self: &Arc<Self>) {
        self.teller.open(self);
        self.postman.open(self);
    }

    /// The master key must be the one that wrapped the salons' keys: found out now,
    /// and not when somebody needs what it sealed.
    pub(crate) async fn check_key(&self) -> std::result::Result<(), StartError> {
        let failed = |error: Error| StartError::new(self.sentence(&error));
        let salons = self.region.salons().await.map_err(failed)?;
        let Some(salon) = salons.first() else {
            return Ok(());
        };
        let wrapped = self.region.salon_key(salon.id).await.map_err(failed)?;
        let wrapped = wrapped.unwrap_or_default();
        let opened = self.salons.shared().master.salon(salon.id, &wrapped);
        opened.map(drop).map_err(|_| {
            StartError::new(
                "the master key is not the one that the salons' keys were wrapped with; \
                 set master_key, or put the right master.key into the data folder",
            )
        })
    }

    /// Whether the host is about to stop.
    pub fn is_draining(&self) -> bool {
        self.ground.is_draining()
    }

    /// Work that outlives a request.
    pub(crate) fn jobs(&self) -> &HostJobs {
        &self.ground.jobs
    }

    /// The region.
    pub fn region(&self) -> &Arc<Region> {
        &self.region
    }

    /// `SQLite` or `PostgreSQL`.
    pub fn engine_name(&self) -> &'static str {
        self.ground.stores.name()
    }

    /// Whether this host is the only one that its store can have.
    pub(crate) fn is_alone(&self) -> bool {
        !self.ground.stores.is_shared()
    }

    /// Asks the store for something small.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn check_store(&self) -> Result<()> {
        let engine = self.ground.stores.region();
        engine
            .read(&"select 1 as one".into(), &[], Weight::Short)
            .await?;
        Ok(())
    }

    /// The features that cannot be used in a salon, each as a sentence. On SQLite this opens it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn unfit(&self, salon: &Salon) -> Result<Vec<String>> {
        let failed = self.ground.stores.unfit(salon.id).await?;
        Ok(failed.iter().map(ToString::to_string).collect())
    }

    /// A call of the operator, with every permission there is.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn operator_call(&self, salon: &Arc<Salon>) -> Result<Call> {
        let permissions: Permissions = book(&self.registry).names().collect();
        let id = self.salons.shared().clock.new_id();
        Ok(Call::new(
            self.salons.of(salon).await?,
            Actor::System,
            permissions,
            salon.locale,
            format!("operator-{id}"),
        ))
    }

    /// An error as a sentence for the operator.
    pub(crate) fn sentence(&self, error: &Error) -> String {
        let texts = self.catalog.texts(Locale::En);
        if let Some(cause) = &error.cause {
            return cause.to_string();
        }
        let (mut sentence, detail) = texts.error(error);
        for field in &error.fields {
            sentence.push_str(&format!("\n  {}: {}", field.pointer, texts.field(field)));
        }
        if let Some(detail) = detail {
            sentence.push_str(&format!("\n  {detail}"));
        }
        sentence
    }

    /// Lets jobs and mails finish until `deadline`, then closes the store.
    pub async fn close(&self, deadline: Instant) {
        self.ground.begin_draining();
        // However late it is, what is about to end gets a moment.
        let left = deadline.saturating_duration_since(Instant::now());
        let left = left.max(Duration::from_millis(100));
        if tokio::time::timeout(left, self.teller.drain())
            .await
            .is_err()
        {
            tracing::warn!("features were left to be told at the next start");
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let dropped = self
            .ground
            .jobs
            .drain(left.max(Duration::from_millis(100)))
            .await;
        if dropped > 0 {
            tracing::warn!(
                jobs = dropped,
                "jobs were dropped; they left nothing half done"
            );
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if tokio::time::timeout(left, self.region.drain())
            .await
            .is_err()
        {
            tracing::warn!("mails were left unsent");
        }
        if let Err(error) = self.roster.leave().await {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::warn!(cause, "this host stays on the list of hosts for a while");
        }
        self.ground.stores.close().await;
        self.ground.unlock();
    }
}

/// All permissions: the modules' and the region's own.
fn book(registry: &Registry) -> Book {
    let core = registry.iter().filter(|m| !m.manifest.is_feature());
    let mut permissions: Vec<_> = core.flat_map(|m| m.manifest.permissions.clone()).collect();
    permissions.extend(region::permissions());
    let mut book = Book::new(permissions);
    for loaded in registry.iter().filter(|m| m.manifest.is_feature()) {
        book.add_feature(&loaded.manifest.id, &loaded.manifest.permissions);
    }
    book
}

/// The texts of the host, the region and all modules.
fn texts(registry: &Registry) -> Vec<Source> {
    let mut texts = own_texts();
    for loaded in registry.iter() {
        texts.extend(loaded.module.texts());
    }
    texts
}

/// The texts of the host and the region.
pub(crate) fn own_texts() -> Vec<Source> {
    let mut texts = kartoteka_plugin::texts!("host.ftl");
    texts.extend(region::texts());
    texts.extend(settings::texts());
    texts
}

fn region_settings(config: &Config, public_url: String) -> Settings {
    let days = |days: u32| Duration::from_secs(u64::from(days) * 24 * 60 * 60);
    Settings {
        public_url,
        session_idle: days(config.sessions.idle_days),
        session_lifetime: days(config.sessions.max_days),
        hashing_at_once: HASHING_AT_ONCE,
    }
}
