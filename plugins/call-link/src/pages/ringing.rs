//! `GET /{salon}/call-link/ringing`: who rings.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result, clients,
    extract::Query,
    pages::{self, Mark, Ui, query},
    slots::Marks,
};
use serde::Deserialize;
use uuid::Uuid;

use super::words::{self, Line};
use crate::{
    calls::{Caller, Direction, Outcome},
    operations::{self, Card, Ringing},
};

/// The number that rings; none where somebody wants to type it.
#[derive(Debug, Deserialize)]
pub(super) struct RingingQuery {
    number: Option<String>,
    /// By what a stranger's card is looked for.
    who: Option<String>,
}

/// Somebody who may be ringing.
struct Shown {
    name: String,
    card: String,
    number: String,
    phone: String,
    archived: bool,
    marks: Vec<Mark>,
    /// The last call with them.
    last: Option<Line>,
    /// Where this one is noted.
    action: String,
}

/// A card to which the number may belong.
struct Proposed {
    name: String,
    number: String,
    /// Where the number is put on it.
    href: String,
}

#[derive(Template)]
#[template(path = "call_link/ringing.html")]
struct RingingPage {
    ui: Ui,
    /// As it came.
    typed: String,
    ringing: Option<Ringing>,
    people: Vec<Shown>,
    /// What is to be known before they book.
    advice: Option<String>,
    /// A new card with the number on it.
    new: String,
    /// The words by which a stranger's card was looked for, and what was found.
    who: String,
    proposed: Vec<Proposed>,
    /// That it could not be looked for.
    unsearched: bool,
    direction: &'static str,
    outcome: &'static str,
}

/// The page. A telephone system opens it when it rings, with the number in any form.
pub(super) async fn ringing(call: Call, Query(asked): Query<RingingQuery>) -> Result<Page> {
    call.require("call-link.use")?;
    let ui = Ui::new(&call);
    let typed = asked.number.as_deref().map(str::trim);
    let ringing = match typed {
        None => None,
        Some(number) => Some(operations::lookup(&call, number).await?),
    };
    let e164 = ringing.as_ref().and_then(|ringing| ringing.e164.as_deref());
    let who = asked.who.unwrap_or_default().trim().to_owned();
    let words = ringing.as_ref().map_or("", |ringing| &ringing.shown);
    let found = match who.is_empty() {
        true => Ok(Vec::new()),
        false => operations::cards(&call, &who).await,
    };
    let template = RingingPage {
        unsearched: found.is_err(),
        typed: typed.unwrap_or_default().to_owned(),
        people: people(&ui, ringing.as_ref()).await?,
        advice: match e164 {
            Some(e164) => advice(&ui, e164).await,
            None => None,
        },
        new: ui.url(&format!("/clients/new{}", query(&[("words", words)]))),
        proposed: (found.unwrap_or_default().iter())
            .map(|card| proposed(&ui, card, words))
            .collect(),
        who,
        ringing,
        direction: Direction::In.code(),
        outcome: Outcome::Reached.code(),
        ui,
    };
    let title = template.ui.t("call-link-ringing");
    pages::page(&title, "call-link", &template)
}

/// Those who have the number, with all that features mark them with.
async fn people(ui: &Ui, ringing: Option<&Ringing>) -> Result<Vec<Shown>> {
    let callers = ringing.map_or(&[][..], |ringing| &ringing.callers);
    let ids: Vec<Uuid> = callers.iter().map(|caller| caller.client_id).collect();
    let mut marks = ui.call.marks(&ids).await;
    let mut people = Vec::new();
    for caller in callers {
        people.push(shown(ui, caller, &mut marks).await?);
    }
    Ok(people)
}

/// What staff should know where the caller wants to book. That it cannot be told is said, too.
async fn advice(ui: &Ui, e164: &str) -> Option<String> {
    match operations::advice(&ui.call, e164).await {
        Ok(None) => None,
        Ok(Some(advice)) => {
            let own = advice.words().map(str::to_owned);
            Some(own.unwrap_or_else(|| ui.t(&format!("call-link-booking-{}", advice.decision))))
        }
        Err(_) => Some(ui.t("call-link-booking-unknown")),
    }
}

fn proposed(ui: &Ui, card: &Card, phone: &str) -> Proposed {
    let number = clients::numbered(&ui.texts, &card.number);
    let name = Some(card.name()).filter(|name| !name.is_empty());
    let phone = query(&[("phone", phone)]);
    Proposed {
        name: name.unwrap_or_else(|| number.clone()),
        number,
        href: ui.url(&format!("/clients/{}/edit{phone}", card.id)),
    }
}

async fn shown(ui: &Ui, caller: &Caller, marks: &mut Marks) -> Result<Shown> {
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
        marks: marks.remove(&id).unwrap_or_default(),
        last: words::lines(ui, &last).await?.pop(),
        action: ui.url(&format!("/call-link/clients/{id}/calls")),
    })
}
