//! `GET /{salon}/clients/new`, `POST /{salon}/clients`: a new card.

use axum::response::{IntoResponse, Response};
use kartoteka_plugin::{Call, Page, Result, extract::Query};
use serde::Deserialize;

use super::form::{self, ClientForm, Known, Purpose};
use crate::{
    clients,
    pages::{self, Problems, Typed, Ui},
};

/// What is known already of the new client.
#[derive(Debug, Deserialize)]
pub(super) struct NewQuery {
    /// The words that found nobody.
    #[serde(default)]
    words: String,
}

/// The empty form.
pub(super) async fn new_client(call: Call, Query(asked): Query<NewQuery>) -> Result<Page> {
    call.require("clients.write")?;
    let typed = ClientForm::from_words(&asked.words);
    let nothing = Problems::default();
    form::page(
        &Ui::new(&call),
        &Purpose::New,
        &typed,
        &nothing,
        Known::default(),
    )
    .await
}

/// Makes the card, after asking where somebody has one of its contacts already.
pub(super) async fn register_client(call: Call, typed: Typed) -> Result<Response> {
    call.require("clients.write")?;
    let ui = Ui::new(&call);
    let mut asked = ClientForm::of(&typed)?;
    let again = asked.pressed(&typed);
    let known = asked.known(&ui, None).await?;
    if again || known.ids != typed.get("known") {
        let known = if again { Known::default() } else { known };
        let page = form::page(&ui, &Purpose::New, &asked, &Problems::default(), known).await?;
        return Ok(page.into_response());
    }
    match clients::register(&call, asked.new_client()).await {
        Ok(made) => Ok(pages::see_other(
            &call,
            &format!("/clients/{}", made.client.id),
        )),
        Err(error) => {
            let (problems, status) = Problems::of(error, &ui.texts, |at| form::field(&ui, at))?;
            let page = form::page(&ui, &Purpose::New, &asked, &problems, known).await?;
            Ok(pages::with_status(page, status))
        }
    }
}
