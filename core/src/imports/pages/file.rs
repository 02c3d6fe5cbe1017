//! Step 1: a file is chosen. Below it, what was imported before.

use askama::Template;
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kartoteka_plugin::{Call, Error, Page, Result};

use super::desk::{About, Choice, Desk, Step, Trouble, unsigned};
use crate::imports::{self, Import, ImportState, api::upload};

/// Encodings by which lists of the five languages are written, as the reader names them.
const ENCODINGS: [&str; 8] = [
    "UTF-8",
    "windows-1252",
    "windows-1250",
    "ISO-8859-2",
    "macintosh",
    "IBM850",
    "IBM852",
    "UTF-16LE",
];

/// The form that takes a file.
pub(super) struct Upload {
    /// Whether a chosen file goes at once; not where more is to be chosen first.
    pub(super) at_once: bool,
    pub(super) problem: Option<Trouble>,
    pub(super) sheets: Vec<Choice>,
    pub(super) encodings: Vec<Choice>,
    pub(super) separators: Vec<Choice>,
    /// What is understood, and how large it may be.
    pub(super) allowed: String,
}

impl Upload {
    /// The plain form.
    pub(super) fn new(call: &Call, desk: &Desk) -> Self {
        let limits = call.limits();
        let allowed = desk.t.with2(
            "import-allowed",
            "mb",
            desk.number(limits.upload_bytes >> 20),
            "rows",
            desk.number(limits.import_rows.into()),
        );
        Self {
            at_once: true,
            problem: None,
            sheets: Vec::new(),
            encodings: Vec::new(),
            separators: Vec::new(),
            allowed,
        }
    }

    /// The form that reads the file of `import` once more, in another way. `None` where
    /// there is no other way.
    pub(super) fn again(call: &Call, desk: &Desk, import: &Import) -> Option<Self> {
        let about = About::of(import);
        let mut form = Self::new(call, desk);
        form.at_once = false;
        if about.sheets.len() > 1 {
            form.sheets = sheets(desk, &about);
        }
        if let Some(encoding) = &about.encoding {
            form.encodings = encodings(encoding);
            form.separators = separators(desk, about.separator);
        }
        (!form.sheets.is_empty() || !form.encodings.is_empty()).then_some(form)
    }
}

fn sheets(desk: &Desk, about: &About) -> Vec<Choice> {
    let sheets = about.sheets.iter().map(|sheet| Choice {
        value: sheet.name.clone(),
        word: match sheet.rows {
            Some(rows) => format!(
                "{} ({})",
                sheet.name,
                desk.count("import-rows", rows.into())
            ),
            None => sheet.name.clone(),
        },
        chosen: about.sheet.as_ref() == Some(&sheet.name),
    });
    sheets.collect()
}

fn encodings(used: &str) -> Vec<Choice> {
    let known = ENCODINGS.contains(&used);
    let names = ENCODINGS.into_iter().chain((!known).then_some(used));
    let encodings = names.map(|name| Choice {
        value: name.to_owned(),
        word: name.to_owned(),
        chosen: name == used,
    });
    encodings.collect()
}

fn separators(desk: &Desk, used: Option<char>) -> Vec<Choice> {
    let known = [
        (';', "semicolon"),
        (',', "comma"),
        ('\t', "tab"),
        ('|', "bar"),
    ];
    let separators = known.into_iter().map(|(separator, word)| Choice {
        value: if separator == '\t' {
            "\\t".to_owned()
        } else {
            separator.to_string()
        },
        word: desk.get(&format!("import-separator-{word}")),
        chosen: used == Some(separator),
    });
    separators.collect()
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
