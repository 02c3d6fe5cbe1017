//! Loads the plugins of the operator's folder, at the start and again while the host runs. One that cannot be
//! used is left out and named in the log; everything else is there.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
};

use kartoteka_plugin::module::{Migrations, Twins};
use semver::Version;
use tokio::runtime::Handle;

use super::{
    bundle::{Bundle, ENDING, Hash, Linked, Trust, discover_but, hex},
    native::{NativeModule, Parts, Threads},
};
use crate::{
    config::{self, Config},
    registry::Loaded,
};

/// So many libraries may be open before the log asks for a new start: none is ever closed.
const MANY: usize = 32;

/// The folder of libraries that are unpacked, below that of the data.
const UNPACKED: &str = "plugins";

/// What the name of a library ends with that is unpacked.
fn ending(hash: &Hash) -> String {
    format!("-{}.so", hex(hash))
}

/// The plugins of a folder, as this process opens them.
#[derive(Default)]
pub(crate) struct Loader {
    threads: OnceLock<Threads>,
    /// What is in use, by the bytes that it is of.
    in_use: Mutex<HashMap<Hash, Weak<NativeModule>>>,
    /// All whose library was ever opened.
    opened: Mutex<BTreeSet<Hash>>,
}

/// What a look at the folder came to.
#[derive(Default)]
pub(crate) struct Found {
    /// The modules of the folder.
    pub(crate) modules: Vec<Loaded>,
    /// What is refused: the file, and why as a sentence.
    pub(crate) refused: Vec<(String, String)>,
    /// Those of them that the operator does not trust.
    distrusted: BTreeSet<String>,
}

impl Loader {
    /// The modules of the folder that go together with those that are `linked`. What `runs` is not opened anew,
    /// and stays where its successor cannot be used.
    ///
    /// # Errors
    /// Where the folder cannot be read, or a linked module says nothing sensible of itself.
    pub(crate) fn load(
        &self,
        config: &Config,
        linked: &[Loaded],
        runs: &[Loaded],
    ) -> Result<Found, String> {
        let Some(folder) = &config.plugin_dir else {
            return Ok(Found::default());
        };
        let linked = Linked::of(linked.iter().map(|loaded| &loaded.module))?;
        let trust = Trust::of(&Config {
            plugins: config::plugins_now(config).map_err(|error| error.to_string())?,
            ..config.clone()
        });
        let mut found = Found::default();
        // With each that cannot be opened what is left is looked at anew: an older version may do in its place,
        // and who requires it has to go.
        let mut broken: BTreeMap<Hash, (String, String)> = BTreeMap::new();
        let accepted = loop {
            let but: BTreeSet<Hash> = broken.keys().copied().collect();
            let looked = discover_but(folder, &trust, &linked, &but);
            let looked = looked.map_err(|e| format!("`plugin_dir`: {}: {e}", folder.display()))?;
            let before = broken.len();
            let mut modules = Vec::new();
            for bundle in &looked.accepted {
                match self.open(&config.data_dir, bundle) {
                    Ok(module) => modules.push((bundle.manifest.clone(), module)),
                    Err(why) => {
                        let said = format!("{}: {why}", bundle.file);
                        broken.insert(bundle.index_hash, (bundle.file.clone(), said));
                    }
                }
            }
            if broken.len() == before {
                let refused = looked.refused.iter();
                let distrusted = refused.filter(|(_, refusal)| refusal.is_distrust());
                found.distrusted = distrusted.map(|(_, r)| r.file.clone()).collect();
                let said = looked.refused.iter();
                let said = said.map(|(_, refusal)| (refusal.file.clone(), refusal.to_string()));
                found.refused.extend(said);
                break modules;
            }
        };
        found.refused.extend(broken.into_values());
        for (_, sentence) in &found.refused {
            tracing::error!("{sentence}");
        }
        found.modules = accepted
            .into_iter()
            .map(|(manifest, module)| Loaded {
                manifest,
                module,
                is_partners: true,
            })
            .collect();
        keep_without_successor(&mut found, runs);
        if runs.is_empty() {
            self.sweep(&config.data_dir);
        }
        Ok(found)
    }

    fn open(&self, data: &Path, bundle: &Bundle) -> Result<Arc<NativeModule>, String> {
        let mut in_use = lock(&self.in_use);
        if let Some(module) = in_use.get(&bundle.index_hash).and_then(Weak::upgrade) {
            return Ok(module);
        }
        let threads = self.threads.get_or_init(|| Threads::new(Handle::current()));
        let module = Arc::new(open(data, bundle, threads)?);
        in_use.retain(|_, module| module.strong_count() > 0);
        in_use.insert(bundle.index_hash, Arc::downgrade(&module));
        let mut opened = lock(&self.opened);
        if opened.insert(bundle.index_hash) && opened.len() >= MANY {
            let libraries = opened.len();
            tracing::warn!(
                libraries,
                "so many versions of plugins were opened: start anew to free their memory"
            );
        }
        Ok(module)
    }

    /// Removes libraries that processes before this one have unpacked. That some cannot be is no harm.
    fn sweep(&self, data: &Path) {
        let opened = lock(&self.opened);
        let files = fs::read_dir(data.join(UNPACKED)).into_iter().flatten();
        for file in files.flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            if !opened.iter().any(|hash| name.ends_with(&ending(hash))) {
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// How many libraries of plugins this process has opened; none is ever closed.
    pub(crate) fn libraries(&self) -> usize {
        lock(&self.opened).len()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is locked here is whole after every statement on it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A plugin that runs stays where files of it are there, but none that can be used; unless its own is one that the
/// operator does not trust any more.
fn keep_without_successor(found: &mut Found, runs: &[Loaded]) {
    for loaded in runs {
        let id = &loaded.manifest.id;
        let own = format!("{id}-{}{ENDING}", loaded.manifest.version);
        if found.distrusted.contains(&own) {
            tracing::warn!(
                plugin = id.as_str(),
                "it stops: the operator does not trust it"
            );
            continue;
        }
        let is_there = found.modules.iter().any(|other| other.manifest.id == *id);
        if !is_there && found.refused.iter().any(|(file, _)| is_of(file, id)) {
            tracing::warn!(plugin = id.as_str(), "it stays as it runs");
            found.modules.push(loaded.clone());
        }
    }
}

/// Whether a file is called as a bundle, or the pin, of this id.
fn is_of(file: &str, id: &str) -> bool {
    let Some(rest) = file.strip_prefix(id) else {
        return false;
    };
    let version = rest.strip_prefix('-');
    let version = version.and_then(|rest| rest.strip_suffix(ENDING));
    rest == ".pin" || version.is_some_and(|version| Version::parse(version).is_ok())
}

fn open(data: &Path, bundle: &Bundle, threads: &Threads) -> Result<NativeModule, String> {
    let library = unpack(data, bundle);
    let library = library.map_err(|e| format!("its library cannot be unpacked: {e}"))?;
    let kept = |text: &str| -> &'static str { Box::leak(text.into()) };
    let migrations = |all: &[(String, String)]| -> Migrations {
        let all = all.iter().map(|(name, text)| (kept(name), kept(text)));
        Box::leak(all.collect())
    };
    let texts = bundle.texts.iter();
    let parts = Parts {
        manifest: bundle.manifest_text.clone(),
        document: bundle.document.clone(),
        texts: texts
            .map(|(locale, name, text)| (*locale, kept(name), kept(text)))
            .collect(),
        migrations: Twins {
            sqlite: migrations(&bundle.migrations.sqlite),
            postgres: migrations(&bundle.migrations.postgres),
        },
        assets: bundle.assets.clone(),
    };
    // Child processes open it, too, which may be elsewhere.
    let library = std::path::absolute(&library).map_err(|e| e.to_string())?;
    let module = NativeModule::open(&library, parts, threads)?;
    let signed = bundle.publisher.as_deref().unwrap_or("nobody");
    tracing::info!(file = bundle.file, signed, "a plugin is loaded");
    Ok(module)
}

/// Writes the library where it can be opened, under a name that no other bytes have: a loader gives back
/// what it has open already for a path that it knows.
fn unpack(data: &Path, bundle: &Bundle) -> io::Result<PathBuf> {
    let folder = data.join(UNPACKED);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)?;
    let name = format!("{}{}", bundle.manifest.id, ending(&bundle.index_hash));
    let path = folder.join(name);
    let bytes = bundle.library.as_deref().unwrap_or_default();
    if fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(path);
    }
    let new = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_belong_to_the_id_before_their_version() {
        for (file, is) in [
            ("acme-tips-0.1.0.kplugin", true),
            ("acme-tips.pin", true),
            ("acme-tips-more-0.1.0.kplugin", false),
            ("acme-tips-0.1.0.zip", false),
            ("acme-tip-0.1.0.kplugin", false),
        ] {
            assert_eq!(is_of(file, "acme-tips"), is, "{file}");
        }
    }
}
