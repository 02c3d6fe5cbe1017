//! `/account/second-factor`

use askama::Template;
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderValue, header};
use kartoteka_plugin::{Error, Result, Texts};

use super::{
    account::{self, Faults},
    for_form,
    form::{Builder, FormView},
    icon, render, see_other,
    visit::{Own, Typed, Visit},
};

/// The secret, to be scanned or typed.
#[derive(Template)]
#[template(path = "region/enrol.html")]
struct EnrolPage<'a> {
    t: &'a Texts,
    picture: String,
    secret: String,
    form: FormView,
}

/// The codes on paper, shown once.
#[derive(Template)]
#[template(path = "region/papers.html")]
struct PapersPage<'a> {
    t: &'a Texts,
    papers: Vec<String>,
}

/// What to scan.
pub(super) async fn show(visit: Visit) -> Result<Response> {
    match visit.signed_in() {
        Ok(own) => page(&visit, own, None).await,
        Err(_) => Ok(see_other("/sign-in?next=/account/second-factor")),
    }
}

async fn page(visit: &Visit, own: Own, error: Option<&Error>) -> Result<Response> {
    let texts = &visit.texts;
    let enrolment = match visit.region.enrol(own.user).await {
        Err(error) if error.code == "second_factor_on" => return Ok(see_other("/account")),
        other => other?,
    };
    let typed = Typed::default();
    let action = "/account/second-factor";
    let form = Builder::new(texts, action, "region-second-factor-on", &typed, error)
        .code("code")
        .field("proof", "password", "current-password");
    let picture = STANDARD.encode(&enrolment.picture);
    let html = render(&EnrolPage {
        t: texts,
        picture: format!("data:image/svg+xml;base64,{picture}"),
        secret: enrolment.secret,
        form: form.build(),
    })?;
    let response = visit.page(&texts.get("region-second-factor"), false, &html)?;
    Ok(unkept(response, error))
}

/// Pages with a secret are not to be kept by the browser.
fn unkept(mut response: Response, error: Option<&Error>) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    if let Some(error) = error {
        *response.status_mut() = error.status;
    }
    response
}

/// Switches it on, and shows the codes on paper.
pub(super) async fn confirm(visit: Visit, typed: Typed) -> Result<Response> {
    let own = visit.signed_in()?;
    let (code, proof) = (typed.get("code"), typed.get("proof"));
    match visit.region.confirm_enrolment(own.user, code, proof).await {
        Ok(papers) => {
            let t = &visit.texts;
            let html = render(&PapersPage { t, papers })?;
            let response = visit.page(&t.get("region-papers"), false, &html)?;
            Ok(unkept(response, None))
        }
        Err(error) if error.code == "second_factor_on" => Ok(see_other("/account")),
        Err(error) => page(&visit, own, Some(&for_form(error)?)).await,
    }
}

/// Switches it off.
pub(super) async fn remove(visit: Visit, typed: Typed) -> Result<Response> {
    let own = visit.signed_in()?;
    let removed = visit
        .region
        .remove_second_factor(own.user, typed.get("proof"));
    match removed.await {
        Ok(()) => Ok(see_other("/account?done=second-factor-off")),
        Err(error) => {
            let mut error = for_form(error)?;
            // The page has another field for a password; this one is the proof.
            for field in &mut error.fields {
                field.pointer = "/proof".to_owned();
            }
            let removal = Some(&error);
            account::page(
                &visit,
                own,
                Faults {
                    removal,
                    ..Faults::default()
                },
            )
            .await
        }
    }
}
