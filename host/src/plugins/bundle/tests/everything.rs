//! All that is wrong is named at once to who wrote it, and the first of it refuses.

use super::*;

/// Examined as who wrote it has it examined.
fn wrongs(sources: &Sources) -> Vec<(&'static str, String)> {
    let packed = packed(sources);
    let examined = Bundle::examine(&packed.name, &packed.bytes, &trust(), linked());
    let all = examined.map(drop).unwrap_err();
    let first = judged(&packed).map(drop).unwrap_err();
    assert_eq!(all.first(), Some(&first), "a host names the first");
    let said = |refusal: &Refusal| (refusal.code(), refusal.to_string());
    all.iter().map(said).collect()
}

fn change(sources: &mut Sources, name: &str, from: &str, to: &str) {
    let part = sources.parts.get_mut(name).unwrap();
    let text = String::from_utf8(part.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    *part = text.replace(from, to).into_bytes();
}

const MANIFEST: &str = "plugin.toml";
const ICON: &str = "icon = \"cake\"";
const NO_ICON: &str = "icon = \"no_such\"";

#[test]
fn broken_rules_are_named_at_once() {
    let mut sources = sources();
    change(&mut sources, MANIFEST, ICON, NO_ICON);
    let lite = "migrations/sqlite/0001_given.sql";
    change(&mut sources, lite, "words ", "verse ");
    let all = wrongs(&sources);
    assert!(all.iter().all(|(code, _)| *code == "rule"), "{all:#?}");
    for rule in ["`icon`", "`tables`"] {
        let named = all.iter().any(|(_, said)| said.contains(rule));
        assert!(named, "{rule}: {all:#?}");
    }
}

#[test]
fn each_part_is_read_whatever_is_wrong_with_the_others() {
    let mut sources = sources();
    change(&mut sources, MANIFEST, ICON, NO_ICON);
    sources.parts.remove("migrations/postgres/0001_given.sql");
    sources.parts.remove("locale/pl/acme-tips.ftl");
    let (german, key) = ("locale/de/acme-tips.ftl", "acme-tips-table-give");
    change(&mut sources, german, &format!("{key}n"), &format!("{key}r"));
    change(&mut sources, "openapi.json", "\"3.1.0\"", "\"3.0.0\"");
    let all = wrongs(&sources);
    let codes: Vec<&str> = all.iter().map(|(code, _)| *code).collect();
    let expected = [
        "migrations",
        "texts",
        "texts",
        "texts",
        "document",
        "rule",
        "rule",
    ];
    assert_eq!(codes, expected, "{all:#?}");
    for (at, words) in [
        (0, "0001_given.sql is there for SQLite alone"),
        (2, "de has acme-tips-table-giver, and en has not"),
        (5, "`icon`"),
        (6, "`places`"),
    ] {
        let (_, said) = &all[at];
        assert!(said.contains(words), "{words}: {all:#?}");
    }
}

#[test]
fn what_is_not_the_file_it_says_is_not_read_on() {
    let mut sources = sources();
    let (ours, theirs) = ("contract = \"0.1\"", "contract = \"0.2\"");
    change(&mut sources, MANIFEST, ours, theirs);
    sources.parts.remove("openapi.json");
    let all = wrongs(&sources);
    let codes: Vec<&str> = all.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["contract"]);
}
