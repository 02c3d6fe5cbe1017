//! Every text in every language, and none that nobody says.

use std::{collections::BTreeSet, fs, path::Path};

use kartoteka_plugin::{Locale, text::Source};

use crate::region::texts;

/// Keys of messages and attributes, in the order of the file.
fn keys((_, _, content): &Source) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in content.lines() {
        let Some((key, _)) = line.split_once(" =") else {
            continue;
        };
        if let Some(attribute) = key.strip_prefix("    .") {
            keys.insert(format!("{message}.{attribute}"));
        } else if !key.starts_with([' ', '#']) {
            key.clone_into(&mut message);
            keys.insert(message.clone());
        }
    }
    keys
}

#[test]
fn every_language_has_the_same_texts() {
    let sources = texts();
    let english = keys(&sources[0]);
    assert!(english.len() > 100);
    for source in &sources {
        assert_eq!(keys(source), english, "{}", source.0);
    }
    assert_eq!(sources.len(), Locale::ALL.len());
}

/// The text of every file below a folder that ends like this.
fn read(folder: &Path, ends: &str, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            read(&path, ends, into);
        } else if path.to_str().unwrap().ends_with(ends) {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    read(&here.join("src/region"), ".rs", &mut code);
    read(&here.join("templates"), ".html", &mut code);
    let known = keys(&texts()[0]);
    let words = code.split('"').filter(|word| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        let ours = word.starts_with("region-") || word.starts_with("mail-");
        ours && !word.ends_with('-') && !word.ends_with(".ftl") && word.chars().all(plain)
    });
    let missing: BTreeSet<_> = words.filter(|word| !known.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let fields = code
        .split(".field(\"")
        .chain(code.split(".choice(\""))
        .chain(code.split(".code(\""));
    for field in fields.skip(1).filter_map(|rest| rest.split('"').next()) {
        let key = format!("region-field-{field}");
        let id = field.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(!id || known.contains(&key), "{key}");
    }
}
