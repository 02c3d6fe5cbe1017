//! `/`, `/salons`, `/sign-in`, `/sign-out`

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header;
use kartoteka_plugin::{Error, Result, Salon, Texts};

use super::{
    Sheet, done_word, for_form,
    form::{Builder, FormView},
    icon, render, see_other,
    visit::{Typed, Visit, local},
};
use crate::region::sign_in::SignedIn;

/// Of several salons, which?
#[derive(Template)]
#[template(path = "region/salons.html")]
struct Salons<'a> {
    t: &'a Texts,
    salons: Vec<Salon>,
}

/// Leads to where one belongs.
pub(super) async fn home(visit: Visit) -> Result<Response> {
    if !visit.region.started().await? {
        return Ok(see_other(&visit.path("/start")));
    }
    let Ok(own) = visit.signed_in() else {
        return Ok(see_other(&visit.path("/sign-in")));
    };
    let salons = visit.region.salons_of(own.user).await?;
    match salons.as_slice() {
        [only] => Ok(see_other(&format!("/{}", only.slug))),
        _ => Ok(see_other("/salons")),
    }
}

/// The salons of who is signed in.
pub(super) async fn choose_salon(visit: Visit) -> Result<Response> {
    let Ok(own) = visit.signed_in() else {
        return Ok(see_other("/sign-in"));
    };
    let salons = visit.region.salons_of(own.user).await?;
    let t = &visit.texts;
    let body = render(&Salons { t, salons })?;
    visit.page(&t.get("region-salons"), false, &body)
}

fn form(visit: &Visit, next: &str, typed: &Typed, error: Option<&Error>) -> FormView {
    let action = visit.path("/sign-in");
    Builder::new(&visit.texts, action, "region-sign-in", typed, error)
        .hidden("next", next)
        .field("email", "email", "username")
        .field("password", "password", "current-password")
        .focus()
        .wide()
        .build()
}

fn sheet(visit: &Visit, next: &str, typed: &Typed, error: Option<&Error>) -> Result<Response> {
    let forgotten = visit.texts.get("region-forgotten");
    let sheet = Sheet {
        title: visit.texts.get("region-sign-in"),
        done: done_word(&visit.texts, visit.asked("done")),
        form: Some(form(visit, next, typed, error)),
        links: vec![(visit.path("/recovery"), forgotten)],
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

/// The form; who is signed in already goes on.
pub(super) async fn show(visit: Visit) -> Result<Response> {
    if visit.signed_in().is_ok() {
        return Ok(see_other(&visit.next()));
    }
    if !visit.region.started().await? {
        return Ok(see_other(&visit.path("/start")));
    }
    sheet(&visit, &visit.next(), &Typed::default(), None)
}

/// The first step.
pub(super) async fn submit(visit: Visit, typed: Typed) -> Result<Response> {
    let next = local(typed.get("next"));
    let (email, password) = (typed.get("email"), typed.get("password"));
    let outcome = visit.region.sign_in(email, password, visit.origin()).await;
    match outcome {
        Ok(SignedIn::Session(cookie)) => enter(&visit, &cookie, &next).await,
        Ok(SignedIn::SecondFactor(challenge)) => second(&visit, &challenge, &next, None),
        Err(error) => sheet(&visit, &next, &typed, Some(&for_form(error)?)),
    }
}

/// The second step.
pub(super) async fn submit_code(visit: Visit, typed: Typed) -> Result<Response> {
    let next = local(typed.get("next"));
    let (challenge, code) = (typed.get("challenge"), typed.get("code"));
    let outcome = visit.region.sign_in_second(challenge, code, visit.origin());
    match outcome.await {
        Ok(cookie) => enter(&visit, &cookie, &next).await,
        Err(error) if error.code == "sign_in_expired" => {
            sheet(&visit, &next, &Typed::default(), Some(&error))
        }
        Err(error) => second(&visit, challenge, &next, Some(&for_form(error)?)),
    }
}

fn second(visit: &Visit, challenge: &str, next: &str, error: Option<&Error>) -> Result<Response> {
    let texts = &visit.texts;
    let typed = Typed::default();
    let action = visit.path("/sign-in/code");
    let form = Builder::new(texts, action, "region-sign-in", &typed, error)
        .hidden("next", next)
        .hidden("challenge", challenge)
        .code("code")
        .focus()
        .wide();
    let sheet = Sheet {
        title: texts.get("region-code-title"),
        lead: vec![texts.get("region-code-lead")],
        form: Some(form.build()),
        links: vec![(visit.path("/sign-in"), texts.get("region-start-again"))],
        ..Sheet::default()
    };
    visit.sheet(&sheet, error)
}

async fn enter(visit: &Visit, cookie: &str, next: &str) -> Result<Response> {
    end_here(visit).await;
    let cookie = visit.cookie(cookie)?;
    Ok(([(header::SET_COOKIE, cookie)], see_other(next)).into_response())
}

/// Ends the session of this browser: on a shared device, that of whoever was here before.
async fn end_here(visit: &Visit) {
    if let Ok(own) = visit.signed_in() {
        // Ended on another device a moment ago is as good.
        let _ = visit.region.end_session(own.user, own.session).await;
    }
}

/// Ends the session. Who is signed out already is.
pub(super) async fn sign_out(visit: Visit) -> Result<Response> {
    end_here(&visit).await;
    let cookie = visit.cookie("")?;
    let leave = see_other("/sign-in?done=signed-out");
    Ok(([(header::SET_COOKIE, cookie)], leave).into_response())
}
