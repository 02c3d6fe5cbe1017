//! Loads the plugins of the operator's folder. One that cannot be used is left out and named in the log;
//! everything else starts.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use kartoteka_plugin::{
    Module,
    module::{Migrations, Twins},
};
use tokio::runtime::Handle;

use super::{
    bundle::{Bundle, Linked, Pins, Trust, discover, hex, settle},
    native::{NativeModule, Parts, Threads},
};
use crate::config::Config;

/// The plugins of the folder, beside the modules that are `linked`.
///
/// # Errors
/// Where the folder cannot be read, or a linked module says nothing sensible of itself.
pub(crate) fn load(
    config: &Config,
    linked: &[Box<dyn Module>],
) -> Result<Vec<Box<dyn Module>>, String> {
    let Some(folder) = &config.plugin_dir else {
        return Ok(Vec::new());
    };
    let linked = Linked::of(linked)?;
    let found = discover(folder, &Trust::of(config), &linked);
    let found = found.map_err(|e| format!("`plugin_dir`: {}: {e}", folder.display()))?;
    for (_, refusal) in &found.refused {
        tracing::error!("{refusal}");
    }
    if found.accepted.is_empty() {
        return Ok(Vec::new());
    }
    let threads = Threads::new(Handle::current());
    let modules = open_all(&config.data_dir, found.accepted, &linked, &threads);
    Ok(modules
        .into_iter()
        .map(|module| Box::new(module) as Box<dyn Module>)
        .collect())
}

/// Opens all that can be opened, but those that require one that cannot.
fn open_all(
    data: &Path,
    mut bundles: Vec<Bundle>,
    linked: &Linked,
    threads: &Threads,
) -> Vec<NativeModule> {
    let mut opened: BTreeMap<String, NativeModule> = BTreeMap::new();
    loop {
        let before = bundles.len();
        bundles.retain(|bundle| {
            let id = &bundle.manifest.id;
            if opened.contains_key(id) {
                return true;
            }
            match open(data, bundle, threads) {
                Ok(module) => opened.insert(id.clone(), module).is_none(),
                Err(why) => {
                    tracing::error!("{}: {why}", bundle.file);
                    false
                }
            }
        });
        if bundles.len() == before {
            let all = bundles.iter();
            return all
                .filter_map(|bundle| opened.remove(&bundle.manifest.id))
                .collect();
        }
        let left = bundles
            .into_iter()
            .map(|bundle| (PathBuf::from(&bundle.file), bundle));
        let settled = settle(left.collect(), &Pins::default(), linked);
        for (_, refusal) in &settled.refused {
            tracing::error!("{refusal}");
        }
        bundles = settled.accepted;
    }
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
    };
    let module = NativeModule::open(&library, parts, threads)?;
    let signed = bundle.publisher.as_deref().unwrap_or("nobody");
    tracing::info!(file = bundle.file, signed, "a plugin is loaded");
    Ok(module)
}

/// Writes the library where it can be opened, under a name that no other bytes have: a loader gives back
/// what it has open already for a path that it knows.
fn unpack(data: &Path, bundle: &Bundle) -> io::Result<PathBuf> {
    let folder = data.join("plugins");
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)?;
    let name = format!("{}-{}.so", bundle.manifest.id, hex(&bundle.index_hash));
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
