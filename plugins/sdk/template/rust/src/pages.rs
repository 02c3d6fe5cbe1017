//! The doors for browsers, on the same operations. They work without JavaScript.

use askama::Template;
use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Path,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use crate::{
    note::{LONGEST, NewNote, Note},
    operations::{self, WRITE},
};

/// The field of the form, by its id.
const FIELD: &str = "vendor-notes-words";

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route("/vendor-notes/slots/notes/{about}", get(section))
        .route("/vendor-notes/clients/{client}/notes", get(form).post(add))
        .route("/vendor-notes/notes/{note}/removal", post(remove))
}

/// A note in words.
struct Line {
    words: String,
    day: String,
    /// Where it is taken off.
    removal: String,
}

impl Line {
    fn of(ui: &Ui, note: &Note) -> Self {
        Self {
            words: note.words.clone(),
            day: ui.day(&note.added_at),
            removal: ui.url(&format!("/vendor-notes/notes/{}/removal", note.id)),
        }
    }
}

/// The form, with what was typed.
struct NoteForm {
    action: String,
    words: String,
    most: usize,
}

impl NoteForm {
    fn of(ui: &Ui, client: Uuid, typed: &Typed) -> Self {
        Self {
            action: ui.url(&format!("/vendor-notes/clients/{client}/notes")),
            words: typed.get("words").to_owned(),
            most: LONGEST,
        }
    }
}

#[derive(Template)]
#[template(path = "vendor_notes/section.html")]
struct Section<'a> {
    ui: &'a Ui,
    lines: Vec<Line>,
    may_write: bool,
    form: &'a NoteForm,
    problems: &'a Problems,
}

/// `client.section`: the notes on a client, and a form to add one.
async fn section(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    let notes = operations::list(&call, client).await?;
    let ui = Ui::new(&call);
    pages::fragment(&Section {
        ui: &ui,
        lines: notes.iter().map(|note| Line::of(&ui, note)).collect(),
        may_write: ui.may(WRITE),
        form: &NoteForm::of(&ui, client, &Typed::default()),
        problems: &Problems::default(),
    })
}

#[derive(Template)]
#[template(path = "vendor_notes/note.html")]
struct NotePage<'a> {
    ui: &'a Ui,
    who: String,
    back: String,
    form: &'a NoteForm,
    problems: &'a Problems,
}

async fn page(ui: &Ui, client: Uuid, form: &NoteForm, problems: &Problems) -> Result<Page> {
    let person = operations::client(&ui.call, client).await?;
    let template = NotePage {
        ui,
        who: person.title(&ui.texts),
        back: ui.url(&format!("/clients/{client}")),
        form,
        problems,
    };
    pages::page(&ui.t("vendor-notes-add"), "clients", &template)
}

/// The empty form, on a page of its own.
async fn form(call: Call, Path(client): Path<Uuid>) -> Result<Page> {
    call.require(WRITE)?;
    let ui = Ui::new(&call);
    let form = NoteForm::of(&ui, client, &Typed::default());
    page(&ui, client, &form, &Problems::default()).await
}

/// Adds a note and goes back to the card; what is wrong comes back with what was typed.
async fn add(call: Call, Path(client): Path<Uuid>, typed: Typed) -> Result<Response> {
    let ui = Ui::new(&call);
    let form = NoteForm::of(&ui, client, &typed);
    let new = NewNote {
        client_id: client,
        words: form.words.clone(),
    };
    let Err(error) = operations::add(&call, &new).await else {
        return Ok(pages::see_other(&call, &format!("/clients/{client}")));
    };
    // There is one field, whatever is wrong.
    let (problems, status) = Problems::of(error, &ui.texts, |_| {
        (FIELD.to_owned(), ui.t("vendor-notes-field-words"))
    })?;
    let page = page(&ui, client, &form, &problems).await?;
    Ok(pages::with_status(page, status))
}

/// Takes a note off and goes back to the card.
async fn remove(call: Call, Path(note): Path<Uuid>) -> Result<Response> {
    let client = operations::remove(&call, note).await?;
    Ok(pages::see_other(&call, &format!("/clients/{client}")))
}
