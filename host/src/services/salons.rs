//! The services of each salon that is in use.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use kartoteka_plugin::{
    Db, Error, Result, Salon, Settings,
    call::{Clock, Directory, Limits, Services, SharedServices},
    contacts::Contacts,
    db::Fences,
    events::Readers,
    facts::Facts,
    hooks::Hooks,
    jobs::Jobs,
    objects::Objects,
    text::Catalog,
    wake_ups::WakeUps,
    workers::{Scratch, Workers},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    ApiDesk, ArchiveDesk, Declarations, DeclaredErasure, Health, MasterKey, Memory, ObjectShelf,
    OutgoingDesk, Postman, SlotDesk, Stores, Tables, WhileOn,
};
use crate::{
    assets,
    journal::{Listeners, SalonJournal},
    region::Region,
    registry::Registry,
    telling::{self, Teller},
};

/// Salons whose services are kept, about 2 kB each. Files and connections are not
/// counted here: the engine closes those by itself.
const KEPT: usize = 4_096;

/// What all salons share.
pub struct Shared {
    /// The engine.
    pub stores: Arc<dyn Stores>,
    /// The region, which knows salons' keys and names.
    pub region: Arc<Region>,
    /// The key above all salons' keys.
    pub master: Arc<MasterKey>,
    /// Memory of all salons.
    pub memory: Arc<Memory>,
    /// Work that outlives a request.
    pub jobs: Arc<dyn Jobs>,
    /// Being woken later.
    pub wake_ups: Arc<dyn WakeUps>,
    /// The modules.
    pub registry: Arc<Registry>,
    /// Who tells features what happened.
    pub teller: Arc<Teller>,
    /// Work in child processes.
    pub workers: Arc<dyn Workers>,
    /// Files for the time of one piece of work.
    pub scratch: Arc<dyn Scratch>,
    /// Files that stay.
    pub objects: Arc<ObjectShelf>,
    /// What erasing a person does, in all modules' tables.
    pub declarations: Arc<Declarations>,
    /// What features keep.
    pub tables: Arc<Tables>,
    /// Which features can be used.
    pub health: Arc<Health>,
    /// What the operator allows.
    pub limits: Limits,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// Texts.
    pub catalog: Arc<Catalog>,
    /// By what contacts are known again.
    pub contacts: Arc<dyn Contacts>,
    /// What modules know of clients.
    pub facts: Arc<dyn Facts>,
    /// Who may learn what modules did.
    pub readers: Arc<Readers>,
    /// Questions to features.
    pub hooks: Arc<dyn Hooks>,
    /// What features put on pages.
    pub slots: Arc<SlotDesk>,
    /// Who sends mails in salons' names.
    pub postman: Arc<Postman>,
    /// The API, asked from within.
    pub api: Arc<ApiDesk>,
    /// Requests to hosts outside.
    pub outgoing: Arc<OutgoingDesk>,
    /// What salons have set of their features.
    pub settings: Arc<dyn Settings>,
    /// What features may ask of the engines.
    pub fences: Arc<dyn Fences>,
}

struct Open {
    services: OnceCell<Arc<dyn Services>>,
    salon: Arc<Salon>,
    used: AtomicU64,
}

/// Makes the services of a salon at its first request and keeps them.
pub struct SalonServices {
    shared: Shared,
    open: RwLock<HashMap<Uuid, Arc<Open>>>,
    tick: AtomicU64,
}

impl SalonServices {
    /// Nothing open yet.
    pub fn new(shared: Shared) -> Self {
        Self {
            shared,
            open: RwLock::default(),
            tick: AtomicU64::new(0),
        }
    }

    /// What all salons share.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The services of `salon`, as it is now: a changed name or country is seen at
    /// the next request.
    ///
    /// # Errors
    /// As the engine says, or where the salon's key is gone.
    pub async fn of(&self, salon: &Arc<Salon>) -> Result<Arc<dyn Services>> {
        let open = match self.known(salon) {
            Some(open) => open,
            None => self.add(salon),
        };
        let services = open.services.get_or_try_init(|| self.make(salon)).await?;
        Ok(services.clone())
    }

    /// Forgets a salon that was destroyed.
    pub fn forget(&self, salon: Uuid) {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        open.remove(&salon);
    }

    fn known(&self, salon: &Arc<Salon>) -> Option<Arc<Open>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let known = open.get(&salon.id)?;
        if !Arc::ptr_eq(&known.salon, salon) && known.salon != *salon {
            return None;
        }
        let tick = self.tick.fetch_add(1, Ordering::Relaxed);
        known.used.store(tick, Ordering::Relaxed);
        Some(known.clone())
    }

    fn add(&self, salon: &Arc<Salon>) -> Arc<Open> {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open.get(&salon.id)
            && known.salon == *salon
        {
            return known.clone();
        }
        if open.len() >= KEPT {
            forget_older_half(&mut open);
        }
        let new = Arc::new(Open {
            services: OnceCell::new(),
            salon: salon.clone(),
            used: AtomicU64::new(self.tick.fetch_add(1, Ordering::Relaxed)),
        });
        open.insert(salon.id, new.clone());
        new
    }

    async fn make(&self, salon: &Arc<Salon>) -> Result<Arc<dyn Services>> {
        let shared = &self.shared;
        let id = salon.id;
        let wrapped = shared.region.salon_key(id).await?;
        let wrapped = wrapped.ok_or_else(|| Error::internal("the salon's key is gone"))?;
        let directory: Arc<dyn Directory> = shared.region.clone();
        let engine = shared.stores.salon(id).await?;
        let listens = telling::anybody_listens(&shared.registry, &salon.features);
        let listeners = listens.then(|| Listeners {
            teller: shared.teller.clone(),
            salon: id,
        });
        let erasure = DeclaredErasure::new(
            shared.declarations.clone(),
            shared.tables.clone(),
            engine.clone(),
            shared.health.clone(),
            id,
        );
        let objects = WhileOn::new(shared.objects.of(id), shared.region.clone(), salon.clone());
        let objects: Arc<dyn Objects> = Arc::new(objects);
        let archives = ArchiveDesk::new(shared.tables.clone(), objects.clone());
        Ok(Arc::new(SharedServices {
            salon: salon.clone(),
            db: Db::new(engine),
            fences: shared.fences.clone(),
            journal: Arc::new(SalonJournal::new(listeners)),
            cache: shared.memory.of(id),
            keys: Arc::new(shared.master.salon(id, &wrapped)?),
            jobs: shared.jobs.clone(),
            wake_ups: shared.wake_ups.clone(),
            workers: shared.workers.clone(),
            scratch: shared.scratch.clone(),
            objects,
            directory,
            switches: shared.region.clone(),
            erasure: Arc::new(erasure),
            archives: Arc::new(archives),
            limits: shared.limits,
            clock: shared.clock.clone(),
            catalog: shared.catalog.clone(),
            contacts: shared.contacts.clone(),
            facts: shared.facts.clone(),
            readers: shared.readers.clone(),
            hooks: shared.hooks.clone(),
            slots: shared.slots.clone(),
            settings: shared.settings.clone(),
            mails: shared.postman.of(id),
            http: shared.outgoing.clone(),
            api: shared.api.clone(),
            workplaces: shared.region.clone(),
            assets: assets::FOLDER,
        }))
    }
}

/// Half at once, so that the cost of looking through all of them is rare.
fn forget_older_half(open: &mut HashMap<Uuid, Arc<Open>>) {
    let used = |open: &Open| open.used.load(Ordering::Relaxed);
    let mut ticks: Vec<u64> = open.values().map(|o| used(o)).collect();
    let middle = ticks.len() / 2;
    let (_, &mut median, _) = ticks.select_nth_unstable(middle);
    open.retain(|_, o| used(o) > median);
}
