//! `/{salon}/settings/roles`

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

use super::{
    done_word, for_form, icon, permission_word, render, see_other,
    users::{Done, role_key},
    visit::Typed,
};
use crate::region::{Region, Role};

#[derive(Template)]
#[template(path = "region/roles.html")]
struct RolesPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    done: Option<String>,
    problem: Option<(String, Option<String>)>,
    roles: Vec<RoleLine>,
}

struct RoleLine {
    code: &'static str,
    word: String,
    permissions: Vec<Tick>,
}

/// A permission to be ticked.
pub(super) struct Tick {
    pub(super) name: String,
    pub(super) word: String,
    pub(super) on: bool,
}

async fn page(
    region: &Region,
    call: &Call,
    done: Option<&str>,
    error: Option<&Error>,
) -> Result<Response> {
    let texts = &call.texts();
    let sets = region.list_roles(call).await?;
    let lines = sets.into_iter().filter(|set| set.changeable).map(|set| {
        let tick = |name: &str| Tick {
            name: name.to_owned(),
            word: permission_word(texts, name),
            on: set.permissions.iter().any(|has| has == name),
        };
        RoleLine {
            code: set.role.code(),
            word: texts.get(role_key(set.role)),
            permissions: region
                .book
                .names_with(&call.salon().features)
                .map(tick)
                .collect(),
        }
    });
    let html = render(&RolesPage {
        t: texts,
        slug: &call.salon().slug,
        done: done_word(texts, done),
        problem: error.map(|error| texts.error(error)),
        roles: lines.collect(),
    })?;
    let status = error.map(|error| error.status).unwrap_or_default();
    let page = Page::new(texts.get("region-roles"), "settings", html);
    Ok(page.status(status).into_response())
}

/// What each role may do.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(Done { done, .. }): Query<Done>,
) -> Result<Response> {
    page(&region, &call, done.as_deref(), None).await
}

/// Says what a role may do from now on.
pub(super) async fn change(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(role): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let role: Role = role.parse().map_err(|()| Error::not_found())?;
    let permissions = typed.all("permission");
    match region.change_role(&call, role, &permissions).await {
        Ok(()) => {
            let slug = &call.salon().slug;
            Ok(see_other(&format!("/{slug}/settings/roles?done=saved")))
        }
        Err(error) => page(&region, &call, None, Some(&for_form(error)?)).await,
    }
}
