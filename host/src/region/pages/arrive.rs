//! Ways in for the first time or once more: `/start`, `/recovery`, `/invitations`

use axum::response::Response;
use kartoteka_plugin::{Error, Locale, Result, extract::Path};

use super::{
    Sheet, for_form,
    form::Builder,
    see_other,
    visit::{Typed, Visit},
};
use crate::region::{NewSalon, NewUser, start::FirstStart};

/// Countries that are offered; the others are for the command line.
const COUNTRIES: [&str; 12] = [
    "DE", "NL", "PL", "IT", "AT", "BE", "CH", "GB", "IE", "LI", "LU", "SM",
];

/// The form of the first start.
pub(super) async fn show_start(visit: Visit) -> Result<Response> {
    if visit.region.started().await? {
        return Err(Error::not_found());
    }
    let country = match visit.locale() {
        Locale::Nl => "NL",
        Locale::Pl => "PL",
        Locale::It => "IT",
        Locale::En => "GB",
        Locale::De => "DE",
    };
    let code = visit.asked("code").unwrap_or_default();
    let typed = Typed::of([("salon-country", country), ("code", code)]);
    start_sheet(&visit, &typed, None)
}

fn start_sheet(visit: &Visit, typed: &Typed, error: Option<&Error>) -> Result<Response> {
    let texts = &visit.texts;
    let country = |code: &str| {
        (
            code.to_owned(),
            texts.get(&format!("region-country-{code}")),
        )
    };
    let form = Builder::new(texts, visit.path("/start"), "region-start-go", typed, error)
        .code("code")
        .group("region-start-salon")
        .field("salon-name", "text", "organization")
        .field("salon-slug", "text", "off")
        .choice("salon-country", COUNTRIES.map(country).into())
        .group("region-start-owner")
        .field("owner-name", "text", "name")
        .field("owner-email", "email", "username")
        .field("owner-password", "password", "new-password")
        .focus();
    let sheet = Sheet {
        title: texts.get("region-start"),
        lead: vec![texts.get("region-start-lead")],
        form: Some(form.build()),
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

/// Makes the first salon and its owner.
pub(super) async fn start(visit: Visit, typed: Typed) -> Result<Response> {
    let text = |name| typed.get(name).to_owned();
    let new = FirstStart {
        code: text("code"),
        salon: NewSalon {
            slug: text("salon-slug").trim().to_owned(),
            name: text("salon-name"),
            country: text("salon-country"),
            ..NewSalon::default()
        },
        owner: NewUser {
            email: text("owner-email"),
            name: text("owner-name"),
            password: text("owner-password"),
            locale: Some(visit.locale()),
        },
    };
    match visit.region.first_start(new).await {
        Ok(_) => Ok(see_other("/sign-in?done=started")),
        Err(error) => start_sheet(&visit, &typed, Some(&for_form(error)?)),
    }
}

/// The form for a forgotten password.
pub(super) async fn ask_recovery(visit: Visit) -> Result<Response> {
    recovery_sheet(&visit, &Typed::default(), None)
}

fn recovery_sheet(visit: &Visit, typed: &Typed, error: Option<&Error>) -> Result<Response> {
    let texts = &visit.texts;
    let action = visit.path("/recovery");
    let form = Builder::new(texts, action, "region-recovery-go", typed, error)
        .field("email", "email", "username")
        .focus()
        .wide();
    let sheet = Sheet {
        title: texts.get("region-forgotten"),
        lead: vec![texts.get("region-recovery-lead")],
        form: Some(form.build()),
        links: vec![(visit.path("/sign-in"), texts.get("region-back-to-sign-in"))],
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

/// Sends a link, and says the same whether or not there was anyone to send it to.
pub(super) async fn recover(visit: Visit, typed: Typed) -> Result<Response> {
    let from = visit.origin().address;
    let asked = visit
        .region
        .recover(typed.get("email"), visit.locale(), from);
    if let Err(error) = asked.await {
        return recovery_sheet(&visit, &typed, Some(&for_form(error)?));
    }
    let texts = &visit.texts;
    let sheet = Sheet {
        title: texts.get("region-recovery-sent"),
        lead: vec![texts.get("region-recovery-sent-lead")],
        links: vec![(visit.path("/sign-in"), texts.get("region-back-to-sign-in"))],
        ..Sheet::default()
    };
    visit.sheet(&sheet, None)
}

/// The form for a new password, while the link is good.
pub(super) async fn show_new_password(visit: Visit, Path(link): Path<String>) -> Result<Response> {
    visit.region.check_recovery(&link).await?;
    password_sheet(&visit, &link, None)
}

fn password_sheet(visit: &Visit, link: &str, error: Option<&Error>) -> Result<Response> {
    let texts = &visit.texts;
    let typed = Typed::default();
    let action = visit.path(&format!("/recovery/{link}"));
    let form = Builder::new(texts, action, "region-save", &typed, error)
        .field("password", "password", "new-password")
        .focus()
        .wide();
    let sheet = Sheet {
        title: texts.get("region-new-password"),
        form: Some(form.build()),
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

/// Sets the new password.
pub(super) async fn set_new_password(
    visit: Visit,
    Path(link): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let set = visit.region.use_recovery(&link, typed.get("password"));
    match set.await {
        Ok(()) => Ok(see_other("/sign-in?done=password")),
        Err(error) => password_sheet(&visit, &link, Some(&for_form(error)?)),
    }
}

/// What one is invited to.
pub(super) async fn show_invitation(visit: Visit, Path(link): Path<String>) -> Result<Response> {
    invitation_sheet(&visit, &link, &Typed::default(), None).await
}

async fn invitation_sheet(
    visit: &Visit,
    link: &str,
    typed: &Typed,
    error: Option<&Error>,
) -> Result<Response> {
    let invited = visit.region.invited(link).await?;
    // Without a wish of the reader the salon's language is the better guess.
    let texts = &match visit.asked("lang") {
        Some(_) => visit.texts.clone(),
        None => visit.region.catalog.texts(invited.locale),
    };
    let action = format!("/invitations/{link}?lang={}", texts.locale());
    let mut form = Builder::new(texts, action, "region-invitation-go", typed, error).wide();
    if !invited.known {
        form = form
            .field("name", "text", "name")
            .field("password", "password", "new-password")
            .focus();
    }
    let lead = if invited.known {
        "region-invitation-known"
    } else {
        "region-invitation-new"
    };
    let sheet = Sheet {
        title: texts.with1("region-invitation", "salon", &invited.salon),
        lead: vec![texts.with1(lead, "email", &invited.email)],
        form: Some(form.build()),
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

/// Follows an invitation.
pub(super) async fn accept_invitation(
    visit: Visit,
    Path(link): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let (name, password) = (
        typed.get("name").to_owned(),
        typed.get("password").to_owned(),
    );
    let locale = Some(visit.locale());
    let accepted = visit
        .region
        .accept_invitation(&link, name, password, locale);
    match accepted.await {
        Ok(()) => Ok(see_other("/sign-in?done=joined")),
        Err(error) => {
            let error = for_form(error)?;
            invitation_sheet(&visit, &link, &typed, Some(&error)).await
        }
    }
}
