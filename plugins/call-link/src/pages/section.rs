//! `client.section`: the calls with a client, and a form to note one.

use askama::Template;
use axum::response::Response;
use kartoteka_plugin::{
    Call, Result,
    extract::Path,
    pages::{self, Problems, Ui},
};
use uuid::Uuid;

use super::{
    note::NoteForm,
    words::{self, Line},
};
use crate::operations;

/// So many calls stand on the card.
const SHOWN: usize = 5;

/// That the client is not to be called.
pub(super) struct NotCalled {
    pub(super) since: String,
    pub(super) reason: Option<String>,
    /// Where it is taken back.
    pub(super) removal: String,
    pub(super) form: String,
}

impl NotCalled {
    /// What is to be said of `client`; nothing where they may be called.
    pub(super) async fn of(ui: &Ui, client: Uuid) -> Result<Option<Self>> {
        let Some(one) = operations::one_not_called(&ui.call, client).await? else {
            return Ok(None);
        };
        let form = ui.url(&format!("/call-link/clients/{client}/do-not-call"));
        Ok(Some(Self {
            since: words::since(ui, &one).await?,
            reason: one.reason,
            removal: format!("{form}/removal"),
            form,
        }))
    }
}

#[derive(Template)]
#[template(path = "call_link/section.html")]
struct Section<'a> {
    ui: &'a Ui,
    not_called: Option<NotCalled>,
    lines: Vec<Line>,
    form: &'a NoteForm,
    problems: &'a Problems,
}

/// The section.
pub(super) async fn section(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    let form = NoteForm::new(&call, client).await?;
    let calls = operations::last_calls(&call, client, SHOWN).await?;
    let ui = Ui::new(&call);
    pages::fragment(&Section {
        ui: &ui,
        not_called: NotCalled::of(&ui, client).await?,
        lines: words::lines(&ui, &calls).await?,
        form: &form,
        problems: &Problems::default(),
    })
}
