//! What every feature must keep to, ours and partners' alike: judged from what a module says of
//! itself, without running it. Each rule has a name, by which a report is read.

mod data;
mod doors;
mod manifest;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use kartoteka_plugin::{Manifest, Module};

use crate::host::own_texts;

/// All rules.
pub const RULES: [&str; 21] = [
    "answers",
    "api",
    "contract",
    "doors",
    "erasure",
    "events",
    "facts",
    "hooks",
    "hosts",
    "icon",
    "id",
    "keys",
    "names",
    "permissions",
    "places",
    "reads",
    "requires",
    "settings",
    "slots",
    "tables",
    "texts",
];

/// The contract that this host keeps.
pub const CONTRACT: &str = "0.1";

/// A rule that is broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its name, of [`RULES`].
    pub rule: &'static str,
    /// What breaks it, in a sentence for who wrote the feature.
    pub what: String,
}

/// A feature on the bench.
struct Bench<'a> {
    manifest: Manifest,
    module: &'a dyn Module,
    faults: Vec<Fault>,
}

impl Bench<'_> {
    fn fault(&mut self, rule: &'static str, what: impl Into<String>) {
        self.faults.push(Fault {
            rule,
            what: what.into(),
        });
    }

    /// A fault unless it `holds`.
    fn must(&mut self, rule: &'static str, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.fault(rule, what());
        }
    }

    /// Whether a versioned name is the feature's own: `blacklist.block.set/1`.
    fn is_own(&self, name: &str) -> bool {
        let id = &self.manifest.id;
        let rest = name
            .strip_prefix(id.as_str())
            .and_then(|rest| rest.strip_prefix('.'));
        let parts = rest.and_then(|rest| rest.rsplit_once('/'));
        parts.is_some_and(|(word, version)| {
            let plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.';
            !word.is_empty() && word.chars().all(plain) && version.parse::<u32>().is_ok()
        })
    }

    /// Whether a permission is one that the feature brings.
    fn has(&self, permission: &str) -> bool {
        let mut own = self.manifest.permissions.iter();
        own.any(|own| own.name == permission)
    }
}

/// What others declare, that a feature may build on.
struct Others {
    hooks: BTreeSet<String>,
    events: BTreeSet<String>,
    views: BTreeSet<String>,
    permissions: BTreeSet<String>,
    /// Whose each text is, by its key: a module's id, or `the host`.
    texts: BTreeMap<String, String>,
}

impl Others {
    /// What all but `id` declare.
    fn than(id: &str, modules: &[Box<dyn Module>]) -> Self {
        let mut texts = words::keys("the host", &own_texts());
        let mut manifests: Vec<Manifest> = Vec::new();
        for module in modules {
            let manifest = toml::from_str(module.manifest());
            let Some(manifest) = manifest.ok().filter(|other: &Manifest| other.id != id) else {
                continue;
            };
            texts.extend(words::keys(&manifest.id, &module.texts()));
            manifests.push(manifest);
        }
        let all = || manifests.iter();
        Self {
            permissions: all()
                .flat_map(|m| m.permissions.iter().map(|p| p.name.clone()))
                .collect(),
            hooks: all()
                .flat_map(|m| m.hooks.iter().map(|h| h.name.clone()))
                .collect(),
            events: all()
                .flat_map(|m| m.events.iter().map(|e| e.name.clone()))
                .collect(),
            views: all()
                .flat_map(|m| m.views.iter().map(|v| v.name.clone()))
                .collect(),
            texts,
        }
    }
}

/// What is wrong with a feature among these modules; nothing where it keeps to all rules.
pub fn judge(module: &dyn Module, among: &[Box<dyn Module>]) -> Vec<Fault> {
    let manifest: Manifest = match toml::from_str(module.manifest()) {
        Ok(manifest) => manifest,
        Err(error) => {
            return vec![Fault {
                rule: "id",
                what: format!("its manifest cannot be read: {error}"),
            }];
        }
    };
    let mut bench = Bench {
        manifest,
        module,
        faults: Vec::new(),
    };
    let others = Others::than(&bench.manifest.id, among);
    manifest::judge(&mut bench, &others);
    data::judge(&mut bench);
    words::judge(&mut bench, &others);
    doors::judge(&mut bench);
    bench.faults
}
