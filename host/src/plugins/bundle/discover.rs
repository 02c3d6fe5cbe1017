//! The folder of an operator's plugins: which of its files count, and which are refused and why. One file
//! that is refused takes nobody along but who requires it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use kartoteka_plugin::{Manifest, text::Catalog};
use semver::Version;

use super::{
    Bundle, ENDING, Hash, Linked, Trust, apart,
    content::borrowed,
    linked,
    pins::{self, Pins},
    refusal::{Reason, Refusal},
};
use crate::{
    conformance::{Candidate, Others, judge_among},
    document,
};

/// What a folder comes to.
#[derive(Default)]
pub struct Discovered {
    /// Those that count, by id.
    pub accepted: Vec<Bundle>,
    /// Those of which another version counts.
    pub older: Vec<Older>,
    /// Those that are refused, with their files.
    pub refused: Vec<(PathBuf, Refusal)>,
    /// The ids of which a pin says which version counts.
    pub pinned: BTreeSet<String>,
}

/// A bundle of which another version counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    /// The name of its file.
    pub file: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: Version,
    /// Who signed it, where anybody did.
    pub publisher: Option<String>,
}

/// Reads the folder `dir`. One that is not there is empty.
///
/// # Errors
/// Where the folder itself cannot be read.
pub fn discover(dir: &Path, trust: &Trust, linked: &Linked) -> io::Result<Discovered> {
    discover_but(dir, trust, linked, &BTreeSet::new())
}

/// The same without certain files, known by their index, of which it turned out that they cannot be opened.
///
/// # Errors
/// As [`discover`].
pub(crate) fn discover_but(
    dir: &Path,
    trust: &Trust,
    linked: &Linked,
    but: &BTreeSet<Hash>,
) -> io::Result<Discovered> {
    let pins = pins::read(dir)?;
    let (mut read, mut refused) = (Vec::new(), Vec::new());
    for path in files(dir, ENDING)? {
        match Bundle::read(&path, trust, linked) {
            Ok(bundle) if but.contains(&bundle.index_hash) => {}
            Ok(bundle) => read.push((path, bundle)),
            Err(refusal) => refused.push((path, refusal)),
        }
    }
    let mut discovered = settle(read, &pins, linked);
    let accepted = discovered.accepted.iter();
    for bundle in accepted.filter(|bundle| bundle.publisher.is_none()) {
        let file = bundle.file.as_str();
        if is_news(dir, file) {
            tracing::warn!(file, "nobody signed it whom plugins.publishers knows");
        }
    }
    let missing = std::mem::take(&mut discovered.refused);
    let of_folder = |(path, refusal): (PathBuf, Refusal)| match path.parent() {
        // A pin is known by its name alone.
        Some(parent) if parent.as_os_str().is_empty() => (dir.join(path), refusal),
        _ => (path, refusal),
    };
    refused.extend(missing.into_iter().map(of_folder));
    refused.sort_by(|(one, _), (other, _)| one.cmp(other));
    discovered.refused = refused;
    Ok(discovered)
}

/// Whether this file was not asked for before. Folders are looked at again and again, and whoever writes a plugin puts
/// file after file there.
fn is_news(dir: &Path, file: &str) -> bool {
    static TOLD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    told.insert(dir.join(file))
}

/// The files of a folder whose names have this ending, by name; hidden ones are none, nor those further down.
pub(super) fn files(dir: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(ending) && !name.starts_with('.') && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Which of these count together with what is linked in.
pub fn settle(read: Vec<(PathBuf, Bundle)>, pins: &Pins, linked: &Linked) -> Discovered {
    let mut shelf = Shelf {
        linked,
        chosen: BTreeMap::new(),
        out: Discovered::default(),
    };
    shelf.choose(read, pins);
    loop {
        shelf.require();
        if !shelf.part_with_one() {
            break;
        }
    }
    shelf.out.accepted = shelf
        .chosen
        .into_values()
        .map(|(_, bundle)| bundle)
        .collect();
    shelf.out
}

struct Shelf<'a> {
    linked: &'a Linked,
    /// By id, with their files.
    chosen: BTreeMap<String, (PathBuf, Bundle)>,
    out: Discovered,
}

impl Shelf<'_> {
    fn refuse(&mut self, path: PathBuf, bundle: &Bundle, reason: Reason) {
        let file = bundle.file.clone();
        self.out.refused.push((path, Refusal { file, reason }));
    }

    /// Takes a chosen one off.
    fn part(&mut self, id: &str, reason: Reason) {
        if let Some((path, bundle)) = self.chosen.remove(id) {
            self.refuse(path, &bundle, reason);
        }
    }

    /// Of each id the version that is pinned, or else the newest.
    fn choose(&mut self, read: Vec<(PathBuf, Bundle)>, pins: &Pins) {
        let mut by_id: BTreeMap<String, BTreeMap<Version, (PathBuf, Bundle)>> = BTreeMap::new();
        for (path, bundle) in read {
            let versions = by_id.entry(bundle.manifest.id.clone()).or_default();
            match versions.get(&bundle.version) {
                Some((other, _)) => {
                    let other = other.display().to_string();
                    self.refuse(path, &bundle, Reason::Duplicate(other));
                }
                None => {
                    versions.insert(bundle.version.clone(), (path, bundle));
                }
            }
        }
        for (id, mut versions) in by_id {
            let pin = pins.get(&id);
            let chosen = match pin {
                Some(pin) => Version::parse(pin).ok(),
                None => versions.keys().next_back().cloned(),
            };
            if let Some(chosen) = chosen.and_then(|chosen| versions.remove(&chosen)) {
                self.out.pinned.extend(pin.map(|_| id.clone()));
                self.chosen.insert(id.clone(), chosen);
            }
            let older = versions.into_values().map(|(_, bundle)| Older {
                file: bundle.file,
                id: id.clone(),
                version: bundle.version,
                publisher: bundle.publisher,
            });
            self.out.older.extend(older);
        }
        for (id, pin) in pins {
            if !self.out.pinned.contains(id) {
                let file = format!("{id}.pin");
                let reason = Reason::PinMissing(pin.clone());
                let refusal = Refusal {
                    file: file.clone(),
                    reason,
                };
                self.out.refused.push((file.into(), refusal));
            }
        }
    }

    /// Takes off who requires what is not there, or itself; and then who requires those.
    fn require(&mut self) {
        loop {
            let features = self.linked.manifests.iter().filter(|m| m.is_feature());
            let mut there: BTreeSet<&str> = features.map(|m| m.id.as_str()).collect();
            there.extend(self.chosen.keys().map(String::as_str));
            let lacks = |(id, (_, bundle)): (&String, &(PathBuf, Bundle))| {
                let mut required = bundle.manifest.requires.iter();
                let missing = required.find(|other| !there.contains(other.as_str()))?;
                Some((id.clone(), Reason::RequiresMissing(missing.clone())))
            };
            let round = |id: &String| {
                let by = self.way_back(id)?;
                Some((id.clone(), Reason::RequiresItself(by)))
            };
            let mut gone: Vec<_> = self.chosen.iter().filter_map(lacks).collect();
            if gone.is_empty() {
                // All of a circle at once, each by its own name.
                gone = self.chosen.keys().filter_map(round).collect();
            }
            if gone.is_empty() {
                return;
            }
            for (id, reason) in gone {
                self.part(&id, reason);
            }
        }
    }

    /// Who requires `id` and is required by it, in some steps.
    fn way_back(&self, id: &str) -> Option<String> {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![id]);
        while let Some(by) = ahead.pop() {
            let Some((_, bundle)) = self.chosen.get(by) else {
                continue;
            };
            for required in &bundle.manifest.requires {
                if required == id {
                    return Some(by.to_owned());
                }
                if seen.insert(required.as_str()) {
                    ahead.push(required);
                }
            }
        }
        None
    }

    /// Takes one off that does not go together with the others; says whether there was one.
    fn part_with_one(&mut self) -> bool {
        let ids: Vec<String> = self.chosen.keys().cloned().collect();
        for id in &ids {
            if let Err(why) = self.builds_on_what_is_there(id) {
                self.part(id, Reason::DoesNotFit(why));
                return true;
            }
        }
        let Err(why) = self.goes_together(None) else {
            return false;
        };
        // Who came first by name stays.
        let culprit = ids.iter().rev();
        let mut culprit = culprit.filter(|id| self.goes_together(Some(id)).is_ok());
        match culprit.next().or(ids.last()) {
            Some(id) => {
                self.part(id, Reason::DoesNotFit(why));
                true
            }
            None => false,
        }
    }

    /// That what a bundle asks of others is offered by somebody.
    fn builds_on_what_is_there(&self, id: &str) -> Result<(), String> {
        let mut others = Others::default();
        for manifest in &self.linked.manifests {
            others.add(manifest, &[]);
        }
        for (_, bundle) in self.chosen.values() {
            others.add(&bundle.manifest, &[]);
        }
        let Some((_, bundle)) = self.chosen.get(id) else {
            return Ok(());
        };
        let candidate = Candidate {
            manifest: bundle.manifest.clone(),
            sqlite: borrowed(&bundle.migrations.sqlite),
            postgres: borrowed(&bundle.migrations.postgres),
            texts: Vec::new(),
            document: serde_json::Value::Null,
        };
        match judge_among(&candidate, &others).into_iter().next() {
            Some(fault) => Err(fault.what),
            None => Ok(()),
        }
    }

    /// That a host starts with all that is chosen, but one.
    fn goes_together(&self, but: Option<&str>) -> Result<(), String> {
        let bundles = self
            .chosen
            .iter()
            .filter(|(id, _)| Some(id.as_str()) != but);
        let bundles: Vec<&Bundle> = bundles.map(|(_, (_, bundle))| bundle).collect();
        let together = apart(|| together(self.linked, &bundles));
        together.unwrap_or_else(|| Err("they break their reader".to_owned()))
    }
}

fn together(linked: &Linked, bundles: &[&Bundle]) -> Result<(), String> {
    let manifests: Vec<&Manifest> = (linked.manifests.iter())
        .chain(bundles.iter().map(|bundle| &bundle.manifest))
        .collect();
    linked::starts(manifests)?;
    let mut texts = linked.texts.clone();
    for bundle in bundles {
        let own = bundle.texts.iter();
        texts.extend(own.map(|(locale, name, text)| (*locale, name.as_str(), text.as_str())));
    }
    Catalog::new(&texts)?;
    let mut documents = linked.documents.clone();
    for bundle in bundles {
        let document = serde_json::to_value(&bundle.document).map_err(|e| e.to_string())?;
        documents.push((bundle.manifest.id.clone(), true, document));
    }
    document::fit(documents)
}
