//! What of a host lasts for as long as it runs, whatever versions of plugins come and go on it: its store, its
//! name among the hosts, memory, and work under way.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use kartoteka_plugin::call::Clock;
use tokio::runtime::Handle;

use crate::{
    config::{Config, Encryption},
    host::{Making, StartError},
    mail::{MailSettings, MailTls, Mailer},
    plugins::Loader,
    region::{self, Forgotten},
    services::{
        Children, Health, HostJobs, HostWakeUps, MAIL_WAKE_UP, MasterKey, Memory, ObjectShelf,
        Postman, Roster, ScratchFolder, Stores, WorkerDesk,
    },
    storage::sqlite::DataLock,
    telling::{self, Teller},
    waking::Waking,
};

/// What all versions of a host stand on, one after the other and side by side.
pub(crate) struct Ground {
    pub(crate) config: Arc<Config>,
    pub(crate) public_url: String,
    pub(crate) stores: Arc<dyn Stores>,
    pub(crate) master: Arc<MasterKey>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) unfenced: Vec<&'static str>,
    pub(crate) plugins: Loader,
    pub(crate) health: Arc<Health>,
    pub(crate) roster: Arc<Roster>,
    pub(crate) mailer: Mailer,
    pub(crate) memory: Arc<Memory>,
    pub(crate) forgotten: Forgotten,
    pub(crate) jobs: Arc<HostJobs>,
    pub(crate) wake_ups: Arc<HostWakeUps>,
    pub(crate) waking: Waking,
    pub(crate) teller: Arc<Teller>,
    pub(crate) postman: Arc<Postman>,
    pub(crate) workers: Arc<WorkerDesk>,
    pub(crate) scratch: Arc<ScratchFolder>,
    pub(crate) objects: Arc<ObjectShelf>,
    draining: AtomicBool,
    /// Held until all files are closed, by whomever the host itself is still held.
    lock: Mutex<Option<DataLock>>,
}

impl Ground {
    /// Opens all of it.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(crate) fn lay(making: Making) -> Result<Arc<Self>, StartError> {
        let Making {
            config,
            plugins,
            stores,
            master,
            clock,
            unfenced,
            lock,
            worker_program,
            public_url,
        } = making;
        let health = Health::new(clock.clone(), config.development);
        let watching = health.clone();
        stores.watch(Arc::new(move |salon, failed| {
            watching.fitness().set(salon, failed);
        }));
        let roster = Arc::new(Roster::new(stores.region(), clock.clone()));
        let mailer = Mailer::new(mail(&config))?;
        let wake_ups = HostWakeUps::new(stores.region(), clock.clone(), roster.clone());
        let own = [telling::WAKE_UP, region::FINISH_REMOVALS, MAIL_WAKE_UP];
        wake_ups.declare(own.map(str::to_owned));
        let most = config.mail.per_salon_and_day;
        let scratch = ScratchFolder::open(&config.data_dir, lock.is_some(), clock.clone());
        let scratch = scratch.map_err(|e| format!("{}: {e}", config.data_dir.display()))?;
        let children = Children::new(worker_program, scratch.path().to_owned(), &config.worker);
        Ok(Arc::new(Self {
            jobs: HostJobs::new(Handle::current(), roster.clone(), health.clone()),
            teller: Teller::new(clock.clone(), wake_ups.clone()),
            postman: Postman::new(mailer.clone(), clock.clone(), wake_ups.clone(), most),
            memory: Memory::new(config.limits.cache_bytes),
            objects: ObjectShelf::open(&config)?,
            workers: Arc::new(WorkerDesk(children)),
            master: Arc::new(master),
            config: Arc::new(config),
            forgotten: Forgotten::default(),
            waking: Waking::default(),
            draining: AtomicBool::new(false),
            lock: Mutex::new(lock),
            public_url,
            stores,
            clock,
            unfenced,
            plugins,
            health,
            roster,
            mailer,
            wake_ups,
            scratch,
        }))
    }

    /// Whether the host is about to stop.
    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    pub(crate) fn begin_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Lets others have the data folder.
    pub(crate) fn unlock(&self) {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        drop(lock.take());
    }
}

fn mail(config: &Config) -> Option<MailSettings> {
    let mail = &config.mail;
    Some(MailSettings {
        host: mail.host.clone()?,
        port: mail.port,
        tls: match mail.encryption {
            Encryption::Starttls => MailTls::Starttls,
            Encryption::Tls => MailTls::Tls,
            Encryption::None => MailTls::None,
        },
        user: mail.user.clone(),
        password: mail.password.as_ref().map(|p| p.reveal().to_owned()),
        from: mail.from.clone().unwrap_or_default(),
    })
}
