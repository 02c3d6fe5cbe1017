//! The modules of this host, read before any of their code runs.

use std::sync::Arc;

use kartoteka_plugin::{Locale, Manifest, Module, workers::Worker};

use crate::storage::migrate::{EngineKind, MigrationSet};

/// A module with its manifest.
#[derive(Clone)]
pub struct Loaded {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The module.
    pub module: Arc<dyn Module>,
    /// Whether it comes from a file of the plugin folder, and may give way to another version of itself
    /// while the host runs.
    pub is_partners: bool,
}

impl Loaded {
    /// Reads the manifest of a module that is linked in.
    ///
    /// # Errors
    /// Where it is none.
    pub fn linked(module: Arc<dyn Module>) -> Result<Self, String> {
        let manifest: Manifest = toml::from_str(module.manifest())
            .map_err(|error| format!("a manifest cannot be read: {error}"))?;
        Ok(Self {
            manifest,
            module,
            is_partners: false,
        })
    }
}

/// All modules of a host, core first.
pub struct Registry {
    modules: Vec<Loaded>,
}

impl Registry {
    /// Reads the manifests.
    ///
    /// # Errors
    /// Names the module whose manifest is none, or whose id is taken.
    pub fn new(modules: Vec<Box<dyn Module>>) -> Result<Self, String> {
        let modules = modules.into_iter().map(Arc::from);
        Self::of(modules.map(Loaded::linked).collect::<Result<_, _>>()?)
    }

    /// Of modules whose manifests are read.
    ///
    /// # Errors
    /// Names the module whose id is none, or is taken.
    pub(crate) fn of(modules: Vec<Loaded>) -> Result<Self, String> {
        for (at, loaded) in modules.iter().enumerate() {
            let id = &loaded.manifest.id;
            if !is_id(id) {
                return Err(format!("\"{id}\" is no id of a module"));
            }
            let mut before = modules.iter().take(at);
            if before.any(|other| other.manifest.id == *id) {
                return Err(format!("two modules are called {id}"));
            }
        }
        Ok(Self { modules })
    }

    /// The modules, core first.
    pub fn iter(&self) -> impl Iterator<Item = &Loaded> {
        self.modules.iter()
    }

    /// The module at this place of [`iter`](Self::iter).
    ///
    /// # Panics
    /// Where there are not so many.
    pub fn at(&self, place: usize) -> &Loaded {
        &self.modules[place]
    }

    /// The name of the module at this place, in a language.
    pub fn name(&self, place: usize, locale: Locale) -> String {
        let manifest = &self.at(place).manifest;
        let name = manifest.names.get(locale.code());
        let name = name.or_else(|| manifest.names.get("en"));
        name.unwrap_or(&manifest.id).clone()
    }

    /// The tables of each salon, core's first.
    pub fn migrations(&self, engine: EngineKind) -> Vec<MigrationSet> {
        let set = |loaded: &Loaded| {
            let files = engine.of(loaded.module.migrations());
            let set = MigrationSet::new(loaded.manifest.id.clone(), files);
            match loaded.is_partners {
                true => set.beside_newer(),
                false => set,
            }
        };
        self.iter().map(set).collect()
    }

    /// All that modules ask to be woken for: `core.blank_sheets`.
    pub fn wake_ups(&self) -> impl Iterator<Item = String> + '_ {
        let of = |manifest: &Manifest| {
            let id = manifest.id.clone();
            let names = manifest.wake_ups.clone().into_iter();
            names.map(move |name| format!("{id}.{name}"))
        };
        self.iter().flat_map(move |m| of(&m.manifest))
    }

    /// The worker `name` of `module`.
    pub fn worker(&self, module: &str, name: &str) -> Option<Worker> {
        let found = self.iter().find(|loaded| loaded.manifest.id == module)?;
        let declared = found.manifest.workers.iter().any(|worker| worker == name);
        declared.then(|| found.module.worker(name)).flatten()
    }
}

/// Whether the manifest of a module says that this is its id.
pub(crate) fn is_called(module: &dyn Module, id: &str) -> bool {
    let manifest = toml::from_str::<Manifest>(module.manifest());
    manifest.is_ok_and(|manifest| manifest.id == id)
}

/// `[a-z][a-z0-9]*(-[a-z0-9]+)*`, the rule for ids of modules.
pub(crate) fn is_id(text: &str) -> bool {
    let part = |p: &str| {
        !p.is_empty()
            && p.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_joined_by_hyphens() {
        for good in ["core", "promo-codes", "a1-2b"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a-", "a--b", "A", "a_b", "ä"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
