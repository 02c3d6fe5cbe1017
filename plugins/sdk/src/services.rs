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
    native::CallServices,
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

macro_rules! services {
    ($($(#[doc = $doc:literal])* $name:ident: $service:ident,)*) => {
        /// Everything that a call has of its host.
        pub trait Services: Send + Sync {
            /// The salon.
            fn salon(&self) -> &Salon;
            /// Its tables.
            fn db(&self) -> &Db;
            /// What features may ask of them, where that is judged here.
            fn fences(&self) -> Option<&Arc<dyn Fences>>;
            $($(#[doc = $doc])* fn $name(&self) -> &dyn $service;)*
            /// Who may learn what modules did.
            fn readers(&self) -> &Readers;
            /// What the operator allows.
            fn limits(&self) -> Limits;
            /// Texts in all languages.
            fn catalog(&self) -> &Arc<Catalog>;
            /// Where style sheet and icons are served, of the version that the host was built
            /// with: `/assets/0f3a…`.
            fn assets(&self) -> &'static str;
        }

        /// What the calls of a salon share. The host makes one per open salon.
        pub struct SharedServices {
            /// The salon.
            pub salon: Arc<Salon>,
            /// Its tables.
            pub db: Db,
            /// What features may ask of them.
            pub fences: Arc<dyn Fences>,
            $($(#[doc = $doc])* pub $name: Arc<dyn $service>,)*
            /// Who may learn what modules did.
            pub readers: Arc<Readers>,
            /// What the operator allows.
            pub limits: Limits,
            /// Texts in all languages.
            pub catalog: Arc<Catalog>,
            /// Where style sheet and icons are served.
            pub assets: &'static str,
        }

        impl Services for SharedServices {
            fn salon(&self) -> &Salon {
                &self.salon
            }

            fn db(&self) -> &Db {
                &self.db
            }

            fn fences(&self) -> Option<&Arc<dyn Fences>> {
                Some(&self.fences)
            }

            $(fn $name(&self) -> &dyn $service {
                &*self.$name
            })*

            fn readers(&self) -> &Readers {
                &self.readers
            }

            fn limits(&self) -> Limits {
                self.limits
            }

            fn catalog(&self) -> &Arc<Catalog> {
                &self.catalog
            }

            fn assets(&self) -> &'static str {
                self.assets
            }
        }

        impl Services for CallServices {
            fn salon(&self) -> &Salon {
                &self.salon
            }

            fn db(&self) -> &Db {
                &self.db
            }

            /// The host judges.
            fn fences(&self) -> Option<&Arc<dyn Fences>> {
                None
            }

            $(fn $name(&self) -> &dyn $service {
                &*self.bridge
            })*

            fn readers(&self) -> &Readers {
                &self.readers
            }

            fn limits(&self) -> Limits {
                self.limits
            }

            fn catalog(&self) -> &Arc<Catalog> {
                self.catalog()
            }

            fn assets(&self) -> &'static str {
                self.assets
            }
        }
    };
}

services! {
    /// Its journal.
    journal: Journal,
    /// Its memory.
    cache: Cache,
    /// What its key can do.
    keys: Keys,
    /// Work that outlives a request.
    jobs: Jobs,
    /// Being woken later.
    wake_ups: WakeUps,
    /// Work in a child process.
    workers: Workers,
    /// Files for the time of one piece of work.
    scratch: Scratch,
    /// Files that stay.
    objects: Objects,
    /// Names of those who act.
    directory: Directory,
    /// What is on.
    switches: Switches,
    /// Erasure by declaration.
    erasure: Erasure,
    /// What leaves the salon in one file.
    archives: Archives,
    /// By what contacts are known again.
    contacts: Contacts,
    /// What modules know of clients.
    facts: Facts,
    /// Questions to features.
    hooks: Hooks,
    /// What features put on pages.
    slots: Slots,
    /// What the salon has set of its features.
    settings: Settings,
    /// Mails in the salon's name.
    mails: Mails,
    /// The API of this host.
    api: Api,
    /// Requests to hosts outside.
    http: Http,
    /// What workplaces have chosen.
    workplaces: Workplaces,
    /// Time and chance.
    clock: Clock,
}
