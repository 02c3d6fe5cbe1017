//! Making a card.

use kartoteka_plugin::{Call, Result, Tx};
use uuid::Uuid;

use super::{
    Client, NewClient, Note, Registered, Snapshot, numbers,
    rules::{self, Checked},
    store,
};
use crate::{
    consents::{self, NewConsent},
    contacts, find, sources,
};

/// Makes a card. A phone or e-mail that is known already is allowed, because two
/// people may share one; the answer says whose it is.
///
/// # Errors
/// 403 without `clients.write`; 409 `number_taken`; 422 where a rule is broken.
pub async fn register(call: &Call, new: NewClient) -> Result<Registered> {
    call.require("clients.write")?;
    let mut checked = rules::check_new(call, new)?;
    let id = call.new_id();
    checked
        .warnings
        .extend(contacts::known(&mut call.db(), &checked.contacts(), None).await?);
    let mut tx = call.begin().await?;
    let client = write(call, &mut tx, id, &checked).await?;
    tx.record(
        call.entry("core.client.registered/1")
            .subject(id)
            .after(&Snapshot::of(&client)),
    );
    tx.answers(201, format!("/clients/{id}"));
    tx.commit().await?;
    Ok(Registered {
        client,
        warnings: checked.warnings,
    })
}

/// Makes many cards in one transaction: all of them, or none.
///
/// # Errors
/// As [`register`], for the first card that fails.
pub async fn register_all(call: &Call, all: Vec<NewClient>) -> Result<()> {
    call.require("clients.write")?;
    let mut tx = call.begin_long().await?;
    for new in all {
        let checked = rules::check_new(call, new)?;
        let id = call.new_id();
        let client = write(call, &mut tx, id, &checked).await?;
        let entry = call.entry("core.client.registered/1").subject(id);
        tx.record(entry.after(&Snapshot::of(&client)));
    }
    tx.commit().await?;
    Ok(())
}

/// Writes a checked card into its tables.
async fn write(call: &Call, tx: &mut Tx, id: Uuid, new: &Checked) -> Result<Client> {
    let now = call.now();
    let number = match &new.number {
        Some(number) => numbers::claim(tx, number, id).await?,
        None => numbers::next(call, tx, id).await?,
    };
    let source = match new.source_id {
        Some(source) => Some(sources::of_salon(tx, source).await?),
        None => None,
    };
    let author = call.actor().to_string();
    let notes = new.notes.iter().map(|text| Note {
        id: call.new_id(),
        text: text.clone(),
        author: author.clone(),
        created_at: now,
    });
    let client = Client {
        id,
        number,
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        phones: new.phones.clone(),
        emails: new.emails.clone(),
        notes: notes.collect(),
        source,
        marketing_consent: new.marketing_consent.unwrap_or_default(),
        created_at: now,
        changed_at: now,
        archived_at: None,
        version: 1,
    };
    store::insert(tx, &client);
    if let Some(state) = new.marketing_consent {
        let consent = NewConsent::by_hand(call, state, new.consent_wording.clone());
        consents::append(tx, call.new_id(), id, consent);
    }
    find::store::put(tx, &client);
    Ok(client)
}
