//! `GET /{salon}/blacklist/new`, `POST /{salon}/blacklist`: a new block.

use axum::response::{IntoResponse, Response};
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Query,
    pages::{self, Problems, Typed, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    form::BlockForm,
    form_page::{self, Follows},
    words::Who,
};
use crate::{matching::Because, operations, settings::Settings};

/// Whom it is about.
#[derive(Debug, Deserialize)]
pub(super) struct NewQuery {
    /// Somebody with a card.
    client: Option<Uuid>,
}

/// The empty form; where the client is blocked already, the form of that block.
pub(super) async fn new_block(call: Call, Query(asked): Query<NewQuery>) -> Result<Response> {
    call.require("blacklist.write")?;
    if let Some(client) = asked.client {
        let subject = operations::subject(&call, client).await?;
        let own = subject.hits.iter().find(|hit| hit.because == Because::Own);
        if let Some(hit) = own {
            return Ok(pages::see_other(
                &call,
                &format!("/blacklist/{}", hit.block.id),
            ));
        }
    }
    let settings = Settings::of(&call).await?;
    let form = BlockForm::new(asked.client, &settings, call.today());
    let page = page(&Ui::new(&call), &form, &Problems::default(), &settings).await?;
    Ok(page.into_response())
}

async fn page(ui: &Ui, form: &BlockForm, problems: &Problems, settings: &Settings) -> Result<Page> {
    let (who, follows) = match form.client {
        None => (None, Follows::default()),
        Some(client) => {
            let subject = operations::subject(&ui.call, client).await?;
            let shown = subject.contacts.iter().map(|(contact, cards)| {
                let contact = ui.call.show_contact(contact);
                match cards {
                    0 => contact,
                    // A family's phone, or the salon's own: they would be blocked, too.
                    _ => ui.t2("blacklist-also-on", "contact", contact, "cards", *cards),
                }
            });
            let follows = Follows {
                contacts: shown.collect(),
                hidden: 0,
            };
            (Some(Who::of(ui, &subject.person)), follows)
        }
    };
    form_page::page(ui, who, follows, form, problems, None, settings).await
}

/// Sets the block. A client's goes back to the card, where it can be seen.
pub(super) async fn set_block(call: Call, typed: Typed) -> Result<Response> {
    call.require("blacklist.write")?;
    let mut form = BlockForm::of(&typed)?;
    if typed.has("look_again") {
        return again(&call, &form).await;
    }
    let done = match form.new_block() {
        Ok(new) => operations::set(&call, new).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(block) => {
            let to = block.client_id.map(|client| format!("/clients/{client}"));
            return Ok(pages::see_other(
                &call,
                to.as_deref().unwrap_or("/blacklist"),
            ));
        }
        Err(error) => error,
    };
    let ui = Ui::new(&call);
    // Where a block holds already, that is where to go.
    let holds = error.extra.get("block_id").and_then(|id| id.as_str());
    form.existing = holds.map(|id| ui.url(&format!("/blacklist/{id}")));
    let (problems, status) = Problems::of(error, &ui.texts, |at| form.field(&ui, at))?;
    let settings = Settings::of(&call).await?;
    let page = page(&ui, &form, &problems, &settings).await?;
    Ok(pages::with_status(page, status))
}

/// The form as it was typed, with the documents that are on the card by now.
async fn again(call: &Call, form: &BlockForm) -> Result<Response> {
    let settings = Settings::of(call).await?;
    let page = page(&Ui::new(call), form, &Problems::default(), &settings).await?;
    Ok(page.into_response())
}
