//! What sheets say of somebody who is erased.

use kartoteka_plugin::{Result, Tx};

use super::{
    import::KeptProblem,
    store::{self, Waiting},
};
use crate::{clients::Client, contacts::ContactKey, names};

/// What a preview says that was stopped because somebody was erased.
const ERASED_MEANWHILE: &str = "erased_meanwhile";
/// Rows looked at in one go.
const PAGE: i64 = 1_000;

/// Blanks the rows of sheets that are `client` by the rules of the preview, though they do
/// not carry their id: rows that were read before the card was made, or never written.
/// Files that are being read may name them further down: those previews are stopped.
pub(crate) async fn forget(tx: &mut Tx, client: &Client) -> Result<()> {
    store::stop_previews(tx, &KeptProblem::new(ERASED_MEANWHILE)).await?;
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
