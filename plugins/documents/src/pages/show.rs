//! `GET` and `POST /{salon}/documents/{file}`: one file, with its versions and what stands beside
//! it.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use http::{HeaderMap, StatusCode};
use kartoteka_plugin::{
    Call, Error, Page, Result,
    extract::{Path, Query},
    pages::{self, Mark, Problems, Toast, Typed, Ui},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    PLACE,
    upload::Takes,
    words::{self, Trouble, Who},
};
use crate::{
    api::{ContentParams, PreviewParams},
    deliver::{deliver, deliver_preview},
    file::{File, Kind},
    input::FileChanges,
    operations,
};
use kartoteka_plugin::patch::Patch;

/// What stands in the fields.
#[derive(Debug, Clone, Default)]
struct Fields {
    title: String,
    kind: String,
    note: String,
    review_on: String,
    retention_until: String,
}

/// A version as the page shows it.
struct Shown {
    number: i64,
    file_name: String,
    what: String,
    when: String,
    href: String,
    /// Where it can be taken off, with the words for it, where the reader may do so.
    withdrawal: Option<(String, String)>,
}

/// What the page says besides the file itself.
#[derive(Default)]
pub(super) struct Said {
    /// What is wrong with a new version that was sent.
    trouble: Option<Trouble>,
    problems: Problems,
    typed: Option<Fields>,
    overtaken: bool,
    /// The version that came just now.
    added: Option<i64>,
}

/// What the address says besides the file.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ShowQuery {
    /// The version that came just now.
    added: Option<i64>,
}

impl Said {
    /// Only what is wrong with a new version.
    pub(super) fn trouble(trouble: Trouble) -> Self {
        Self {
            trouble: Some(trouble),
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "documents/file.html")]
struct FilePage {
    ui: Ui,
    file: File,
    who: Who,
    kind: String,
    marks: Vec<Mark>,
    versions: Vec<Shown>,
    /// Where the picture of it is, where there is one.
    picture: Option<String>,
    /// Whether it can be looked at without being saved.
    is_shown: bool,
    fields: Fields,
    problems: Problems,
    overtaken: bool,
    deleted: Option<String>,
    trouble: Option<Trouble>,
    action: String,
    takes: Takes,
    /// Whether the reader may take it off again without being one who deletes.
    is_own: bool,
    toast: Option<Toast>,
}

impl FilePage {
    fn kinds(&self) -> [(&'static str, String); 6] {
        Kind::ALL.map(|kind| (kind.code(), words::kind(&self.ui, kind)))
    }

    fn icon(&self) -> &'static str {
        words::icon(&self.file)
    }

    fn may_write(&self) -> bool {
        self.deleted.is_none() && self.ui.may("documents.write")
    }
}

/// The page.
pub(super) async fn show_file(
    call: Call,
    Path(id): Path<Uuid>,
    Query(asked): Query<ShowQuery>,
) -> Result<Page> {
    let said = Said {
        added: asked.added,
        ..Said::default()
    };
    page(&call, id, said).await
}

/// The page of the file, with what is to be said.
///
/// # Errors
/// As the operation.
pub(super) async fn page(call: &Call, id: Uuid, said: Said) -> Result<Page> {
    let file = operations::show(call, id).await?;
    let ui = Ui::new(call);
    let whose = words::whose(&ui, std::slice::from_ref(&file)).await?;
    let action = ui.url(&format!("/documents/{id}"));
    let latest = file.latest().map(|version| version.content);
    let page = FilePage {
        who: whose.into_iter().next().unwrap_or_default(),
        kind: words::kind(&ui, file.kind),
        marks: words::marks(&ui, &file),
        versions: versions(&ui, &file).await?,
        picture: words::preview(&ui, &file).or_else(|| {
            let drawn = latest.filter(|content| content.is_drawn());
            drawn.map(|_| format!("{action}/content?inline=true"))
        }),
        is_shown: latest.is_some_and(|content| content.is_shown()),
        fields: said.typed.unwrap_or_else(|| of_file(&file)),
        problems: said.problems,
        overtaken: said.overtaken,
        deleted: file.archived_at.map(|at| ui.day(&at)),
        trouble: said.trouble,
        action,
        takes: Takes::of(&ui).await?,
        is_own: !ui.may("documents.delete") && operations::may_withdraw_all(call, &file),
        toast: said.added.and_then(|number| added(&ui, &file, number)),
        file,
        ui,
    };
    let title = page.file.title.clone();
    pages::page(&title, PLACE, &page)
}

/// The way back from a version that came just now.
fn added(ui: &Ui, file: &File, number: i64) -> Option<Toast> {
    file.latest().filter(|version| version.number == number)?;
    Some(Toast {
        text: ui.t1("documents-version-added-now", "number", number),
        undo: withdrawal(ui, file, number).map(|address| (address, Vec::new())),
    })
}

/// Where a version can be taken off: not where it is the only one, nor by everybody.
fn withdrawal(ui: &Ui, file: &File, number: i64) -> Option<String> {
    let version = file.numbered(number)?;
    let may = operations::may_withdraw(&ui.call, &version.uploaded_by, version.uploaded_at);
    let can = file.archived_at.is_none() && file.versions.len() > 1;
    let (id, based_on) = (file.id, file.version);
    let address = format!("/documents/{id}/withdrawal?version={number}&based_on={based_on}");
    (may && can).then(|| ui.url(&address))
}

async fn versions(ui: &Ui, file: &File) -> Result<Vec<Shown>> {
    let actors = file.versions.iter().map(|v| v.uploaded_by.clone());
    let names = words::names(ui, actors.collect()).await?;
    let shown = file.versions.iter().map(|version| {
        let day = ui.time(&version.uploaded_at);
        let name = version.content.name();
        let number = version.number;
        Shown {
            number,
            file_name: version.file_name.clone(),
            what: format!("{name}, {}", words::size(ui, version.size)),
            when: match names.get(&version.uploaded_by) {
                Some(who) => ui.t2("documents-by", "day", day, "who", who),
                None => day,
            },
            href: ui.url(&format!("/documents/{}/content?version={number}", file.id)),
            withdrawal: withdrawal(ui, file, number)
                .map(|address| (address, ui.t1("documents-withdraw-n", "number", number))),
        }
    });
    Ok(shown.collect())
}

fn of_file(file: &File) -> Fields {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Fields {
        title: file.title.clone(),
        kind: file.kind.code().to_owned(),
        note: file.note.clone().unwrap_or_default(),
        review_on: day(file.review_on),
        retention_until: day(file.retention_until),
    }
}

/// Saves what stands beside the file. Where somebody was quicker, what was typed comes back with
/// the version that it would now be based on.
pub(super) async fn change_file(
    call: Call,
    Path(id): Path<Uuid>,
    typed: Typed,
) -> Result<Response> {
    call.require(operations::WRITE)?;
    let version = typed.number("version")?;
    let text = |name: &str| typed.get(name).to_owned();
    let fields = Fields {
        title: text("title"),
        kind: text("kind"),
        note: text("note"),
        review_on: text("review_on"),
        retention_until: text("retention_until"),
    };
    let done = match changes(&fields) {
        Ok(changes) => operations::change(&call, id, version, changes).await,
        Err(error) => Err(error),
    };
    let Err(error) = done else {
        return Ok(pages::see_other(&call, &format!("/documents/{id}")));
    };
    let mut said = Said {
        typed: Some(fields),
        ..Said::default()
    };
    if error.status == StatusCode::PRECONDITION_FAILED {
        said.overtaken = true;
        let page = page(&call, id, said).await?;
        return Ok(pages::with_status(page, error.status));
    }
    let ui = Ui::new(&call);
    let (problems, status) = Problems::of(error, &ui.texts, |at| field(&ui, at))?;
    said.problems = problems;
    let page = page(&call, id, said).await?;
    Ok(pages::with_status(page, status))
}

fn changes(fields: &Fields) -> Result<FileChanges> {
    let mut error = Error::invalid();
    let mut day = |pointer: &str, typed: &str| -> Patch<NaiveDate> {
        let typed = typed.trim();
        let day = typed.parse().ok();
        if day.is_none() && !typed.is_empty() {
            let wrong = kartoteka_plugin::FieldError::new(pointer, "document_day_unlikely");
            error.fields.push(wrong);
        }
        day.into()
    };
    let changes = FileChanges {
        title: Patch::Value(fields.title.clone()),
        kind: Kind::from_code(&fields.kind).into(),
        note: Patch::Value(fields.note.clone()),
        review_on: day("/review_on", &fields.review_on),
        retention_until: day("/retention_until", &fields.retention_until),
    };
    error.if_any()?;
    Ok(changes)
}

/// The id and the name of the field that a pointer points to.
fn field(ui: &Ui, pointer: &str) -> (String, String) {
    let id = pointer.trim_start_matches('/').replace('_', "-");
    let label = ui.t(&format!("documents-field-{id}"));
    (id, label)
}

/// `GET /{salon}/documents/{file}/content`
pub(super) async fn content(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<ContentParams>,
    headers: HeaderMap,
) -> Result<Response> {
    deliver(&call, id, params.version, params.inline, &headers).await
}

/// `GET /{salon}/documents/{file}/preview`
pub(super) async fn preview(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<PreviewParams>,
    headers: HeaderMap,
) -> Result<Response> {
    deliver_preview(&call, id, params.version, &headers).await
}
