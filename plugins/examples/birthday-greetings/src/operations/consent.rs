//! Who wants to be written to: the consent to marketing, as it stands on the card.
//!
//! No fact and no view of the registry says it. It is asked of the API in the name of who sets a
//! birthday, which tells of cards that were there before the feature was, and then followed by events.

use kartoteka_plugin::{Call, Result, clients, events::Event};
use serde::Deserialize;
use uuid::Uuid;

use crate::store;

#[derive(Deserialize)]
struct Card {
    marketing_consent: String,
}

fn is_given(state: &str) -> bool {
    state == "given"
}

/// What the card says now; nothing where who acts may not see it, and then nobody is written to.
pub(super) async fn on_card(call: &Call, client: Uuid) -> Option<bool> {
    let card: Result<Card> = call.api_get(&format!("/clients/{client}")).await;
    card.ok().map(|card| is_given(&card.marketing_consent))
}

/// Notes what cards say from now on. Told once more, it says the same.
pub(crate) async fn told(call: &Call, events: &[Event]) -> Result<()> {
    let said = events.iter().filter_map(consent_in);
    let mut tx = call.begin().await?;
    for (client, given) in said {
        // Who was erased meanwhile is not written about.
        if clients::hold(&mut tx, client).await? {
            store::tell_consent(&mut tx, client, given).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Whose consent an event tells of, and whether it is given.
fn consent_in(event: &Event) -> Option<(Uuid, bool)> {
    let state = event.after.as_ref()?.get("marketing_consent")?.as_str()?;
    Some((event.subject?, is_given(state)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(after: Option<Value>) -> Event {
        Event {
            number: 1,
            what: "core.client.changed/1".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
            actor: "system".to_owned(),
            own: false,
            subject: Some(Uuid::nil()),
            batch: None,
            before: None,
            after,
        }
    }

    #[test]
    fn only_what_is_said_of_consent_counts() {
        let said = |after| consent_in(&event(after)).map(|(_, given)| given);
        assert_eq!(
            said(Some(json!({"marketing_consent": "given"}))),
            Some(true)
        );
        for state in ["withdrawn", "unknown", "perhaps"] {
            assert_eq!(said(Some(json!({"marketing_consent": state}))), Some(false));
        }
        assert_eq!(said(Some(json!({"last_name": "given"}))), None);
        assert_eq!(said(None), None, "of who was erased");
    }
}
