//! `GET` and `POST /{salon}/blacklist/{block}`: the form of a block that is there.

use std::collections::HashSet;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Path,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use super::{
    form::BlockForm,
    form_page::{self, Follows, Kept},
    words,
};
use crate::{block::Block, operations, settings::Settings};

/// The form with the block in it.
pub(super) async fn edit_block(call: Call, Path(id): Path<Uuid>) -> Result<Page> {
    call.require("blacklist.write")?;
    let block = operations::show(&call, id).await?;
    let form = BlockForm::from_block(&block);
    let nothing = Problems::default();
    page(
        &Ui::new(&call),
        block.version,
        block,
        &form,
        &nothing,
        false,
    )
    .await
}

/// The page, based on `version` of the block.
async fn page(
    ui: &Ui,
    version: i64,
    block: Block,
    form: &BlockForm,
    problems: &Problems,
    overtaken: bool,
) -> Result<Page> {
    let kept = Kept {
        id: block.id,
        version,
        set: words::set_by(ui, &[&block])
            .await?
            .pop()
            .unwrap_or_default(),
        lifted: block.lifted_at.map(|at| ui.day(&at)),
        overtaken,
    };
    let follows = follows(ui, &block).await?;
    let who = words::who(ui, &[block]).await?.pop();
    let settings = Settings::of(&ui.call).await?;
    form_page::page(ui, who, follows, form, problems, Some(&kept), &settings).await
}

/// What the block goes with: the contacts it keeps, and those that are on the client's card now.
async fn follows(ui: &Ui, block: &Block) -> Result<Follows> {
    let mut follows = Follows::default();
    for contact in &block.contacts {
        match words::shown(ui, contact) {
            Some(shown) => follows.contacts.push(shown),
            None => follows.hidden += 1,
        }
    }
    if let Some(client) = block.client_id {
        let subject = operations::subject(&ui.call, client).await?;
        let on_card = subject.contacts.iter();
        let on_card = on_card.map(|(contact, _)| ui.call.show_contact(contact));
        follows.contacts.extend(on_card);
        let mut seen = HashSet::new();
        follows.contacts.retain(|shown| seen.insert(shown.clone()));
    }
    Ok(follows)
}

/// Saves the block. Where somebody was quicker, what was typed comes back with the version
/// that it would now be based on.
pub(super) async fn change_block(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    call.require("blacklist.write")?;
    let version = typed.number("version")?;
    let mut form = BlockForm::of(&typed)?;
    // On whose card it is, is not for the form to say.
    let block = operations::show(&call, id).await?;
    form.client = block.client_id;
    if typed.has("look_again") {
        let nothing = Problems::default();
        let page = page(&Ui::new(&call), version, block, &form, &nothing, false).await?;
        return Ok(page.into_response());
    }
    let done = match form.changes() {
        Ok(changes) => operations::change(&call, id, version, changes).await,
        Err(error) => Err(error),
    };
    let Err(error) = done else {
        return Ok(pages::see_other(&call, "/blacklist"));
    };
    let ui = Ui::new(&call);
    let block = operations::show(&call, id).await?;
    if error.status == StatusCode::PRECONDITION_FAILED {
        let nothing = Problems::default();
        let page = page(&ui, block.version, block, &form, &nothing, true).await?;
        return Ok(pages::with_status(page, error.status));
    }
    let (problems, status) = Problems::of(error, &ui.texts, |at| form.field(&ui, at))?;
    let page = page(&ui, version, block, &form, &problems, false).await?;
    Ok(pages::with_status(page, status))
}
