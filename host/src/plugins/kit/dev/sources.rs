//! What lies in a plugin's folder, and when it was changed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Folders of what is built.
const BUILT: [&str; 2] = ["build", "target"];
/// Endings of files that are made beside sources: bundles, what somebody notes, what editors keep.
const BESIDE: [&str; 6] = [".kplugin", ".log", ".o", ".so", "~", ".orig"];
/// So deep its folders go; deeper ones are links that lead round.
const DEEPEST: usize = 12;

/// The files, each with its size and the time of its last change.
pub(super) type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// All files that something is built of.
pub(super) fn seen(folder: &Path) -> Seen {
    let mut seen = Seen::new();
    walk(folder, 0, &mut seen);
    seen
}

/// The first file that is not as it was, within its folder, and how many more there are.
pub(super) fn changed(folder: &Path, before: &Seen, now: &Seen) -> String {
    let differs = |path: &&PathBuf| before.get(*path) != now.get(*path);
    let all: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).filter(differs).collect();
    let first = all
        .first()
        .map(|path| path.strip_prefix(folder).unwrap_or(path));
    let first = first
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    match all.len() {
        0 | 1 => first,
        many => format!("{first} and {} more", many - 1),
    }
}

fn walk(folder: &Path, depth: usize, seen: &mut Seen) {
    // What has gone meanwhile has changed, too.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let is_beside = BESIDE.iter().any(|ending| name.ends_with(ending));
        let is_built = BUILT.contains(&name.as_ref()) || is_beside;
        if name.starts_with('.') || is_built || depth > DEEPEST {
            continue;
        }
        match entry.metadata() {
            Ok(found) if found.is_dir() => walk(&path, depth + 1, seen),
            Ok(found) => drop(seen.insert(path, (found.len(), found.modified().ok()))),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_no_source() {
        let place = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        put("src/lib.rs");
        put("plugin.toml");
        let before = seen(place.path());
        assert_eq!(before.len(), 2);
        put("target/debug/lib.so");
        put("build/plugin.so");
        put("acme-tips-0.1.0.kplugin");
        put(".git/index");
        put("dev.log");
        assert_eq!(seen(place.path()), before);
        put("locale/en/tips.ftl");
        let now = seen(place.path());
        assert_eq!(changed(place.path(), &before, &now), "locale/en/tips.ftl");
        assert_eq!(changed(place.path(), &before, &before), "");
    }
}
