//! What sheets say of somebody who is erased.

use kartoteka_plugin::{Result, Tx};

use super::store::{self, Waiting};
use crate::{clients::Client, contacts::ContactKey, names};

/// Rows looked at in one go.
const PAGE: i64 = 1_000;

/// Blanks the rows of sheets that are `client` by the rules of the preview, though they do
/// not carry their id: rows that were read before the card was made, or never written.
pub(crate) async fn forget(tx: &mut Tx, client: &Client) -> Result<()> {
    let name = names::folded_name_key(&client.first_name, &client.last_name);
    let contacts = ContactKey::of(&client.phones, &client.emails);
    let known = |(kind, key): &(&str, String)| {
        let same = |own: &ContactKey| own.kind == *kind && own.key == *key;
        contacts.iter().any(same)
    };
    let is_theirs = |row: &Waiting| {
        row.card.number.as_ref() == Some(&client.number)
            || row.card.name_key() == name && row.card.contact_keys().iter().any(known)
    };
    let mut after = None;
    loop {
        let page = store::waiting(tx, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.import, last.row));
        for row in page.iter().filter(|row| is_theirs(row)) {
            store::blank_row(tx, row.import, row.row).await?;
        }
    }
}
