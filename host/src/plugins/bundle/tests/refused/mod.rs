//! Every reason, seen refusing: a file for each part of a bundle.

mod code;
mod document;
mod file;
mod manifest;
mod rules;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// A file, and for whom it is judged.
struct Case {
    name: String,
    bytes: Vec<u8>,
    trust: Trust,
}

impl Case {
    fn of(bytes: Vec<u8>) -> Self {
        Self {
            name: "acme-tips-1.0.0.kplugin".to_owned(),
            bytes,
            trust: trust(),
        }
    }

    fn called(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }

    fn refusal(&self) -> Refusal {
        let judged = Bundle::of_bytes(&self.name, &self.bytes, &self.trust, linked());
        match judged {
            Ok(_) => panic!("{} is taken", self.name),
            Err(refusal) => refusal,
        }
    }
}

/// A bundle of changed files, called as it says.
fn made(sources: &Sources) -> Case {
    let packed = packed(sources);
    Case::of(packed.bytes).called(&packed.name)
}

/// One with another text in a file.
fn changed(name: &str, from: &str, to: &str) -> Case {
    made(&with(name, from, to))
}

/// One with other parts.
fn parted(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> Case {
    let mut sources = sources();
    change(&mut sources.parts);
    made(&sources)
}

fn added(name: &str, bytes: &[u8]) -> Case {
    parted(|parts| {
        parts.insert(name.to_owned(), bytes.to_vec());
    })
}

fn removed(name: &str) -> Case {
    parted(|parts| {
        parts.remove(name).unwrap();
    })
}

/// One whose entries are written otherwise.
fn loose(change: impl FnOnce(&mut Vec<Loose>)) -> Case {
    Case::of(rewritten(&packed(&sources()).bytes, change))
}

/// One whose index says otherwise.
fn indexed(change: impl FnOnce(&mut Index)) -> Case {
    Case::of(reindexed(&packed(&sources()).bytes, change))
}

/// One with two bytes of each head of `name` changed: at `local` in its own, at `central` in the directory's.
fn headed(name: &str, central: usize, value: u16) -> Case {
    let mut bytes = packed(&sources()).bytes;
    let needle = [b"PK\x01\x02".as_slice()].concat();
    let at = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(&needle))
        .find(|at| bytes[at + 46..].starts_with(name.as_bytes()))
        .unwrap();
    bytes[at + central..at + central + 2].copy_from_slice(&value.to_le_bytes());
    Case::of(bytes)
}

const SQL: &str = "migrations/postgres/0001_given.sql";
const LITE: &str = "migrations/sqlite/0001_given.sql";
const ENGLISH: &str = "locale/en/acme-tips.ftl";

/// Something in itself, `count` times.
fn deep(open: &str, close: &str, count: usize) -> String {
    format!("{}1{}", open.repeat(count), close.repeat(count))
}

/// A bundle whose manifest is this, which the packer would not make.
fn loose_manifest(text: &str) -> Case {
    let file = packed(&sources()).bytes;
    let file = rewritten(&file, |entries| {
        let manifest = entries.iter_mut().find(|(name, ..)| name == "plugin.toml");
        *manifest.unwrap() = stored("plugin.toml", text.as_bytes());
    });
    Case::of(reindexed(&file, |index| {
        let manifest = index.parts.iter_mut().find(|p| p.name == "plugin.toml");
        let manifest = manifest.unwrap();
        manifest.size = text.len();
        manifest.sha256 = hex(&hash(text.as_bytes()));
        manifest.packed = None;
    }))
}

/// The manifest with another text in it, which the packer would not take either.
fn unpackable(from: &str, to: &str) -> Case {
    let text = String::from_utf8(sources().parts["plugin.toml"].clone()).unwrap();
    assert!(text.contains(from), "the manifest has no {from}");
    loose_manifest(&text.replace(from, to))
}

/// Reasons that a folder has, which `shelf` sees.
const OF_FOLDERS: [&str; 6] = [
    "unreadable",
    "duplicate",
    "requires_missing",
    "requires_itself",
    "pin_missing",
    "does_not_fit",
];

/// All cases, of the file itself first.
fn all() -> Vec<(&'static str, Case)> {
    let all = [
        file::cases(),
        manifest::cases(),
        code::cases(),
        texts::cases(),
        document::cases(),
        rules::cases(),
    ];
    all.into_iter().flatten().collect()
}

#[test]
fn every_reason_refuses() {
    let mut seen: BTreeSet<&str> = OF_FOLDERS.into();
    for (at, (code, case)) in all().into_iter().enumerate() {
        let refusal = case.refusal();
        assert_eq!(refusal.code(), code, "case {at}: {refusal}");
        let said = refusal.to_string();
        assert!(
            said.starts_with(&case.name) && said.contains(": "),
            "{said}"
        );
        assert!(!said.contains('\n') && said.len() < 600, "{said}");
        seen.insert(code);
    }
    let all: BTreeSet<&str> = Reason::CODES.iter().copied().collect();
    assert_eq!(seen, all, "each reason has a bundle that it refuses");
}

#[test]
fn development_takes_nothing_that_was_changed() {
    let mut config = config();
    config.development = true;
    for (code, mut case) in file::cases() {
        if ["unsigned", "unknown_publisher", "revoked", "wrong_key"].contains(&code) {
            continue;
        }
        case.trust = Trust::of(&config);
        assert_eq!(case.refusal().code(), code);
    }
}

#[test]
fn a_library_for_another_platform_is_enough_where_none_is_run() {
    let case = removed(&library_part());
    let trust = trust().on_any_platform();
    let refused = Bundle::of_bytes(&case.name, &case.bytes, &trust, linked());
    assert_eq!(refused.map(drop).unwrap_err().code(), "no_library");
    let whole = packed(&sources());
    assert!(Bundle::of_bytes(&whole.name, &whole.bytes, &trust, linked()).is_ok());
}

#[test]
fn dotted_keys_without_end_break_nobody() {
    for text in [
        format!("{} = 1", vec!["a"; 200_000].join(".")),
        format!("[{}]", vec!["a"; 200_000].join(".")),
        format!("[settings_schema.{}]", vec!["a"; 200_000].join(".")),
    ] {
        assert_eq!(loose_manifest(&text).refusal().code(), "manifest");
    }
}

#[test]
fn what_is_said_steers_no_terminal() {
    let steering = "icons\u{1b}[31m";
    let text = format!("\"\\u001b[31m\" = 1\nid = \"{}\"", "a".repeat(10_000));
    let said = [
        loose_manifest(&text).refusal(),
        Case::of(Vec::new()).called(steering).refusal(),
        indexed(|index| index.abi = "\u{1b}[31m\u{202e}".to_owned()).refusal(),
    ];
    for refusal in said {
        let said = refusal.to_string();
        assert!(said.contains("[31m") || said.contains("line 1"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said}");
    }
}

/// Schemas in schemas, which a reader takes for one kind after the other until one fits.
#[test]
fn no_document_takes_for_ever() {
    for (open, close) in [
        ("{\"type\": \"array\", \"items\": ", "}"),
        ("{\"items\": ", "}"),
        ("{\"type\": \"object\", \"additionalProperties\": ", "}"),
        ("{\"oneOf\": [", "]}"),
        ("{\"type\": \"array\", \"prefixItems\": [", "]}"),
    ] {
        let schema = |leaf: &str| format!("{}{leaf}{}", open.repeat(55), close.repeat(55));
        for leaf in ["{\"type\": 5}", "7", "{\"$ref\": 1}"] {
            let to = format!("\"items\": {}", schema(leaf));
            let case = changed("openapi.json", "\"items\": { \"type\": \"string\" }", &to);
            let judged = Bundle::of_bytes(&case.name, &case.bytes, &case.trust, linked());
            assert!(judged.is_ok() || judged.is_err_and(|refusal| refusal.code() == "document"));
        }
    }
}

#[test]
fn a_bomb_is_left_alone_once_it_is_known() {
    let bomb = file::bomb(limits::LIBRARY);
    let (bytes, used) = super::super::parts::inflated(&bomb, 10).unwrap();
    assert_eq!(bytes.len(), 11);
    assert!(used < bomb.len());
}
