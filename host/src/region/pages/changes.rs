//! `/{salon}/settings/changes`: who changed what about users, roles and tokens.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use kartoteka_plugin::{Call, Page, Result, Texts, extract::Query};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{feature_data::receipt_path, render, users::role_key};
use crate::region::{
    Region,
    journal::{AccessChange, SIGN_IN_FAILED},
};

/// Changes of one page.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "region/changes.html")]
struct ChangesPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    changes: Vec<ChangeLine>,
    /// For the next page.
    after: Option<Uuid>,
}

/// A change, in words.
pub(super) struct ChangeLine {
    pub(super) at: String,
    pub(super) who: String,
    pub(super) what: String,
    /// Where the proof of it is.
    pub(super) receipt: Option<String>,
}

/// From where.
#[derive(Deserialize)]
pub(super) struct After {
    after: Option<Uuid>,
}

/// A page of changes, newest first.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(After { after }): Query<After>,
) -> Result<Response> {
    let texts = &call.texts();
    let (changes, after) = lines(&region, &call, after, ENTRIES).await?;
    let html = render(&ChangesPage {
        t: texts,
        slug: &call.salon().slug,
        changes,
        after,
    })?;
    Ok(Page::new(texts.get("region-changes"), "settings", html).into_response())
}

/// `count` changes from before `after` on, and where the next page begins.
pub(super) async fn lines(
    region: &Region,
    call: &Call,
    after: Option<Uuid>,
    count: usize,
) -> Result<(Vec<ChangeLine>, Option<Uuid>)> {
    let one_more = i64::try_from(count + 1).unwrap_or(i64::MAX);
    let mut changes = region.list_access_changes(call, after, one_more).await?;
    let more = changes.len() > count;
    changes.truncate(count);
    let next = changes.last().filter(|_| more).map(|change| change.id);
    let texts = call.texts();
    let line = |change: &AccessChange| ChangeLine {
        at: call.format().time(&change.at),
        who: who(&texts, change),
        what: what(&texts, change, |id| region.feature_name(call, id)),
        receipt: receipt(&call.salon().slug, change),
    };
    Ok((changes.iter().map(line).collect(), next))
}

fn who(texts: &Texts, change: &AccessChange) -> String {
    let named = change.actor_name.clone();
    named.unwrap_or_else(|| match change.actor.as_str() {
        "system" if change.what != SIGN_IN_FAILED => texts.get("region-token-operator"),
        _ => texts.get("region-somebody"),
    })
}

/// Of a removal, where its receipt is read.
fn receipt(slug: &str, change: &AccessChange) -> Option<String> {
    let (_, feature) = change.subject.split_once("feature:")?;
    let removal = change.after.as_ref()?.get("removal")?.as_str()?;
    Some(receipt_path(slug, feature, removal.parse().ok()?))
}

/// The sentence of what happened: the text of its name, with whom it is about and the
/// role that is told of.
fn what(texts: &Texts, change: &AccessChange, feature: impl Fn(&str) -> String) -> String {
    let name = change.what.split('/').next().unwrap_or_default();
    let name = name.trim_start_matches("region.");
    let key = format!("region-change-{}", name.replace(['.', '_'], "-"));
    let role = |values: &Option<Value>| {
        let code = values.as_ref()?.get("role")?.as_str()?.parse().ok()?;
        Some(texts.get(role_key(code)))
    };
    let about = match change.subject.split_once(':') {
        Some(("feature", id)) => Some(feature(id)),
        Some(("role", code)) => code.parse().ok().map(|role| texts.get(role_key(role))),
        _ => change.subject_name.clone(),
    };
    let about = about.unwrap_or_else(|| texts.get("region-somebody"));
    let role = role(&change.after).or_else(|| role(&change.before));
    let args = [
        ("about", about.into()),
        ("role", role.unwrap_or_default().into()),
    ];
    let found = texts.find(&key, &args);
    found.unwrap_or_else(|| change.what.clone())
}
