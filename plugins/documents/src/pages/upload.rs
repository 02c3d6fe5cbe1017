//! `POST /{salon}/documents` puts files on a card; `POST …/{file}/versions` adds a version.

use askama::Template;
use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use kartoteka_plugin::{
    Call, Error, Result,
    extract::{Path, Query},
    pages::{self, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    PLACE, show,
    words::{Trouble, Who},
};
use crate::{content::Content, operations, receive::receive, settings::Settings};

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
}

impl Upload {
    /// The form for the card of `client`, empty.
    ///
    /// # Errors
    /// As the engine says.
    pub(super) async fn new(ui: &Ui, client: Uuid) -> Result<Self> {
        Ok(Self {
            action: ui.url(&format!("/documents?client={client}")),
            takes: Takes::of(ui).await?,
            trouble: None,
        })
    }
}

/// What is taken here.
pub(super) struct Takes {
    /// In a sentence, for people.
    pub(super) words: String,
    /// By endings, for the browser to offer files by; the content decides.
    pub(super) endings: String,
}

impl Takes {
    /// By the salon's settings.
    ///
    /// # Errors
    /// As the engine says.
    pub(super) async fn of(ui: &Ui) -> Result<Self> {
        let contents = Settings::of(&ui.call).await?.contents();
        let mb = (ui.call.limits().upload_bytes >> 20).to_string();
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
        })
    }
}

/// Puts all files of the form on the card, or none.
pub(super) async fn upload_files(
    call: Call,
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
    let Err(error) = added else {
        return Ok(pages::see_other(&call, &format!("/clients/{client}")));
    };
    // Somebody who is not there has no card to come back to.
    let person = operations::person(&call, client).await?;
    let (ui, status) = (Ui::new(&call), error.status);
    let trouble = Trouble::of(&ui, error)?;
    let mut upload = Upload::new(&ui, client).await?;
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
        Ok(_) => return Ok(pages::see_other(&call, &format!("/documents/{id}"))),
        Err(error) => error,
    };
    let status = error.status;
    let said = show::Said::trouble(Trouble::of(&Ui::new(&call), error)?);
    let page = show::page(&call, id, said).await?;
    Ok(page.status(status).into_response())
}
