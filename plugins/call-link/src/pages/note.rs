//! `/{salon}/call-link/clients/{client}/calls`: noting a call, and taking one off.

use askama::Template;
use axum::response::Response;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Path,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use super::{section::NotCalled, words};
use crate::{
    calls::{Direction, Outcome},
    input::{NOTE, NewCall},
    operations,
};

/// A call as it stands in the fields of its form.
pub(super) struct NoteForm {
    pub(super) client: Uuid,
    /// The phones on the card, in E.164.
    pub(super) phones: Vec<String>,
    pub(super) phone: String,
    pub(super) direction: String,
    pub(super) outcome: String,
    pub(super) note: String,
}

impl NoteForm {
    /// The empty form: a call by the first phone of the card.
    ///
    /// # Errors
    /// 403; 404.
    pub(super) async fn new(call: &Call, client: Uuid) -> Result<Self> {
        let phones = operations::phones(call, client).await?;
        Ok(Self {
            client,
            phone: phones.first().cloned().unwrap_or_default(),
            phones,
            direction: Direction::Out.code().to_owned(),
            outcome: Outcome::Reached.code().to_owned(),
            note: String::new(),
        })
    }

    /// What was typed.
    ///
    /// # Errors
    /// 403; 404.
    async fn of(call: &Call, client: Uuid, typed: &Typed) -> Result<Self> {
        let text = |name: &str| typed.get(name).to_owned();
        Ok(Self {
            phone: text("phone"),
            direction: text("direction"),
            outcome: text("outcome"),
            note: text("note"),
            ..Self::new(call, client).await?
        })
    }

    /// The call to be noted. What is chosen from a list of ours is taken as the first of it where
    /// it is none.
    fn new_call(&self) -> NewCall {
        NewCall {
            client_id: self.client,
            phone: Some(self.phone.clone()),
            direction: Direction::from_code(&self.direction).unwrap_or_default(),
            outcome: Outcome::from_code(&self.outcome).unwrap_or(Outcome::Reached),
            note: Some(self.note.clone()),
        }
    }

    pub(super) fn action(&self, ui: &Ui) -> String {
        ui.url(&format!("/call-link/clients/{}/calls", self.client))
    }

    pub(super) fn most(&self) -> usize {
        NOTE
    }

    pub(super) fn outcomes(&self, ui: &Ui) -> Vec<Choice> {
        let choice = |outcome: Outcome| Choice {
            code: outcome.code().to_owned(),
            word: words::outcome(ui, outcome),
            chosen: self.outcome == outcome.code(),
        };
        Outcome::ALL.map(choice).into()
    }

    pub(super) fn directions(&self, ui: &Ui) -> Vec<Choice> {
        let choice = |direction: Direction| Choice {
            code: direction.code().to_owned(),
            word: ui.t(&format!("call-link-direction-{}", direction.code())),
            chosen: self.direction == direction.code(),
        };
        [Direction::Out, Direction::In].map(choice).into()
    }

    pub(super) fn numbers(&self, ui: &Ui) -> Vec<Choice> {
        let phones = self.phones.iter().map(|e164| Choice {
            code: e164.clone(),
            word: words::phone(ui, e164),
            chosen: self.phone == *e164,
        });
        phones.collect()
    }
}

/// One of a list.
pub(super) struct Choice {
    pub(super) code: String,
    pub(super) word: String,
    pub(super) chosen: bool,
}

#[derive(Template)]
#[template(path = "call_link/note.html")]
struct NotePage<'a> {
    ui: &'a Ui,
    who: String,
    back: String,
    not_called: Option<NotCalled>,
    form: &'a NoteForm,
    problems: &'a Problems,
}

async fn page(ui: &Ui, form: &NoteForm, problems: &Problems) -> Result<Page> {
    let person = operations::client(&ui.call, form.client).await?;
    let template = NotePage {
        ui,
        who: person.title(&ui.texts),
        back: ui.url(&format!("/clients/{}", form.client)),
        not_called: NotCalled::of(ui, form.client).await?,
        form,
        problems,
    };
    pages::page(&ui.t("call-link-note-call"), "clients", &template)
}

/// The empty form, on a page of its own.
pub(super) async fn new_call(call: Call, Path(client): Path<Uuid>) -> Result<Page> {
    let form = NoteForm::new(&call, client).await?;
    page(&Ui::new(&call), &form, &Problems::default()).await
}

/// Notes the call, and goes back to the card.
pub(super) async fn note_call(
    call: Call,
    Path(client): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    let form = NoteForm::of(&call, client, &typed).await?;
    let error = match operations::note(&call, &form.new_call()).await {
        Ok(_) => return Ok(pages::see_other(&call, &format!("/clients/{client}"))),
        Err(error) => error,
    };
    let ui = Ui::new(&call);
    let (problems, status) = Problems::of(error, &ui.texts, |pointer| {
        let name = pointer.trim_start_matches('/');
        (
            format!("call-{name}"),
            ui.t(&format!("call-link-field-{name}")),
        )
    })?;
    Ok(pages::with_status(
        page(&ui, &form, &problems).await?,
        status,
    ))
}

/// Takes the call off, and goes back to the card.
pub(super) async fn remove_call(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let removed = operations::remove(&call, id).await?;
    let card = format!("/clients/{}", removed.client_id);
    Ok(pages::see_other(&call, &card))
}
