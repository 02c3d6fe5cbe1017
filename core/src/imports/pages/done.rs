//! Step 4: what was done, and how to take it back; or why the file could not be read.

use askama::Template;
use kartoteka_plugin::{Call, Page, Result};

use super::desk::{Desk, Step, Trouble, unsigned};
use super::file::Upload;
use super::reading::Reading;
use super::show::ShowParams;
use super::table::{Row, Tab, Table};
use crate::imports::{self, Import, ImportState, Verdict, outcome::Outcome};

#[derive(Template)]
#[template(path = "imports/done.html")]
struct DonePage {
    d: Desk,
    steps: Vec<Step>,
    href: String,
    problem: Option<Trouble>,
    title: String,
    file: String,
    left_title: String,
    /// Address and name of each card that the undo left alone.
    left: Vec<(String, String)>,
    tiles: Vec<Tile>,
    has_sheet: bool,
    tabs: Vec<Tab>,
    heads: Vec<String>,
    rows: Vec<Row>,
    more: Option<(String, String)>,
    width: usize,
    /// What taking it back will do.
    undo: Option<String>,
}

struct Tile {
    href: String,
    class: &'static str,
    number: String,
    word: String,
}

#[derive(Template)]
#[template(path = "imports/failed.html")]
struct FailedPage {
    d: Desk,
    steps: Vec<Step>,
    href: String,
    file: String,
    problem: Trouble,
    reading: Reading,
    upload: Upload,
}

/// The page of a file that cannot be read.
pub(super) fn failed(call: &Call, import: &Import) -> Result<Page> {
    let d = Desk::of(call);
    let problem = import.problem.as_ref().map(Trouble::from);
    let page = FailedPage {
        steps: d.steps(0, [None, None, None, None]),
        href: d.path(import.id),
        file: import.file_name.clone(),
        problem: problem.unwrap_or_else(|| Trouble {
            title: d.get("error-import_interrupted"),
            detail: None,
        }),
        reading: Reading::of(&d, import),
        upload: Upload::new(call, &d),
        d,
    };
    page.d.page(&page)
}

/// The page of an import that was written, or taken back.
pub(super) async fn page(call: &Call, import: &Import, params: &ShowParams) -> Result<Page> {
    let d = Desk::of(call);
    let outcome = imports::outcome(call, import.id).await?;
    let table = Table::load(call, import, params).await?;
    let undone = import.state == ImportState::Undone;
    let left = if undone {
        imports::left_alone(call, import.id).await?
    } else {
        Vec::new()
    };
    let left: Vec<(String, String)> = left
        .iter()
        .map(|client| (d.card(client.id), client.shown()))
        .collect();
    let page = DonePage {
        steps: d.steps_of(import, 3),
        href: d.path(import.id),
        problem: import.problem.as_ref().map(Trouble::from),
        title: title(&d, import, &outcome),
        file: by(call, &d, import).await?,
        left_title: d.count("import-left-title", unsigned(import.left)),
        left,
        tiles: if undone {
            Vec::new()
        } else {
            tiles(&d, import, &outcome)
        },
        // What an undone row said is gone with its card.
        has_sheet: outcome.has_sheet && !undone,
        tabs: table.tabs,
        heads: table.heads,
        rows: table.rows,
        more: table.more,
        width: table.width,
        undo: (!undone).then(|| undo_says(&d, &outcome)),
        d,
    };
    page.d.page(&page)
}

fn title(d: &Desk, import: &Import, outcome: &Outcome) -> String {
    if import.state == ImportState::Undone {
        return d.get("import-undone-title");
    }
    d.count(
        "import-done-title",
        unsigned(outcome.made + outcome.changed),
    )
}

/// `List.xlsx · 22.11.2026, 10:14 · Anna Lindqvist`.
async fn by(call: &Call, d: &Desk, import: &Import) -> Result<String> {
    let at = import.undone_at.or(import.committed_at);
    let names = call
        .directory()
        .names(std::slice::from_ref(&import.actor))
        .await?;
    let mut parts = vec![d.file_line(import)];
    parts.extend(at.map(|at| call.format().time(&at)));
    parts.extend(names.get(&import.actor).cloned());
    Ok(parts.join(" · "))
}

fn tiles(d: &Desk, import: &Import, outcome: &Outcome) -> Vec<Tile> {
    let path = d.path(import.id);
    let tile = |verdict: Verdict, class: &'static str, n: i64| Tile {
        href: format!("{path}?verdict={}", verdict.code()),
        class: if n > 0 { class } else { "" },
        number: d.number(unsigned(n)),
        word: d.count(&format!("import-tile-{}", verdict.code()), unsigned(n)),
    };
    vec![
        tile(Verdict::New, " tile-done", outcome.made),
        tile(Verdict::Changed, "", outcome.changed),
        tile(
            Verdict::Unchanged,
            "",
            import.counts.unchanged + outcome.skipped,
        ),
        tile(Verdict::Refused, " tile-stop", import.counts.refused),
    ]
}

/// What taking it back will do, in words.
fn undo_says(d: &Desk, outcome: &Outcome) -> String {
    let parts = [
        ("import-undo-new", outcome.made),
        ("import-undo-changed", outcome.changed),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| d.count(key, unsigned(n)))
        .collect();
    parts.join(" ")
}
