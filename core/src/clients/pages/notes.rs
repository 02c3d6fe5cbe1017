//! `POST /{salon}/clients/{client}/notes` and below: one note at a time.

use axum::response::Response;
use http::StatusCode;
use kartoteka_plugin::{Call, Error, Result, extract::Path};
use uuid::Uuid;

use super::show_client;
use crate::{
    clients,
    pages::{self, Problem, Problems, Typed, Ui},
};

/// Writes a note.
pub(super) async fn add_note(call: Call, Path(id): Path<Uuid>, typed: Typed) -> Result<Response> {
    match clients::add_note(&call, id, typed.get("text")).await {
        Ok(_) => Ok(to_notes(&call, id, "")),
        Err(error) => explain(&call, id, None, &typed, error).await,
    }
}

/// Changes a note, or takes it off.
pub(super) async fn change_note(
    call: Call,
    Path((id, note)): Path<(Uuid, Uuid)>,
    typed: Typed,
) -> Result<Response> {
    if typed.has("remove") {
        clients::remove_note(&call, id, note).await?;
        return Ok(to_notes(&call, id, &format!("?gone={note}")));
    }
    match clients::change_note(&call, id, note, typed.get("was"), typed.get("text")).await {
        Ok(_) => Ok(to_notes(&call, id, "")),
        Err(error) => explain(&call, id, Some(note), &typed, error).await,
    }
}

/// Brings a note back that was taken off.
pub(super) async fn bring_back_note(
    call: Call,
    Path((id, note)): Path<(Uuid, Uuid)>,
) -> Result<Response> {
    clients::bring_back_note(&call, id, note).await?;
    Ok(to_notes(&call, id, ""))
}

fn to_notes(call: &Call, id: Uuid, query: &str) -> Response {
    pages::see_other(call, &format!("/clients/{id}{query}#notes"))
}

/// The card again, with what was typed and what is wrong with it.
async fn explain(
    call: &Call,
    id: Uuid,
    note: Option<Uuid>,
    typed: &Typed,
    error: Error,
) -> Result<Response> {
    let ui = Ui::new(call);
    let field = note.map_or_else(|| "note".to_owned(), |note| format!("note-{note}"));
    let (problems, status) = if error.status == StatusCode::PRECONDITION_FAILED {
        let problem = Problem {
            id: field,
            label: ui.t("clients-note-text"),
            text: ui.t("clients-note-changed"),
        };
        (Problems(vec![problem]), error.status)
    } else {
        {
            let place = |_: &str| (field.clone(), ui.t("clients-note-text"));
            Problems::of(error, &ui.texts, place)?
        }
    };
    let draft = show_client::Draft {
        note,
        text: typed.get("text").to_owned(),
        problems,
    };
    let page = show_client::page(&ui, id, None, &draft).await?;
    Ok(pages::with_status(page, status))
}
