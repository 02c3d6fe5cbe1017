//! Every language says everything.

use std::collections::BTreeSet;

use crate::{files, named, text};

/// Messages and attributes of a Fluent file, by a plain reading of its lines.
fn keys(ftl: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in ftl.lines() {
        let Some((left, _)) = line.split_once('=') else {
            continue;
        };
        let name = left.trim_end();
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        if is_name(name) && !line.starts_with(' ') {
            message = name.to_owned();
            keys.insert(message.clone());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.')
            && is_name(attribute)
        {
            keys.insert(format!("{message}.{attribute}"));
        }
    }
    keys
}

#[test]
fn every_language_has_every_text() {
    let english: Vec<String> = files(".", ".ftl")
        .iter()
        .map(|path| named(path))
        .filter(|name| name.contains("locale/en/"))
        .collect();
    assert!(!english.is_empty());
    for file in english {
        let want = keys(&text(&file));
        for language in ["de", "nl", "pl", "it"] {
            let twin = file.replace("locale/en/", &format!("locale/{language}/"));
            let have = keys(&text(&twin));
            let missing: Vec<_> = want.difference(&have).collect();
            let extra: Vec<_> = have.difference(&want).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{twin}: missing {missing:?}, extra {extra:?}"
            );
        }
    }
}

#[test]
fn no_language_has_a_file_of_its_own() {
    for path in files(".", ".ftl") {
        let name = named(&path);
        let Some((before, rest)) = name.split_once("locale/") else {
            continue;
        };
        let (_, file) = rest.split_once('/').unwrap();
        let english = format!("{before}locale/en/{file}");
        assert!(
            crate::top().join(&english).exists(),
            "{name} has no {english}"
        );
    }
}
