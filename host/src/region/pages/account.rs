//! `/account`: what people change of themselves.

use askama::Template;
use axum::response::Response;
use chrono::SecondsFormat;
use kartoteka_plugin::{Error, Locale, Result, Texts, extract::Path};
use uuid::Uuid;

use super::{
    done_word, for_form,
    form::{Builder, FormView},
    icon, render, see_other,
    visit::{Own, Typed, Visit},
};

#[derive(Template)]
#[template(path = "region/account.html")]
struct AccountPage<'a> {
    t: &'a Texts,
    email: &'a str,
    done: Option<String>,
    /// Heading and form of each section.
    forms: Vec<(String, FormView)>,
    second_factor: bool,
    /// How many codes on paper are left, in words.
    papers: String,
    /// The form that switches the second factor off.
    remove: FormView,
    sessions: Vec<SessionLine>,
}

/// A session, as a line of the page.
struct SessionLine {
    id: Uuid,
    agent: String,
    /// For people.
    seen: String,
    /// For programs.
    seen_iso: String,
    own: bool,
}

/// Where an error belongs.
#[derive(Default)]
pub(super) struct Faults<'a> {
    pub(super) account: Option<(&'a Typed, &'a Error)>,
    pub(super) password: Option<&'a Error>,
    pub(super) removal: Option<&'a Error>,
}

/// The page.
pub(super) async fn show(visit: Visit) -> Result<Response> {
    match visit.signed_in() {
        Ok(own) => page(&visit, own, Faults::default()).await,
        Err(_) => Ok(see_other("/sign-in?next=/account")),
    }
}

pub(super) async fn page(visit: &Visit, own: Own, faults: Faults<'_>) -> Result<Response> {
    let account = visit.region.account(own.user).await?;
    let texts = &visit.texts;
    let locale = account.locale.unwrap_or(texts.locale());
    let kept = Typed::of([("name", &account.name), ("locale", locale.code())]);
    let typed = faults.account.map_or(&kept, |(typed, _)| typed);
    let about = about_form(texts, typed, faults.account.map(|(_, error)| error));
    let html = render(&AccountPage {
        t: texts,
        email: &account.email,
        done: done_word(texts, visit.asked("done")),
        forms: vec![
            (texts.get("region-about-you"), about),
            (
                texts.get("region-password"),
                password_form(texts, faults.password),
            ),
        ],
        second_factor: account.second_factor,
        papers: texts.with1("region-papers-left", "count", account.recovery_codes),
        remove: removal_form(texts, faults.removal),
        sessions: session_lines(visit, own).await?,
    })?;
    let mut response = visit.page(&texts.get("region-account"), true, &html)?;
    let errors = [
        faults.account.map(|(_, e)| e),
        faults.password,
        faults.removal,
    ];
    if let Some(error) = errors.into_iter().flatten().next() {
        *response.status_mut() = error.status;
    }
    Ok(response)
}

fn about_form(texts: &Texts, typed: &Typed, error: Option<&Error>) -> FormView {
    let languages = Locale::ALL.map(|l| (l.code().to_owned(), l.name().to_owned()));
    Builder::new(texts, "/account", "region-save", typed, error)
        .field("name", "text", "name")
        .choice("locale", languages.into())
        .build()
}

fn password_form(texts: &Texts, error: Option<&Error>) -> FormView {
    let typed = Typed::default();
    Builder::new(
        texts,
        "/account/password",
        "region-change-password",
        &typed,
        error,
    )
    .field("current", "password", "current-password")
    .field("password", "password", "new-password")
    .called("region-new-password")
    .build()
}

fn removal_form(texts: &Texts, error: Option<&Error>) -> FormView {
    let typed = Typed::default();
    let action = "/account/second-factor/removal";
    Builder::new(texts, action, "region-second-factor-off", &typed, error)
        .field("proof", "password", "current-password")
        .danger()
        .build()
}

async fn session_lines(visit: &Visit, own: Own) -> Result<Vec<SessionLine>> {
    // Times stand in the clock of the user's first salon: an account has none itself.
    let salons = visit.region.salons_of(own.user).await?;
    let zone = salons
        .first()
        .map_or(chrono_tz::UTC, |salon| salon.time_zone);
    let sessions = visit.region.sessions(own.user).await?;
    let line = |session: crate::region::session::Session| SessionLine {
        own: session.id == own.session,
        id: session.id,
        agent: session.agent,
        seen: session
            .seen_at
            .with_timezone(&zone)
            .format("%d.%m.%Y, %H:%M")
            .to_string(),
        seen_iso: session.seen_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    };
    Ok(sessions.into_iter().map(line).collect())
}

/// Changes name and language.
pub(super) async fn change(visit: Visit, typed: Typed) -> Result<Response> {
    let own = visit.signed_in()?;
    let locale = typed.get("locale").parse().ok();
    let changed = visit
        .region
        .change_account(own.user, typed.get("name"), locale);
    match changed.await {
        Ok(()) => Ok(see_other("/account?done=saved")),
        Err(error) => {
            let error = for_form(error)?;
            let account = Some((&typed, &error));
            page(
                &visit,
                own,
                Faults {
                    account,
                    ..Faults::default()
                },
            )
            .await
        }
    }
}

/// Changes the password.
pub(super) async fn change_password(visit: Visit, typed: Typed) -> Result<Response> {
    let own = visit.signed_in()?;
    let (current, new) = (typed.get("current"), typed.get("password"));
    let changed = visit
        .region
        .change_password(own.user, own.session, current, new);
    match changed.await {
        Ok(()) => Ok(see_other("/account?done=password")),
        Err(error) => {
            let password = Some(&for_form(error)?);
            page(
                &visit,
                own,
                Faults {
                    password,
                    ..Faults::default()
                },
            )
            .await
        }
    }
}

/// Ends one session.
pub(super) async fn end(visit: Visit, Path(session): Path<Uuid>) -> Result<Response> {
    let own = visit.signed_in()?;
    visit.region.end_session(own.user, session).await?;
    Ok(see_other("/account?done=session-ended"))
}

/// Ends all sessions but this.
pub(super) async fn end_others(visit: Visit) -> Result<Response> {
    let own = visit.signed_in()?;
    visit
        .region
        .end_other_sessions(own.user, own.session)
        .await?;
    Ok(see_other("/account?done=sessions-ended"))
}
