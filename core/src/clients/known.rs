//! Whose a phone or an e-mail is already, asked before a card is written.

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{Client, NewContact, Warning, rules};
use crate::contacts::{self, ContactKey};

/// The cards that have one of these phones or e-mails already. Contacts that stand on
/// the card `on` itself are not asked about: they were there before.
///
/// # Errors
/// 403 without `clients.read`; 404 where there is no card `on`; 422 where a contact
/// breaks a rule.
pub async fn known_contacts(
    call: &Call,
    on: Option<Uuid>,
    phones: &[NewContact],
    emails: &[NewContact],
) -> Result<Vec<Warning>> {
    call.require("clients.read")?;
    let mut error = Error::invalid();
    let phones = rules::check_phones(call, &mut error, phones, &mut Vec::new());
    let emails = rules::check_emails(&mut error, emails);
    error.if_any()?;
    let before = match on {
        Some(id) => keys(&super::show(call, id).await?),
        None => Vec::new(),
    };
    let mut asked = ContactKey::of(&phones, &emails);
    asked.retain(|contact| {
        let same = |old: &ContactKey| old.kind == contact.kind && old.key == contact.key;
        !before.iter().any(same)
    });
    Ok(contacts::known(&mut call.db(), &asked, on).await?)
}

fn keys(client: &Client) -> Vec<ContactKey> {
    ContactKey::of(&client.phones, &client.emails)
}
