//! Folders of bundles.

use super::*;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts a bundle in, of a plugin called so, with more in its manifest.
    fn put(&self, id: &str, version: &str, more: &str) {
        let packed = packed(&plugin(id, version, more));
        std::fs::write(self.path().join(packed.name), packed.bytes).unwrap();
    }

    fn found(&self) -> Discovered {
        discover(self.path(), &trust(), linked()).unwrap()
    }

    /// What counts, `id version`.
    fn accepted(&self) -> Vec<String> {
        let bundles = self.found().accepted;
        let named = bundles
            .iter()
            .map(|b| format!("{} {}", b.manifest.id, b.version));
        named.collect()
    }

    /// What does not, `file code`.
    fn refused(&self) -> Vec<String> {
        let refused = self.found().refused;
        let named = refused
            .iter()
            .map(|(_, r)| format!("{} {}", r.file, r.code()));
        named.collect()
    }
}

/// The plugin under another id and version.
fn plugin(id: &str, version: &str, more: &str) -> Sources {
    let mut made = Sources::default();
    let table = id.replace('-', "_");
    for (name, bytes) in sources().parts {
        if name.starts_with("lib/") {
            made.parts.insert(name, bytes);
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let mut text = text.replace("acme-tips", id).replace("acme_tips", &table);
        if name == "plugin.toml" {
            text = text.replace("version = \"1.0.0\"", &format!("version = \"{version}\""));
            text = text.replace(
                "icon = \"cake\"\nreads",
                &format!("icon = \"cake\"\n{more}\nreads"),
            );
        }
        made.parts
            .insert(name.replace("acme-tips", id), text.into_bytes());
    }
    made
}

#[test]
fn a_folder_that_is_empty_or_not_there_is_fine() {
    let folder = Folder::new();
    assert!(folder.accepted().is_empty() && folder.refused().is_empty());
    let found = discover(&folder.path().join("none"), &trust(), linked()).unwrap();
    assert!(found.accepted.is_empty() && found.refused.is_empty());
}

#[test]
fn of_several_versions_the_newest_counts_or_the_one_that_is_pinned() {
    let folder = Folder::new();
    for version in ["0.9.0", "0.10.0", "1.0.0-rc.1"] {
        folder.put("acme-tips", version, "");
    }
    assert_eq!(folder.accepted(), ["acme-tips 1.0.0-rc.1"]);
    folder.put("acme-tips", "1.0.0", "");
    assert_eq!(folder.accepted(), ["acme-tips 1.0.0"]);
    let older: Vec<String> = (folder.found().older.iter())
        .map(|older| older.version.to_string())
        .collect();
    assert_eq!(older, ["0.9.0", "0.10.0", "1.0.0-rc.1"]);
    pin(folder.path(), "acme-tips", "0.9.0").unwrap();
    assert_eq!(folder.accepted(), ["acme-tips 0.9.0"]);
    assert!(folder.found().pinned.contains("acme-tips"));
    // Another pin takes its place, and nothing half written is left.
    pin(folder.path(), "acme-tips", "0.10.0").unwrap();
    assert_eq!(folder.accepted(), ["acme-tips 0.10.0"]);
    assert!(unpin(folder.path(), "acme-tips").unwrap());
    assert!(!unpin(folder.path(), "acme-tips").unwrap());
    assert_eq!(folder.accepted(), ["acme-tips 1.0.0"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn what_cannot_be_pinned_is_not() {
    let folder = Folder::new();
    folder.put("acme-tips", "1.0.0", "");
    for (id, version) in [
        ("acme-tips", "2.0.0"),
        ("acme-tips", "latest"),
        ("../acme", "1.0.0"),
        ("acme-toys", "1.0.0"),
    ] {
        assert!(pin(folder.path(), id, version).is_err(), "{id} {version}");
    }
    assert!(unpin(folder.path(), "../acme").is_err());
    // A pin whose version was taken away is told, and nothing else is loaded in its place.
    for text in ["2.0.0\n", "", "latest", "\u{0}\u{0}"] {
        std::fs::write(folder.path().join("acme-tips.pin"), text).unwrap();
        assert!(folder.accepted().is_empty(), "{text}");
        assert_eq!(folder.refused(), ["acme-tips.pin pin_missing"], "{text}");
    }
    let (path, _) = folder.found().refused.remove(0);
    assert_eq!(path, folder.path().join("acme-tips.pin"));
}

#[test]
fn one_bad_file_takes_nobody_along() {
    let folder = Folder::new();
    folder.put("acme-tips", "1.0.0", "");
    folder.put("acme-tips", "1.1.0", "");
    folder.put("acme-toys", "1.0.0", "");
    let at = |name: &str| folder.path().join(name);
    // The newest is damaged: the one before it counts.
    let damaged = at("acme-tips-1.1.0.kplugin");
    let mut bytes = std::fs::read(&damaged).unwrap();
    let length = bytes.len();
    bytes[length / 2] ^= 1;
    std::fs::write(damaged, bytes).unwrap();
    std::fs::write(at("none.kplugin"), "").unwrap();
    std::fs::write(at(".acme-hidden-1.0.0.kplugin"), "").unwrap();
    std::fs::write(at("README.md"), "").unwrap();
    std::fs::create_dir(at("folder.kplugin")).unwrap();
    std::fs::create_dir(at("further")).unwrap();
    std::fs::write(at("further/none.kplugin"), "").unwrap();
    assert_eq!(folder.accepted(), ["acme-tips 1.0.0", "acme-toys 1.0.0"]);
    assert_eq!(
        folder.refused(),
        [
            "acme-tips-1.1.0.kplugin part_changed",
            "none.kplugin layout"
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    let folder = Folder::new();
    for name in ["none.kplugin", ""] {
        let path = folder.path().join(name);
        let refusal = Bundle::read(&path, &trust(), linked())
            .map(drop)
            .unwrap_err();
        assert_eq!(refusal.code(), "unreadable");
    }
}

#[test]
fn the_same_version_counts_once() {
    let bundle = || judged(&packed(&sources())).unwrap();
    let read = vec![("a".into(), bundle()), ("b".into(), bundle())];
    let found = settle(read, &Pins::new(), linked());
    assert_eq!(found.accepted.len(), 1);
    let (path, refusal) = &found.refused[0];
    assert_eq!((path.to_str(), refusal.code()), (Some("b"), "duplicate"));
    assert!(refusal.to_string().contains("version as a: "), "{refusal}");
}

#[test]
fn who_requires_what_is_not_there_is_refused_by_name_and_nobody_else() {
    let folder = Folder::new();
    folder.put("acme-a", "1.0.0", "requires = [\"acme-b\"]");
    folder.put("acme-b", "1.0.0", "requires = [\"acme-none\"]");
    folder.put("acme-c", "1.0.0", "requires = [\"documents\", \"acme-d\"]");
    folder.put("acme-d", "1.0.0", "");
    assert_eq!(folder.accepted(), ["acme-c 1.0.0", "acme-d 1.0.0"]);
    assert_eq!(
        folder.refused(),
        [
            "acme-a-1.0.0.kplugin requires_missing",
            "acme-b-1.0.0.kplugin requires_missing"
        ]
    );
    let said = folder.found().refused[1].1.to_string();
    assert!(
        said.contains("requires acme-none, which is not here"),
        "{said}"
    );
}

#[test]
fn a_circle_is_refused_with_who_requires_it() {
    let folder = Folder::new();
    folder.put("acme-a", "1.0.0", "requires = [\"acme-b\"]");
    folder.put("acme-b", "1.0.0", "requires = [\"acme-c\"]");
    folder.put("acme-c", "1.0.0", "requires = [\"acme-a\"]");
    folder.put("acme-d", "1.0.0", "requires = [\"acme-a\"]");
    folder.put("acme-e", "1.0.0", "");
    assert_eq!(folder.accepted(), ["acme-e 1.0.0"]);
    let codes: Vec<String> = folder.refused();
    assert_eq!(
        codes,
        [
            "acme-a-1.0.0.kplugin requires_itself",
            "acme-b-1.0.0.kplugin requires_itself",
            "acme-c-1.0.0.kplugin requires_itself",
            "acme-d-1.0.0.kplugin requires_missing"
        ]
    );
}

#[test]
fn what_does_not_go_together_is_refused_and_the_rest_stays() {
    // It builds on what nobody offers.
    let folder = Folder::new();
    folder.put("acme-a", "1.0.0", "");
    folder.put("acme-b", "1.0.0", "requires = [\"acme-c\"]");
    let listening = plugin("acme-c", "1.0.0", "");
    let mut listening = listening;
    let manifest = listening.parts.get_mut("plugin.toml").unwrap();
    let text = String::from_utf8(manifest.clone()).unwrap();
    *manifest = text
        .replace("core.client.registered/1", "core.client.promoted/1")
        .into_bytes();
    let packed = packed(&listening);
    std::fs::write(folder.path().join(&packed.name), &packed.bytes).unwrap();
    assert_eq!(folder.accepted(), ["acme-a 1.0.0"]);
    assert_eq!(
        folder.refused(),
        [
            "acme-b-1.0.0.kplugin requires_missing",
            "acme-c-1.0.0.kplugin does_not_fit"
        ]
    );
    let said = folder.found().refused[1].1.to_string();
    assert!(said.contains("core.client.promoted/1"), "{said}");
}

#[test]
fn two_that_have_the_same_names_are_not_both_taken() {
    let folder = Folder::new();
    // `acme-a` has an operation `b_list_tips`, and `acme-a-b` one called `list_tips`: the host calls both alike.
    let mut first = plugin("acme-a", "1.0.0", "");
    let document = first.parts.get_mut("openapi.json").unwrap();
    let text = String::from_utf8(document.clone()).unwrap();
    *document = text.replace("list_tips", "b_list_tips").into_bytes();
    let packed = packed(&first);
    std::fs::write(folder.path().join(&packed.name), &packed.bytes).unwrap();
    folder.put("acme-a-b", "1.0.0", "");
    folder.put("acme-z", "1.0.0", "");
    assert_eq!(folder.accepted(), ["acme-a 1.0.0", "acme-z 1.0.0"]);
    assert_eq!(folder.refused(), ["acme-a-b-1.0.0.kplugin does_not_fit"]);
}

#[test]
fn what_one_offers_another_may_build_on() {
    let folder = Folder::new();
    let listens = "listens = [\"acme-tips.tip.given/1\"]\nworks_with = [\"acme-tips\"]";
    let mut sources = plugin("acme-z", "1.0.0", "");
    let manifest = sources.parts.get_mut("plugin.toml").unwrap();
    let text = String::from_utf8(manifest.clone()).unwrap();
    let before = "listens = [\"core.client.registered/1\"]";
    *manifest = text.replace(before, listens).into_bytes();
    let packed = packed(&sources);
    std::fs::write(folder.path().join(&packed.name), &packed.bytes).unwrap();
    assert_eq!(folder.refused(), ["acme-z-1.0.0.kplugin does_not_fit"]);
    folder.put("acme-tips", "1.0.0", "");
    assert_eq!(folder.accepted(), ["acme-tips 1.0.0", "acme-z 1.0.0"]);
}
