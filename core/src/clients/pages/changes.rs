//! `GET /{salon}/clients/{client}/changes`: the card's story, newest first. The card
//! fetches it as a piece; by itself it is a page.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kartoteka_plugin::{
    Call, Result,
    extract::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    card,
    what_changed::{self, Line},
};
use crate::{
    clients, history,
    pages::{self, Htmx, Ui},
};

/// As many as are looked at; more come when asked for.
const ENTRIES: usize = 20;

/// From where.
#[derive(Debug, Deserialize)]
pub(super) struct ChangesQuery {
    after: Option<i64>,
    /// The day that was written last, so that it is not written twice.
    #[serde(default)]
    day: String,
}

/// What happened at one time.
struct Moment {
    /// The day, where it begins.
    day: Option<String>,
    time: String,
    stamp: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "clients/changes.html")]
struct Changes {
    ui: Ui,
    moments: Vec<Moment>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "clients/changes_page.html")]
struct ChangesPage {
    ui: Ui,
    title: String,
    back: String,
    moments: Vec<Moment>,
    more: Option<String>,
}

/// The story.
pub(super) async fn list_changes(
    call: Call,
    Htmx(htmx): Htmx,
    Path(id): Path<Uuid>,
    Query(asked): Query<ChangesQuery>,
) -> Result<Response> {
    let ui = Ui::new(&call);
    let (changes, next) = history::changes(&call, id, asked.after, ENTRIES).await?;
    let mut last = asked.day;
    let mut moments = Vec::with_capacity(changes.len());
    for change in &changes {
        let day = ui.day(&change.at);
        moments.push(Moment {
            day: (day != last).then(|| day.clone()),
            time: ui.minute(&change.at),
            stamp: ui.stamp(&change.at),
            lines: what_changed::lines(&ui, change),
        });
        last = day;
    }
    let more = next.map(|next| {
        let after = next.to_string();
        let pairs = [("after", after.as_str()), ("day", last.as_str())];
        ui.url(&format!("/clients/{id}/changes{}", pages::query(&pairs)))
    });
    if htmx {
        return pages::fragment(&Changes { ui, moments, more });
    }
    let client = clients::show(&call, id).await?;
    let heading = ui.t("clients-changes");
    let page = ChangesPage {
        title: card::title(&ui, &client),
        back: ui.url(&format!("/clients/{id}")),
        ui,
        moments,
        more,
    };
    Ok(pages::by_asker(
        pages::page(&heading, "clients", &page)?.into_response(),
    ))
}
