//! Step 3: what would happen, row by row.

use askama::Template;
use kartoteka_plugin::{Call, Page, Result, text::Arg};

use super::desk::{About, Desk, Step, Trouble, short, unsigned};
use super::show::ShowParams;
use super::table::{Row, Tab, Table};
use crate::imports::{self, Import, ImportRow};

/// Rows with letters beyond ASCII that are shown at the top.
const SAMPLES: usize = 6;

#[derive(Template)]
#[template(path = "imports/preview.html")]
struct PreviewPage {
    d: Desk,
    steps: Vec<Step>,
    href: String,
    file: String,
    read_columns: String,
    problem: Option<Trouble>,
    sample: String,
    notes: Vec<String>,
    tabs: Vec<Tab>,
    heads: Vec<String>,
    rows: Vec<Row>,
    more: Option<(String, String)>,
    width: usize,
    nothing_yet: String,
    /// The button that writes everything.
    commit_all: Option<String>,
    /// The button that leaves known clients as they are.
    commit_new: Option<String>,
}

/// The page of a previewed import.
pub(super) async fn page(call: &Call, import: &Import, params: &ShowParams) -> Result<Page> {
    let d = Desk::of(call);
    let sample = imports::rows(call, import.id, None, true, 0, SAMPLES).await?;
    let table = Table::load(call, import, params).await?;
    let (commit_all, commit_new) = buttons(&d, import);
    let page = PreviewPage {
        steps: d.steps_of(import, 2),
        href: d.path(import.id),
        file: d.file_line(import),
        read_columns: read_columns(&d, import),
        problem: import.problem.as_ref().map(Trouble::from),
        sample: letters(&sample.rows),
        notes: notes(&d, import),
        tabs: table.tabs,
        heads: table.heads,
        rows: table.rows,
        more: table.more,
        width: table.width,
        nothing_yet: d.get(if commit_all.is_some() {
            "import-nothing-yet"
        } else {
            "import-nothing-to-do"
        }),
        commit_all,
        commit_new,
        d,
    };
    page.d.page(&page)
}

/// `5 of 6 columns are read`.
fn read_columns(d: &Desk, import: &Import) -> String {
    let mapping = import.mapping.as_ref().and_then(|m| m.as_object());
    let all = mapping.map_or(0, serde_json::Map::len);
    let read = mapping.map_or(0, |m| m.values().filter(|f| *f != "ignore").count());
    let args = [
        ("read", Arg::from(read)),
        ("n", Arg::from(all)),
        ("shown", Arg::from(d.number(all as u64))),
    ];
    d.t.with("import-columns-read", &args)
}

/// One cell of each row that shows how letters were understood: its first with any.
fn letters(rows: &[ImportRow]) -> String {
    let cells = rows.iter().filter_map(|row| {
        let cell = row.cells.values().find(|text| !text.is_ascii())?;
        Some(short(cell, 60))
    });
    cells.collect::<Vec<_>>().join(" · ")
}

fn notes(d: &Desk, import: &Import) -> Vec<String> {
    let notes = About::of(import).notes;
    let notes = notes.iter().map(|note| {
        let count = note.count.unwrap_or(0);
        d.count(&format!("import-note-{}", note.code), count.into())
    });
    notes.collect()
}

/// What the two buttons say: exactly what each will do.
fn buttons(d: &Desk, import: &Import) -> (Option<String>, Option<String>) {
    let counts = import.counts;
    let (new, changed) = (unsigned(counts.new), unsigned(counts.changed));
    let left = unsigned(counts.unchanged + counts.refused);
    let says = |changed: u64, left: u64| {
        let parts = [
            ("import-do-new", new),
            ("import-do-changed", changed),
            ("import-do-left", left),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| d.count(key, n))
            .collect();
        capital(&parts.join(", "))
    };
    let all = (new + changed > 0).then(|| says(changed, left));
    let only_new = (new > 0 && changed > 0).then(|| says(0, left + changed));
    (all, only_new)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
