//! Step 2: what the columns hold.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Form,
    extract::rejection::FormRejection,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kartoteka_plugin::{Call, Error, Page, Result, extract::Path};
use uuid::Uuid;

use super::acts::Pairs;
use super::desk::{Choice, Desk, Step, short};
use super::reading::Reading;
use crate::imports::{
    self, Import, ImportRow,
    columns::{Column, Field, Mapping, MappingError},
};

/// Rows from which the examples are taken.
const LOOKED_AT: usize = 30;
/// Examples of a column.
const SAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "imports/columns.html")]
struct ColumnsPage {
    d: Desk,
    steps: Vec<Step>,
    href: String,
    file: String,
    basis: String,
    /// Whether the basis is weak, so that the salon should look.
    look: bool,
    /// Column and sentence.
    problems: Vec<(String, String)>,
    columns: Vec<Line>,
    reading: Reading,
}

/// One column.
struct Line {
    letters: String,
    head: String,
    samples: String,
    label: String,
    wrong: bool,
    fields: Vec<Choice>,
}

/// What the salon chose, and why it cannot be.
pub(super) struct Refused {
    chosen: BTreeMap<String, String>,
    error: Error,
}

/// The step of a previewed import; with what was refused, where something was.
pub(super) async fn page(call: &Call, import: &Import, refused: Option<Refused>) -> Result<Page> {
    let d = Desk::of(call);
    let rows = imports::rows(call, import.id, None, false, 0, LOOKED_AT).await?;
    let mapping = match &refused {
        Some(refused) => refused.chosen.clone(),
        None => texts_of(import.mapping.as_ref()),
    };
    let problems = refused.as_ref().map(|refused| problems(&d, refused));
    let problems = problems.unwrap_or_default();
    let columns = lines(&d, import, &rows.rows, &mapping, &problems);
    let basis = import.basis.as_deref().unwrap_or("content");
    let page = ColumnsPage {
        steps: d.steps_of(import, 1),
        href: d.path(import.id),
        file: d.file_line(import),
        basis: d.get(&format!("import-basis-{basis}")),
        look: basis == "content",
        problems,
        columns,
        reading: Reading::of(&d, import),
        d,
    };
    page.d.page(&page)
}

/// The object of texts that a mapping or a head is.
fn texts_of(json: Option<&serde_json::Value>) -> BTreeMap<String, String> {
    let texts = json.and_then(serde_json::Value::as_object).into_iter();
    let texts = texts
        .flatten()
        .filter_map(|(column, text)| Some((column.clone(), text.as_str()?.to_owned())));
    texts.collect()
}

fn lines(
    d: &Desk,
    import: &Import,
    rows: &[ImportRow],
    mapping: &BTreeMap<String, String>,
    problems: &[(String, String)],
) -> Vec<Line> {
    let head = texts_of(import.head.as_ref());
    let cells = rows.iter().flat_map(|row| row.cells.keys());
    let mut columns: Vec<Column> = mapping
        .keys()
        .chain(head.keys())
        .chain(cells)
        .filter_map(|letters| letters.parse().ok())
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let lines = columns.into_iter().map(|column| {
        let letters = column.to_string();
        let now = mapping.get(&letters).map_or("ignore", String::as_str);
        Line {
            head: head.get(&letters).cloned().unwrap_or_default(),
            samples: samples(rows, &letters),
            label: d.t.with1("import-column-holds", "column", &letters),
            wrong: problems.iter().any(|(column, _)| *column == letters),
            fields: fields(d, now),
            letters,
        }
    });
    lines.collect()
}

/// Different cells of a column, the first of the sheet.
fn samples(rows: &[ImportRow], letters: &str) -> String {
    let mut samples: Vec<String> = Vec::with_capacity(SAMPLES);
    for text in rows.iter().filter_map(|row| row.cells.get(letters)) {
        let text = short(text, 40);
        if !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples.join(" · ")
}

fn fields(d: &Desk, now: &str) -> Vec<Choice> {
    let fields = Field::ALL.into_iter().map(|field| Choice {
        value: field.as_str().to_owned(),
        word: d.get(&format!("import-field-{field}")),
        chosen: field.as_str() == now,
    });
    fields.collect()
}

/// What was refused, each with its column; the whole is said at the first.
fn problems(d: &Desk, refused: &Refused) -> Vec<(String, String)> {
    let first = refused.chosen.keys().min_by_key(|letters| letters.len());
    let first = first.cloned().unwrap_or_default();
    let mapping = refused.mapping();
    let at = match &mapping {
        Err(MappingError::FieldTwice { column, .. } | MappingError::ColumnTwice(column)) => {
            column.to_string()
        }
        _ => first,
    };
    if let Err(MappingError::FieldTwice { field, .. }) = &mapping {
        let name = d.get(&format!("import-field-{field}"));
        let says =
            d.t.with2("import-columns-twice", "column", &at, "field", name);
        return vec![(at, says)];
    }
    let fields = refused.error.fields.iter();
    let problems = fields.map(|field| (at.clone(), d.t.field(field).into_owned()));
    problems.collect()
}

impl Refused {
    fn mapping(&self) -> Result<Mapping, MappingError> {
        let mut columns = Vec::with_capacity(self.chosen.len());
        for (letters, field) in &self.chosen {
            let column: Column = letters.parse()?;
            columns.push((column, field.parse().unwrap_or(Field::Ignore)));
        }
        columns.sort_unstable();
        Mapping::new(columns)
    }
}

/// `POST /imports/{import}/mapping`: `A=name&B=phone`.
pub(super) async fn map(
    call: Call,
    Path(id): Path<Uuid>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Result<Response> {
    let Form(pairs) = form.map_err(|_| Error::malformed())?;
    let chosen: BTreeMap<String, String> = pairs
        .into_iter()
        .filter(|(name, _)| name.parse::<Column>().is_ok())
        .collect();
    let json = serde_json::to_string(&chosen).unwrap_or_default();
    match imports::remap(&call, id, &json).await {
        Ok(import) => Ok(Desk::of(&call).to_import(import.id)),
        Err(error) if error.status == StatusCode::UNPROCESSABLE_ENTITY => {
            let import = imports::show(&call, id).await?;
            let page = page(&call, &import, Some(Refused { chosen, error })).await?;
            Ok(page
                .status(StatusCode::UNPROCESSABLE_ENTITY)
                .into_response())
        }
        Err(error) => Err(error),
    }
}
