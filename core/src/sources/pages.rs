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
        .route("/sources/{source}/removal", post(remove_source))
}

/// What was just done.
#[derive(Debug, Deserialize)]
struct SourcesQuery {
    /// The name that was taken off.
    #[serde(default)]
    gone: String,
}

#[derive(Template)]
#[template(path = "sources/list.html")]
struct SourcesPage<'a> {
    ui: &'a Ui,
    sources: Vec<Source>,
    typed: &'a str,
    problems: &'a Problems,
    toast: Option<Toast>,
}

/// The list.
async fn list_sources(call: Call, Query(asked): Query<SourcesQuery>) -> Result<Page> {
    page(&Ui::new(&call), "", &Problems::default(), &asked.gone).await
}

async fn page(ui: &Ui, typed: &str, problems: &Problems, gone: &str) -> Result<Page> {
    let sources = super::list(&ui.call).await?;
    let off = !gone.is_empty() && sources.iter().all(|source| source.name != gone);
    let name = Hidden {
        name: "name",
        value: gone.to_owned(),
    };
    let template = SourcesPage {
        ui,
        sources,
        typed,
        problems,
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
    match super::add(&call, &NewSource { name: name.clone() }).await {
        Ok(_) => Ok(pages::see_other(&call, "/sources")),
        Err(error) => {
            let ui = Ui::new(&call);
            let place = |_: &str| ("name".to_owned(), ui.t("sources-new"));
            let (problems, status) = Problems::of(error, &ui.texts, place)?;
            let page = page(&ui, &name, &problems, "").await?;
            Ok(pages::with_status(page, status))
        }
    }
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
