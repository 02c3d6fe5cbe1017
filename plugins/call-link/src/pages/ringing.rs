//! `GET /{salon}/call-link/ringing`: who rings.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result, clients,
    extract::Query,
    pages::{self, Mark, Ui, query},
};
use serde::Deserialize;

use super::words::{self, Line};
use crate::{
    calls::{Caller, Direction, Outcome},
    operations::{self, Ringing},
};

/// The number that rings; none where somebody wants to type it.
#[derive(Debug, Deserialize)]
pub(super) struct RingingQuery {
    #[serde(default)]
    number: String,
}

/// Somebody who may be ringing.
struct Shown {
    name: String,
    card: String,
    number: String,
    phone: String,
    archived: bool,
    mark: Option<Mark>,
    /// The last call with them.
    last: Option<Line>,
    /// Where this one is noted.
    action: String,
}

#[derive(Template)]
#[template(path = "call_link/ringing.html")]
struct RingingPage {
    ui: Ui,
    /// As it came.
    typed: String,
    ringing: Option<Ringing>,
    people: Vec<Shown>,
    /// A new card with the number on it.
    new: String,
    direction: &'static str,
    outcome: &'static str,
}

/// The page. A telephone system opens it when it rings, with the number in any form.
pub(super) async fn ringing(call: Call, Query(asked): Query<RingingQuery>) -> Result<Page> {
    call.require("call-link.use")?;
    let ui = Ui::new(&call);
    let typed = asked.number.trim().to_owned();
    let ringing = match typed.is_empty() {
        true => None,
        false => Some(operations::lookup(&call, &typed).await?),
    };
    let mut people = Vec::new();
    for caller in ringing.iter().flat_map(|ringing| &ringing.callers) {
        people.push(shown(&ui, caller).await?);
    }
    let words = ringing.as_ref().map_or("", |ringing| &ringing.shown);
    let template = RingingPage {
        new: ui.url(&format!("/clients/new{}", query(&[("words", words)]))),
        typed,
        ringing,
        people,
        direction: Direction::In.code(),
        outcome: Outcome::Reached.code(),
        ui,
    };
    let title = template.ui.t("call-link-ringing");
    pages::page(&title, "clients", &template)
}

async fn shown(ui: &Ui, caller: &Caller) -> Result<Shown> {
    let last = operations::last_calls(&ui.call, caller.client_id, 1).await?;
    let id = caller.client_id;
    let number = clients::numbered(&ui.texts, &caller.number);
    let name = Some(&caller.name).filter(|name| !name.is_empty());
    Ok(Shown {
        name: name.unwrap_or(&number).clone(),
        card: ui.url(&format!("/clients/{id}")),
        number,
        phone: caller.phone.clone(),
        archived: caller.archived,
        mark: caller.do_not_call.then(|| words::mark(ui)),
        last: words::lines(ui, &last).await?.pop(),
        action: ui.url(&format!("/call-link/clients/{id}/calls")),
    })
}
