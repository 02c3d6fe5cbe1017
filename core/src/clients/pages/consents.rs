//! `POST /{salon}/clients/{client}/consents`, and the ledger as the card shows it.

use axum::response::Response;
use kartoteka_plugin::{Call, Result, extract::Path};
use uuid::Uuid;

use super::card::Actors;
use crate::{
    clients::{self, MarketingConsent},
    consents::{self, Consent},
    pages::{self, Mark, Typed, Ui},
};

/// Notes that the client allowed marketing, or took it back.
pub(super) async fn record_consent(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    let state = MarketingConsent::from_code(typed.get("state"));
    clients::record_consent(&call, id, state, None).await?;
    Ok(pages::see_other(&call, &format!("/clients/{id}#consent")))
}

/// An entry of the ledger in words.
pub(super) struct Entry {
    pub(super) tag: Mark,
    pub(super) time: String,
    pub(super) stamp: String,
    /// Who noted it, or from which file and row it came.
    pub(super) origin: String,
    /// The import it came with, where the reader may see that.
    pub(super) import: Option<String>,
    /// What the client was asked.
    pub(super) wording: Option<String>,
}

/// The ledger of a client, newest first.
///
/// # Errors
/// As the operation.
pub(super) async fn ledger(ui: &Ui, id: Uuid) -> Result<Vec<Entry>> {
    let entries = consents::ledger(&ui.call, id).await?;
    let actors = Actors::of(ui, entries.iter().map(|entry| &entry.actor)).await?;
    let entries = entries.into_iter().map(|entry| Entry {
        tag: tag(ui, entry.state),
        time: ui.time(&entry.at),
        stamp: ui.stamp(&entry.at),
        origin: origin(ui, &entry, &actors),
        import: entry
            .import_id
            .filter(|_| ui.may("imports.read"))
            .map(|import| ui.url(&format!("/imports/{import}"))),
        wording: entry.wording,
    });
    Ok(entries.collect())
}

/// The state of a consent as a badge.
pub(super) fn tag(ui: &Ui, state: MarketingConsent) -> Mark {
    let (kind, icon) = match state {
        MarketingConsent::Given => ("done", "check"),
        MarketingConsent::Withdrawn => ("", "x"),
        MarketingConsent::Unknown => ("", ""),
    };
    Mark {
        kind: kind.into(),
        icon: icon.into(),
        word: ui.t(&format!("clients-consent-{}", state.code())),
        ..Mark::default()
    }
}

fn origin(ui: &Ui, entry: &Consent, actors: &Actors) -> String {
    match (&entry.file_name, entry.row) {
        (Some(file), Some(row)) => ui.t2("clients-consent-by-import", "file", file, "row", row),
        _ if entry.source == "page" => {
            let who = actors.name(ui, &entry.actor);
            ui.t1("clients-consent-by-person", "who", who)
        }
        _ => {
            let who = actors.name(ui, &entry.actor);
            ui.t1("clients-consent-by-program", "who", who)
        }
    }
}
