//! Questions of the registry that the blacklist answers, inside the registry's transaction.

mod erase;
mod export;

use kartoteka_plugin::{Call, Error, Result, Tx, contacts::ContactKey};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    block::{self, Block, Decision, Effect, Scope, Via},
    matching::blocks_of,
    settings::Settings,
};

/// `core.guard_booking/1`: may this be booked?
#[derive(Debug, Deserialize)]
struct Booking {
    client_id: Option<Uuid>,
    #[serde(default)]
    contacts: Vec<ContactKey>,
    via: Via,
}

/// What is said of a booking.
#[derive(Debug, Serialize)]
struct Guard {
    decision: Decision,
    /// For the client.
    text: Option<String>,
    /// For staff.
    staff_text: Option<String>,
    most_open: Option<u32>,
}

/// `core.erase/1` and `core.export/1`: whom it is about.
#[derive(Debug, Deserialize)]
struct About {
    client_id: Uuid,
}

/// Answers `hook`.
///
/// # Errors
/// As the engine says; internal, for a question that is none.
pub(crate) async fn answer(call: &Call, tx: &mut Tx, hook: &str, question: &Json) -> Result<Json> {
    match hook {
        "core.guard_booking/1" => {
            let guard = guard_booking(call, tx, &read(hook, question)?).await?;
            serde_json::to_value(guard).map_err(|error| Error::internal(error.to_string()))
        }
        "core.erase/1" => {
            let asked: About = read(hook, question)?;
            erase::erase(call, tx, asked.client_id).await
        }
        "core.export/1" => {
            let asked: About = read(hook, question)?;
            export::export(call, tx, asked.client_id).await
        }
        other => Err(Error::internal(format!(
            "the blacklist does not answer {other}"
        ))),
    }
}

fn read<'q, T: Deserialize<'q>>(hook: &str, question: &'q Json) -> Result<T> {
    T::deserialize(question).map_err(|error| Error::internal(format!("{hook}: {error}")))
}

async fn guard_booking(call: &Call, tx: &mut Tx, booking: &Booking) -> Result<Guard> {
    let client: Vec<Uuid> = booking.client_id.into_iter().collect();
    let hits = blocks_of(call, tx, &client, &booking.contacts).await?;
    let verdict = block::judge(hits.blocks(), booking.via);
    let refused = verdict.decision == Decision::Refuse;
    let own_words = verdict.by.and_then(|block| block.text.clone());
    let text = match own_words {
        Some(words) => Some(words),
        None if refused => Some(Settings::in_tx(call, tx).await?.refusal(call)),
        None => None,
    };
    // At the desk who books must know that there is something; a calendar that asks for clients
    // learns it where it may read the blacklist.
    let told = booking.via == Via::Staff || call.permissions().allow("blacklist.read");
    let told = verdict.by.filter(|_| told);
    Ok(Guard {
        decision: verdict.decision,
        text: text.filter(|_| refused),
        staff_text: told.map(|block| staff_text(call, block)),
        most_open: verdict.most_open,
    })
}

/// What staff should know of a block; why it was set, where the reader may know that.
pub(crate) fn staff_text(call: &Call, block: &Block) -> String {
    let key = match (block.effect, block.scope) {
        (Effect::Warn, _) => "blacklist-staff-warned",
        (Effect::Limit, _) if !block.stops() => "blacklist-staff-limited",
        (_, Scope::Online) => "blacklist-staff-blocked-online",
        (_, Scope::Everywhere) => "blacklist-staff-blocked",
    };
    let day = call.format().day(&block.created_at);
    let most = block.most_open.unwrap_or_default();
    let said = call.texts().with2(key, "day", day, "most", most);
    let reason = block.reason.as_deref();
    match reason.filter(|_| call.permissions().allow("blacklist.read")) {
        Some(reason) => format!("{said}: {reason}"),
        None => said,
    }
}
