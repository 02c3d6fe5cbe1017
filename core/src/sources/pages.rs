//! The HTML doors of sources: the salon's own list, kept on one page.

use askama::Template;
use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kartoteka_plugin::{
    Call, Page, Result,
    extract::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{NewSource, Source};
use crate::pages::{self, Hidden, Problems, Toast, Typed, Ui};

/// All of them.
pub fn routes() -> Router {
    Router::new()
        .route("/sources", get(list_sources).post(add_source))
        .route("/sources/{source}", post(rename_source))
        .route("/sources/{source}/removal", post(remove_source))
}

/// What was just done.
#[derive(Debug, Deserialize)]
struct SourcesQuery {
    /// The name that was taken off.
    #[serde(default)]
    gone: String,
}

/// A name that could not be kept: of which entry, as typed, and why.
#[derive(Default)]
struct Draft {
    /// The entry that was to be renamed; none for a new one.
    of: Option<Uuid>,
    typed: String,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "sources/list.html")]
struct SourcesPage<'a> {
    ui: &'a Ui,
    sources: Vec<Source>,
    draft: &'a Draft,
    toast: Option<Toast>,
}

impl SourcesPage<'_> {
    /// The name that is to be added.
    fn new_name(&self) -> &str {
        match self.draft.of {
            None => &self.draft.typed,
            Some(_) => "",
        }
    }

    /// The name in the field of an entry.
    fn name<'n>(&'n self, source: &'n Source) -> &'n str {
        match self.draft.of == Some(source.id) {
            true => &self.draft.typed,
            false => &source.name,
        }
    }

    fn problem(&self, source: &Source) -> Option<&str> {
        self.draft.problems.at(&field(source.id))
    }
}

/// The id of the field with the name of an entry.
fn field(id: Uuid) -> String {
    format!("name-{id}")
}

/// The list.
async fn list_sources(call: Call, Query(asked): Query<SourcesQuery>) -> Result<Page> {
    page(&Ui::new(&call), &Draft::default(), &asked.gone).await
}

async fn page(ui: &Ui, draft: &Draft, gone: &str) -> Result<Page> {
    let sources = super::list(&ui.call).await?;
    let off = !gone.is_empty() && sources.iter().all(|source| source.name != gone);
    let name = Hidden {
        name: "name",
        value: gone.to_owned(),
    };
    let template = SourcesPage {
        ui,
        sources,
        draft,
        toast: off.then(|| Toast {
            text: ui.t1("sources-removed", "name", gone),
            undo: Some((ui.url("/sources"), vec![name])),
        }),
    };
    pages::page(&ui.t("sources-title"), "settings", &template)
}

/// Adds an entry; one that was taken off comes back.
async fn add_source(call: Call, typed: Typed) -> Result<Response> {
    let name = typed.get("name").to_owned();
    let added = super::add(&call, &NewSource { name: name.clone() }).await;
    answer(&call, None, name, added).await
}

/// Gives an entry another name.
async fn rename_source(call: Call, Path(id): Path<Uuid>, typed: Typed) -> Result<Response> {
    let name = typed.get("name").to_owned();
    let renamed = super::rename(&call, id, &NewSource { name: name.clone() }).await;
    answer(&call, Some(id), name, renamed).await
}

/// The list again, with what is wrong where something is.
async fn answer(
    call: &Call,
    of: Option<Uuid>,
    typed: String,
    outcome: Result<Source>,
) -> Result<Response> {
    let Err(error) = outcome else {
        return Ok(pages::see_other(call, "/sources"));
    };
    let ui = Ui::new(call);
    let place = |_: &str| match of {
        None => ("name".to_owned(), ui.t("sources-new")),
        Some(id) => (field(id), ui.t("sources-name")),
    };
    let (problems, status) = Problems::of(error, &ui.texts, place)?;
    let draft = Draft {
        of,
        typed,
        problems,
    };
    Ok(pages::with_status(page(&ui, &draft, "").await?, status))
}

/// Takes an entry off. The name travels in the address: it is no person's.
async fn remove_source(call: Call, Path(id): Path<Uuid>) -> Result<Response> {
    let listed = super::list(&call).await?;
    let name = listed.into_iter().find(|source| source.id == id);
    super::remove(&call, id).await?;
    let name = name.map(|source| source.name).unwrap_or_default();
    let gone = pages::query(&[("gone", &name)]);
    Ok(pages::see_other(&call, &format!("/sources{gone}")).into_response())
}
