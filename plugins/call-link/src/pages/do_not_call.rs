//! `/{salon}/call-link/clients/{client}/do-not-call`: that somebody is not to be called.

use askama::Template;
use axum::response::Response;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Path,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use crate::{
    input::{NewDoNotCall, REASON},
    operations,
};

#[derive(Template)]
#[template(path = "call_link/do_not_call.html")]
struct FormPage<'a> {
    ui: &'a Ui,
    who: String,
    back: String,
    action: String,
    reason: &'a str,
    problems: &'a Problems,
    most: usize,
}

async fn page(ui: &Ui, client: Uuid, reason: &str, problems: &Problems) -> Result<Page> {
    let person = operations::client(&ui.call, client).await?;
    let template = FormPage {
        ui,
        who: person.title(&ui.texts),
        back: ui.url(&format!("/clients/{client}")),
        action: ui.url(&format!("/call-link/clients/{client}/do-not-call")),
        reason,
        problems,
        most: REASON,
    };
    pages::page(&ui.t("call-link-do-not-call"), "clients", &template)
}

/// The form, with the reason that was given before.
pub(super) async fn form(call: Call, Path(client): Path<Uuid>) -> Result<Page> {
    let before = operations::one_not_called(&call, client).await?;
    let reason = before.and_then(|before| before.reason).unwrap_or_default();
    page(&Ui::new(&call), client, &reason, &Problems::default()).await
}

/// Writes it down, and goes back to the card.
pub(super) async fn forbid(call: Call, Path(client): Path<Uuid>, typed: Typed) -> Result<Response> {
    let reason = typed.get("reason");
    let new = NewDoNotCall {
        reason: Some(reason.to_owned()),
    };
    let error = match operations::forbid(&call, client, &new).await {
        Ok(_) => return Ok(pages::see_other(&call, &format!("/clients/{client}"))),
        Err(error) => error,
    };
    let ui = Ui::new(&call);
    let label = ui.t("call-link-field-reason");
    let (problems, status) = Problems::of(error, &ui.texts, |_| ("reason".into(), label.clone()))?;
    let page = page(&ui, client, reason, &problems).await?;
    Ok(pages::with_status(page, status))
}

/// Takes it back, and goes back to the card.
pub(super) async fn permit(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    operations::permit(&call, client).await?;
    Ok(pages::see_other(&call, &format!("/clients/{client}")))
}
