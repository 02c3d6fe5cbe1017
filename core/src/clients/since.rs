//! What happened to a card since somebody opened it: for the second of two people who
//! change one card at once.

use kartoteka_plugin::{Call, Error, Result};
use uuid::Uuid;

use super::{Client, Snapshot, store};
use crate::history::{self, Change};

/// More changes than two people make while one form is open. Beyond them the card as
/// it was is not put together again.
const MOST: usize = 100;

/// A card and how it came to be so.
#[derive(Debug, Clone)]
pub struct Since {
    /// The card as it is.
    pub now: Client,
    /// The card as it was; absent where the journal cannot tell any more.
    pub then: Option<Client>,
    /// What was changed in between, newest first.
    pub changes: Vec<Change>,
}

/// The card `id` as it is and as it was at `version`.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn since(call: &Call, id: Uuid, version: i64) -> Result<Since> {
    let now = super::show(call, id).await?;
    let steps = usize::try_from(now.version - version).unwrap_or(0);
    if steps == 0 {
        return Ok(Since {
            then: Some(now.clone()),
            now,
            changes: Vec::new(),
        });
    }
    let (changes, _) = history::changes(call, id, None, steps.min(MOST)).await?;
    // Each change of a card adds one to its version and one entry to the journal.
    let told = changes.len() == steps && changes.iter().all(Change::is_about_card);
    let then = told.then(|| before_all(&now, version, &changes)).flatten();
    Ok(Since { now, then, changes })
}

/// The version of the card `id`.
///
/// # Errors
/// 403 without `clients.read`; 404.
pub async fn version(call: &Call, id: Uuid) -> Result<i64> {
    call.require("clients.read")?;
    let state = store::state(&mut call.db(), id).await?;
    state
        .map(|(version, _)| version)
        .ok_or_else(Error::not_found)
}

/// The card with the changes taken back, the newest first.
fn before_all(now: &Client, version: i64, changes: &[Change]) -> Option<Client> {
    let mut card = now.clone();
    card.version = version;
    for change in changes {
        let Some(before) = &change.before else {
            continue; // It was put away or taken back, which changes nothing on it.
        };
        let was: Snapshot = serde_json::from_value(before.clone()).ok()?;
        put_back(&mut card, was);
    }
    Some(card)
}

fn put_back(card: &mut Client, was: Snapshot) {
    card.number = was.number.unwrap_or_else(|| card.number.clone());
    card.first_name = was.first_name.unwrap_or_else(|| card.first_name.clone());
    card.last_name = was.last_name.unwrap_or_else(|| card.last_name.clone());
    card.phones = was.phones.unwrap_or_else(|| card.phones.clone());
    card.emails = was.emails.unwrap_or_else(|| card.emails.clone());
    card.notes = was.notes.unwrap_or_else(|| card.notes.clone());
    card.source = was.source.unwrap_or_else(|| card.source.clone());
    card.marketing_consent = was.marketing_consent.unwrap_or(card.marketing_consent);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::{MarketingConsent, Phone};
    use chrono::DateTime;
    use serde_json::json;

    fn card() -> Client {
        let at = DateTime::UNIX_EPOCH;
        Client {
            id: Uuid::nil(),
            number: "7".to_owned(),
            first_name: "Anna".to_owned(),
            last_name: "Groß".to_owned(),
            phones: vec![Phone {
                value: "3".to_owned(),
                e164: None,
            }],
            emails: Vec::new(),
            notes: Vec::new(),
            source: None,
            marketing_consent: MarketingConsent::Unknown,
            created_at: at,
            changed_at: at,
            archived_at: None,
            version: 4,
        }
    }

    fn entry(what: &str, before: Option<serde_json::Value>) -> Change {
        Change {
            number: 1,
            at: DateTime::UNIX_EPOCH,
            actor: "system".to_owned(),
            actor_name: None,
            what: what.to_owned(),
            batch: None,
            before,
            after: None,
        }
    }

    #[test]
    fn a_card_is_put_together_again_from_its_journal() {
        let phones = |value: &str| json!([{"value": value, "e164": null}]);
        let changes = [
            entry(
                "core.client.changed/1",
                Some(json!({"phones": phones("2"), "last_name": "Klein"})),
            ),
            entry("core.client.archived/1", None),
            entry(
                "core.client.changed/1",
                Some(json!({"phones": phones("1")})),
            ),
        ];
        let then = before_all(&card(), 1, &changes);
        assert_eq!(then.as_ref().map(|c| c.phones[0].value.as_str()), Some("1"));
        assert_eq!(then.as_ref().map(|c| c.last_name.as_str()), Some("Klein"));
        assert_eq!(then.as_ref().map(|c| c.first_name.as_str()), Some("Anna"));
        assert_eq!(then.map(|c| c.version), Some(1));
    }
}
