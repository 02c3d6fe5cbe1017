//! What several pages say of a file.

use std::collections::HashMap;

use chrono::NaiveDate;
use kartoteka_plugin::{
    Error, Result,
    clients::Person,
    pages::{Mark, Ui},
};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    file::{File, Kind},
    operations,
    receive::SENT,
};

/// On whose card a file is.
#[derive(Debug, Clone, Default)]
pub(super) struct Who {
    pub(super) name: String,
    pub(super) href: String,
}

impl Who {
    /// Somebody with a card.
    pub(super) fn of(ui: &Ui, person: &Person) -> Self {
        Self {
            name: person.title(&ui.texts),
            href: ui.url(&format!("/clients/{}", person.id)),
        }
    }
}

/// On whose cards the files are, in their order.
///
/// # Errors
/// As the operation.
pub(super) async fn whose(ui: &Ui, files: &[File]) -> Result<Vec<Who>> {
    let ids: Vec<Uuid> = files.iter().map(|file| file.client_id).collect();
    let people = operations::people(&ui.call, &ids).await?;
    let whose = files.iter().map(|file| {
        let person = people.get(&file.client_id);
        person.map_or_else(Who::default, |person| Who::of(ui, person))
    });
    Ok(whose.collect())
}

/// A file in a line.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) href: String,
    /// Where the content itself is.
    pub(super) content: String,
    /// Where the small picture is, where there is one.
    pub(super) preview: Option<String>,
    pub(super) icon: &'static str,
    pub(super) kind: String,
    /// `PDF, 1.2 MB`
    pub(super) what: String,
    pub(super) day: String,
    pub(super) stamp: String,
    pub(super) marks: Vec<Mark>,
    pub(super) deleted: Option<String>,
}

/// The line of a file.
pub(super) fn line(ui: &Ui, file: &File) -> Line {
    let latest = file.latest();
    let at = latest.map_or(&file.created_at, |version| &version.uploaded_at);
    let href = ui.url(&format!("/documents/{}", file.id));
    let content = format!("{href}/content?inline=true");
    Line {
        title: file.title.clone(),
        content,
        preview: preview(ui, file),
        icon: icon(file),
        kind: kind(ui, file.kind),
        what: latest.map_or_else(String::new, |version| {
            let name = version.content.name();
            format!("{name}, {}", size(ui, version.size))
        }),
        day: ui.day(at),
        stamp: ui.stamp(at),
        marks: marks(ui, file),
        deleted: file.archived_at.map(|at| ui.day(&at)),
        href,
    }
}

/// Where the small picture of the newest version is. The number makes it another address for
/// each version.
pub(super) fn preview(ui: &Ui, file: &File) -> Option<String> {
    let version = file.latest().filter(|version| version.has_preview)?;
    let number = version.number;
    Some(ui.url(&format!("/documents/{}/preview?version={number}", file.id)))
}

/// What stands for a file: what it is for, else what it is.
pub(super) fn icon(file: &File) -> &'static str {
    match (file.kind, file.latest()) {
        (Kind::Other, Some(version)) => version.content.icon(),
        (kind, _) => kind.icon(),
    }
}

/// What is to be done about a file.
pub(super) fn marks(ui: &Ui, file: &File) -> Vec<Mark> {
    let (today, mut marks) = (ui.call.today(), Vec::new());
    if file.archived_at.is_some() {
        return marks;
    }
    let mut mark = |icon: &'static str, word: String| {
        marks.push(Mark {
            kind: "look".into(),
            icon: icon.into(),
            word,
            ..Mark::default()
        });
    };
    if file.is_to_review(today) {
        let day = day(ui, file.review_on);
        mark("calendar", ui.t1("documents-to-review", "day", day));
    }
    if file.is_past_keeping(today) {
        mark("archive", ui.t("documents-past-keeping"));
    }
    marks
}

/// What a file is for, in a word.
pub(super) fn kind(ui: &Ui, kind: Kind) -> String {
    ui.t(&format!("documents-kind-{}", kind.code()))
}

/// A day as the salon's country writes it; empty for none.
pub(super) fn day(ui: &Ui, day: Option<NaiveDate>) -> String {
    let written = day.map(|day| ui.call.format().date(day));
    written.unwrap_or_default()
}

/// So many bytes, as people say it: three digits at most.
pub(super) fn size(ui: &Ui, bytes: i64) -> String {
    let (tenths, unit) = match bytes {
        ..1024 => return format!("{bytes} B"),
        1024..1_048_576 => (bytes * 10 / 1024, "kB"),
        _ => (bytes * 10 / 1_048_576, "MB"),
    };
    let mark = ui.t("documents-decimal-mark");
    match tenths {
        100.. => format!("{} {unit}", tenths / 10),
        _ => format!("{}{mark}{} {unit}", tenths / 10, tenths % 10),
    }
}

/// Who did something, by the actors of the journal; those not known any more are absent.
///
/// # Errors
/// As the directory says.
pub(super) async fn names(ui: &Ui, mut actors: Vec<String>) -> Result<HashMap<String, String>> {
    actors.sort_unstable();
    actors.dedup();
    ui.call.directory().names(&actors).await
}

/// What is wrong with an upload, for a form that says it itself; the error again where it is of
/// another sort.
pub(super) struct Trouble {
    pub(super) title: String,
    pub(super) detail: Option<String>,
}

impl Trouble {
    /// # Errors
    /// The error itself, where it is not about what was sent.
    pub(super) fn of(ui: &Ui, error: Error) -> Result<Self> {
        let status = error.status.as_u16();
        if ![400, 408, 409, 413, 422, 507].contains(&status) {
            return Err(error);
        }
        let (title, detail) = ui.texts.error(&error);
        let said = detail.is_some() || crate::receive::names_file(&error);
        let fields: Vec<_> = error.fields.iter().map(|f| ui.texts.field(f)).collect();
        let detail = match error.code == "invalid" {
            // There are no fields on it that could be marked.
            true => Some(named(ui, &error)),
            false => detail.or((!said && !fields.is_empty()).then(|| fields.join(" "))),
        };
        let sent = error.extra.get(SENT).and_then(Json::as_u64);
        let sent = sent.filter(|sent| *sent > 1);
        let none = sent.map(|sent| ui.t1("documents-none-kept", "count", sent));
        let detail: Vec<String> = detail.into_iter().chain(none).collect();
        let detail = Some(detail.join(" ")).filter(|detail| !detail.is_empty());
        Ok(Self { title, detail })
    }
}

/// What is wrong, with the names of what it is about.
fn named(ui: &Ui, error: &Error) -> String {
    let sentences = error.fields.iter().map(|field| {
        let label = match field.pointer.as_ref() {
            "/note" => ui.t("documents-field-note"),
            _ => ui.t("place-documents"),
        };
        format!("{label} {}.", ui.texts.field(field))
    });
    sentences.collect::<Vec<_>>().join(" ")
}
