//! `GET /{salon}/clients/{client}/edit`, `POST /{salon}/clients/{client}`: the form of
//! a card, and what becomes of it when somebody else was quicker.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    conflict,
    form::{self, ClientForm, Known},
};
use crate::{
    clients,
    pages::{self, Problems, Typed, Ui},
};

/// What is to be added to a card.
#[derive(Deserialize)]
pub(super) struct EditQuery {
    /// A phone that somebody may turn out to have.
    phone: Option<String>,
}

/// The form with the card in it.
pub(super) async fn edit_client(
    call: Call,
    Path(id): Path<Uuid>,
    Query(asked): Query<EditQuery>,
) -> Result<Page> {
    call.require("clients.write")?;
    let client = clients::show(&call, id).await?;
    let ui = Ui::new(&call);
    let purpose = form::change_of(&ui, &client, client.version);
    let mut typed = ClientForm::from_card(&client);
    typed.phones.extend(asked.phone);
    form::page(
        &ui,
        &purpose,
        &typed,
        &Problems::default(),
        Known::default(),
    )
    .await
}

/// Saves the card.
pub(super) async fn change_client(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    call.require("clients.write")?;
    let ui = Ui::new(&call);
    let version = typed.number("version")?;
    let mut asked = ClientForm::of(&typed)?;
    let since = clients::since(&call, id, version).await?;
    conflict::choose(&mut asked, &typed, &since.now);
    let purpose = form::change_of(&ui, &since.now, version);
    if asked.pressed(&typed) {
        let known = Known::default();
        let page = form::page(&ui, &purpose, &asked, &Problems::default(), known).await?;
        return Ok(page.into_response());
    }
    if since.now.version != version {
        return conflict::page(&ui, &since, &asked).await;
    }
    let known = asked.known(&ui, Some(id)).await?;
    if known.ids != typed.get("known") {
        let page = form::page(&ui, &purpose, &asked, &Problems::default(), known).await?;
        return Ok(page.into_response());
    }
    match clients::change(&call, id, version, asked.changes(&since.now)).await {
        Ok(_) => Ok(pages::see_other(&call, &format!("/clients/{id}"))),
        // Somebody was quicker by a breath.
        Err(error) if error.status == StatusCode::PRECONDITION_FAILED => {
            let since = clients::since(&call, id, version).await?;
            conflict::page(&ui, &since, &asked).await
        }
        Err(error) => {
            let (problems, status) = Problems::of(error, &ui.texts, |at| form::field(&ui, at))?;
            let page = form::page(&ui, &purpose, &asked, &problems, known).await?;
            Ok(pages::with_status(page, status))
        }
    }
}
