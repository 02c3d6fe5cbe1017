//! A native plugin that has begun, as all of its calls share it.

use std::{
    collections::HashMap,
    ffi::c_void,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kartoteka_abi as abi;
use kartoteka_plugin::{Manifest, Sql};

use super::{Meter, aside::Aside, threads::Threads};

/// So many statement texts are kept for a plugin; who makes more up as they go gets fresh copies.
const TEXTS: usize = 2_000;
/// Texts longer than that are not kept.
const LONGEST: usize = 16 << 10;
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
    fn of(manifest: &Manifest) -> Self {
        let own = |names: &[String]| -> Vec<&'static str> {
            let own = |name| forever(&format!("{}.{name}", manifest.id));
            names.iter().map(own).collect()
        };
        let events = manifest.events.iter();
        let hooks = manifest.hooks.iter();
        Self {
            events: events.map(|event| forever(&event.name)).collect(),
            hooks: hooks.map(|hook| forever(&hook.name)).collect(),
            wake_ups: own(&manifest.wake_ups),
            workers: own(&manifest.workers),
        }
    }
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|known| **known == name).copied()
}

/// A native plugin.
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
    keys: Mutex<Vec<&'static str>>,
    texts: Mutex<HashMap<Box<str>, Arc<str>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A text that stays for as long as the process, as plugins do.
pub(super) fn forever(text: &str) -> &'static str {
    Box::leak(text.into())
}

impl Native {
    pub(super) fn new(
        manifest: Manifest,
        exports: &'static abi::Plugin,
        state: State,
        threads: Threads,
    ) -> Arc<Self> {
        let id = forever(&manifest.id);
        let meter: Arc<Meter> = Arc::default();
        Arc::new(Self {
            names: Names::of(&manifest),
            id,
            manifest,
            exports,
            state,
            threads,
            aside: Aside::of_requests(&meter),
            questions: Aside::of_questions(&meter),
            meter,
            keys: Mutex::default(),
            texts: Mutex::default(),
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

    /// A worker of the manifest, with the id before it.
    pub(super) fn worker(&self, name: &str) -> Option<&'static str> {
        known(&self.names.workers, name)
    }

    /// A key of the salon's memory under which something was put.
    pub(super) fn known_key(&self, key: &str) -> Option<&'static str> {
        known(&lock(&self.keys), key)
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
    pub(super) fn sql(&self, sqlite: &str, postgres: &str) -> Sql {
        let text = self.text(sqlite);
        match postgres {
            "" => Sql::made(text.clone(), text),
            other => Sql::made(text, self.text(other)),
        }
    }

    /// The same allocation for the same text, by which engines know it again.
    fn text(&self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return text.into();
        }
        let mut texts = lock(&self.texts);
        if let Some(known) = texts.get(text) {
            return known.clone();
        }
        let kept: Arc<str> = text.into();
        if texts.len() < TEXTS {
            texts.insert(text.into(), kept.clone());
        }
        kept
    }
}
