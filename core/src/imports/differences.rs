//! What rows would change on the cards of known clients, for who looks before the commit.

use std::collections::HashMap;

use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

use super::{
    card::Added,
    columns::Field,
    import::{ImportRow, Verdict},
    show, store,
};
use crate::clients::{self, Client};

/// Cards loaded at once.
const PAGE: usize = 200;

/// One thing that a row changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub field: Field,
    /// What the card says now; nothing where something is added.
    pub before: Option<String>,
    /// What it will say, or what is added. A consent is its code.
    pub after: String,
}

/// All that a row changes.
pub type Difference = Vec<Change>;

/// What those of `rows` that change a known client would change, by row. A row of
/// someone whose card is not there yet is absent.
///
/// # Errors
/// 403 without `imports.read`; 404.
pub async fn differences(
    call: &Call,
    id: Uuid,
    rows: &[ImportRow],
) -> Result<HashMap<i64, Difference>> {
    call.require("imports.read")?;
    let changed: Vec<&ImportRow> = rows
        .iter()
        .filter(|row| row.verdict == Verdict::Changed && row.client_id.is_some())
        .collect();
    let (Some(first), Some(last)) = (changed.first(), changed.last()) else {
        return Ok(HashMap::new());
    };
    let import = show::stored(call, id).await?;
    let mut db = call.db();
    let cards = store::changed_cards(&mut db, import.id, first.row, last.row).await?;
    let mut ids: Vec<Uuid> = changed.iter().filter_map(|row| row.client_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut clients = HashMap::new();
    for page in ids.chunks(PAGE) {
        let found = clients::store::load_many(&mut db, page).await?;
        clients.extend(found.into_iter().map(|client| (client.id, client)));
    }
    let cards: HashMap<i64, _> = cards.into_iter().collect();
    let differences = changed.iter().filter_map(|row| {
        let client = clients.get(&row.client_id?)?;
        let added = cards.get(&row.row)?.added_to(client);
        let difference = added.map(|added| changes(client, &added));
        Some((row.row, difference.unwrap_or_default()))
    });
    Ok(differences.collect())
}

fn changes(before: &Client, added: &Added) -> Difference {
    let after = &added.after;
    let mut changes = Vec::new();
    for (field, old, new) in [
        (Field::FirstName, &before.first_name, &after.first_name),
        (Field::LastName, &before.last_name, &after.last_name),
    ] {
        if old != new {
            changes.push(Change {
                field,
                before: Some(old.clone()).filter(|old| !old.is_empty()),
                after: new.clone(),
            });
        }
    }
    let phones = after.phones.iter().skip(before.phones.len());
    let emails = after.emails.iter().skip(before.emails.len());
    let new = phones
        .map(|phone| (Field::Phone, &phone.value))
        .chain(emails.map(|email| (Field::Email, &email.value)))
        .chain(added.notes.iter().map(|note| (Field::Note, note)))
        .chain(added.source.iter().map(|source| (Field::Source, source)));
    changes.extend(new.map(|(field, value)| Change {
        field,
        before: None,
        after: value.clone(),
    }));
    changes.extend(added.consent.map(|consent| Change {
        field: Field::MarketingConsent,
        before: Some(before.marketing_consent.code().to_owned()),
        after: consent.code().to_owned(),
    }));
    changes
}
