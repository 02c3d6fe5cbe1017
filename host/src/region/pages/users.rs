//! `/{salon}/settings/users`

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
use uuid::Uuid;

use super::{
    changes::{self, ChangeLine},
    done_word, for_form,
    form::{Builder, FormView},
    icon, render, see_other,
    visit::Typed,
};
use crate::region::{Region, Role, member::Member};

/// Changes at the foot of the page; the others are on a page of their own.
const LATEST: usize = 5;
/// More people than any salon has; a longer list is cut.
const MOST: i64 = 500;

/// What a redirect says: what was done, and to whom it can be undone.
#[derive(Default, Deserialize)]
pub(super) struct Done {
    pub(super) done: Option<String>,
    #[serde(default)]
    undo: Option<Uuid>,
}

impl Done {
    /// Where the form leads that takes it back.
    fn undoing(&self, call: &Call) -> Option<String> {
        let way = match self.done.as_deref()? {
            "removed" => "restoration",
            "disabled" => "enabling",
            _ => return None,
        };
        let (slug, user) = (&call.salon().slug, self.undo?);
        Some(format!("/{slug}/settings/users/{user}/{way}"))
    }
}

#[derive(Template)]
#[template(path = "region/users.html")]
struct UsersPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    done: Option<String>,
    /// Where the form leads that takes back what was done.
    undo: Option<String>,
    /// A change that was refused.
    problem: Option<(String, Option<String>)>,
    users: Vec<Member>,
    roles: Vec<(String, String)>,
    invitations: Vec<InvitationLine>,
    form: FormView,
    changes: Vec<ChangeLine>,
}

struct InvitationLine {
    id: Uuid,
    email: String,
    role_key: &'static str,
    until: String,
}

pub(super) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "region-role-owner",
        Role::Manager => "region-role-manager",
        Role::Staff => "region-role-staff",
    }
}

/// The roles that are offered, the least first.
fn roles(texts: &Texts) -> Vec<(String, String)> {
    let role = |role: Role| (role.code().to_owned(), texts.get(role_key(role)));
    Role::ALL.into_iter().rev().map(role).collect()
}

/// What went wrong: in the form of an invitation, or elsewhere on the page.
#[derive(Default)]
struct Fault<'a> {
    invitation: Option<&'a Error>,
    other: Option<&'a Error>,
}

async fn page(
    region: &Region,
    call: &Call,
    done: Done,
    typed: &Typed,
    fault: Fault<'_>,
) -> Result<Response> {
    let texts = &call.texts();
    let slug = &call.salon().slug;
    let invitations = region.list_invitations(call, None, MOST).await?;
    let line = |open: crate::region::invitation::Invitation| InvitationLine {
        id: open.id,
        email: open.email,
        role_key: role_key(open.role),
        until: call.format().day(&open.expires_at),
    };
    let action = format!("/{slug}/settings/users");
    let form = Builder::new(texts, action, "region-invite-go", typed, fault.invitation)
        .field("email", "email", "off")
        .choice("role", roles(texts));
    let html = render(&UsersPage {
        t: texts,
        slug,
        undo: done.undoing(call),
        done: done_word(texts, done.done.as_deref()),
        problem: fault.other.map(|error| texts.error(error)),
        users: region.list_users(call, None, MOST).await?,
        roles: roles(texts),
        invitations: invitations.into_iter().map(line).collect(),
        form: form.build(),
        changes: changes::lines(region, call, None, LATEST).await?.0,
    })?;
    let status = fault.invitation.or(fault.other).map(|error| error.status);
    let page = Page::new(texts.get("region-users"), "settings", html);
    Ok(page.status(status.unwrap_or_default()).into_response())
}

/// The people of the salon.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Query(done): Query<Done>,
) -> Result<Response> {
    page(&region, &call, done, &Typed::default(), Fault::default()).await
}

fn back(call: &Call, done: &str) -> Response {
    let slug = &call.salon().slug;
    see_other(&format!("/{slug}/settings/users?done={done}"))
}

fn role_of(typed: &Typed) -> Result<Role> {
    typed.get("role").parse().map_err(|()| Error::malformed())
}

/// Invites someone.
pub(super) async fn invite(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    typed: Typed,
) -> Result<Response> {
    let role = role_of(&typed)?;
    match region.invite_user(&call, typed.get("email"), role).await {
        Ok(_) => Ok(back(&call, "invited")),
        Err(error) => {
            let invitation = Some(&for_form(error)?);
            let fault = Fault {
                invitation,
                ..Fault::default()
            };
            page(&region, &call, Done::default(), &typed, fault).await
        }
    }
}

/// After a change that has no form of its own.
async fn after(region: &Region, call: &Call, outcome: Result<()>, done: &str) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(back(call, done)),
        Err(error) => {
            let other = Some(&for_form(error)?);
            let fault = Fault {
                other,
                ..Fault::default()
            };
            page(region, call, Done::default(), &Typed::default(), fault).await
        }
    }
}

/// Gives someone another role.
pub(super) async fn change_role(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    let changed = region.change_user_role(&call, user, role_of(&typed)?).await;
    after(&region, &call, changed.map(drop), "role-changed").await
}

/// After a change that the page offers to take back.
async fn undoable(
    region: &Region,
    call: &Call,
    user: Uuid,
    outcome: Result<()>,
    done: &str,
) -> Result<Response> {
    let done = format!("{done}&undo={user}");
    after(region, call, outcome, &done).await
}

/// Takes someone out of the salon.
pub(super) async fn remove(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let removed = region.remove_user(&call, user).await;
    undoable(&region, &call, user, removed, "removed").await
}

/// Takes a removal back.
pub(super) async fn restore(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let restored = region.restore_user(&call, user).await;
    after(&region, &call, restored.map(drop), "restored").await
}

/// Keeps someone out for now.
pub(super) async fn disable(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let disabled = region.disable_user(&call, user).await;
    undoable(&region, &call, user, disabled.map(drop), "disabled").await
}

/// Lets someone in again.
pub(super) async fn enable(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(user): Path<Uuid>,
) -> Result<Response> {
    let enabled = region.enable_user(&call, user).await;
    after(&region, &call, enabled.map(drop), "enabled").await
}

/// Takes an invitation back.
pub(super) async fn withdraw(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(invitation): Path<Uuid>,
) -> Result<Response> {
    let gone = region.withdraw_invitation(&call, invitation).await;
    after(&region, &call, gone, "withdrawn").await
}
