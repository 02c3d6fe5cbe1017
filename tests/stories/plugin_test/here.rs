//! `plugin test` in the folder of a plugin, with no bundle named.

use super::{
    fresh::{change, fresh, packed},
    plugin,
};

#[test]
fn the_bundle_of_the_folder_is_tried() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = fresh(place.path(), "here", "acme-here");
    let (well, said) = plugin(&["test"], &folder);
    assert!(
        !well && said.contains("pack it first, by `make pack`"),
        "{said}"
    );
    packed(&folder);
    let (well, said) = plugin(&["test", "--engine", "sqlite", "--only", "file:"], &folder);
    assert!(well && said.contains("acme-here-0.1.0.kplugin"), "{said}");
    change(
        &folder,
        ("plugin.toml", "version = \"0.1.0\"", "version = \"0.2.0\""),
    );
    let (well, said) = plugin(&["test"], &folder);
    let older = "acme-here-0.2.0.kplugin is not here (there is acme-here-0.1.0.kplugin";
    assert!(!well && said.contains(older), "{said}");
    let (well, said) = plugin(&["test"], place.path());
    assert!(
        !well && said.contains("run this in a plugin's folder"),
        "{said}"
    );
}
