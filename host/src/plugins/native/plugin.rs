//! A native plugin that has begun, as all of its calls share it.

use std::{
    collections::BTreeMap,
    ffi::c_void,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kartoteka_abi as abi;
use kartoteka_plugin::{Manifest, Sql};

use super::{
    Meter,
    aside::Aside,
    crossing::Described,
    statements::Statements,
    threads::{self, Threads},
};

/// So many keys a plugin may have in the salon's memory.
const KEYS: usize = 256;

/// What a plugin gave to be handed to its functions.
#[derive(Clone, Copy)]
pub(super) struct State(pub(super) *mut c_void);

// SAFETY: the contract is that its functions may be called from any thread.
#[expect(unsafe_code, reason = "a pointer of the plugin")]
unsafe impl Send for State {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "a pointer of the plugin")]
unsafe impl Sync for State {}

/// The names of a manifest, which stay for as long as the process.
struct Names {
    events: Vec<&'static str>,
    hooks: Vec<&'static str>,
    wake_ups: Vec<&'static str>,
    workers: Vec<&'static str>,
}

impl Names {
    fn of(manifest: &Manifest, library: &Path) -> Self {
        let own = |names: &[String]| -> Vec<&'static str> {
            let own = |name| forever(&format!("{}.{name}", manifest.id));
            names.iter().map(own).collect()
        };
        let events = manifest.events.iter();
        let hooks = manifest.hooks.iter();
        let library = library.display();
        let workers = manifest.workers.iter();
        let workers = workers.map(|name| format!("{}.{name}@{library}", manifest.id));
        Self {
            events: events.map(|event| forever(&event.name)).collect(),
            hooks: hooks.map(|hook| forever(&hook.name)).collect(),
            wake_ups: own(&manifest.wake_ups),
            workers: workers.map(|name| forever(&name)).collect(),
        }
    }
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|known| **known == name).copied()
}

type Keys = Arc<Mutex<Vec<&'static str>>>;

fn keys_of(id: &'static str) -> Keys {
    static ALL: Mutex<BTreeMap<&'static str, Keys>> = Mutex::new(BTreeMap::new());
    lock(&ALL).entry(id).or_default().clone()
}

/// A native plugin, which is stopped when nobody has anything of it any more.
pub(crate) struct Native {
    pub(super) id: &'static str,
    pub(super) manifest: Manifest,
    pub(super) exports: &'static abi::Plugin,
    pub(super) state: State,
    pub(super) threads: Threads,
    pub(super) meter: Arc<Meter>,
    /// Where its functions run that block.
    pub(super) aside: Arc<Aside>,
    /// The same for those that are asked while somebody's transaction waits.
    pub(super) questions: Arc<Aside>,
    names: Names,
    /// The keys under which it keeps things in salons' memory: the same for all its versions, so that what one
    /// forgets another does not remember.
    keys: Keys,
    /// What it was told of salons and permissions.
    pub(super) described: Described,
    /// Its statements: those of all its versions, too.
    statements: Arc<Statements>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A text that stays for as long as the process, as plugins do.
pub(super) fn forever(text: &str) -> &'static str {
    Box::leak(text.into())
}

impl Drop for Native {
    fn drop(&mut self) {
        let Some(stop) = self.exports.stop else {
            return;
        };
        let state = self.state;
        // Whoever lets go last may be somebody that must not wait, one of its own threads even.
        #[expect(unsafe_code, reason = "a function of the plugin")]
        let stopping = threads::start("plugin-stop", move || {
            let state = state;
            // SAFETY: it was begun with this, and nothing else of it runs.
            unsafe { stop(state.0) };
        });
        if let Err(error) = stopping {
            tracing::error!(%error, plugin = self.id, "a plugin could not be stopped");
        }
    }
}

impl Native {
    pub(super) fn new(
        library: &Path,
        manifest: Manifest,
        exports: &'static abi::Plugin,
        state: State,
        threads: Threads,
    ) -> Arc<Self> {
        let id = forever(&manifest.id);
        let meter: Arc<Meter> = Arc::default();
        Arc::new(Self {
            names: Names::of(&manifest, library),
            id,
            manifest,
            exports,
            state,
            threads,
            aside: Aside::of_requests(&meter),
            questions: Aside::of_questions(&meter),
            meter,
            keys: keys_of(id),
            described: Described::default(),
            statements: Statements::of_plugin(id),
        })
    }

    /// An event of the manifest.
    pub(super) fn event(&self, name: &str) -> Option<&'static str> {
        known(&self.names.events, name)
    }

    /// A hook of the manifest.
    pub(super) fn hook(&self, name: &str) -> Option<&'static str> {
        known(&self.names.hooks, name)
    }

    /// A wake-up of the manifest, with the id before it.
    pub(super) fn wake_up(&self, name: &str) -> Option<&'static str> {
        known(&self.names.wake_ups, name)
    }

    /// A key of the salon's memory under which something was put.
    pub(super) fn known_key(&self, key: &str) -> Option<&'static str> {
        known(&lock(&self.keys), key)
    }

    /// A worker of the manifest, by the name with the id before it, as [`Workers`] know it: a child process opens
    /// this very library for it, and not that of a version that has taken over since.
    ///
    /// [`Workers`]: kartoteka_plugin::workers::Workers
    pub(super) fn worker(&self, name: &str) -> Option<&'static str> {
        let mut workers = self.names.workers.iter();
        let is = |known: &&&str| known.split_once('@').is_some_and(|(own, _)| own == name);
        workers.find(is).copied()
    }

    /// A key of the salon's memory; nothing for one that is not the plugin's, or one too many.
    pub(super) fn key(&self, key: &str) -> Option<&'static str> {
        let mut keys = lock(&self.keys);
        if let Some(known) = keys.iter().find(|known| **known == key) {
            return Some(known);
        }
        let own = key
            .strip_prefix(self.id)
            .is_some_and(|rest| rest.starts_with('.'));
        if !own || keys.len() >= KEYS || key.len() > 200 {
            return None;
        }
        let key = forever(key);
        keys.push(key);
        Some(key)
    }

    /// A statement of these texts, the second one empty where it is the same.
    pub(super) fn sql(&self, sqlite: &[u8], postgres: &[u8]) -> Option<Sql> {
        self.statements.of(sqlite, postgres)
    }
}
