//! Changing a card.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Error, Result, Tx, patch::Patch};
use uuid::Uuid;

use super::{
    Client, ClientChanges, MarketingConsent, NewContact, Note, NoteChange, Registered, Snapshot,
    Warning, numbers, rules, store,
};
use crate::{
    consents::{self, NewConsent},
    contacts::{self, ContactKey},
    find, sources,
};

/// Changes the card `id` of version `based_on`.
///
/// # Errors
/// 403 without `clients.write`; 404; 409 `number_taken`; 412 `changed_meanwhile`,
/// with the card as it stands in the member `current_version`; 422 where a rule is
/// broken.
pub async fn change(
    call: &Call,
    id: Uuid,
    based_on: i64,
    changes: ClientChanges,
) -> Result<Registered> {
    call.require("clients.write")?;
    let mut tx = call.begin().await?;
    let before = current(&mut tx, id, based_on).await?;
    apply(call, tx, before, changes).await
}

/// Appends an entry to the ledger of the client `id`, whatever version the card has:
/// an entry takes nothing from another.
///
/// # Errors
/// 403 without `clients.write`; 404; 422 where it is neither given nor withdrawn.
pub async fn record_consent(
    call: &Call,
    id: Uuid,
    state: MarketingConsent,
    wording: Option<String>,
) -> Result<Client> {
    call.require("clients.write")?;
    let mut tx = call.begin().await?;
    let before = super::show::in_transaction(&mut tx, id).await?;
    tx.answers(201, format!("/clients/{id}/consents"));
    let changes = ClientChanges {
        marketing_consent: Patch::Value(state),
        consent_wording: wording.map_or(Patch::Absent, Patch::Value),
        ..ClientChanges::default()
    };
    Ok(apply(call, tx, before, changes).await?.client)
}

pub(super) async fn apply(
    call: &Call,
    mut tx: Tx,
    before: Client,
    changes: ClientChanges,
) -> Result<Registered> {
    let id = before.id;
    let asked = Asked::check(call, &before, changes)?;
    let mut after = asked.apply(call, &mut tx, &before).await?;
    let consent = asked.consent.clone();
    after.marketing_consent = consent
        .as_ref()
        .map_or(before.marketing_consent, |c| c.state);
    let mut warnings = asked.warnings;
    if let Some((old, new)) = Snapshot::difference(&before, &after).or_else(|| {
        // An entry of the ledger that repeats the last one is an entry all the same.
        consent
            .as_ref()
            .map(|_| (Snapshot::default(), consent_snapshot(&after)))
    }) {
        after.version += 1;
        after.changed_at = call.now();
        save(call, &mut tx, &before, &after, consent).await?;
        tx.record(
            call.entry("core.client.changed/1")
                .subject(id)
                .before(&old)
                .after(&new),
        );
    }
    warnings.extend(newly_known(&mut tx, &before, &after).await?);
    tx.commit().await?;
    Ok(Registered {
        client: after,
        warnings,
    })
}

/// The card, if it is still of the version that the change is based on.
pub(super) async fn current(tx: &mut Tx, id: Uuid, based_on: i64) -> Result<Client> {
    let client = store::load(tx, id).await?.ok_or_else(Error::not_found)?;
    if client.version == based_on {
        Ok(client)
    } else {
        Err(Error::changed_meanwhile().with("current_version", client.version))
    }
}

/// Writes `after` over `before`, with its consent and its text for the finder.
pub(super) async fn save(
    call: &Call,
    tx: &mut Tx,
    before: &Client,
    after: &Client,
    consent: Option<NewConsent>,
) -> Result<()> {
    if !store::update(tx, before, after).await? {
        return Err(Error::changed_meanwhile());
    }
    if let Some(consent) = consent {
        consents::append(tx, call.new_id(), after.id, consent);
    }
    find::store::put(tx, after);
    Ok(())
}

fn consent_snapshot(client: &Client) -> Snapshot {
    Snapshot {
        marketing_consent: Some(client.marketing_consent),
        ..Snapshot::default()
    }
}

/// Whose the contacts are that were not on the card before.
async fn newly_known(tx: &mut Tx, before: &Client, after: &Client) -> Result<Vec<Warning>> {
    let old = ContactKey::of(&before.phones, &before.emails);
    let fresh: Vec<ContactKey> = ContactKey::of(&after.phones, &after.emails)
        .into_iter()
        .filter(|contact| {
            !old.iter()
                .any(|o| o.kind == contact.kind && o.key == contact.key)
        })
        .collect();
    Ok(contacts::known(tx, &fresh, Some(after.id)).await?)
}

/// A patch that keeps every rule.
struct Asked {
    number: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phones: Option<Vec<super::Phone>>,
    emails: Option<Vec<super::Email>>,
    notes: Option<Vec<(Option<Uuid>, String)>>,
    source: Patch<Uuid>,
    consent: Option<NewConsent>,
    warnings: Vec<Warning>,
}

impl Asked {
    fn check(call: &Call, before: &Client, changes: ClientChanges) -> Result<Self> {
        let mut error = Error::invalid();
        let mut warnings = Vec::new();
        let number = changes.number.or_empty().map(|typed| {
            rules::number(&mut error, &typed).unwrap_or_else(|| {
                error
                    .fields
                    .push(kartoteka_plugin::FieldError::new("/number", "required"));
                String::new()
            })
        });
        let mut name = |pointer: &str, patch: Patch<String>| {
            patch
                .or_empty()
                .map(|typed| rules::name(&mut error, pointer, &typed))
        };
        let first_name = name("/first_name", changes.first_name);
        let last_name = name("/last_name", changes.last_name);
        let phones: Option<Vec<NewContact>> = changes.phones.or_empty();
        let phones =
            phones.map(|typed| rules::check_phones(call, &mut error, &typed, &mut warnings));
        let emails: Option<Vec<NewContact>> = changes.emails.or_empty();
        let emails = emails.map(|typed| rules::check_emails(&mut error, &typed));
        let notes = changes
            .notes
            .or_empty()
            .map(|notes| check_notes(&mut error, &notes));
        let consent = match changes.marketing_consent {
            Patch::Absent => None,
            Patch::Null => rules::consent(&mut error, MarketingConsent::Unknown),
            Patch::Value(state) => rules::consent(&mut error, state),
        };
        let wording = changes.consent_wording.or_empty();
        let wording = wording.and_then(|typed| rules::wording(&mut error, &typed));
        let contacts = phones.as_ref().unwrap_or(&before.phones).len()
            + emails.as_ref().unwrap_or(&before.emails).len();
        let names = [&first_name, &last_name].map(Option::as_ref);
        let kept = [&before.first_name, &before.last_name];
        rules::someone(
            &mut error,
            [names[0].unwrap_or(kept[0]), names[1].unwrap_or(kept[1])],
            contacts,
        );
        error.if_any()?;
        Ok(Self {
            number,
            first_name,
            last_name,
            phones,
            emails,
            notes,
            source: changes.source_id,
            consent: consent.map(|state| NewConsent::by_hand(call, state, wording)),
            warnings,
        })
    }

    /// The card with the patch applied; takes a new number and looks up a source.
    async fn apply(&self, call: &Call, tx: &mut Tx, before: &Client) -> Result<Client> {
        let mut after = before.clone();
        if let Some(number) = self
            .number
            .as_ref()
            .filter(|number| **number != before.number)
        {
            after.number = numbers::claim(tx, number, before.id).await?;
        }
        after.source = match &self.source {
            Patch::Absent => after.source,
            Patch::Null => None,
            Patch::Value(id) if before.source.as_ref().is_some_and(|s| s.id == *id) => after.source,
            Patch::Value(id) => Some(sources::of_salon(tx, *id).await?),
        };
        after.first_name = self.first_name.clone().unwrap_or(after.first_name);
        after.last_name = self.last_name.clone().unwrap_or(after.last_name);
        after.phones = self.phones.clone().unwrap_or(after.phones);
        after.emails = self.emails.clone().unwrap_or(after.emails);
        if let Some(notes) = &self.notes {
            after.notes = merge_notes(call, &before.notes, notes);
        }
        Ok(after)
    }
}

fn check_notes(error: &mut Error, notes: &[NoteChange]) -> Vec<(Option<Uuid>, String)> {
    let texts = rules::check_notes(error, notes.iter().map(|note| note.text.as_str()));
    let pairs = notes.iter().zip(texts);
    pairs
        .filter_map(|(note, text)| Some((note.id, text?)))
        .collect()
}

/// Notes that were there keep their time and author, an equal text without an id
/// included; the others are new.
fn merge_notes(call: &Call, before: &[Note], asked: &[(Option<Uuid>, String)]) -> Vec<Note> {
    let mut left: HashMap<Uuid, &Note> = before.iter().map(|note| (note.id, note)).collect();
    let mut notes = Vec::with_capacity(asked.len());
    for (id, text) in asked {
        let same_text = || {
            before
                .iter()
                .find(|n| left.contains_key(&n.id) && n.text == *text)
        };
        let known = id.or_else(|| same_text().map(|note| note.id));
        notes.push(match known.and_then(|id| left.remove(&id)) {
            Some(note) => Note {
                text: text.clone(),
                ..note.clone()
            },
            None => Note {
                id: call.new_id(),
                text: text.clone(),
                author: call.actor().to_string(),
                created_at: call.now(),
            },
        });
    }
    notes.sort_by_key(|note| note.id);
    notes
}
