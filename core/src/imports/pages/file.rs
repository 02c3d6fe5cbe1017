//! Step 1: a file is chosen. Below it, what was imported before.

use askama::Template;
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kartoteka_plugin::{Call, Error, Page, Result};

use super::desk::{Desk, Step, Trouble, unsigned};
use crate::imports::{self, Import, ImportState, api::upload};

/// The form that takes a file.
pub(super) struct Upload {
    pub(super) problem: Option<Trouble>,
    /// What is understood, and how large it may be.
    pub(super) allowed: String,
    /// So many bytes at most.
    pub(super) most: u64,
    /// Said of more.
    pub(super) too_large: String,
}

impl Upload {
    /// The form, empty.
    pub(super) fn new(call: &Call, desk: &Desk) -> Self {
        let limits = call.limits();
        let allowed = desk.t.with2(
            "import-allowed",
            "mb",
            desk.number(limits.upload_bytes >> 20),
            "rows",
            desk.number(limits.import_rows.into()),
        );
        let most = limits.upload_bytes;
        let megabytes = desk.number(most >> 20);
        Self {
            problem: None,
            allowed,
            most,
            too_large: (desk.t).with1("error-file_too_large", "limit_mb", megabytes),
        }
    }
}

#[derive(Template)]
#[template(path = "imports/file.html")]
struct FilePage {
    d: Desk,
    steps: Vec<Step>,
    upload: Upload,
    imports: Vec<Line>,
}

/// One import in the list.
struct Line {
    href: String,
    file: String,
    when: String,
    who: Option<String>,
    badge: String,
    counts: String,
    /// The word, and where on the import's page it leads.
    action: Option<(String, &'static str)>,
}

/// `GET /imports`
pub(super) async fn show_imports(call: Call) -> Result<Page> {
    page(&call, None).await
}

async fn page(call: &Call, problem: Option<Trouble>) -> Result<Page> {
    let d = Desk::of(call);
    let imports = imports::list(call).await?;
    let actors: Vec<String> = imports.iter().map(|import| import.actor.clone()).collect();
    let names = call.directory().names(&actors).await?;
    let lines = imports.iter().map(|import| Line {
        href: d.path(import.id),
        file: import.file_name.clone(),
        when: call.format().time(&import.created_at),
        who: names.get(&import.actor).cloned(),
        badge: d.state(import.state),
        counts: counts(&d, import),
        action: action(&d, import.state),
    });
    let lines = lines.collect();
    let mut upload = Upload::new(call, &d);
    upload.problem = problem;
    let steps = d.steps(0, [None, None, None, None]);
    let page = FilePage {
        d,
        steps,
        upload,
        imports: lines,
    };
    page.d.page(&page)
}

fn counts(desk: &Desk, import: &Import) -> String {
    let counts = [
        ("new", import.counts.new),
        ("changed", import.counts.changed),
        ("unchanged", import.counts.unchanged),
        ("refused", import.counts.refused),
    ];
    let counts = counts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(verdict, n)| desk.count(&format!("import-count-{verdict}"), unsigned(n)));
    counts.collect::<Vec<_>>().join(", ")
}

fn action(desk: &Desk, state: ImportState) -> Option<(String, &'static str)> {
    match state {
        ImportState::Previewed => Some((desk.get("import-continue"), "")),
        ImportState::Committed => Some((desk.get("import-undo"), "#undo")),
        _ => None,
    }
}

/// `POST /imports`: to the import, or back with what was wrong and nothing kept.
pub(super) async fn upload(call: Call, request: Request) -> Result<Response> {
    let started = match upload::receive(&call, request).await {
        Ok((file, name, read_as)) => imports::start(&call, file, &name, read_as).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(import) => Ok(Desk::of(&call).to_import(import.id)),
        Err(error) if is_theirs(error.status) => {
            let page = page(&call, Some(trouble(&call, &error))).await?;
            Ok(page.status(error.status).into_response())
        }
        Err(error) => Err(error),
    }
}

/// Whether something about what was sent is wrong, which the form itself can say.
fn is_theirs(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY
    )
}

fn trouble(call: &Call, error: &Error) -> Trouble {
    let texts = call.texts();
    let (title, detail) = texts.error(error);
    let fields: Vec<_> = error.fields.iter().map(|f| texts.field(f)).collect();
    Trouble {
        title,
        detail: if fields.is_empty() {
            detail
        } else {
            Some(fields.join(" "))
        },
    }
}
