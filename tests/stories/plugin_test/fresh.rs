//! Plugins in C, fresh from `plugin new`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use kartoteka_tests::world::program;

use super::plugin;

/// What is changed of one: file, what stands there, and what in its place.
pub(super) type Change = (&'static str, &'static str, &'static str);

/// A folder with a fresh plugin of this id.
pub(super) fn fresh(place: &Path, name: &str, id: &str) -> PathBuf {
    let folder = place.join(name);
    let shown = folder.display().to_string();
    let (well, said) = plugin(&["new", id, "--lang", "c", "--dir", &shown], place);
    assert!(well, "{said}");
    folder
}

/// Changes a file of it.
pub(super) fn change(folder: &Path, (file, from, to): Change) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("a source");
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).expect("written");
}

/// Builds and packs it.
pub(super) fn packed(folder: &Path) {
    let mut make = Command::new("make");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        // What is set for tests is none of the program's.
        make.env_remove(name);
    }
    let tool = format!("KARTOTEKA={}", program().display());
    let make = make.arg("-C").arg(folder).arg(tool).arg("pack").output();
    let make = make.expect("make");
    let said = String::from_utf8_lossy(&make.stderr);
    assert!(make.status.success(), "{}: {said}", folder.display());
}
