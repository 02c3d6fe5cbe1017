//! Phones and e-mails: by what they are known again, and whose they are.

mod contact;
mod rules;
mod store;

pub use rules::ContactRules;

pub(crate) use contact::{ContactKey, EMAIL, PHONE, email_key, phone_key};
pub(crate) use store::{add_rows, add_rows_behind, rows};

use std::collections::HashSet;

use kartoteka_plugin::{DbError, db::Ask};
use uuid::Uuid;

use crate::{clients::Warning, names};

/// Cards named for one contact, because a salon's own number may stand on hundreds.
const NAMED: usize = 3;

/// Whose these contacts are already, leaving out the card `except`: at most three
/// cards a contact.
///
/// # Errors
/// As the engine says.
pub(crate) async fn known(
    ask: &mut impl Ask,
    contacts: &[ContactKey],
    except: Option<Uuid>,
) -> Result<Vec<Warning>, DbError> {
    let mut warnings = Vec::new();
    let mut said: HashSet<Uuid> = except.into_iter().collect();
    let mut holders = store::holders(ask, contacts, 1 + NAMED as i64).await?;
    holders.sort_by_key(|card| std::cmp::Reverse(card.changed_at));
    for contact in contacts {
        let theirs = (holders.iter())
            .filter(|card| card.kind == contact.kind && card.key == contact.key)
            .filter(|card| Some(card.id) != except);
        for card in theirs.take(NAMED) {
            if !said.insert(card.id) {
                continue;
            }
            warnings.push(Warning {
                code: "known_contact".to_owned(),
                pointer: contact.pointer.clone(),
                client_id: Some(card.id),
                number: Some(card.number.clone()),
                name: Some(names::display_name(&card.first_name, &card.last_name)),
            });
        }
    }
    Ok(warnings)
}
