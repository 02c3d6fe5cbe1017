//! `GET /{salon}/clients/{client}/news`: whether somebody changed the card meanwhile.
//! An open card asks now and then; mostly there is nothing to say.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::{Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::what_changed;
use crate::{
    clients, history,
    pages::{self, Ui},
};

/// What the page shows.
#[derive(Debug, Deserialize)]
pub(super) struct NewsQuery {
    version: i64,
}

#[derive(Template)]
#[template(path = "clients/news.html")]
struct News {
    ui: Ui,
    /// "Anna changed the phone".
    what: String,
    when: String,
    /// Where the card as it is now can be seen; none where it is gone.
    card: Option<String>,
}

/// A bar that says who changed what, or nothing.
pub(super) async fn show_news(
    call: Call,
    Path(id): Path<Uuid>,
    Query(asked): Query<NewsQuery>,
) -> Result<Response> {
    let ui = Ui::new(&call);
    let version = match clients::version(&call, id).await {
        Ok(version) => version,
        Err(error) if error.status == StatusCode::NOT_FOUND => {
            let what = ui.t("clients-news-erased");
            let when = String::new();
            let card = None;
            return pages::fragment(&News {
                ui,
                what,
                when,
                card,
            });
        }
        Err(error) => return Err(error),
    };
    let change = match version == asked.version {
        true => None,
        false => history::last_change(&call, id).await?,
    };
    let Some(change) = change else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let line = what_changed::lines(&ui, &change).into_iter().next();
    pages::fragment(&News {
        what: line.map(|line| line.text).unwrap_or_default(),
        when: ui.ago(&change.at),
        card: Some(ui.url(&format!("/clients/{id}"))),
        ui,
    })
}
