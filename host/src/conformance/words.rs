//! Words: every text that a feature is shown by, in every language, and none of anybody else.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kartoteka_plugin::{Locale, manifest::Erase, text::Catalog};

use super::{Bench, Others};
use crate::settings;

/// What a key of a feature may begin with, before its id.
const PREFIXES: [&str; 9] = [
    "",
    "area-",
    "event-",
    "permission-",
    "place-",
    "setting-",
    "slot-",
    "told-",
    "view-",
];
/// Keys by which errors and fields are said: they are of whoever raises them.
const SHARED: [&str; 2] = ["error-", "field-"];

pub(super) fn judge(bench: &mut Bench<'_>, others: &Others) {
    let sources = &bench.candidate.texts;
    let catalog = match Catalog::new(sources) {
        Ok(catalog) => Arc::new(catalog),
        Err(error) => return bench.fault("texts", error),
    };
    let mut needed = needed(bench);
    needed.extend(of_settings(bench));
    for key in &needed {
        let lacks = |locale: &Locale| {
            let text = catalog.texts(*locale).find(key, &[]);
            text.is_none_or(|text| text.trim().is_empty())
        };
        let lacking = Locale::ALL.into_iter().filter(lacks);
        let lacking: Vec<_> = lacking.map(Locale::code).collect();
        bench.must("texts", lacking.is_empty(), || {
            format!("{key} is missing in {}", lacking.join(", "))
        });
    }
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (locale, _, text) in sources {
        let of = keys.entry(locale.code()).or_default();
        of.extend(text.lines().filter_map(key).map(str::to_owned));
    }
    let english = keys.get("en").cloned().unwrap_or_default();
    for (locale, own) in &keys {
        let other: Vec<_> = own.symmetric_difference(&english).collect();
        bench.must("texts", other.is_empty(), || {
            format!("{locale} has other texts than en: {other:?}")
        });
    }
    for key in &english {
        let id = bench.manifest.id.clone();
        let own = PREFIXES.iter().any(|prefix| {
            let rest = key
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix(&*id));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
        let shared = SHARED.iter().any(|prefix| key.starts_with(prefix));
        bench.must("texts", own || shared, || {
            format!(
                "{key} is no key of its own: keys begin with {id}, before which {} may stand; so do the ids of \
                 places, areas and permissions",
                PREFIXES[1..].join(", ")
            )
        });
        if let Some(whose) = others.texts.get(key) {
            let what = format!("{key} is a text of {whose} already, and {id} has one, too");
            bench.fault("texts", what);
        }
    }
}

/// The keys of English files, each with whose it is.
pub(super) fn keys(whose: &str, sources: &[(Locale, &str, &str)]) -> BTreeMap<String, String> {
    let english = sources.iter().filter(|(locale, ..)| *locale == Locale::En);
    let lines = english.flat_map(|(_, _, text)| text.lines());
    lines
        .filter_map(key)
        .map(|key| (key.to_owned(), whose.to_owned()))
        .collect()
}

/// The key of a message that begins in this line.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let begins = key.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins && key.chars().all(plain)).then_some(key)
}

/// The keys without which the host cannot show the feature.
fn needed(bench: &Bench<'_>) -> Vec<String> {
    let manifest = &bench.manifest;
    let id = &manifest.id;
    let mut keys = vec![format!("{id}-about")];
    // Read by whoever agrees to it.
    keys.extend(manifest.mail.then(|| format!("{id}-mail-about")));
    keys.extend((!manifest.hosts.is_empty()).then(|| format!("{id}-hosts-about")));
    let permissions = manifest.permissions.iter();
    keys.extend(permissions.map(|p| format!("permission-{}", p.name.replace('.', "-"))));
    keys.extend(
        manifest
            .places
            .iter()
            .map(|place| format!("place-{}", place.id)),
    );
    keys.extend(
        manifest
            .settings
            .iter()
            .map(|area| format!("area-{}", area.id)),
    );
    let sections = manifest
        .slots
        .iter()
        .filter(|slot| slot.place == kartoteka_plugin::slots::CLIENT_SECTION);
    keys.extend(sections.map(|slot| format!("slot-{id}-{}", slot.id)));
    let bare = |table: &str| {
        let bare = table
            .strip_prefix(&manifest.table_prefix())
            .unwrap_or(table);
        bare.replace('_', "-")
    };
    keys.extend(
        manifest
            .tables
            .iter()
            .map(|table| format!("{id}-table-{}", bare(&table.name))),
    );
    // The history of a card says them: `core/src/clients/pages/what_changed.rs`.
    let of_clients = manifest.events.iter().filter(|event| event.of_client);
    keys.extend(of_clients.map(|event| {
        let name = event.name.split('/').next().unwrap_or_default();
        format!("event-{}", name.replace(['.', '_'], "-"))
    }));
    for personal in &manifest.personal_data {
        keys.push(format!("{id}-erases-{}", bare(&personal.table)));
        if let Erase::Keep { because } = &personal.erase {
            keys.push(because.clone());
        }
    }
    keys
}

/// The keys that the form of its settings needs. A schema that no host takes is a fault.
fn of_settings(bench: &mut Bench<'_>) -> Vec<String> {
    let words = match &bench.manifest.settings_schema {
        Some(schema) => settings::words(&bench.manifest.id, schema),
        None => return Vec::new(),
    };
    words.unwrap_or_else(|what| {
        bench.fault("settings", what);
        Vec::new()
    })
}
