//! The HTML doors: those of no salon (sign-in, first start, the own account) bring
//! their whole page, those of a salon its inside.

mod account;
mod arrive;
mod changes;
mod feature_data;
mod features;
mod form;
mod roles;
mod second_factor;
mod sign_in;
mod tokens;
mod users;
mod visit;

use askama::Template;
use axum::{
    Router,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::StatusCode;
use kartoteka_plugin::{Error, Locale, Result, Texts, manifest::Area};

use form::FormView;
use visit::Visit;

/// The doors of no salon, paths from the root.
pub(super) fn plain() -> Router {
    Router::new()
        .route("/", get(sign_in::home))
        .route("/salons", get(sign_in::choose_salon))
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-in/code", post(sign_in::submit_code))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/start", get(arrive::show_start).post(arrive::start))
        .route("/recovery", get(arrive::ask_recovery).post(arrive::recover))
        .route(
            "/recovery/{link}",
            get(arrive::show_new_password).post(arrive::set_new_password),
        )
        .route(
            "/invitations/{link}",
            get(arrive::show_invitation).post(arrive::accept_invitation),
        )
        .route("/account", get(account::show).post(account::change))
        .route("/account/password", post(account::change_password))
        .route("/account/sessions/others", post(account::end_others))
        .route("/account/sessions/{session}/end", post(account::end))
        .route(
            "/account/second-factor",
            get(second_factor::show).post(second_factor::confirm),
        )
        .route(
            "/account/second-factor/removal",
            post(second_factor::remove),
        )
}

/// The doors of a salon, paths below `/{salon}`.
pub(super) fn in_salon() -> Router {
    Router::new()
        .route("/settings/users", get(users::show).post(users::invite))
        .route("/settings/users/{user}/role", post(users::change_role))
        .route("/settings/users/{user}/disabling", post(users::disable))
        .route("/settings/users/{user}/enabling", post(users::enable))
        .route("/settings/users/{user}/removal", post(users::remove))
        .route("/settings/users/{user}/restoration", post(users::restore))
        .route("/settings/features/{feature}/data", get(feature_data::show))
        .route(
            "/settings/features/{feature}/data/removal",
            post(feature_data::remove),
        )
        .route(
            "/settings/features/{feature}/removals/{removal}",
            get(feature_data::receipt),
        )
        .route("/settings/changes", get(changes::show))
        .route("/settings/features", get(features::show))
        .route("/settings/features/{feature}/on", post(features::switch_on))
        .route("/settings/features/{feature}/agree", post(features::agree))
        .route(
            "/settings/features/{feature}/off",
            post(features::switch_off),
        )
        .route(
            "/settings/users/invitations/{invitation}/withdrawal",
            post(users::withdraw),
        )
        .route("/settings/roles", get(roles::show))
        .route("/settings/roles/{role}", post(roles::change))
        .route("/settings/tokens", get(tokens::show).post(tokens::create))
        .route("/settings/tokens/{token}/revocation", post(tokens::revoke))
}

/// A page outside any salon.
#[derive(Template)]
#[template(path = "bare.html")]
struct Bare<'a> {
    t: &'a Texts,
    title: &'a str,
    wide: bool,
    languages: Vec<(String, Locale)>,
    body: &'a str,
}

/// A heading, a few words, perhaps a form, and where to go else.
#[derive(Template, Default)]
#[template(path = "region/sheet.html")]
struct Sheet {
    title: String,
    lead: Vec<String>,
    done: Option<String>,
    form: Option<FormView>,
    links: Vec<(String, String)>,
}

/// An icon beside a word.
fn icon(name: &str) -> String {
    let url = crate::assets::url("icons.svg");
    format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{url}#icon-{name}\"></use></svg>")
}

fn render(template: &impl Template) -> Result<String> {
    template
        .render()
        .map_err(|error| Error::internal(format!("a page cannot be drawn: {error}")))
}

/// The areas of a salon's settings, in their order.
pub(super) fn areas() -> Vec<Area> {
    let all = [
        ("features", "features.manage"),
        ("users", "users.manage"),
        ("roles", "users.manage"),
        ("tokens", "tokens.manage"),
        ("changes", "users.manage"),
    ];
    let area = |(id, permission): (&str, &str)| Area {
        id: id.to_owned(),
        path: format!("/settings/{id}"),
        permission: permission.to_owned(),
    };
    all.map(area).into()
}

/// The sentence of a permission, or its name where a feature has none.
/// What a permission is called in the reader's language.
pub(crate) fn permission_word(texts: &Texts, name: &str) -> String {
    let key = format!("permission-{}", name.replace('.', "-"));
    texts.find(&key, &[]).unwrap_or_else(|| name.to_owned())
}

/// The word of what was done, which an address carries over a redirect:
/// `?done=invited` is the text `region-done-invited`.
fn done_word(texts: &Texts, done: Option<&str>) -> Option<String> {
    let done = done.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))?;
    texts.find(&format!("region-done-{done}"), &[])
}

fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

impl Visit {
    /// A whole page around `body`.
    fn page(&self, title: &str, wide: bool, body: &str) -> Result<Response> {
        let html = render(&Bare {
            t: &self.texts,
            title,
            wide,
            languages: self.languages(),
            body,
        })?;
        Ok(Html(html).into_response())
    }

    /// A whole page of a sheet; with a problem in its form, of that status.
    fn sheet(&self, sheet: &Sheet, problem: Option<&Error>) -> Result<Response> {
        let body = render(sheet)?;
        let mut response = self.page(&sheet.title, false, &body)?;
        if let Some(error) = problem {
            *response.status_mut() = error.status;
        }
        Ok(response)
    }
}

/// Lets through what a form cannot show: faults of ours, and what is not there.
fn for_form(error: Error) -> Result<Error> {
    let shown = error.status.is_client_error() && error.status != StatusCode::NOT_FOUND;
    if shown || error.status == StatusCode::SERVICE_UNAVAILABLE {
        Ok(error)
    } else {
        Err(error)
    }
}
