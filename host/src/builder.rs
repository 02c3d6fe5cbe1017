//! Opens a host, and starts one that listens.

use std::{
    fs,
    future::Future,
    io::{self, Write as _},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use kartoteka_plugin::{Module, call::Clock};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::{
    commands::socket,
    config::Config,
    ground::Ground,
    host::{Host, Making, StartError},
    http::{self, Front},
    modules,
    plugins::Loader,
    registry::{self, Loaded, Registry},
    services::{BEAT, MasterKey, Stores, SystemClock},
    storage::{
        migrate::{self, EngineKind},
        postgres::{PostgresOptions, PostgresStore, Walls},
        sqlite::{self, DataLock, SqliteStore},
    },
    takeover::{self, Current},
};

/// How often is looked for modules to be woken.
const LOOK: Duration = Duration::from_secs(15);
/// How often what has expired is removed.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// A host to be. Tests hand in a clock and the binary whose children read sheets.
pub struct HostBuilder {
    config: Config,
    clock: Arc<dyn Clock>,
    worker_program: Option<PathBuf>,
    walls: Walls,
    unfenced: Vec<&'static str>,
    modules: Vec<Box<dyn Module>>,
}

impl HostBuilder {
    /// A host of this configuration.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            clock: Arc::new(SystemClock),
            worker_program: None,
            walls: Walls::Required,
            unfenced: Vec::new(),
            modules: modules::linked(),
        }
    }

    /// With this clock, which also gives ids.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// With children of this binary instead of the running one.
    #[must_use]
    pub fn worker_program(mut self, program: PathBuf) -> Self {
        self.worker_program = Some(program);
        self
    }

    /// With one more module than those that are linked in.
    #[must_use]
    pub fn module(mut self, module: Box<dyn Module>) -> Self {
        self.modules.push(module);
        self
    }

    /// With this module in place of the linked one that `id` names.
    #[must_use]
    pub fn in_place_of(mut self, id: &str, module: Box<dyn Module>) -> Self {
        let mut linked = self.modules.iter_mut();
        match linked.find(|linked| registry::is_called(&***linked, id)) {
            Some(linked) => *linked = module,
            None => self.modules.push(module),
        }
        self
    }

    /// Without row-level security, for the test that shows that every statement
    /// keeps to its salon by itself. No configuration leads here.
    #[must_use]
    pub fn without_walls(mut self) -> Self {
        self.walls = Walls::Absent;
        self
    }

    /// Without a fence around the statements of these features, for tests of what the engines do
    /// with statements that no fence lets through. No configuration leads here.
    #[must_use]
    pub fn unfenced(mut self, features: &[&'static str]) -> Self {
        self.unfenced = features.to_vec();
        self
    }

    /// Opens the store for a command. On SQLite this takes the data folder's lock.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open(self) -> Result<Arc<Host>, StartError> {
        let alone = self.config.database_url.is_none();
        let lock = alone.then(|| lock(&self.config.data_dir)).transpose()?;
        let address = self.config.listen;
        self.make(lock, address).await
    }

    /// Starts to serve. The answer comes when requests are accepted.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn start(self) -> Result<RunningHost, StartError> {
        http::figures::prepare();
        let lock = lock(&self.config.data_dir)?;
        let listen = self.config.listen;
        let listener = TcpListener::bind(listen).await;
        let listener = listener.map_err(|e| format!("`listen`: {listen}: {e}"))?;
        let address = listener.local_addr();
        let address = address.map_err(|e| format!("`listen`: {listen}: {e}"))?;
        let host = self.make(Some(lock), address).await?;
        let entered = host.roster.enter(host.is_alone()).await;
        entered.map_err(|error| host.sentence(&error))?;
        let current = Current::new(Front::new(host.clone())?);
        let socket = socket::listen(&host.config.data_dir, current.clone());
        let socket = socket.map_err(|e| format!("{}: {e}", host.config.data_dir.display()))?;
        Ok(RunningHost::run(current, listener, address, socket))
    }

    async fn make(
        self,
        lock: Option<DataLock>,
        address: SocketAddr,
    ) -> Result<Arc<Host>, StartError> {
        let fresh =
            self.config.database_url.is_none() && !self.config.data_dir.join("region.db").exists();
        let master = master_key(&self.config, fresh)?;
        let modules = self.modules.into_iter().map(Arc::from);
        let mut modules: Vec<_> = modules.map(Loaded::linked).collect::<Result<_, _>>()?;
        let plugins = Loader::default();
        modules.extend(plugins.load(&self.config, &modules, &[])?.modules);
        let registry = Registry::of(modules)?;
        let stores = stores(&self.config, &registry, self.walls).await?;
        let worker_program = match self.worker_program {
            Some(program) => program,
            None => std::env::current_exe().map_err(|e| format!("the running program: {e}"))?,
        };
        let public_url = self.config.public_url.clone();
        let public_url = public_url.unwrap_or_else(|| format!("http://{address}"));
        let ground = Ground::lay(Making {
            stores,
            master,
            plugins,
            clock: self.clock,
            unfenced: self.unfenced,
            lock,
            worker_program,
            public_url: public_url.trim_end_matches('/').to_owned(),
            config: self.config,
        })?;
        let host = Host::make(&ground, registry)?;
        host.check_key().await?;
        host.begin();
        Ok(host)
    }
}

fn lock(folder: &Path) -> Result<DataLock, StartError> {
    DataLock::acquire(folder).map_err(|error| {
        if error.kind() == io::ErrorKind::WouldBlock {
            StartError::new(error.to_string())
        } else {
            StartError::new(format!("{}: {error}", folder.display()))
        }
    })
}

async fn stores(
    config: &Config,
    registry: &Registry,
    walls: Walls,
) -> Result<Arc<dyn Stores>, StartError> {
    let sets = |kind| (vec![migrate::region(kind)], registry.migrations(kind));
    let Some(url) = &config.database_url else {
        let connections = config.limits.sqlite_connections;
        sqlite::raise_open_files(connections);
        if let Some(warning) = sqlite::open_files_warning(connections) {
            tracing::warn!("{warning}");
        }
        let (region, salons) = sets(EngineKind::Sqlite);
        let options = sqlite::Options {
            max_connections: connections,
        };
        let store = SqliteStore::open(&config.data_dir, options, region, salons).await;
        let store = store.map_err(|e| format!("{}: {e}", config.data_dir.display()))?;
        return Ok(Arc::new(store));
    };
    let (region, salons) = sets(EngineKind::Postgres);
    let options = PostgresOptions {
        max_connections: config.limits.postgres_connections,
        walls,
    };
    let migration = config.migration_database_url.as_ref();
    let migration = migration.map(|url| url.reveal());
    let store = PostgresStore::connect(url.reveal(), migration, options, &region, &salons).await;
    let store = store.map_err(|e| StartError::new(e.to_string()))?;
    // What all stands on; without a feature the others go on.
    let core = salons.first().map(|core| core.module.as_ref());
    let base = |module: &str| module == "region" || Some(module) == core;
    for failed in store.failed_migrations() {
        if base(&failed.module) {
            return Err(StartError::new(failed.to_string()));
        }
        tracing::error!("{failed}");
    }
    Ok(Arc::new(store))
}

/// The key from the configuration, from its file, or made now for a fresh folder.
fn master_key(config: &Config, fresh: bool) -> Result<MasterKey, StartError> {
    if let Some(hex) = &config.master_key {
        let key = MasterKey::from_hex(hex.reveal());
        return key.ok_or_else(|| StartError::new("`master_key` must be 64 hexadecimal digits"));
    }
    let path = config.data_dir.join("master.key");
    let failed = |error: io::Error| StartError::new(format!("{}: {error}", path.display()));
    match fs::read_to_string(&path) {
        Ok(text) => MasterKey::from_hex(&text)
            .ok_or_else(|| StartError::new(format!("{} holds no key", path.display()))),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        Err(_) if !fresh && config.database_url.is_none() => Err(StartError::new(format!(
            "{} is missing: without it the salons' data cannot be read; put it back",
            path.display()
        ))),
        Err(_) => {
            let key = MasterKey::generate().map_err(|_| "no randomness can be had".to_owned())?;
            keep(&path, &key.to_hex()).map_err(failed)?;
            Ok(key)
        }
    }
}

/// Writes a file that only its owner may read, whole or not at all.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(new, path)
}

/// A host that serves.
pub struct RunningHost {
    /// Where it listens.
    pub address: SocketAddr,
    current: Arc<Current>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<bool>,
    beside: Vec<JoinHandle<()>>,
}

impl RunningHost {
    fn run(
        current: Arc<Current>,
        listener: TcpListener,
        address: SocketAddr,
        socket: JoinHandle<()>,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let host = current.host();
        let drain = Duration::from_secs(host.config.drain_seconds);
        let mut until = stopped.clone();
        let stopping = async move {
            // An error says that the host was dropped, which is a stop too.
            let _ = until.wait_for(|stop| *stop).await;
        };
        let serving = tokio::spawn(http::serve(listener, current.clone(), stopping, drain));
        let beside = vec![
            socket,
            tokio::spawn(beat(host)),
            tokio::spawn(sweep(current.clone())),
            tokio::spawn(wake(current.clone())),
            tokio::spawn(takeover::watch(current.clone())),
        ];
        Self {
            address,
            current,
            stop,
            serving,
            beside,
        }
    }

    /// The host that answers now.
    pub fn host(&self) -> Arc<Host> {
        self.current.host()
    }

    /// Looks at the plugin folder now, and not only when it is next looked at: what lies there takes over for new
    /// requests. Gives what changed, as sentences for the operator.
    ///
    /// # Errors
    /// Why all stays as it is.
    pub async fn take_over(&self) -> Result<Vec<String>, String> {
        self.current.take_over().await
    }

    /// How many hosts that others took over from are still at what they had begun.
    pub fn ending(&self) -> usize {
        self.current.ending()
    }

    /// Serves until `signal`, then drains and closes.
    pub async fn until(self, signal: impl Future<Output = ()>) {
        signal.await;
        self.stop().await;
    }

    /// Stops: no new requests, running ones and jobs finish as long as the drain
    /// allows, and the store is closed.
    pub async fn stop(self) {
        let ground = self.current.host().ground.clone();
        let drain = Duration::from_secs(ground.config.drain_seconds);
        let deadline = Instant::now() + drain;
        ground.begin_draining();
        // Without receivers the server has ended already.
        let _ = self.stop.send(true);
        if !matches!(self.serving.await, Ok(true)) {
            tracing::warn!("requests were cut off: they took longer than drain_seconds");
        }
        for task in self.beside {
            task.abort();
            // It ends at its next pause; until then it may be using the store.
            let _ = task.await;
        }
        // While the folder is still ours: the next host puts a socket of its own there.
        socket::remove(&ground.config.data_dir);
        self.current.host().close(deadline).await;
    }
}

async fn beat(host: Arc<Host>) {
    let roster = host.roster.clone();
    drop(host);
    let mut beats = tokio::time::interval(BEAT);
    loop {
        beats.tick().await;
        if let Err(error) = roster.beat().await {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::warn!(cause, "other hosts may take this one for stopped");
        }
    }
}

async fn wake(current: Arc<Current>) {
    let mut looks = tokio::time::interval(LOOK);
    // Dropped with this task: none begins any more when the host stops.
    let mut looking = JoinSet::new();
    loop {
        looks.tick().await;
        // What one look found may take longer than until the next.
        let host = current.host();
        looking.spawn(async move {
            if let Err(error) = host.wake_due().await {
                let cause = error.cause.as_deref().unwrap_or_default();
                tracing::warn!(cause, "what is due could not be looked for");
            }
        });
        while looking.try_join_next().is_some() {}
    }
}

async fn sweep(current: Arc<Current>) {
    let mut sweeps = tokio::time::interval(SWEEP);
    loop {
        sweeps.tick().await;
        if let Err(error) = current.host().region.sweep().await {
            let cause = error.cause.as_deref().unwrap_or_default();
            tracing::warn!(cause, "what has expired could not be removed");
        }
    }
}
