//! Phones and e-mails: by what they are known again, and whose they are.

use std::collections::HashMap;

use kartoteka_plugin::{
    DbError,
    db::{Ask, Bulk},
};
use uuid::Uuid;

use crate::{
    clients::{Client, Email, Phone, Warning},
    emails, names,
};

/// The kind of a contact, as its table has it.
pub(crate) const PHONE: &str = "phone";
/// The kind of a contact, as its table has it.
pub(crate) const EMAIL: &str = "email";

/// A contact by what it is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactKey {
    /// `phone` or `email`.
    pub(crate) kind: &'static str,
    /// E.164, else the bare digits; the folded e-mail.
    pub(crate) key: String,
    /// JSON pointer of the contact on its card.
    pub(crate) pointer: String,
}

impl ContactKey {
    /// The keys of a card's contacts.
    pub(crate) fn of(phones: &[Phone], emails: &[Email]) -> Vec<Self> {
        let phones = phones.iter().enumerate().map(|(at, phone)| Self {
            kind: PHONE,
            key: phone_key(phone),
            pointer: format!("/phones/{at}/value"),
        });
        let emails = emails.iter().enumerate().map(|(at, email)| Self {
            kind: EMAIL,
            key: email_key(&email.value),
            pointer: format!("/emails/{at}/value"),
        });
        phones
            .chain(emails)
            .filter(|contact| !contact.key.is_empty())
            .collect()
    }
}

/// By what a phone is known again: E.164, else its digits. A number of three digits
/// or fewer is nobody's.
pub(crate) fn phone_key(phone: &Phone) -> String {
    match &phone.e164 {
        Some(e164) => e164.clone(),
        None => {
            let digits: String = phone.value.chars().filter(char::is_ascii_digit).collect();
            if digits.len() > 3 {
                digits
            } else {
                String::new()
            }
        }
    }
}

/// By what an e-mail is known again.
pub(crate) fn email_key(value: &str) -> String {
    emails::parse_email(value)
        .map(|email| email.key)
        .unwrap_or_default()
}

/// Whose these contacts are already, leaving out the card `except`: at most three
/// cards a contact, because a salon's own number may stand on hundreds.
///
/// # Errors
/// As the engine says.
pub(crate) async fn known(
    ask: &mut impl Ask,
    contacts: &[ContactKey],
    except: Option<Uuid>,
) -> Result<Vec<Warning>, DbError> {
    let mut warnings = Vec::new();
    let mut said: HashMap<Uuid, ()> = HashMap::new();
    for contact in contacts {
        let rows = ask
            .ask(
                "select c.id, c.number, c.first_name, c.last_name
                 from contacts k
                 join clients c on c.salon_id = $1 and c.id = k.client_id
                 where k.salon_id = $1 and k.kind = $2 and k.match_key = $3
                 order by c.changed_at desc
                 limit 4",
            )
            .bind(contact.kind)
            .bind(contact.key.as_str())
            .all()
            .await?;
        for row in rows {
            let id: Uuid = row.get("id")?;
            if Some(id) == except || said.insert(id, ()).is_some() {
                continue;
            }
            let (first, last): (String, String) = (row.get("first_name")?, row.get("last_name")?);
            warnings.push(Warning {
                code: "known_contact".to_owned(),
                pointer: contact.pointer.clone(),
                client_id: Some(id),
                number: Some(row.get("number")?),
                name: Some(names::display_name(&first, &last)),
            });
        }
    }
    Ok(warnings)
}

/// Rows of contacts on their way into the table.
pub(crate) fn rows() -> Bulk {
    let columns = &[
        "client_id",
        "kind",
        "position",
        "value",
        "e164",
        "match_key",
    ];
    Bulk::into("contacts", columns)
}

/// Adds the contacts of a card.
pub(crate) fn add_rows(rows: &mut Bulk, client: &Client) {
    for (at, phone) in (0_i64..).zip(&client.phones) {
        rows.row([
            client.id.into(),
            PHONE.into(),
            at.into(),
            (&phone.value).into(),
            phone.e164.clone().into(),
            phone_key(phone).into(),
        ]);
    }
    for (at, email) in (0_i64..).zip(&client.emails) {
        rows.row([
            client.id.into(),
            EMAIL.into(),
            at.into(),
            (&email.value).into(),
            None::<String>.into(),
            email_key(&email.value).into(),
        ]);
    }
}
