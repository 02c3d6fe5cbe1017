//! `POST /{salon}/documents` puts files on a card; `POST …/{file}/versions` adds a version.

use askama::Template;
use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Path, Query},
    pages::{self, Htmx, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    PLACE, show,
    slots::{self, Done},
    words::{Trouble, Who},
};
use crate::{content::Content, file::File, operations, receive::receive, settings::Settings};

/// On whose card; in the address, so that it is known whatever becomes of the form.
#[derive(Debug, Deserialize)]
pub(super) struct OnCard {
    client: Uuid,
}

/// The form that takes files, on a page of its own: where something was wrong with them.
#[derive(Template)]
#[template(path = "documents/upload.html")]
struct UploadPage {
    ui: Ui,
    who: Who,
    upload: Upload,
}

/// The form that takes files.
pub(super) struct Upload {
    pub(super) action: String,
    pub(super) takes: Takes,
    pub(super) trouble: Option<Trouble>,
    /// Whether it stands in the section of a card, which alone changes when files have come.
    pub(super) in_section: bool,
}

impl Upload {
    /// The form for the card of `client`, empty.
    ///
    /// # Errors
    /// As the engine says.
    pub(super) async fn new(ui: &Ui, client: Uuid, in_section: bool) -> Result<Self> {
        Ok(Self {
            action: ui.url(&format!("/documents?client={client}")),
            takes: Takes::of(ui).await?,
            trouble: None,
            in_section,
        })
    }
}

/// What is taken here.
pub(super) struct Takes {
    /// In a sentence, for people.
    pub(super) words: String,
    /// By endings, for the browser to offer files by; the content decides.
    pub(super) endings: String,
    /// So many bytes at once.
    pub(super) most: u64,
    /// Said of more than that.
    pub(super) too_large: String,
}

impl Takes {
    /// By the salon's settings.
    ///
    /// # Errors
    /// As the engine says.
    pub(super) async fn of(ui: &Ui) -> Result<Self> {
        let contents = Settings::of(&ui.call).await?.contents();
        let most = ui.call.limits().upload_bytes;
        let mb = (most >> 20).to_string();
        let too_large = ui.t1("documents-too-large", "mb", mb.as_str());
        let words = match contents.len() == Content::ALL.len() {
            true => ui.t1("documents-taken", "mb", mb),
            false => {
                let kinds = Content::names(&contents);
                ui.t2("documents-taken-these", "kinds", kinds, "mb", mb)
            }
        };
        Ok(Self {
            words,
            endings: Content::endings(&contents),
            most,
            too_large,
        })
    }
}

/// Puts all files of the form on the card, or none.
pub(super) async fn upload_files(
    call: Call,
    Htmx(piece): Htmx,
    Query(OnCard { client }): Query<OnCard>,
    request: Request,
) -> Result<Response> {
    let added = match receive(&call, request, &["note"]).await {
        Ok(mut form) => {
            form.said.client_id = Some(client);
            operations::add(&call, form.said, form.files).await
        }
        Err(error) => Err(error),
    };
    let error = match added {
        Ok(files) if piece => {
            let done = added_now(&Ui::new(&call), &files);
            return slots::section_after(&call, client, Some(done)).await;
        }
        Ok(_) => return Ok(pages::see_other(&call, &format!("/clients/{client}"))),
        Err(error) => error,
    };
    // Somebody who is not there has no card to come back to.
    let person = operations::person(&call, client).await?;
    let (ui, status) = (Ui::new(&call), error.status);
    let trouble = Trouble::of(&ui, error)?;
    let mut upload = Upload::new(&ui, client, piece).await?;
    upload.trouble = Some(trouble);
    let page = UploadPage {
        who: Who::of(&ui, &person),
        upload,
        ui,
    };
    let title = page.ui.t("documents-upload");
    let page = pages::page(&title, PLACE, &page)?;
    Ok(page.status(status).into_response())
}

/// What is said of files that came just now.
fn added_now(ui: &Ui, files: &[File]) -> Done {
    let title = files.first().map_or("", |file| file.title.as_str());
    Done {
        text: ui.t2("documents-added-now", "count", files.len(), "title", title),
        files: files.iter().map(|file| file.id).collect(),
    }
}

/// Adds what was sent as the newest version.
pub(super) async fn add_version(
    call: Call,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response> {
    let added = match receive(&call, request, &[]).await {
        Ok(form) => match form.one(&call).await {
            Ok((received, _)) => operations::add_version(&call, id, received).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    let error: Error = match added {
        Ok(file) => {
            let number = file.latest().map_or(0, |version| version.number);
            let page = format!("/documents/{id}?added={number}");
            return Ok(pages::see_other(&call, &page));
        }
        Err(error) => error,
    };
    let status = error.status;
    let said = show::Said::trouble(Trouble::of(&Ui::new(&call), error)?);
    let page = show::page(&call, id, said).await?;
    Ok(page.status(status).into_response())
}
