//! Noting an allergy, changing and removing it, by forms.

use askama::Template;
use http::StatusCode;
use kartoteka_plugin::{
    Call, Error, Result, clients,
    pages::{self, Problems, Typed, Ui},
};
use uuid::Uuid;

use super::form::{self, AllergyForm};
use crate::{
    allergy::Allergy,
    door::{Answer, Answered, Id, Of, Whole},
    operations,
};

#[derive(Template)]
#[template(path = "allergy/page.html")]
struct FormPage<'a> {
    ui: &'a Ui,
    heading: &'a str,
    who: String,
    back: String,
    action: String,
    /// Of the allergy that is there.
    version: Option<i64>,
    /// Whether somebody was quicker with a change.
    overtaken: bool,
    form: &'a AllergyForm,
    problems: &'a Problems,
}

/// Whom and what a form is about.
enum About<'a> {
    New(Uuid),
    /// In which version the form is based on it.
    There(&'a Allergy, i64),
}

async fn page(
    ui: &Ui,
    about: About<'_>,
    form: &AllergyForm,
    said: (Problems, StatusCode),
) -> Result<Answer> {
    let (client, version, action, key) = match about {
        About::New(client) => (client, None, format!("clients/{client}"), "note-one"),
        About::There(allergy, version) => {
            let action = format!("allergies/{}", allergy.id);
            (allergy.client_id, Some(version), action, "change")
        }
    };
    let person = clients::person(&mut ui.call.db(), client).await?;
    let person = person.ok_or_else(Error::not_found)?;
    let heading = ui.t(&format!("example-allergy-card-{key}"));
    let (problems, status) = said;
    let template = FormPage {
        ui,
        heading: &heading,
        who: person.title(&ui.texts),
        back: ui.url(&format!("/clients/{client}")),
        action: ui.url(&format!("/example-allergy-card/{action}")),
        version,
        overtaken: status == StatusCode::PRECONDITION_FAILED,
        form,
        problems: &problems,
    };
    let page = pages::page(&heading, "clients", &template)?;
    Ok(pages::with_status(page, status).into())
}

fn card(call: &Call, client: Uuid) -> Answer {
    let section = "section-example-allergy-card-allergies";
    pages::see_other(call, &format!("/clients/{client}#{section}")).into()
}

/// Notes one, and goes back to the card.
pub(super) async fn note(
    Of(call): Of<Call>,
    Id(client): Id,
    Whole(typed): Whole<Typed>,
) -> Answered {
    call.require(operations::WRITE)?;
    let form = AllergyForm::typed(&typed);
    let done = match form.new_allergy(client) {
        Ok(new) => operations::note(&call, new).await,
        Err(error) => Err(error),
    };
    let Err(error) = done else {
        return Ok(card(&call, client));
    };
    let ui = Ui::new(&call);
    let said = Problems::of(error, &ui.texts, |pointer| form::field(&ui, pointer))?;
    Ok(page(&ui, About::New(client), &form, said).await?)
}

/// The form with the allergy in it.
pub(super) async fn edit(Of(call): Of<Call>, Id(id): Id) -> Answered {
    call.require(operations::WRITE)?;
    let allergy = operations::show(&call, id).await?;
    let form = AllergyForm::of(&allergy);
    let about = About::There(&allergy, allergy.version);
    let nothing = (Problems::default(), StatusCode::OK);
    Ok(page(&Ui::new(&call), about, &form, nothing).await?)
}

/// Saves it. Where somebody was quicker, what was typed comes back with the version that it would now be
/// based on.
pub(super) async fn change(Of(call): Of<Call>, Id(id): Id, Whole(typed): Whole<Typed>) -> Answered {
    call.require(operations::WRITE)?;
    let version = typed.number("version")?;
    let form = AllergyForm::typed(&typed);
    let done = match form.changes() {
        Ok(changes) => operations::change(&call, id, version, changes).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(allergy) => return Ok(card(&call, allergy.client_id)),
        Err(error) => error,
    };
    let ui = Ui::new(&call);
    let allergy = operations::show(&call, id).await?;
    if error.status == StatusCode::PRECONDITION_FAILED {
        let about = About::There(&allergy, allergy.version);
        let nothing = (Problems::default(), error.status);
        return Ok(page(&ui, about, &form, nothing).await?);
    }
    let said = Problems::of(error, &ui.texts, |pointer| form::field(&ui, pointer))?;
    Ok(page(&ui, About::There(&allergy, version), &form, said).await?)
}

/// Removes it, and goes back to the card. Where somebody changed it meanwhile, their change is shown.
pub(super) async fn remove(Of(call): Of<Call>, Id(id): Id, Whole(typed): Whole<Typed>) -> Answered {
    let version = typed.number("version")?;
    match operations::remove(&call, id, version).await {
        Ok(client) => Ok(card(&call, client)),
        Err(error) if error.status == StatusCode::PRECONDITION_FAILED => {
            let allergy = operations::show(&call, id).await?;
            let form = AllergyForm::of(&allergy);
            let about = About::There(&allergy, allergy.version);
            let said = (Problems::default(), error.status);
            Ok(page(&Ui::new(&call), about, &form, said).await?)
        }
        Err(error) => Err(error.into()),
    }
}
