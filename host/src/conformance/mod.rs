//! What every feature must keep to, ours and partners' alike: judged from what a module says of
//! itself, without running it. Each rule has a name, by which a report is read.

mod data;
mod doors;
mod manifest;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use kartoteka_plugin::{Locale, Manifest, Module};
use serde_json::Value;

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

/// What is judged of a feature, wherever it comes from.
pub(crate) struct Candidate<'a> {
    /// What it says of itself.
    pub(crate) manifest: Manifest,
    /// Its migrations for SQLite: name and text, in order.
    pub(crate) sqlite: Vec<(&'a str, &'a str)>,
    /// The same for PostgreSQL.
    pub(crate) postgres: Vec<(&'a str, &'a str)>,
    /// Its texts: language, name of the file, and content.
    pub(crate) texts: Vec<(Locale, &'a str, &'a str)>,
    /// The document of its API.
    pub(crate) document: Value,
}

/// A feature on the bench.
struct Bench<'a> {
    candidate: &'a Candidate<'a>,
    manifest: &'a Manifest,
    faults: Vec<Fault>,
}

impl<'a> Bench<'a> {
    fn of(candidate: &'a Candidate<'a>) -> Self {
        Self {
            candidate,
            manifest: &candidate.manifest,
            faults: Vec::new(),
        }
    }

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
#[derive(Debug, Default)]
pub(crate) struct Others {
    hooks: BTreeSet<String>,
    events: BTreeSet<String>,
    views: BTreeSet<String>,
    permissions: BTreeSet<String>,
    /// Whose each text is, by its key: a module's id, or `the host`.
    texts: BTreeMap<String, String>,
}

impl Others {
    /// The host alone.
    pub(crate) fn host() -> Self {
        Self {
            texts: words::keys("the host", &own_texts()),
            ..Self::default()
        }
    }

    /// With one more module, and its texts.
    pub(crate) fn add(&mut self, manifest: &Manifest, texts: &[(Locale, &str, &str)]) {
        let names = manifest.permissions.iter().map(|p| p.name.clone());
        self.permissions.extend(names);
        self.hooks
            .extend(manifest.hooks.iter().map(|h| h.name.clone()));
        self.events
            .extend(manifest.events.iter().map(|e| e.name.clone()));
        self.views
            .extend(manifest.views.iter().map(|v| v.name.clone()));
        self.texts.extend(words::keys(&manifest.id, texts));
    }

    /// What all but `id` declare.
    fn than(id: &str, modules: &[Box<dyn Module>]) -> Self {
        let mut others = Self::host();
        for module in modules {
            let manifest = toml::from_str(module.manifest());
            if let Some(manifest) = manifest.ok().filter(|other: &Manifest| other.id != id) {
                others.add(&manifest, &module.texts());
            }
        }
        others
    }
}

/// What is wrong with a feature among these modules; nothing where it keeps to all rules.
pub fn judge(module: &dyn Module, among: &[Box<dyn Module>]) -> Vec<Fault> {
    let fault = |rule, what| vec![Fault { rule, what }];
    let manifest: Manifest = match toml::from_str(module.manifest()) {
        Ok(manifest) => manifest,
        Err(error) => return fault("id", format!("its manifest cannot be read: {error}")),
    };
    let document = match serde_json::to_value(module.api().1) {
        Ok(document) => document,
        Err(error) => return fault("doors", format!("its document: {error}")),
    };
    let twins = module.migrations();
    let others = Others::than(&manifest.id, among);
    let candidate = Candidate {
        manifest,
        sqlite: twins.sqlite.to_vec(),
        postgres: twins.postgres.to_vec(),
        texts: module.texts(),
        document,
    };
    judge_candidate(&candidate, &others)
}

/// The same of what is not linked in.
pub(crate) fn judge_candidate(candidate: &Candidate<'_>, others: &Others) -> Vec<Fault> {
    let mut bench = Bench::of(candidate);
    manifest::judge(&mut bench, others);
    data::judge(&mut bench);
    words::judge(&mut bench, others);
    doors::judge(&mut bench);
    bench.faults
}

/// The faults of a manifest that it has by itself or among `others`, without what else belongs to it.
pub(crate) fn judge_among(candidate: &Candidate<'_>, others: &Others) -> Vec<Fault> {
    let mut bench = Bench::of(candidate);
    manifest::judge(&mut bench, others);
    bench.faults
}

/// Whether a first segment is one that no feature may have.
pub(crate) fn is_reserved(segment: &str) -> bool {
    manifest::RESERVED.contains(&segment)
}
