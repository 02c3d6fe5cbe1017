//! `/{salon}/settings/features`: what the salon can switch on, and has.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use kartoteka_plugin::{
    Call, Error, Page, Result, Texts,
    extract::{Path, Query},
};
use serde::Deserialize;

use super::{for_form, icon, permission_word, render, see_other, visit::Typed};
use crate::region::{Region, feature::Feature};

/// What a redirect says: which feature was switched just now.
#[derive(Default, Deserialize)]
pub(super) struct Switched {
    switched: Option<String>,
}

#[derive(Template)]
#[template(path = "region/features.html")]
struct FeaturesPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    tiles: Vec<Tile>,
}

/// A switch that was moved, with the way back.
struct Done {
    word: String,
    /// Where its own page is, for one that is on.
    page: Option<String>,
    undo: String,
}

/// One feature.
struct Tile {
    feature: Feature,
    /// Where it appears, in words.
    places: Vec<String>,
    reads: Vec<String>,
    /// What it is told of.
    hears: Vec<String>,
    /// That it writes mails, and what to whom.
    mail: Option<String>,
    hosts: String,
    /// What it sends there, and why.
    hosts_about: Option<String>,
    /// What it asks for anew.
    asks_for: Vec<String>,
    permissions: Vec<String>,
    /// What it does in the name of who acts, in words.
    api: Vec<String>,
    requires: String,
    works_with: String,
    /// That its switch was moved just now.
    done: Option<Done>,
    /// That it failed of late.
    trouble: Option<String>,
    /// Why the switch did not move, with what it would take along.
    refused: Option<(String, Option<String>)>,
}

impl Tile {
    /// Whether it appears in this place, for the picture.
    fn at(&self, place: &str) -> &'static str {
        match self.feature.places.iter().any(|known| known == place) {
            true => " feature-here",
            false => "",
        }
    }
}

async fn page(
    region: &Region,
    call: &Call,
    switched: Option<&str>,
    refused: Option<(&str, &Error)>,
) -> Result<Response> {
    let texts = &call.texts();
    let features = region.list_features(call).await?;
    let slug = &call.salon().slug;
    let tile = |feature: Feature| {
        let moved = switched == Some(feature.id.as_str());
        let done = moved.then(|| done_with(texts, slug, &feature));
        let refused = refused.filter(|(id, _)| *id == feature.id);
        let refused = refused.map(|(_, error)| texts.error(error));
        Tile {
            done,
            ..tile(region, call, feature, refused)
        }
    };
    let html = render(&FeaturesPage {
        t: texts,
        slug,
        tiles: features.into_iter().map(tile).collect(),
    })?;
    let status = refused.map(|(_, error)| error.status).unwrap_or_default();
    let page = Page::new(texts.get("region-features"), "settings", html);
    Ok(page.status(status).into_response())
}

fn tile(
    region: &Region,
    call: &Call,
    feature: Feature,
    refused: Option<(String, Option<String>)>,
) -> Tile {
    let texts = call.texts();
    let word = |kind: &str, name: &str| {
        let name = name.split('/').next().unwrap_or_default();
        texts.get(&format!("{kind}{}", name.replace('.', "-")))
    };
    let names = |ids: &[String]| -> String {
        let names: Vec<_> = ids.iter().map(|id| region.feature_name(call, id)).collect();
        names.join(", ")
    };
    Tile {
        places: (feature.places.iter())
            .map(|p| word("region-place-", p))
            .collect(),
        reads: feature.reads.iter().map(|r| word("view-", r)).collect(),
        hears: feature.listens.iter().map(|e| told(&texts, e)).collect(),
        mail: (feature.mail).then(|| texts.get(&format!("{}-mail-about", feature.id))),
        hosts: feature.hosts.join(", "),
        hosts_about: (!feature.hosts.is_empty())
            .then(|| texts.get(&format!("{}-hosts-about", feature.id))),
        asks_for: (feature.asks_for.iter())
            .map(|ask| asked(&texts, &feature.id, ask))
            .collect(),
        permissions: (feature.permissions.iter())
            .map(|p| permission_word(&texts, p))
            .collect(),
        done: None,
        api: (feature.api.iter())
            .map(|p| permission_word(&texts, p))
            .collect(),
        trouble: trouble(call, &feature),
        requires: names(&feature.requires),
        works_with: names(&feature.works_with),
        feature,
        refused,
    }
}

/// What an event tells, in a few words; its name where nobody has said them.
fn told(texts: &Texts, event: &str) -> String {
    let name = event.split('/').next().unwrap_or_default();
    let key = format!("told-{}", name.replace(['.', '_'], "-"));
    texts.find(&key, &[]).unwrap_or_else(|| event.to_owned())
}

/// What a feature asks for anew, in a sentence.
fn asked(texts: &Texts, feature: &str, ask: &str) -> String {
    let about = |what: &str| texts.get(&format!("{feature}-{what}-about"));
    match ask.split_once(':') {
        Some(("reads", view)) => {
            let name = view.split('/').next().unwrap_or_default();
            let word = texts.get(&format!("view-{}", name.replace('.', "-")));
            texts.with1("region-feature-asks-reads", "what", word)
        }
        Some(("listens", event)) => {
            texts.with1("region-feature-asks-listens", "what", told(texts, event))
        }
        Some(("api", permission)) => {
            let word = permission_word(texts, permission);
            texts.with1("region-feature-asks-api", "what", word)
        }
        Some(("hosts", host)) => {
            let args = [("host", host.into()), ("about", about("hosts").into())];
            texts.with("region-feature-asks-hosts", &args)
        }
        _ => texts.with1("region-feature-asks-mail", "about", about("mail")),
    }
}

/// That it is left alone for a while, or missed something.
fn trouble(call: &Call, feature: &Feature) -> Option<String> {
    let texts = call.texts();
    if feature.unavailable.is_some() {
        return Some(texts.get("region-feature-unavailable"));
    }
    if let Some(until) = feature.resting_until {
        let until = call.format().time(&until);
        return Some(texts.with1("region-feature-rests", "until", until));
    }
    let missed = feature.events_set_aside;
    (missed > 0).then(|| texts.with1("region-feature-missed", "count", missed))
}

fn done_with(texts: &Texts, slug: &str, feature: &Feature) -> Done {
    let (key, back) = match feature.on {
        true => ("region-feature-is-on", "off"),
        false => ("region-feature-is-off", "on"),
    };
    let page = feature.page.as_ref().filter(|_| feature.on);
    Done {
        word: texts.with1(key, "feature", feature.name.as_str()),
        page: page.map(|page| format!("/{slug}{page}")),
        undo: format!("/{slug}/settings/features/{}/{back}", feature.id),
    }
}

/// All features.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(Switched { switched }): Query<Switched>,
) -> Result<Response> {
    page(&region, &call, switched.as_deref(), None).await
}

/// Switches one on.
pub(super) async fn switch_on(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let cascade = typed.get("cascade") == "true";
    let outcome = region.switch_feature_on(&call, &id, cascade).await;
    answer(&region, &call, &id, outcome.map(drop)).await
}

/// Agrees to what one that is on asks for anew.
pub(super) async fn agree(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Response> {
    match region.switch_feature_on(&call, &id, false).await {
        Ok(_) => {
            let slug = &call.salon().slug;
            Ok(see_other(&format!("/{slug}/settings/features#{id}")))
        }
        Err(error) => page(&region, &call, None, Some((&id, &for_form(error)?))).await,
    }
}

/// Switches one off.
pub(super) async fn switch_off(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let cascade = typed.get("cascade") == "true";
    let outcome = region.switch_feature_off(&call, &id, cascade).await;
    answer(&region, &call, &id, outcome).await
}

async fn answer(region: &Region, call: &Call, id: &str, outcome: Result<()>) -> Result<Response> {
    match outcome {
        Ok(()) => {
            let slug = &call.salon().slug;
            Ok(see_other(&format!(
                "/{slug}/settings/features?switched={id}#{id}"
            )))
        }
        Err(error) => page(region, call, None, Some((id, &for_form(error)?))).await,
    }
}
