//! `GET /{salon}/documents`: the files of all cards.

use askama::Template;
use kartoteka_plugin::{
    Call, Page, Result,
    extract::Query,
    lists::Paging,
    pages::{self, Toast, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    PLACE,
    words::{self, Line, Who},
};
use crate::{
    file::State,
    operations::{self, FileFilter},
};

const ROWS: usize = 50;

/// Which files.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    after: Option<String>,
    /// On this card alone.
    client: Option<Uuid>,
    /// The file that was deleted just now.
    gone: Option<Uuid>,
}

/// One of the words above the list.
struct Tab {
    word: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct ListPage {
    ui: Ui,
    tabs: Vec<Tab>,
    rows: Vec<(Line, Who)>,
    state: State,
    q: String,
    /// On whose card, where they are of one.
    of: Option<Who>,
    client: String,
    more: Option<String>,
    toast: Option<Toast>,
}

impl ListPage {
    fn code(&self) -> &'static str {
        code(self.state)
    }

    fn is_due(&self) -> bool {
        self.state == State::Due
    }

    fn is_deleted(&self) -> bool {
        self.state == State::Deleted
    }
}

/// The list.
pub(super) async fn list_files(call: Call, Query(asked): Query<ListQuery>) -> Result<Page> {
    let state = match asked.state.as_str() {
        "due" => State::Due,
        "deleted" => State::Deleted,
        _ => State::Current,
    };
    let filter = FileFilter {
        state,
        client_id: asked.client,
        q: Some(asked.q.clone()),
        paging: Paging {
            after: asked.after,
            limit: ROWS,
        },
    };
    let page = operations::list(&call, &filter).await?;
    let ui = Ui::new(&call);
    let whose = words::whose(&ui, &page.files).await?;
    let client = asked.client.map(|id| id.to_string()).unwrap_or_default();
    let at = Place {
        state,
        q: &asked.q,
        client: &client,
    };
    let lines = page.files.iter().map(|file| words::line(&ui, file));
    let template = ListPage {
        tabs: tabs(&ui, &at),
        rows: lines.zip(whose).collect(),
        state,
        more: (page.next.as_deref()).map(|next| ui.url(&at.address(next))),
        toast: gone(&ui, asked.gone).await,
        of: match asked.client {
            Some(id) => Some(Who::of(&ui, &operations::person(&call, id).await?)),
            None => None,
        },
        q: asked.q.clone(),
        client: client.clone(),
        ui,
    };
    let title = template.ui.t("place-documents");
    pages::page(&title, PLACE, &template)
}

const fn code(state: State) -> &'static str {
    match state {
        State::Current => "",
        State::Due => "due",
        State::Deleted => "deleted",
    }
}

/// Which files, as an address says it.
#[derive(Clone, Copy)]
struct Place<'a> {
    state: State,
    q: &'a str,
    client: &'a str,
}

impl Place<'_> {
    fn address(&self, after: &str) -> String {
        let query = pages::query(&[
            ("state", code(self.state)),
            ("q", self.q),
            ("client", self.client),
            ("after", after),
        ]);
        format!("/documents{query}")
    }
}

fn tabs(ui: &Ui, at: &Place<'_>) -> Vec<Tab> {
    let tab = |(state, key): (State, &str)| Tab {
        word: ui.t(key),
        href: ui.url(&Place { state, ..*at }.address("")),
        current: state == at.state,
    };
    let all = [
        (State::Current, "documents-state-current"),
        (State::Due, "documents-state-due"),
        (State::Deleted, "documents-state-deleted"),
    ];
    all.map(tab).into()
}

/// The way back for a file that was deleted just now.
async fn gone(ui: &Ui, id: Option<Uuid>) -> Option<Toast> {
    let file = operations::show(&ui.call, id?).await.ok()?;
    let undone = file.archived_at.is_none() || !ui.may("documents.delete");
    (!undone).then(|| Toast {
        text: ui.t1("documents-deleted-now", "title", &file.title),
        undo: Some((
            ui.url(&format!("/documents/{}/restoration", file.id)),
            Vec::new(),
        )),
    })
}
