//! Who asks, for which salon, and what may be used to answer.

mod acting;
mod addresses;
mod granted;
mod own;

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub use crate::{
    actor::Actor,
    salon::{Limits, Salon},
    services::{Clock, Directory, Services, SharedServices, Switches},
};

use acting::Acting;
pub(crate) use acting::Told;
pub(crate) use own::is_own;

use crate::{
    Db, Error, Locale, Permissions, Result, Texts, Tx,
    contacts::{ContactKey, ContactKind},
    db::{Claim, Journal, Weight},
    facts::Sheet,
    format::Format,
    hooks::HookAnswer,
    jobs::Jobs,
    journal::{Entry, Stamp},
    slots::Slots,
    workers::Scratch,
    workplace::Workplace,
};

/// The name under which a request may be repeated without being done twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// What the client sent as `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub fingerprint: [u8; 32],
}

struct Inner {
    services: Arc<dyn Services>,
    /// In place of the services' own.
    journal: Option<Arc<dyn Journal>>,
    actor: Actor,
    permissions: Permissions,
    locale: Locale,
    request_id: String,
    /// The session of who is signed in.
    session: Option<Uuid>,
    idempotency: Option<Idempotency>,
    /// Whether it answers a question inside somebody else's transaction.
    asked: bool,
    acting: Option<Acting>,
    /// By how many other calls it was made, one asking the API for the other.
    depth: u8,
    /// Of a request across the native border, what was asked for as a whole; elsewhere nothing.
    whole_target: Bytes,
}

/// One request, hook, event or job. Cheap to clone.
#[derive(Clone)]
pub struct Call(Arc<Inner>);

impl Call {
    /// A call of `actor`; only the host makes one.
    pub fn new(
        services: Arc<dyn Services>,
        actor: Actor,
        permissions: Permissions,
        locale: Locale,
        request_id: String,
    ) -> Self {
        Self(Arc::new(Inner {
            services,
            journal: None,
            actor,
            permissions,
            locale,
            request_id,
            session: None,
            idempotency: None,
            asked: false,
            acting: None,
            depth: 0,
            whole_target: Bytes::new(),
        }))
    }

    fn again(&self) -> Inner {
        Inner {
            services: self.0.services.clone(),
            journal: self.0.journal.clone(),
            actor: self.0.actor.clone(),
            permissions: self.0.permissions.clone(),
            locale: self.0.locale,
            request_id: self.0.request_id.clone(),
            session: self.0.session,
            idempotency: self.0.idempotency.clone(),
            asked: self.0.asked,
            acting: self.0.acting.clone(),
            depth: self.0.depth,
            whole_target: self.0.whole_target.clone(),
        }
    }

    pub(crate) fn whole_target(&self) -> &Bytes {
        &self.0.whole_target
    }

    /// The same call under an idempotency key; only the host makes one.
    #[must_use]
    pub fn idempotent(&self, idempotency: Idempotency) -> Self {
        Self(Arc::new(Inner {
            idempotency: Some(idempotency),
            ..self.again()
        }))
    }

    /// The same call with another journal; only the host makes one.
    #[must_use]
    pub fn with_journal(&self, journal: Arc<dyn Journal>) -> Self {
        Self(Arc::new(Inner {
            journal: Some(journal),
            ..self.again()
        }))
    }

    /// The same call from the workplace of a session; only the host makes one.
    #[must_use]
    pub fn from_session(&self, session: Option<Uuid>) -> Self {
        Self(Arc::new(Inner {
            session,
            ..self.again()
        }))
    }

    /// The same call inside the transaction of who asks a question; only the host makes one.
    #[must_use]
    pub fn asked(&self) -> Self {
        Self(Arc::new(Inner {
            asked: true,
            ..self.again()
        }))
    }

    /// The salon.
    pub fn salon(&self) -> &Salon {
        self.0.services.salon()
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// What they may do.
    pub fn permissions(&self) -> &Permissions {
        &self.0.permissions
    }

    /// Asks for a permission; the first line of every operation.
    ///
    /// # Errors
    /// 403 where the actor lacks it.
    pub fn require(&self, permission: &str) -> Result<()> {
        if self.0.permissions.allow(permission) {
            Ok(())
        } else {
            Err(Error::forbidden(permission))
        }
    }

    /// The reader's language.
    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// Texts in the reader's language.
    pub fn texts(&self) -> Texts {
        self.0.services.catalog().texts(self.0.locale)
    }

    /// Texts in this language.
    pub fn texts_in(&self, locale: Locale) -> Texts {
        self.0.services.catalog().texts(locale)
    }

    /// Texts in the salon's own language: what it asked and wrote its clients.
    pub fn salon_texts(&self) -> Texts {
        self.0.services.catalog().texts(self.salon().locale)
    }

    /// Dates, times and numbers in the form of the salon's country.
    pub fn format(&self) -> Format<'_> {
        Format::new(self.salon(), self.0.locale)
    }

    /// The id under which the log knows this request.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The idempotency key of this request, if it has one.
    pub fn idempotency(&self) -> Option<&Idempotency> {
        self.0.idempotency.as_ref()
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.services.clock().now()
    }

    /// The day, by the salon's clock.
    pub fn today(&self) -> NaiveDate {
        self.salon().day(&self.now())
    }

    /// A fresh id, ascending with time (UUIDv7).
    pub fn new_id(&self) -> Uuid {
        self.0.services.clock().new_id()
    }

    /// The salon's tables, for reading.
    pub fn db(&self) -> &Db {
        let acting = self.0.acting.as_ref();
        acting.map_or_else(|| self.0.services.db(), |acting| &acting.db)
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn begin(&self) -> Result<Tx> {
        self.begin_as(Weight::Short, None).await
    }

    /// Begins a transaction that holds the salon's writer for long.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn begin_long(&self) -> Result<Tx> {
        self.begin_as(Weight::Long, None).await
    }

    async fn begin_as(&self, weight: Weight, claim: Option<Claim<'_>>) -> Result<Tx> {
        if self.0.asked {
            // On SQLite it would wait for who waits for it.
            let text = "a transaction was begun inside that of who asked";
            return Err(Error::internal(text));
        }
        Tx::begin(self, weight, claim).await
    }

    pub(crate) fn services(&self) -> &dyn Services {
        &*self.0.services
    }

    pub(crate) fn journal(&self) -> &dyn Journal {
        let own = self.0.journal.as_deref();
        own.unwrap_or_else(|| self.0.services.journal())
    }

    /// A journal entry about `what`, stamped with this call's time and actor.
    pub fn entry(&self, what: &'static str) -> Entry {
        Entry {
            what,
            subjects: Vec::new(),
            before: None,
            after: None,
            batch: None,
            stamp: self.stamp(),
            by: self.feature().map(Into::into),
        }
    }

    /// When, who and by which request.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.now(),
            actor: self.0.actor.text(),
            request: self.0.request_id.clone(),
        }
    }

    /// Work that outlives this call.
    pub fn jobs(&self) -> &dyn Jobs {
        self.0.services.jobs()
    }

    /// Asks that the module be woken in this salon under `name` (`core.blank_sheets`),
    /// at `at` or a little later; see [`WakeUps`]. To be asked for before the work it
    /// belongs to is begun: it is written in the region, apart from the salon's transaction.
    /// Who answers a hook asks by [`Tx::wake`].
    ///
    /// # Errors
    /// As the engine says; internal where no manifest declares the name, for one of another module,
    /// and inside the transaction of who asks a question.
    pub async fn wake(&self, name: &'static str, at: DateTime<Utc>) -> Result<()> {
        if self.0.asked {
            // It would be written for work that may be undone, and wait while others wait.
            let text = "a wake-up was asked for inside the transaction of who asked: Tx::wake";
            return Err(Error::internal(text));
        }
        if self.feature().is_some_and(|own| !is_own(own, name)) {
            return Err(Error::internal(format!("{name} wakes another module")));
        }
        let wake_ups = self.0.services.wake_ups();
        wake_ups.ask(self.salon().id, name, at).await
    }

    /// Files for the time of one piece of work.
    pub fn scratch(&self) -> &dyn Scratch {
        self.0.services.scratch()
    }

    /// Whether the salon has switched on `feature`.
    pub fn has(&self, feature: &str) -> bool {
        self.salon().features.is_on(feature)
    }

    /// What `text` is known by as a contact of this kind; nothing where it is none.
    pub fn contact(&self, kind: ContactKind, text: &str) -> Option<ContactKey> {
        self.0.services.contacts().read(self.salon(), kind, text)
    }

    /// A contact as the salon's country writes it.
    pub fn show_contact(&self, contact: &ContactKey) -> String {
        self.0.services.contacts().show(self.salon(), contact)
    }

    /// Asks the features that are on and answer `hook`, inside `tx`; see [`Hooks`].
    ///
    /// # Errors
    /// 503 `feature_failed`, or the engine's own; internal for a hook of another module.
    pub async fn ask(
        &self,
        tx: &mut Tx,
        hook: &'static str,
        question: &impl serde::Serialize,
    ) -> Result<Vec<HookAnswer>> {
        if self.0.asked {
            return Err(Error::internal(format!("{hook} was asked by who is asked")));
        }
        if self.feature().is_some_and(|own| !is_own(own, hook)) {
            return Err(Error::internal(format!(
                "{hook} is another module's to ask"
            )));
        }
        let question = serde_json::to_value(question);
        let question = question.map_err(|e| Error::internal(format!("{hook}: {e}")))?;
        let hooks = self.0.services.hooks();
        hooks.ask(self, tx, hook, &question).await
    }

    /// What modules know of `clients`; see [`Facts`].
    ///
    /// # Errors
    /// Internal, for a fact that nobody declares, and where modules ask each other in a circle.
    pub async fn facts(&self, facts: &[&str], clients: &[Uuid]) -> Result<Sheet> {
        if self.is_too_deep() {
            return Err(Error::internal(
                "modules ask each other for facts in a circle",
            ));
        }
        self.0.services.facts().ask(self, facts, clients).await
    }

    /// The names of all facts that may be asked for by who acts, in this salon.
    pub fn fact_names(&self) -> Vec<String> {
        self.0.services.facts().names(self)
    }

    /// Whether who acts may learn from a card's history that `what` happened; see
    /// [`Readers`](crate::events::Readers).
    pub fn may_learn(&self, what: &str) -> bool {
        let features = &self.salon().features;
        let readers = self.0.services.readers();
        readers.may_learn(what, &self.0.permissions, features)
    }

    /// What features put on pages.
    pub fn slots(&self) -> &dyn Slots {
        self.0.services.slots()
    }

    /// The workplace that the call comes from; none for a token, and for a module by itself.
    pub fn workplace(&self) -> Option<Workplace<'_>> {
        let desk = self.0.services.workplaces();
        (self.0.session).map(|session| Workplace::new(desk, session, self))
    }

    /// Names of those who act.
    pub fn directory(&self) -> &dyn Directory {
        self.0.services.directory()
    }

    /// What the operator allows.
    pub fn limits(&self) -> Limits {
        self.0.services.limits()
    }
}
