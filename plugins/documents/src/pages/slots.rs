//! What documents put on the pages of clients.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use kartoteka_plugin::{
    Call, Result,
    extract::Path,
    lists::Paging,
    pages::{self, Ui},
};
use uuid::Uuid;

use super::{
    upload::Upload,
    words::{self, Line},
};
use crate::{
    file::State,
    operations::{self, FileFilter},
};

/// As many stand on the card; the others are one press away.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "documents/section.html")]
struct Section {
    ui: Ui,
    lines: Vec<Line>,
    /// Where the others are, if there are more.
    more: Option<String>,
    upload: Upload,
    client: Uuid,
    done: Option<Done>,
}

/// What was done just now from within the section.
pub(super) struct Done {
    pub(super) text: String,
    /// The files that can be taken off again.
    pub(super) files: Vec<Uuid>,
}

/// `client.section`: the files of the client, and the form that takes more.
pub(super) async fn section(call: Call, Path(client): Path<Uuid>) -> Result<Response> {
    section_after(&call, client, None).await
}

/// The section, after something was done from within it.
///
/// # Errors
/// As the operation.
pub(super) async fn section_after(
    call: &Call,
    client: Uuid,
    done: Option<Done>,
) -> Result<Response> {
    let filter = FileFilter {
        state: State::Current,
        client_id: Some(client),
        paging: Paging::first(SHOWN),
        ..FileFilter::default()
    };
    let page = operations::list(call, &filter).await?;
    let ui = Ui::new(call);
    if page.files.is_empty() && !ui.may("documents.write") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    pages::fragment(&Section {
        lines: page
            .files
            .iter()
            .map(|file| words::line(&ui, file))
            .collect(),
        more: (page.next).map(|_| ui.url(&format!("/documents?client={client}"))),
        upload: Upload::new(&ui, client, true).await?,
        client,
        done,
        ui,
    })
}
