//! `/{salon}/settings/features/{feature}`: the form of a feature's settings.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension, Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::{Path, Query},
    pages::{self, Problems, Typed, Ui},
};
use serde::Deserialize;

use super::{
    FeatureSettings, Standing,
    form::{self, Field, Kind, Source},
};

/// Where the settings of a feature are, below the salon.
pub(crate) fn path_of(feature: &str) -> String {
    format!("/settings/features/{feature}")
}

/// The pages, paths below `/{salon}`. Handlers take the `Call` and
/// `Extension<Arc<FeatureSettings>>`.
pub(crate) fn routes() -> Router {
    Router::new().route("/settings/features/{feature}", get(show).post(change))
}

/// What a redirect says.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    saved: bool,
}

#[derive(Template)]
#[template(path = "settings/feature.html")]
struct SettingsPage<'a> {
    ui: &'a Ui,
    heading: &'a str,
    action: &'a str,
    version: i64,
    fields: Vec<Field>,
    problems: &'a Problems,
    is_on: bool,
    saved: bool,
    /// Whether somebody else was quicker.
    overtaken: bool,
}

/// How the page came to be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Opened,
    Saved,
    Wrong,
    Overtaken,
}

fn page(
    call: &Call,
    settings: &FeatureSettings,
    feature: &str,
    standing: &Standing,
    (source, problems): (&Source<'_>, &Problems),
    state: State,
) -> Result<Page> {
    let ui = Ui::new(call);
    let kept = settings.kept(feature)?;
    let name = kept.name(call.locale()).unwrap_or(feature);
    let is_set = |secret: &str| standing.secrets.get(secret) == Some(&true);
    let heading = ui.t1("settings-of", "feature", name);
    let title = match state {
        State::Wrong => ui.t1("settings-title-wrong", "title", &heading),
        _ => heading.clone(),
    };
    let template = SettingsPage {
        heading: &heading,
        action: &ui.url(&path_of(feature)),
        version: standing.version,
        fields: form::fields(&kept.schema, feature, &ui.texts, source, is_set, problems),
        problems,
        is_on: call.has(feature),
        saved: state == State::Saved,
        overtaken: state == State::Overtaken,
        ui: &ui,
    };
    pages::page(&title, "settings", &template)
}

/// The form with what is set.
async fn show(
    call: Call,
    Extension(settings): Extension<Arc<FeatureSettings>>,
    Path(feature): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let standing = settings.show(&call, &feature).await?;
    let state = if asked.saved {
        State::Saved
    } else {
        State::Opened
    };
    let nothing = Problems::default();
    let shown = (&Source::Kept(&standing.settings), &nothing);
    let page = page(&call, &settings, &feature, &standing, shown, state)?;
    Ok(page.into_response())
}

/// Saves what was typed. Where something is wrong, or somebody was quicker, it comes back as it
/// was typed, but for secrets.
async fn change(
    call: Call,
    Extension(settings): Extension<Arc<FeatureSettings>>,
    Path(feature): Path<String>,
    typed: Typed,
) -> Result<Response> {
    call.require(super::MANAGE)?;
    let schema = &settings.kept(&feature)?.schema;
    let version = typed.number("version")?;
    let input = form::input(schema, &typed);
    let done = settings
        .change(&call, &feature, Some(version), &input)
        .await;
    let Err(error) = done else {
        let to = format!("{}?saved=true", path_of(&feature));
        return Ok(pages::see_other(&call, &to));
    };
    let mut standing = settings.show(&call, &feature).await?;
    let source = Source::Typed(&typed);
    let (problems, status, state) = if error.status == StatusCode::PRECONDITION_FAILED {
        (Problems::default(), error.status, State::Overtaken)
    } else {
        // What it is based on stays what it was: it was not shown what came since.
        standing.version = version;
        let texts = call.texts();
        let place = |pointer: &str| form::place(&feature, &texts, pointer);
        let (problems, status) = Problems::of(error, &texts, place)?;
        (problems, status, State::Wrong)
    };
    let shown = (&source, &problems);
    let page = page(&call, &settings, &feature, &standing, shown, state)?;
    Ok(pages::with_status(page, status))
}
