//! The folder of a plugin, from which a bundle is packed.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    library::{self, Fault, Platform},
    limits,
    parts::most,
    zip::is_name,
};

/// Files at the top of the folder; of these the first two have to be there, as the bundle is read.
const FILES: [&str; 3] = ["plugin.toml", "openapi.json", "samples.toml"];
/// Folders of it.
const FOLDERS: [&str; 3] = ["migrations", "locale", "assets"];
/// So deep its folders go; deeper ones are links that lead round.
const DEEPEST: usize = 8;
/// Files that are text.
const TEXTS: [&str; 4] = [".toml", ".json", ".sql", ".ftl"];

/// The files of a plugin, by the names of a bundle's parts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Their content, line ends of texts made plain.
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// Gathers the files of the folder `from` and the `libraries`; those of `cargo build --release` where none is
/// named. A library whose file says that it is for another than `platform` is refused, where one is named.
///
/// # Errors
/// A sentence that names the file.
pub fn gather(
    from: &Path,
    libraries: &[PathBuf],
    platform: Option<Platform>,
) -> Result<Sources, String> {
    let set = std::env::var_os("CARGO_TARGET_DIR").filter(|set| !set.is_empty());
    gather_built(from, libraries, platform, set.as_deref())
}

/// The same, where cargo builds into the folder `set` by the environment.
pub(super) fn gather_built(
    from: &Path,
    libraries: &[PathBuf],
    platform: Option<Platform>,
    set: Option<&OsStr>,
) -> Result<Sources, String> {
    let mut sources = Sources::default();
    for name in FILES {
        let path = from.join(name);
        if path.exists() {
            sources.add(name.to_owned(), &path)?;
        }
    }
    for name in FOLDERS {
        let path = from.join(name);
        if path.exists() {
            sources.walk(name, &path, 0)?;
        }
    }
    let built;
    let libraries = match libraries {
        [] => {
            built = [built_in(from, "release", set)?];
            &built[..]
        }
        named => named,
    };
    for path in libraries {
        sources.library(path, platform)?;
    }
    Ok(sources)
}

impl Sources {
    fn walk(&mut self, name: &str, folder: &Path, depth: usize) -> Result<(), String> {
        let failed = |e: io::Error| format!("{}: {e}", folder.display());
        if depth > DEEPEST {
            return Err(format!("{}: its folders go too deep", folder.display()));
        }
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let own = path.file_name().unwrap_or_default().to_string_lossy();
            if own.starts_with('.') {
                continue;
            }
            let name = format!("{name}/{own}");
            match path.is_dir() {
                true => self.walk(&name, &path, depth + 1)?,
                false => self.add(name, &path)?,
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, path: &Path) -> Result<(), String> {
        let shown = path.display();
        let Some(most) = most(&name).filter(|_| is_name(&name)) else {
            return Err(format!("{shown} has no place in a bundle"));
        };
        let mut bytes = read(path, most)?;
        if TEXTS.iter().any(|ending| name.ends_with(ending)) && !name.starts_with("assets/") {
            let text = String::from_utf8(bytes);
            let text = text.map_err(|_| format!("{shown} is no text of UTF-8"))?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            bytes = text.replace("\r\n", "\n").replace('\r', "\n").into_bytes();
        }
        self.parts.insert(name, bytes);
        Ok(())
    }

    fn library(&mut self, path: &Path, wanted: Option<Platform>) -> Result<(), String> {
        let shown = path.display();
        let bytes = read(path, limits::LIBRARY)?;
        let platform = library::platform(&bytes).map_err(|fault| match fault {
            Fault::Broken(why) => format!("{shown}: {why}"),
            Fault::NoEntry => format!("{shown} is no plugin"),
        })?;
        if wanted.is_some_and(|wanted| wanted != platform) {
            return Err(format!("{shown} is for {platform}"));
        }
        let name = format!("lib/{platform}/plugin.so");
        match self.parts.insert(name, bytes) {
            None => Ok(()),
            Some(_) => Err(format!("{shown}: there are two libraries for {platform}")),
        }
    }
}

fn read(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let failed = |e: io::Error| format!("{shown}: {e}");
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > u64::try_from(most).unwrap_or(u64::MAX) {
        return Err(format!("{shown} is larger than {most} bytes"));
    }
    fs::read(path).map_err(failed)
}

/// The library that cargo has built of a folder, by this profile.
///
/// # Errors
/// A sentence that says how to get one.
pub(crate) fn library_of(from: &Path, profile: &str) -> Result<PathBuf, String> {
    let set = std::env::var_os("CARGO_TARGET_DIR").filter(|set| !set.is_empty());
    built_in(from, profile, set.as_deref())
}

/// The library that make has left in a folder, in `build` or beside the Makefile.
pub(crate) fn made_by_make(from: &Path) -> Result<PathBuf, String> {
    let places = ["build", "."].map(|place| from.join(place));
    let files = places
        .iter()
        .flat_map(|place| fs::read_dir(place).into_iter().flatten().flatten());
    let paths = files.map(|file| file.path());
    let mut libraries = paths.filter(|path| path.extension().is_some_and(|ending| ending == "so"));
    libraries.next().ok_or_else(|| {
        let from = from.display();
        format!("{from}: make has left no library (*.so) in build: run `make`, or name the library by --library")
    })
}

/// The library that was built in a folder.
fn built_in(from: &Path, profile: &str, set: Option<&OsStr>) -> Result<PathBuf, String> {
    let none = "name the library by --library";
    if !from.join("Cargo.toml").exists() {
        return match from.join("Makefile").exists() {
            true => made_by_make(from),
            false => Err(format!(
                "{} has neither Cargo.toml nor Makefile: {none}",
                from.display()
            )),
        };
    }
    let (folder, name) = built(from, set);
    let folder = folder.join(profile);
    if let Some(name) = name {
        let path = folder.join(format!("lib{name}.so"));
        return match path.exists() {
            true => Ok(path),
            false => Err(format!(
                "{} is not there: run `cargo build --release`, or {none}",
                path.display()
            )),
        };
    }
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("lib") && name.ends_with(".so")
    };
    let mut found = entries.map(|entry| entry.path()).filter(is_library);
    match (found.next(), found.next()) {
        (Some(path), None) => Ok(path),
        (None, _) => Err(format!(
            "{} has no library: run `cargo build --release`, or {none}",
            folder.display()
        )),
        (Some(_), Some(_)) => Err(format!("{} has several: {none}", folder.display())),
    }
}

/// Where cargo builds what stands in a folder, and what it calls the library: as cargo says, who knows all that it
/// is set by (`CARGO_TARGET_DIR`, `build.target-dir`, a workspace). Where cargo is not here, by the variable alone.
fn built(from: &Path, set: Option<&OsStr>) -> (PathBuf, Option<String>) {
    if let Some(found) = asked_of_cargo(from, set) {
        return found;
    }
    let folder = set.map_or_else(|| from.join("target"), |set| from.join(set));
    (folder, None)
}

fn asked_of_cargo(from: &Path, set: Option<&OsStr>) -> Option<(PathBuf, Option<String>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.args(["metadata", "--no-deps", "--format-version", "1"]);
    match set {
        Some(set) => command.env("CARGO_TARGET_DIR", set),
        None => command.env_remove("CARGO_TARGET_DIR"),
    };
    let said = command.current_dir(from).output().ok()?;
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).ok()?;
    let folder = PathBuf::from(said["target_directory"].as_str()?);
    let here = from.join("Cargo.toml").canonicalize().ok()?;
    let mut packages = said["packages"].as_array()?.iter();
    let own = packages.find(|package| {
        let manifest = package["manifest_path"].as_str().map(Path::new);
        manifest.and_then(|path| path.canonicalize().ok()) == Some(here.clone())
    });
    let mut targets = own.and_then(|own| own["targets"].as_array())?.iter();
    let library = targets.find(|target| {
        let kinds = target["kind"].as_array().into_iter().flatten();
        kinds.into_iter().any(|kind| kind == "cdylib")
    });
    let name = library.and_then(|library| library["name"].as_str());
    Some((folder, name.map(|name| name.replace('-', "_"))))
}
