//! `GET /{salon}/clients/{client}`: the card.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::{Path, Query},
    phone_link::is_page,
    slots::PhoneLink,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    card::{Actors, Person},
    consents::{self, Entry},
    features::{Beside, Shown},
    list_clients,
};
use crate::{
    clients::{self, Client, MarketingConsent, Note},
    pages::{self, Mark, Problems, Toast, Ui, shown_phone},
};

/// What was just done.
#[derive(Debug, Deserialize)]
pub(super) struct CardQuery {
    /// The note that was taken off.
    gone: Option<Uuid>,
}

/// A note that could not be saved: what was typed, and why.
#[derive(Default)]
pub(super) struct Draft {
    /// The note that was to be changed; none for a new one.
    pub(super) note: Option<Uuid>,
    pub(super) text: String,
    pub(super) problems: Problems,
}

/// A phone or e-mail to be used at once.
struct Contact {
    icon: &'static str,
    /// What is done by a tap, for those who hear the page.
    verb: String,
    /// As people read it.
    shown: String,
    /// As it is copied.
    copied: String,
    /// What a tap opens; none for a phone that was not understood.
    href: Option<String>,
    /// Where a message is written.
    message: Option<String>,
    /// What is to be read before a call, which is a second step then.
    guards: Vec<Mark>,
}

impl Contact {
    /// Whether a tap asks first.
    fn is_guarded(&self) -> bool {
        !self.guards.is_empty() && self.href.is_some()
    }

    /// Whether a tap opens a page, which must not take the place of the card.
    fn opens_page(&self) -> bool {
        self.href.as_deref().is_some_and(is_page)
    }
}

/// A note as the card shows it.
struct ShownNote {
    id: Uuid,
    text: String,
    by: String,
    time: String,
    stamp: String,
    action: String,
}

#[derive(Template)]
#[template(path = "clients/card.html")]
struct Card<'a> {
    ui: &'a Ui,
    person: Person,
    tags: Vec<Mark>,
    archived: Option<String>,
    contacts: Vec<Contact>,
    notes: Vec<ShownNote>,
    draft: &'a Draft,
    consent: Mark,
    unknown: bool,
    given: bool,
    ledger: Vec<Entry>,
    wording: String,
    source: Option<String>,
    made: String,
    changed: String,
    /// Whether the name stands in the details: it does where there is none to head
    /// the card.
    nameless: bool,
    id: Uuid,
    version: i64,
    toast: Option<Toast>,
    beside: Beside,
}

impl Card<'_> {
    /// What stands in the field of a note: what was typed, where it could not be saved.
    fn typed<'n>(&'n self, note: &'n ShownNote) -> &'n str {
        match self.draft.note == Some(note.id) {
            true => &self.draft.text,
            false => &note.text,
        }
    }

    fn problem(&self, note: &ShownNote) -> Option<&str> {
        self.draft.problems.at(&format!("note-{}", note.id))
    }
}

/// The card.
pub(super) async fn show_client(
    call: Call,
    Path(id): Path<Uuid>,
    Query(asked): Query<CardQuery>,
) -> Result<Page> {
    page(&Ui::new(&call), id, asked.gone, &Draft::default()).await
}

/// The page of the card `id`; `gone` is a note that can be brought back, `draft` one
/// that could not be saved.
///
/// # Errors
/// As the operations.
pub(super) async fn page(ui: &Ui, id: Uuid, gone: Option<Uuid>, draft: &Draft) -> Result<Page> {
    let client = clients::show(&ui.call, id).await?;
    let person = Person::of(ui, &client);
    let title = person.title.clone();
    let beside = Beside::of(ui, id).await;
    let guards = beside.marks.iter().map(|linked| &linked.mark);
    let guards = guards.filter(|mark| mark.before_calling);
    let guards: Vec<Mark> = guards.cloned().collect();
    let card = Card {
        ui,
        tags: list_clients::tags(ui, &client),
        archived: client.archived_at.map(|at| ui.day(&at)),
        contacts: contacts(ui, &client, beside.link.as_ref(), &guards),
        notes: notes(ui, &client, &person.href).await?,
        draft,
        consent: consents::tag(ui, client.marketing_consent),
        unknown: client.marketing_consent == MarketingConsent::Unknown,
        given: client.marketing_consent == MarketingConsent::Given,
        ledger: consents::ledger(ui, id).await?,
        wording: ui.call.salon_texts().get("consent-wording-marketing"),
        source: client.source.as_ref().map(|source| source.name.clone()),
        made: ui.day(&client.created_at),
        changed: ui.time(&client.changed_at),
        nameless: client.first_name.is_empty() && client.last_name.is_empty(),
        id,
        version: client.version,
        toast: gone
            .filter(|note| client.notes.iter().all(|kept| kept.id != *note))
            .map(|note| Toast {
                text: ui.t("clients-note-removed"),
                undo: Some((
                    format!("{}/notes/{note}/restoration", person.href),
                    Vec::new(),
                )),
            }),
        person,
        beside,
    };
    pages::page(&title, "clients", &card)
}

fn contacts(ui: &Ui, client: &Client, link: Option<&PhoneLink>, guards: &[Mark]) -> Vec<Contact> {
    let phones = client.phones.iter().map(|phone| {
        let e164 = phone.e164.as_ref();
        // What a feature says is checked once more by who shows it.
        let linked = link.zip(e164).and_then(|(link, e164)| link.to(e164));
        Contact {
            icon: "phone",
            verb: match (link, &linked) {
                (Some(link), Some(_)) => link.word.clone(),
                _ => ui.t("clients-call"),
            },
            shown: shown_phone(ui, phone),
            copied: e164.unwrap_or(&phone.value).clone(),
            href: linked.or_else(|| e164.map(|e164| format!("tel:{e164}"))),
            message: e164.map(|e164| format!("sms:{e164}")),
            guards: guards.to_vec(),
        }
    });
    let emails = client.emails.iter().map(|email| Contact {
        icon: "mail",
        verb: ui.t("clients-write"),
        shown: email.value.clone(),
        copied: email.value.clone(),
        href: Some(format!("mailto:{}", email.value)),
        message: None,
        guards: Vec::new(),
    });
    phones.chain(emails).collect()
}

/// The notes, newest first: what was written last is what is looked for.
async fn notes(ui: &Ui, client: &Client, card: &str) -> Result<Vec<ShownNote>> {
    let actors = Actors::of(ui, client.notes.iter().map(|note| &note.author)).await?;
    let shown = |note: &Note| ShownNote {
        id: note.id,
        text: note.text.clone(),
        by: actors.name(ui, &note.author),
        time: ui.time(&note.created_at),
        stamp: ui.stamp(&note.created_at),
        action: format!("{card}/notes/{}", note.id),
    };
    Ok(client.notes.iter().rev().map(shown).collect())
}
