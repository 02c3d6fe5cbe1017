//! A plugin that requires another partner's is tried with that beside it.

use std::path::Path;

use super::{
    Tried, bundle,
    fresh::{change, fresh, packed},
    plugin, tried,
};

/// Two plugins, of which the first requires the second, and writes a note of its by the second's door.
fn pair(place: &Path) -> (String, String) {
    let (own, other) = (
        fresh(place, "own", "acme-broken"),
        fresh(place, "other", "umbrella-notes"),
    );
    let requires = "icon = \"sticky-note\"\nrequires = [\"umbrella-notes\"]";
    change(&own, ("plugin.toml", "icon = \"sticky-note\"", requires));
    let things = "[[things]]\nname = \"theirs\"\npath = \"/umbrella-notes/notes\"\n\
                  body = { client_id = \"{client}\", words = \"Ruft an\" }\n\n[[things]]";
    change(&own, ("samples.toml", "[[things]]", things));
    packed(&own);
    packed(&other);
    (
        bundle(&own, "acme-broken"),
        bundle(&other, "umbrella-notes"),
    )
}

fn names(tried: &Tried) -> Vec<&str> {
    let cases = tried.cases().iter();
    cases.filter_map(|case| case["name"].as_str()).collect()
}

#[test]
fn what_another_is_required_for_is_tried_beside_it() {
    let place = tempfile::tempdir().expect("a folder");
    let (own, other) = pair(place.path());
    let alone = tried(&[&own]);
    assert_eq!(
        alone.failed(),
        ["file: it goes together with what it requires"],
        "{}",
        alone.said
    );
    for words in ["umbrella-notes", "--with"] {
        assert!(alone.said.contains(words), "{words}: {}", alone.said);
    }
    let both = tried(&[&own, "--with", &other]);
    both.is_well();
    let names = names(&both);
    assert!(names.contains(&"one theirs is made"), "the other is on");
    let judged = names.iter().find(|name| name.contains("/umbrella-notes"));
    assert_eq!(judged, None, "the other is not judged");
}

#[test]
fn what_cannot_be_beside_it_is_named() {
    let place = tempfile::tempdir().expect("a folder");
    let own = fresh(place.path(), "own", "acme-broken");
    packed(&own);
    let own = bundle(&own, "acme-broken");
    let none = place.path().join("acme-none-0.1.0.kplugin");
    std::fs::write(&none, "nothing").expect("written");
    let none = none.display().to_string();
    let (well, said) = plugin(&["test", &own, "--with", &none], place.path());
    let words = "--with: acme-none-0.1.0.kplugin is no whole bundle";
    assert!(!well && said.contains(words), "{said}");
}
