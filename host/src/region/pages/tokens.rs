//! `/{salon}/settings/tokens`

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use http::{HeaderValue, StatusCode, header};
use kartoteka_plugin::{
    Call, Error, Page, Result, Texts,
    extract::{Path, Query},
};
use uuid::Uuid;

use super::{
    done_word, for_form, icon, permission_word, render, roles::Tick, see_other, users::Done,
    visit::Typed,
};
use crate::region::{Region, token::Token};

/// More tokens than any salon has; a longer list is cut.
const MOST: i64 = 500;

/// For how many days a token may be good, if not for good.
const DAYS: [i64; 3] = [30, 90, 365];

#[derive(Template)]
#[template(path = "region/tokens.html")]
struct TokensPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    done: Option<String>,
    /// The text of a token made by this request.
    made: Option<String>,
    tokens: Vec<TokenLine>,
    problem: Option<(String, Option<String>)>,
    name: &'a str,
    name_fault: Option<String>,
    permissions: Vec<Tick>,
    /// For how many days it may be good, in words.
    validities: Vec<(i64, String)>,
    days: &'a str,
}

struct TokenLine {
    id: Uuid,
    name: String,
    may: String,
    by: String,
    used: String,
    until: String,
}

fn line(call: &Call, texts: &Texts, token: Token) -> TokenLine {
    let words = |names: Vec<String>| {
        let words = names.iter().map(|name| permission_word(texts, name));
        words.collect::<Vec<_>>().join(", ")
    };
    let used = token.last_used_at.map(|at| call.format().time(&at));
    TokenLine {
        id: token.id,
        name: token.name,
        may: token
            .permissions
            .map_or_else(|| texts.get("region-token-all"), words),
        by: token
            .made_by
            .unwrap_or_else(|| texts.get("region-token-operator")),
        used: used.unwrap_or_else(|| texts.get("region-token-never")),
        until: token.expires_at.map_or_else(
            || texts.get("region-token-for-good"),
            |at| call.format().day(&at),
        ),
    }
}

/// What this request did: nothing, or made a token, or failed to.
#[derive(Default)]
struct Outcome<'a> {
    done: Option<&'a str>,
    made: Option<String>,
    failed: Option<(&'a Typed, &'a Error)>,
}

async fn page(region: &Region, call: &Call, outcome: Outcome<'_>) -> Result<Page> {
    let texts = &call.texts();
    let tokens = region.list_tokens(call, None, MOST).await?;
    let error = outcome.failed.map(|(_, error)| error);
    let ticked = outcome.failed.map(|(typed, _)| typed.all("permission"));
    let ticked = ticked.unwrap_or_default();
    let own = region
        .book
        .names()
        .filter(|name| call.permissions().allow(name));
    let tick = |name: &str| Tick {
        name: name.to_owned(),
        word: permission_word(texts, name),
        on: ticked.iter().any(|ticked| ticked == name),
    };
    let fault = error.into_iter().flat_map(|error| &error.fields).next();
    let html = render(&TokensPage {
        t: texts,
        slug: &call.salon().slug,
        done: done_word(texts, outcome.done),
        made: outcome.made,
        tokens: tokens
            .into_iter()
            .map(|token| line(call, texts, token))
            .collect(),
        problem: error.map(|error| texts.error(error)),
        name: outcome.failed.map_or("", |(typed, _)| typed.get("name")),
        name_fault: fault.map(|fault| texts.field(fault).into_owned()),
        permissions: own.map(tick).collect(),
        validities: DAYS
            .map(|days| (days, texts.with1("region-token-days", "days", days)))
            .into(),
        days: outcome.failed.map_or("", |(typed, _)| typed.get("days")),
    })?;
    Ok(Page::new(texts.get("region-tokens"), "settings", html))
}

/// The tokens of the salon.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(Done { done, .. }): Query<Done>,
) -> Result<Response> {
    let done = done.as_deref();
    let outcome = Outcome {
        done,
        ..Outcome::default()
    };
    Ok(page(&region, &call, outcome).await?.into_response())
}

/// Makes a token. Its text is on the answer itself and nowhere else, so here no
/// redirect follows.
pub(super) async fn create(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    typed: Typed,
) -> Result<Response> {
    let permissions = typed.all("permission");
    let name = typed.get("name").to_owned();
    // A choice of the page; what is none of them is taken for the first: for good.
    let days = typed
        .get("days")
        .parse()
        .ok()
        .filter(|days| DAYS.contains(days));
    let expires_at = days.map(|days| call.now() + TimeDelta::days(days));
    let made = region.make_token(&call, name, Some(permissions), expires_at);
    match made.await {
        Ok((_, text)) => {
            let made = Some(text);
            let outcome = Outcome {
                made,
                ..Outcome::default()
            };
            let page = page(&region, &call, outcome).await?;
            let mut response = page.status(StatusCode::CREATED).into_response();
            let no_store = HeaderValue::from_static("no-store");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, no_store);
            Ok(response)
        }
        Err(error) => {
            let error = for_form(error)?;
            let failed = Some((&typed, &error));
            let outcome = Outcome {
                failed,
                ..Outcome::default()
            };
            let page = page(&region, &call, outcome).await?;
            Ok(page.status(error.status).into_response())
        }
    }
}

/// Ends a token.
pub(super) async fn revoke(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(token): Path<Uuid>,
) -> Result<Response> {
    region.revoke_token(&call, token).await?;
    let slug = &call.salon().slug;
    Ok(see_other(&format!("/{slug}/settings/tokens?done=revoked")))
}
