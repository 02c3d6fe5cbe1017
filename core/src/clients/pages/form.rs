//! The form of a card: what was typed, in and out, and its rows of phones and e-mails.

use askama::Template;
use http::StatusCode;
use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Page, Result, patch::Patch};
use uuid::Uuid;

use super::card::{self, Person};
use crate::{
    clients::{
        self, Client, ClientChanges, MarketingConsent, NewClient, NewContact, NewNote, SourceRef,
    },
    names,
    pages::{self, Problems, Typed, Ui, hue},
    sources,
};

/// A card as it stands in the fields of a form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ClientForm {
    pub(super) number: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) phones: Vec<String>,
    pub(super) emails: Vec<String>,
    pub(super) note: String,
    pub(super) source_id: Option<Uuid>,
    pub(super) consent: MarketingConsent,
}

impl ClientForm {
    /// What was typed.
    ///
    /// # Errors
    /// 400, where the form is not ours.
    pub(super) fn of(typed: &Typed) -> Result<Self> {
        Ok(Self {
            number: typed.get("number").to_owned(),
            first_name: typed.get("first_name").to_owned(),
            last_name: typed.get("last_name").to_owned(),
            phones: typed.all("phone"),
            emails: typed.all("email"),
            note: typed.get("note").to_owned(),
            source_id: typed.id("source_id")?,
            consent: MarketingConsent::from_code(typed.get("consent")),
        })
    }

    /// The card as it is.
    pub(super) fn from_card(client: &Client) -> Self {
        Self {
            number: client.number.clone(),
            first_name: client.first_name.clone(),
            last_name: client.last_name.clone(),
            phones: client.phones.iter().map(|p| p.value.clone()).collect(),
            emails: client.emails.iter().map(|e| e.value.clone()).collect(),
            note: String::new(),
            source_id: client.source.as_ref().map(|source| source.id),
            consent: client.marketing_consent,
        }
    }

    /// A new card for somebody who was looked for in vain: the words go where they
    /// seem to belong.
    pub(super) fn from_words(words: &str) -> Self {
        let words = checks::tidy(words);
        let mut form = Self::default();
        if words.contains('@') {
            form.emails.push(words);
        } else if words.chars().any(|c| c.is_ascii_digit()) {
            form.phones.push(words);
        } else {
            let name = names::split_name(&words);
            form.first_name = name.first;
            form.last_name = name.last;
        }
        form
    }

    /// Does what the buttons of the rows say, where no script did it. Whether one was
    /// pressed.
    pub(super) fn pressed(&mut self, typed: &Typed) -> bool {
        match typed.get("add") {
            "phone" => self.phones.push(String::new()),
            "email" => self.emails.push(String::new()),
            _ => return self.removed(typed.get("remove")),
        }
        true
    }

    fn removed(&mut self, row: &str) -> bool {
        let Some((kind, at)) = row.split_once('-') else {
            return false;
        };
        let rows = match kind {
            "phone" => &mut self.phones,
            _ => &mut self.emails,
        };
        if let Some(at) = at.parse().ok().filter(|at| *at < rows.len()) {
            rows.remove(at);
        }
        true
    }

    fn contacts(typed: &[String]) -> Vec<NewContact> {
        let contact = |value: &String| NewContact {
            value: value.clone(),
            e164: None,
        };
        typed.iter().map(contact).collect()
    }

    /// The card to be made.
    pub(super) fn new_client(&self) -> NewClient {
        NewClient {
            number: Some(self.number.clone()),
            first_name: Some(self.first_name.clone()),
            last_name: Some(self.last_name.clone()),
            phones: Self::contacts(&self.phones),
            emails: Self::contacts(&self.emails),
            notes: vec![NewNote {
                text: self.note.clone(),
            }],
            source_id: self.source_id,
            marketing_consent: Some(self.consent).filter(|c| *c != MarketingConsent::Unknown),
            consent_wording: None,
        }
    }

    /// The changes to `before`: only what differs, so that nothing else is touched.
    pub(super) fn changes(&self, before: &Client) -> ClientChanges {
        fn differing<T: PartialEq>(old: &T, new: T) -> Patch<T> {
            match *old == new {
                true => Patch::Absent,
                false => Patch::Value(new),
            }
        }
        let old = Self::from_card(before);
        let filled = |rows: &[String]| {
            let mut rows = rows.to_vec();
            rows.retain(|row| !row.trim().is_empty());
            rows
        };
        ClientChanges {
            number: differing(&old.number, self.number.clone()),
            first_name: differing(&old.first_name, self.first_name.clone()),
            last_name: differing(&old.last_name, self.last_name.clone()),
            // All rows, also empty ones: what is wrong with a row is said at its place.
            phones: match filled(&self.phones) == old.phones {
                true => Patch::Absent,
                false => Patch::Value(Self::contacts(&self.phones)),
            },
            emails: match filled(&self.emails) == old.emails {
                true => Patch::Absent,
                false => Patch::Value(Self::contacts(&self.emails)),
            },
            source_id: match self.source_id {
                same if same == old.source_id => Patch::Absent,
                Some(id) => Patch::Value(id),
                None => Patch::Null,
            },
            ..ClientChanges::default()
        }
    }

    /// Who else has one of these contacts; nothing where one is wrong, for then that
    /// is said first.
    ///
    /// # Errors
    /// As the operation, but for broken rules.
    pub(super) async fn known(&self, ui: &Ui, on: Option<Uuid>) -> Result<Known> {
        let (phones, emails) = (Self::contacts(&self.phones), Self::contacts(&self.emails));
        let asked = clients::known_contacts(&ui.call, on, &phones, &emails).await;
        let warnings = match asked {
            Ok(warnings) => warnings,
            Err(error) if error.status == StatusCode::UNPROCESSABLE_ENTITY => Vec::new(),
            Err(error) => return Err(error),
        };
        let contact = warnings.first().map(|first| self.at(&first.pointer));
        let mut ids: Vec<String> = Vec::new();
        let mut people = Vec::new();
        for warning in warnings {
            let Some(id) = warning.client_id else {
                continue;
            };
            let name = warning.name.filter(|name| !name.is_empty());
            let number = warning.number.unwrap_or_default();
            let words = name.clone().unwrap_or_default();
            let (first, last) = words.rsplit_once(' ').unwrap_or((&words, ""));
            ids.push(id.to_string());
            people.push(Person {
                href: ui.url(&format!("/clients/{id}")),
                hue: hue(id),
                initials: names::initials(first, last),
                title: name.unwrap_or_else(|| ui.t1("clients-number-n", "number", &number)),
                number,
            });
        }
        Ok(Known {
            contact: contact.unwrap_or_default(),
            people,
            ids: ids.join(" "),
        })
    }

    /// What was typed where a pointer points.
    fn at(&self, pointer: &str) -> String {
        let mut parts = pointer.split('/').skip(1);
        let rows = match parts.next() {
            Some("phones") => &self.phones,
            _ => &self.emails,
        };
        let at = parts.next().and_then(|at| at.parse::<usize>().ok());
        at.and_then(|at| rows.get(at)).cloned().unwrap_or_default()
    }
}

/// The people whose card has the same contact.
#[derive(Default)]
pub(super) struct Known {
    /// The contact, as typed.
    pub(super) contact: String,
    pub(super) people: Vec<Person>,
    /// Their ids: sent back when somebody saves all the same.
    pub(super) ids: String,
}

/// The id of the field that a pointer points to.
fn field_id(pointer: &str) -> String {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["phones", at, ..] => format!("phone-{at}"),
        ["emails", at, ..] => format!("email-{at}"),
        ["phones"] => "phone-0".to_owned(),
        ["emails"] => "email-0".to_owned(),
        ["notes", ..] => "note".to_owned(),
        ["marketing_consent"] => "consent".to_owned(),
        [name] => name.replace('_', "-"),
        _ => "first-name".to_owned(),
    }
}

/// The id of that field and what it is called.
pub(super) fn field(ui: &Ui, pointer: &str) -> (String, String) {
    let id = field_id(pointer);
    let label = match id.split_once('-') {
        Some(("phone", _)) => ui.t("clients-phone"),
        Some(("email", _)) => ui.t("clients-email"),
        _ if pointer.is_empty() => ui.t("clients-group-person"),
        _ => ui.t(&format!("clients-field-{id}")),
    };
    (id, label)
}

/// What a form is for.
pub(super) enum Purpose {
    /// A card to be made.
    New,
    /// A card to be changed, as it was when the form was opened.
    Change {
        /// The card.
        id: Uuid,
        /// What it is called.
        title: String,
        /// What the change is based on.
        version: i64,
        /// Where the client came from.
        source: Option<SourceRef>,
    },
}

/// One row of phones or e-mails.
struct ContactRow {
    at: usize,
    id: String,
    value: String,
    problem: Option<String>,
}

impl ContactRow {
    /// Its place as people count.
    fn nth(&self) -> usize {
        self.at + 1
    }
}

#[derive(Template)]
#[template(path = "clients/form.html")]
struct FormPage<'a> {
    ui: &'a Ui,
    heading: &'a str,
    form: &'a ClientForm,
    phones: Vec<ContactRow>,
    emails: Vec<ContactRow>,
    problems: &'a Problems,
    known: Known,
    sources: Vec<(Uuid, String)>,
    wording: String,
    action: String,
    back: String,
    /// Absent for a new card.
    version: Option<i64>,
    news: String,
}

impl FormPage<'_> {
    fn chosen(&self, id: &Uuid) -> bool {
        self.form.source_id == Some(*id)
    }

    fn consent(&self, code: &str) -> bool {
        self.form.consent.code() == code
    }

    /// Whether the rare fields are open: something was typed there, or is wrong.
    fn more_open(&self) -> bool {
        self.version.is_none()
            && (!self.form.number.is_empty() || self.problems.at("number").is_some())
    }
}

/// The page with the form.
///
/// # Errors
/// As the list of sources.
pub(super) async fn page(
    ui: &Ui,
    purpose: &Purpose,
    form: &ClientForm,
    problems: &Problems,
    known: Known,
) -> Result<Page> {
    let (heading, action, back, version) = match purpose {
        Purpose::New => (
            ui.t("clients-new"),
            ui.url("/clients"),
            ui.url("/clients"),
            None,
        ),
        Purpose::Change {
            id, title, version, ..
        } => {
            let card = ui.url(&format!("/clients/{id}"));
            (title.clone(), card.clone(), card, Some(*version))
        }
    };
    let template = FormPage {
        ui,
        heading: &heading,
        form,
        phones: rows("phone", &form.phones, problems),
        emails: rows("email", &form.emails, problems),
        problems,
        known,
        sources: choices(&ui.call, purpose).await?,
        wording: ui.call.salon_texts().get("consent-wording-marketing"),
        news: format!("{action}/news?version={}", version.unwrap_or_default()),
        action,
        back,
        version,
    };
    let title = match problems.is_empty() {
        true => heading.clone(),
        false => ui.t1("clients-title-wrong", "title", &heading),
    };
    pages::page(&title, "clients", &template)
}

/// One row at least, so that there is a field to type into.
fn rows(kind: &str, typed: &[String], problems: &Problems) -> Vec<ContactRow> {
    (0..typed.len().max(1))
        .map(|at| {
            let id = format!("{kind}-{at}");
            ContactRow {
                value: typed.get(at).cloned().unwrap_or_default(),
                problem: problems.at(&id).map(str::to_owned),
                id,
                at,
            }
        })
        .collect()
}

/// The salon's list, and what the card has even if it was taken off the list since.
async fn choices(call: &Call, purpose: &Purpose) -> Result<Vec<(Uuid, String)>> {
    let list = sources::list(call).await?;
    let mut choices: Vec<_> = list.into_iter().map(|s| (s.id, s.name)).collect();
    if let Purpose::Change {
        source: Some(kept), ..
    } = purpose
        && !choices.iter().any(|(id, _)| *id == kept.id)
    {
        choices.push((kept.id, kept.name.clone()));
    }
    Ok(choices)
}

/// What the form of a card to be changed is for.
pub(super) fn change_of(ui: &Ui, client: &Client, version: i64) -> Purpose {
    Purpose::Change {
        id: client.id,
        title: card::title(ui, client),
        version,
        source: client.source.clone(),
    }
}
