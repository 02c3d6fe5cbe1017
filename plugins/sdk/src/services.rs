//! What stands behind a call: the host makes it, modules ask the call.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    BoxFuture, Db, Result,
    api::Api,
    archives::Archives,
    cache::Cache,
    contacts::Contacts,
    db::{Fences, Journal},
    events::Readers,
    facts::Facts,
    hooks::Hooks,
    http::Http,
    jobs::Jobs,
    keys::Keys,
    mail::Mails,
    manifest::Erasure,
    objects::Objects,
    salon::{Limits, Salon},
    settings::Settings,
    slots::Slots,
    text::Catalog,
    wake_ups::WakeUps,
    workers::{Scratch, Workers},
    workplace::Workplaces,
};

/// Time and chance. Tests hand in fixed ones.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
    /// A fresh UUIDv7.
    fn new_id(&self) -> Uuid;
}

/// Names of those who act, for what is shown to people.
pub trait Directory: Send + Sync {
    /// The names of these actors (as the journal writes them). Those not known any
    /// more are absent.
    fn names<'a>(&'a self, actors: &'a [String]) -> BoxFuture<'a, Result<HashMap<String, String>>>;
}

/// What is on at this moment, whatever a call began with.
pub trait Switches: Send + Sync {
    /// Whether `feature` is on in `salon`. Asked at the beginning of each of a feature's
    /// transactions, so it should be known without a journey: what is switched off must be seen
    /// by the time the switch was answered, on every host.
    fn is_on<'a>(&'a self, salon: &'a Salon, feature: &'a str) -> BoxFuture<'a, Result<bool>>;
}

/// Everything that a salon's calls share. The host makes one per open salon.
#[derive(Clone)]
pub struct Services {
    /// The salon.
    pub salon: Arc<Salon>,
    /// Its tables.
    pub db: Db,
    /// What features may ask of them.
    pub fences: Arc<dyn Fences>,
    /// Its journal.
    pub journal: Arc<dyn Journal>,
    /// Its memory.
    pub cache: Arc<dyn Cache>,
    /// What its key can do.
    pub keys: Arc<dyn Keys>,
    /// Work that outlives a request.
    pub jobs: Arc<dyn Jobs>,
    /// Being woken later.
    pub wake_ups: Arc<dyn WakeUps>,
    /// Work in a child process.
    pub workers: Arc<dyn Workers>,
    /// Files for the time of one piece of work.
    pub scratch: Arc<dyn Scratch>,
    /// Files that stay.
    pub objects: Arc<dyn Objects>,
    /// Names of those who act.
    pub directory: Arc<dyn Directory>,
    /// What is on.
    pub switches: Arc<dyn Switches>,
    /// Erasure by declaration.
    pub erasure: Arc<dyn Erasure>,
    /// What leaves the salon in one file.
    pub archives: Arc<dyn Archives>,
    /// By what contacts are known again.
    pub contacts: Arc<dyn Contacts>,
    /// What modules know of clients.
    pub facts: Arc<dyn Facts>,
    /// Who may learn what modules did.
    pub readers: Arc<Readers>,
    /// Questions to features.
    pub hooks: Arc<dyn Hooks>,
    /// What features put on pages.
    pub slots: Arc<dyn Slots>,
    /// What the salon has set of its features.
    pub settings: Arc<dyn Settings>,
    /// Mails in the salon's name.
    pub mails: Arc<dyn Mails>,
    /// The API of this host.
    pub api: Arc<dyn Api>,
    /// Requests to hosts outside.
    pub http: Arc<dyn Http>,
    /// What workplaces have chosen.
    pub workplaces: Arc<dyn Workplaces>,
    /// What the operator allows.
    pub limits: Limits,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// Texts in all languages.
    pub catalog: Arc<Catalog>,
    /// Where style sheet and icons are served, of the version that the host was built
    /// with: `/assets/0f3a…`.
    pub assets: &'static str,
}
