//! The rules of the house, as tests: who may use what, where SQL stands, that the engines' migrations are
//! twins, that every language says everything, and that personal data is declared.

mod bundle_guide;
mod first_plugins;
mod golden;
mod header;
mod locales;
mod manifests;
mod migrations;
mod native;
mod personal_data;
mod rooms;
mod schema;
mod shown;
mod stores;
mod tidy;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The top of the project.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// The features of the house: the folders of `plugins` that have a manifest.
fn features() -> Vec<String> {
    let folders = fs::read_dir(top().join("plugins")).unwrap();
    let folders = folders.map(|entry| entry.unwrap().path());
    let features = folders.filter(|folder| folder.join("plugin.toml").exists());
    let mut names: Vec<String> = features
        .map(|folder| folder.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A file of the project as text.
fn text(path: &str) -> String {
    let whole = top().join(path);
    fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below `folder` that end in `ending`, without what tools put there.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![top().join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.')
            {
                open.push(path);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path as it is named in the project.
fn named(path: &Path) -> String {
    path.strip_prefix(top())
        .unwrap_or(path)
        .display()
        .to_string()
}
