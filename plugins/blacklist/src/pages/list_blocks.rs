//! `GET /{salon}/blacklist`: who is blocked.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Query,
    lists::Paging,
    pages::{self, Mark, Toast, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    PLACE,
    words::{self, Who},
};
use crate::{
    block::{Block, Counts, State},
    operations::{self, BlockFilter},
    settings::Settings,
};

const ROWS: usize = 50;

/// Which blocks.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    state: String,
    after: Option<String>,
    /// What is sought.
    #[serde(default)]
    q: String,
    /// The block that was lifted just now.
    gone: Option<Uuid>,
}

/// One of the words above the list.
struct Tab {
    word: String,
    href: String,
    current: bool,
    /// How many stand there, where that is counted.
    count: Option<i64>,
}

/// One block.
struct Row {
    who: Who,
    mark: Mark,
    scope: String,
    since: String,
    stamp: String,
    until: String,
    review: String,
    due: bool,
    reason: Option<String>,
    /// When it was lifted.
    lifted: Option<String>,
    href: String,
}

#[derive(Template)]
#[template(path = "blacklist/list.html")]
struct ListPage {
    ui: Ui,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    state: State,
    q: String,
    /// When a block that is looked at today comes up again.
    next_review: String,
    more: Option<String>,
    toast: Option<Toast>,
}

impl ListPage {
    fn is_lifted(&self) -> bool {
        self.state == State::Lifted
    }

    fn code(&self) -> &'static str {
        code(self.state)
    }

    fn is_due(&self) -> bool {
        self.state == State::Due
    }
}

/// The list.
pub(super) async fn list_blocks(call: Call, Query(asked): Query<ListQuery>) -> Result<Page> {
    let state = match asked.state.as_str() {
        "lifted" => State::Lifted,
        "due" => State::Due,
        _ => State::Active,
    };
    let filter = BlockFilter {
        state,
        client_id: None,
        q: asked.q,
        paging: Paging {
            after: asked.after,
            limit: ROWS,
        },
    };
    let page = operations::list(&call, &filter).await?;
    let ui = Ui::new(&call);
    let settings = Settings::of(&call).await?;
    let who = words::who(&ui, &page.blocks).await?;
    let rows = page.blocks.iter().zip(who);
    let template = ListPage {
        tabs: tabs(&ui, &filter, operations::counts(&call).await?),
        next_review: ui.call.format().date(settings.next_review(call.today())),
        rows: rows.map(|(block, who)| row(&ui, block, who)).collect(),
        state,
        more: (page.next.as_deref()).map(|next| ui.url(&address(state, &filter.q, next))),
        q: filter.q,
        toast: gone(&ui, asked.gone).await?,
        ui,
    };
    let title = template.ui.t("place-blacklist");
    pages::page(&title, PLACE, &template)
}

const fn code(state: State) -> &'static str {
    match state {
        State::Active => "",
        State::Lifted => "lifted",
        State::Due => "due",
    }
}

fn address(state: State, q: &str, after: &str) -> String {
    let query = pages::query(&[("state", code(state)), ("q", q), ("after", after)]);
    format!("/blacklist{query}")
}

fn tabs(ui: &Ui, shown: &BlockFilter, counts: Counts) -> Vec<Tab> {
    let tab = |(of, key): (State, &str)| Tab {
        word: ui.t(key),
        href: ui.url(&address(of, &shown.q, "")),
        current: of == shown.state,
        count: match of {
            // They count all, and not what was looked for.
            _ if !shown.q.is_empty() => None,
            State::Active => Some(counts.active),
            State::Due => Some(counts.due),
            State::Lifted => None,
        },
    };
    let all = [
        (State::Active, "blacklist-state-active"),
        (State::Due, "blacklist-state-due"),
        (State::Lifted, "blacklist-state-lifted"),
    ];
    all.map(tab).into()
}

fn row(ui: &Ui, block: &Block, who: Who) -> Row {
    Row {
        who,
        mark: words::effect(ui, block),
        scope: words::scope(ui, block),
        since: ui.day(&block.created_at),
        stamp: ui.stamp(&block.created_at),
        until: words::day(ui, block.ends_on),
        review: words::day(ui, block.review_on),
        due: block.is_due(ui.call.today()),
        reason: block.reason.clone(),
        lifted: block.lifted_at.map(|at| ui.day(&at)),
        href: ui.url(&format!("/blacklist/{}", block.id)),
    }
}

/// The way back for a block that was lifted just now.
async fn gone(ui: &Ui, id: Option<Uuid>) -> Result<Option<Toast>> {
    let Some(id) = id else { return Ok(None) };
    let Ok(block) = operations::show(&ui.call, id).await else {
        return Ok(None);
    };
    if block.lifted_at.is_none() || !ui.may("blacklist.write") {
        return Ok(None);
    }
    let who = words::who(ui, &[block]).await?.pop();
    let title = who.map(|who| who.title).unwrap_or_default();
    Ok(Some(Toast {
        text: ui.t1("blacklist-lifted-now", "who", title),
        undo: Some((ui.url(&format!("/blacklist/{id}/restoration")), Vec::new())),
    }))
}
