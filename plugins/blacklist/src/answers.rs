//! Questions of the registry that the blacklist answers, inside the registry's transaction.

use kartoteka_plugin::{Call, Error, Result, Tx, contacts::ContactKey};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    block::{self, Block, Decision, Effect, Scope, Via},
    matching::{blocks_of, hash},
    settings::Settings,
    store::{self, StoredContact},
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

/// `core.erase/1`: this client is about to be erased.
#[derive(Debug, Deserialize)]
struct Erasure {
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
            let asked: Erasure = read(hook, question)?;
            erase(call, tx, asked.client_id).await?;
            Ok(Json::Object(serde_json::Map::new()))
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
    Ok(Guard {
        decision: verdict.decision,
        text: text.filter(|_| refused),
        staff_text: verdict.by.map(|block| staff_text(call, block)),
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

/// Keeps the block from being forgotten with the card, and forgets what people could read of
/// the person's contacts. What the client's own rows say goes by declaration.
async fn erase(call: &Call, tx: &mut Tx, client: Uuid) -> Result<()> {
    let contacts = store::contacts_of(tx, &[client]).await?;
    let hashes: Vec<[u8; 32]> = (contacts.iter())
        .map(|contact| hash(call, &contact.key))
        .collect();
    let followed: Vec<StoredContact> = (contacts.iter().zip(&hashes))
        .map(|(contact, hash)| StoredContact {
            kind: contact.key.kind,
            hash: *hash,
            shown: None,
        })
        .collect();
    let own = store::on_holders(tx, &[client], &[]).await?.into_iter();
    let active: Vec<Uuid> = own
        .filter(|(block, _)| block.is_active(call.today()))
        .map(|(block, _)| block.id)
        .collect();
    store::add_contacts(tx, &active, &followed).await?;
    store::forget_past(tx, client, call.today()).await?;
    // By their contacts they are found, so these go after.
    store::forget_reasons(tx, &hashes).await?;
    store::forget_past_on(tx, &hashes, call.today()).await?;
    store::forget_shown(tx, &hashes).await?;
    store::forget_shown_of(tx, client).await?;
    store::forget_documents_of(tx, client).await?;
    Ok(())
}
