//! What lies in a plugin's folder, and when it was changed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Folders of what is built.
const BUILT: [&str; 2] = ["build", "target"];
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

fn walk(folder: &Path, depth: usize, seen: &mut Seen) {
    // What has gone meanwhile has changed, too.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let is_built = BUILT.contains(&name.as_ref()) || name.ends_with(".kplugin");
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
        assert_eq!(seen(place.path()), before);
        put("locale/en/tips.ftl");
        assert_ne!(seen(place.path()), before);
    }
}
