//! An entry of the journal in the words of a salon: who did what, and what stood
//! there before.

use std::collections::HashMap;

use uuid::Uuid;

use super::card::actor_name;
use crate::{
    clients::{Email, MarketingConsent, Note, Phone, Snapshot, SourceRef},
    history::Change,
    pages::{Ui, shown_phone},
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) icon: &'static str,
    /// "Anna changed the phone".
    pub(super) text: String,
    /// What stood there, and what stands there now; either may be nothing.
    pub(super) difference: Option<(String, String)>,
}

/// What happened, each field on a line of its own.
pub(super) fn lines(ui: &Ui, change: &Change) -> Vec<Line> {
    let who = actor_name(ui, &change.actor, change.actor_name.as_deref());
    let said = |icon, key: &str| Line {
        icon,
        text: ui.t1(key, "who", &who),
        difference: None,
    };
    match change.what.as_str() {
        "core.client.registered/1" if change.batch.is_some() => {
            vec![said("upload", "change-imported")]
        }
        "core.client.registered/1" => vec![said("user-plus", "change-registered")],
        "core.client.archived/1" => vec![said("archive", "change-archived")],
        "core.client.restored/1" => vec![said("archive-restore", "change-restored")],
        "core.client.changed/1" => {
            let snapshot = |value: &Option<serde_json::Value>| {
                let value = value.clone()?;
                serde_json::from_value::<Snapshot>(value).ok()
            };
            let before = snapshot(&change.before).unwrap_or_default();
            let after = snapshot(&change.after).unwrap_or_default();
            let fields = Fields {
                ui,
                who: &who,
                imported: change.batch.is_some(),
            };
            let lines = fields.lines(&before, &after);
            match lines.is_empty() {
                true => vec![said("pencil", "change-card")],
                false => lines,
            }
        }
        what => {
            // A feature's own words for what it did: `event-blacklist-block-set`.
            let name = what.split('/').next().unwrap_or_default();
            let key = format!("event-{}", name.replace(['.', '_'], "-"));
            let own = ui.texts.find(&key, &[("who", who.as_str().into())]);
            vec![match own {
                Some(text) => Line {
                    icon: "history",
                    text,
                    difference: None,
                },
                None => said("history", "change-other"),
            }]
        }
    }
}

struct Fields<'a> {
    ui: &'a Ui,
    who: &'a str,
    imported: bool,
}

impl Fields<'_> {
    fn line(&self, icon: &'static str, key: &str, difference: Option<(String, String)>) -> Line {
        Line {
            icon: if self.imported { "upload" } else { icon },
            text: self.ui.t1(key, "who", self.who),
            difference,
        }
    }

    fn lines(&self, before: &Snapshot, after: &Snapshot) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut text = |key, before: &Option<String>, after: &Option<String>| {
            if let Some(after) = after {
                let before = before.clone().unwrap_or_default();
                lines.push(self.line("pencil", key, Some((before, after.clone()))));
            }
        };
        text("change-number", &before.number, &after.number);
        text("change-first-name", &before.first_name, &after.first_name);
        text("change-last-name", &before.last_name, &after.last_name);
        let phones = |phones: &Option<Vec<Phone>>| {
            let shown = phones.as_deref().unwrap_or_default().iter();
            let shown: Vec<String> = shown.map(|phone| shown_phone(self.ui, phone)).collect();
            shown.join(", ")
        };
        if after.phones.is_some() {
            let difference = (phones(&before.phones), phones(&after.phones));
            lines.push(self.line("phone", "change-phones", Some(difference)));
        }
        let emails = |emails: &Option<Vec<Email>>| {
            let shown = emails.as_deref().unwrap_or_default().iter();
            let shown: Vec<&str> = shown.map(|email| email.value.as_str()).collect();
            shown.join(", ")
        };
        if after.emails.is_some() {
            let difference = (emails(&before.emails), emails(&after.emails));
            lines.push(self.line("mail", "change-emails", Some(difference)));
        }
        let source = |source: &Option<Option<SourceRef>>| {
            let source = source.clone().flatten();
            source.map(|source| source.name).unwrap_or_default()
        };
        if after.source.is_some() {
            let difference = (source(&before.source), source(&after.source));
            lines.push(self.line("pencil", "change-source", Some(difference)));
        }
        if let Some(state) = after.marketing_consent {
            lines.push(self.consent(state));
        }
        let (old, new) = (before.notes.as_deref(), after.notes.as_deref());
        lines.extend(self.notes(old.unwrap_or_default(), new.unwrap_or_default()));
        lines
    }

    fn consent(&self, state: MarketingConsent) -> Line {
        let key = match state {
            MarketingConsent::Given => "change-consent-given",
            _ => "change-consent-withdrawn",
        };
        self.line("shield-check", key, None)
    }

    /// Notes are told one by one, by what became of each.
    fn notes(&self, before: &[Note], after: &[Note]) -> Vec<Line> {
        let by_id = |notes: &[Note]| -> HashMap<Uuid, String> {
            let pairs = notes.iter().map(|note| (note.id, note.text.clone()));
            pairs.collect()
        };
        let (old, new) = (by_id(before), by_id(after));
        let mut lines = Vec::new();
        for note in after {
            let text = note.text.clone();
            match old.get(&note.id) {
                None => lines.push(self.note("change-note-added", (String::new(), text))),
                Some(was) if *was != text => {
                    lines.push(self.note("change-note-changed", (was.clone(), text)));
                }
                Some(_) => {}
            }
        }
        for note in before.iter().filter(|note| !new.contains_key(&note.id)) {
            let gone = (note.text.clone(), String::new());
            lines.push(self.note("change-note-removed", gone));
        }
        lines
    }

    fn note(&self, key: &str, difference: (String, String)) -> Line {
        self.line("sticky-note", key, Some(difference))
    }
}
