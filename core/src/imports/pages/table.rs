//! The salon's own rows with their verdicts, and what each would change.

use std::collections::HashMap;

use askama::Template;
use kartoteka_plugin::{
    Call, Result,
    extract::{Path, Query},
    page::Fragment,
    text::Arg,
};
use uuid::Uuid;

use super::desk::{Desk, rendered, short, unsigned};
use super::show::ShowParams;
use crate::imports::{
    self, Import, ImportRow, ImportState, Verdict,
    columns::{Column, Field, Mapping},
    differences::{Change, Difference},
};

/// Rows shown at once.
const PAGE: usize = 50;
/// Characters of a cell that are shown; notes may be pages long.
const SHOWN: usize = 120;

/// A page of rows, ready to be shown.
pub(super) struct Table {
    pub(super) tabs: Vec<Tab>,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Further rows: for htmx, and for who has no script.
    pub(super) more: Option<(String, String)>,
    /// Columns of the table in all.
    pub(super) width: usize,
}

/// A filter by verdict.
pub(super) struct Tab {
    pub(super) href: String,
    pub(super) word: String,
    pub(super) count: String,
    pub(super) current: bool,
}

/// A row.
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) badge: String,
    pub(super) cells: Vec<Cell>,
    /// The address and name of the client it belongs to.
    pub(super) client: Option<(String, String)>,
    /// What is said about it.
    pub(super) lines: Vec<String>,
    pub(super) changes: Vec<Line>,
    /// What the row does unless it is left out, where the salon still chooses.
    pub(super) choice: Option<String>,
    pub(super) label: String,
}

/// A cell.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) class: &'static str,
    pub(super) reasons: Vec<String>,
}

/// What a row changes, in words.
pub(super) struct Line {
    pub(super) field: String,
    pub(super) before: String,
    pub(super) after: String,
}

#[derive(Template)]
#[template(path = "imports/rows.html")]
struct MoreRows {
    d: Desk,
    rows: Vec<Row>,
    more: Option<(String, String)>,
    width: usize,
}

/// `GET /imports/{import}/rows`
pub(super) async fn more_rows(
    call: Call,
    Path(id): Path<Uuid>,
    Query(params): Query<ShowParams>,
) -> Result<Fragment> {
    let import = imports::show(&call, id).await?;
    let table = Table::load(&call, &import, &params).await?;
    let rows = MoreRows {
        d: Desk::of(&call),
        rows: table.rows,
        more: table.more,
        width: table.width,
    };
    Ok(Fragment(rendered(&rows)?))
}

impl Table {
    /// The rows that `params` asks for.
    pub(super) async fn load(call: &Call, import: &Import, params: &ShowParams) -> Result<Self> {
        let d = Desk::of(call);
        let page =
            imports::rows(call, import.id, params.verdict, false, params.after, PAGE).await?;
        let changes = if import.state == ImportState::Previewed {
            imports::differences(call, import.id, &page.rows).await?
        } else {
            HashMap::new()
        };
        let mapping = import.mapping.as_ref().map(serde_json::Value::to_string);
        let mapping = mapping.and_then(|json| Mapping::from_json(&json).ok());
        let mapping = mapping.unwrap_or_default();
        let columns: Vec<(Column, Field)> = mapping
            .iter()
            .filter(|(_, field)| *field != Field::Ignore)
            .collect();
        let rows = page
            .rows
            .iter()
            .map(|row| shown(&d, import, row, &columns, changes.get(&row.row)));
        let rows = rows.collect();
        let verdict = params.verdict.map(|v| format!("&verdict={}", v.code()));
        let verdict = verdict.unwrap_or_default();
        let path = d.path(import.id);
        let more = page.next.map(|after| {
            (
                format!("{path}/rows?after={after}{verdict}"),
                format!("{path}?step=preview&after={after}{verdict}#rows"),
            )
        });
        Ok(Self {
            tabs: tabs(&d, import, params.verdict),
            heads: heads(&d, import, &columns),
            rows,
            more,
            width: columns.len() + 3,
        })
    }
}

fn tabs(d: &Desk, import: &Import, current: Option<Verdict>) -> Vec<Tab> {
    let counts = import.counts;
    let all = counts.new + counts.changed + counts.unchanged + counts.refused;
    let path = d.path(import.id);
    let of = |verdict: Option<Verdict>, count: i64| Tab {
        href: match verdict {
            Some(verdict) => format!("{path}?step=preview&verdict={}", verdict.code()),
            None => format!("{path}?step=preview"),
        },
        word: match verdict {
            Some(verdict) => d.get(&format!("import-verdict-{}", verdict.code())),
            None => d.get("import-all-rows"),
        },
        count: d.number(unsigned(count)),
        current: verdict == current,
    };
    vec![
        of(None, all),
        of(Some(Verdict::New), counts.new),
        of(Some(Verdict::Changed), counts.changed),
        of(Some(Verdict::Unchanged), counts.unchanged),
        of(Some(Verdict::Refused), counts.refused),
    ]
}

/// What the salon calls its columns, else what they hold.
fn heads(d: &Desk, import: &Import, columns: &[(Column, Field)]) -> Vec<String> {
    let heads = columns.iter().map(|(column, field)| {
        let own = import
            .head
            .as_ref()
            .and_then(|head| head.get(column.to_string())?.as_str())
            .map(|head| short(head, 30));
        own.filter(|head| !head.is_empty())
            .unwrap_or_else(|| d.get(&format!("import-field-{field}")))
    });
    heads.collect()
}

fn shown(
    d: &Desk,
    import: &Import,
    row: &ImportRow,
    columns: &[(Column, Field)],
    changes: Option<&Difference>,
) -> Row {
    let previewed = import.state == ImportState::Previewed;
    let choice = match row.verdict {
        Verdict::New => Some("import-happens-new"),
        Verdict::Changed => Some("import-choice-update"),
        Verdict::Unchanged | Verdict::Refused => None,
    };
    let name = |row: &ImportRow| {
        let number = row.client_number.as_deref().unwrap_or_default();
        let name = row.client_name.as_deref().unwrap_or_default();
        format!("{name} ({number})").trim().to_owned()
    };
    Row {
        number: row.row,
        badge: d.verdict(row.verdict),
        cells: columns
            .iter()
            .map(|(column, _)| cell(d, row, *column))
            .collect(),
        client: row.client_id.map(|id| (d.card(id), name(row))),
        lines: said(d, import, row, changes.is_some_and(|c| !c.is_empty())),
        changes: changes
            .into_iter()
            .flatten()
            .map(|change| line(d, change))
            .collect(),
        choice: choice.filter(|_| previewed).map(|key| d.get(key)),
        label: d.t.with1("import-choice-row", "row", row.row),
    }
}

fn cell(d: &Desk, row: &ImportRow, column: Column) -> Cell {
    let letters = column.to_string();
    // Headings are no answers; that the row is one is said already.
    let is_head = row.reason.as_deref() == Some("head_again");
    let problems = row
        .problems
        .iter()
        .filter(|p| p.column == letters && !is_head);
    let codes: Vec<&str> = problems.map(|p| p.code.as_str()).collect();
    let left_out = ["formula_error", "too_long", "digits_lost"];
    let class = match codes.as_slice() {
        [] => "",
        codes if codes.iter().any(|code| left_out.contains(code)) => "cell-bad",
        _ => "cell-look",
    };
    let text = row.cells.get(&letters).map_or("", String::as_str);
    Cell {
        text: short(text, SHOWN),
        class,
        reasons: codes
            .iter()
            .map(|code| d.get(&format!("import-problem-{code}")))
            .collect(),
    }
}

/// Why the row has its verdict, and what becomes of it.
fn said(d: &Desk, import: &Import, row: &ImportRow, has_changes: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reason) = &row.reason {
        let same = [("row", Arg::from(row.same_as_row.unwrap_or(0)))];
        lines.push(d.t.with(&format!("import-reason-{reason}"), &same));
    }
    let happens = match (import.state, row.verdict) {
        _ if row.choice.is_some() => Some("import-happens-skipped"),
        (ImportState::Previewed, Verdict::Unchanged) if row.reason.is_none() => {
            Some("import-happens-nothing")
        }
        (ImportState::Previewed, Verdict::Changed) if !has_changes && row.reason.is_none() => {
            Some("import-happens-nothing")
        }
        _ => None,
    };
    lines.extend(happens.map(|key| d.get(key)));
    lines
}

fn line(d: &Desk, change: &Change) -> Line {
    let consent = |code: &str| match change.field {
        Field::MarketingConsent => d.get(&format!("import-consent-{code}")),
        _ => short(code, SHOWN),
    };
    Line {
        field: d.get(&format!("import-field-{}", change.field)),
        before: change.before.as_deref().map(consent).unwrap_or_default(),
        after: consent(&change.after),
    }
}
