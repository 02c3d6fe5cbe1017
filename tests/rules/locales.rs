//! Every language says everything.

use std::collections::BTreeSet;

use kartoteka_tests::literals::{literals, without_tests};
use regex::Regex;

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

/// What templates ask for by name, and in code all that looks like a text of this module.
fn asked_for(folder: &str, id: &str) -> BTreeSet<String> {
    let in_template = Regex::new(r#"\.t[12]?\("([a-z0-9-]+)""#).unwrap();
    let in_code = Regex::new(&format!("^({id}|frame)(-[a-z0-9]+)+$")).unwrap();
    let mut asked = BTreeSet::new();
    for path in files(&format!("{folder}/templates"), ".html") {
        let found = std::fs::read_to_string(path).unwrap();
        asked.extend(
            in_template
                .captures_iter(&found)
                .map(|key| key[1].to_owned()),
        );
    }
    for path in files(&format!("{folder}/src"), ".rs") {
        let code = std::fs::read_to_string(path).unwrap();
        let all = literals(without_tests(&code)).into_iter();
        asked.extend(all.filter(|text| in_code.is_match(text)));
    }
    asked
}

#[test]
fn every_text_that_a_feature_asks_for_is_there() {
    let frame = keys(&text("host/locale/en/host.ftl"));
    let mut all = 0;
    for id in crate::features() {
        let folder = format!("plugins/{id}");
        let own = keys(&text(&format!("{folder}/locale/en/{id}.ftl")));
        let asked = asked_for(&folder, &id);
        all += asked.len();
        let known = |key: &&String| own.contains(*key) || frame.contains(*key);
        let missing: Vec<_> = asked.iter().filter(|key| !known(key)).collect();
        assert!(
            missing.is_empty(),
            "{id} asks for {missing:?}, which is neither its own nor frame-…"
        );
    }
    assert!(all > 60, "the texts were not read: {all}");
}
