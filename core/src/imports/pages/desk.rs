//! What every page of an import needs: texts, addresses, numbers in the reader's form.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kartoteka_plugin::{Call, Error, Locale, Page, Result, Texts, text::Arg};
use serde::Deserialize;
use uuid::Uuid;

use crate::imports::{Import, ImportProblem, ImportState, Verdict};

/// The entry of the rail that is lit.
const PLACE: &str = "clients";

/// What templates and their makers share.
pub(super) struct Desk {
    pub(super) t: Texts,
    /// Path of the salon: `/anna`.
    pub(super) base: String,
    icons: String,
}

impl Desk {
    pub(super) fn of(call: &Call) -> Self {
        Self {
            t: call.texts(),
            base: format!("/{}", call.salon().slug),
            icons: call.icons(),
        }
    }

    /// Path of an import's page.
    pub(super) fn path(&self, import: Uuid) -> String {
        format!("{}/imports/{import}", self.base)
    }

    /// Path of a client's card.
    pub(super) fn card(&self, client: Uuid) -> String {
        format!("{}/clients/{client}", self.base)
    }

    /// An icon of the sheet, with further classes behind its name: `download icon-small`.
    pub(super) fn icon(&self, name: &str) -> String {
        let (name, classes) = name.split_once(' ').unwrap_or((name, ""));
        let icons = &self.icons;
        format!(
            "<svg class=\"icon {classes}\" aria-hidden=\"true\">\
             <use href=\"{icons}#icon-{name}\"></use></svg>"
        )
    }

    /// `1.248` or `1,248`, as the language groups digits.
    pub(super) fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let (separator, from) = match self.t.locale() {
            Locale::En => (',', 4),
            Locale::De | Locale::Nl | Locale::It => ('.', 4),
            Locale::Pl => ('\u{a0}', 5),
        };
        if digits.len() < from {
            return digits;
        }
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The text `key` about `n`: `$n` chooses the plural, `$shown` is what is read.
    pub(super) fn count(&self, key: &str, n: u64) -> String {
        let args = [("n", Arg::from(n)), ("shown", Arg::from(self.number(n)))];
        self.t.with(key, &args)
    }

    pub(super) fn get(&self, key: &str) -> String {
        self.t.get(key)
    }

    /// A badge that says a verdict.
    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        let (class, icon) = match verdict {
            Verdict::New => (" badge-done", "plus"),
            Verdict::Changed => (" badge-look", "pencil"),
            Verdict::Unchanged => ("", "check"),
            Verdict::Refused => (" badge-stop", "ban"),
        };
        let word = self.get(&format!("import-verdict-{}", verdict.code()));
        self.badge(class, icon, &word)
    }

    /// A badge that says where an import stands.
    pub(super) fn state(&self, state: ImportState) -> String {
        let (class, icon) = match state {
            ImportState::Previewing | ImportState::Committing | ImportState::Undoing => {
                ("", "refresh-cw")
            }
            ImportState::Previewed => (" badge-look", "circle-alert"),
            ImportState::Committed => (" badge-done", "check"),
            ImportState::Undone => ("", "undo-2"),
            ImportState::Failed => (" badge-stop", "circle-x"),
        };
        let word = self.get(&format!("import-state-{}", state.code()));
        self.badge(class, icon, &word)
    }

    fn badge(&self, class: &str, icon: &str, word: &str) -> String {
        let icon = self.icon(icon);
        format!("<span class=\"badge{class}\">{icon}{word}</span>")
    }

    /// The steps of the page, at the one counted from 0; those behind lead back where they can.
    pub(super) fn steps(&self, at: usize, hrefs: [Option<String>; 4]) -> Vec<Step> {
        let words = ["file", "columns", "preview", "done"];
        let steps = words.into_iter().zip(hrefs).enumerate();
        let steps = steps.map(|(place, (word, href))| Step {
            word: self.get(&format!("import-step-{word}")),
            href: href.filter(|_| place != at),
            done: place < at,
            current: place == at,
        });
        steps.collect()
    }

    /// The steps of an import whose rows are there to be looked at.
    pub(super) fn steps_of(&self, import: &Import, at: usize) -> Vec<Step> {
        let path = self.path(import.id);
        let back = import.state == ImportState::Previewed;
        let list = Some(format!("{}/imports", self.base));
        let step = |name: &str| back.then(|| format!("{path}?step={name}"));
        self.steps(at, [list, step("columns"), step("preview"), None])
    }

    /// `List.xlsx · sheet “Clients” · 1,248 rows`.
    pub(super) fn file_line(&self, import: &Import) -> String {
        let mut parts = vec![import.file_name.clone()];
        let about = About::of(import);
        if let Some(sheet) = about.sheet.filter(|name| !name.is_empty()) {
            parts.push(self.t.with1("import-sheet-named", "name", sheet));
        }
        if let Some(encoding) = about.encoding {
            parts.push(encoding);
        }
        let counts = import.counts;
        let rows = counts.new + counts.unchanged + counts.changed + counts.refused;
        parts.push(self.count("import-rows", unsigned(rows)));
        parts.join(" · ")
    }

    /// The page of a template.
    ///
    /// # Errors
    /// Internal, where it cannot be written.
    pub(super) fn page(&self, template: &impl Template) -> Result<Page> {
        Ok(Page::new(
            self.get("import-title"),
            PLACE,
            rendered(template)?,
        ))
    }

    /// To the page of the import, by GET.
    pub(super) fn to_import(&self, import: Uuid) -> Response {
        Redirect::to(&self.path(import)).into_response()
    }
}

/// The HTML of a template.
///
/// # Errors
/// Internal, where it cannot be written.
pub(super) fn rendered(template: &impl Template) -> Result<String> {
    let html = template.render();
    html.map_err(|error| Error::internal(format!("a page cannot be written: {error}")))
}

/// A count of the table as what it is.
pub(super) fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// One of the four steps.
pub(super) struct Step {
    pub(super) word: String,
    pub(super) href: Option<String>,
    pub(super) done: bool,
    pub(super) current: bool,
}

/// An option of a select.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) word: String,
    pub(super) chosen: bool,
}

/// What went wrong, and what to do.
pub(super) struct Trouble {
    pub(super) title: String,
    pub(super) detail: Option<String>,
}

impl From<&ImportProblem> for Trouble {
    fn from(problem: &ImportProblem) -> Self {
        Self {
            title: problem.title.clone(),
            detail: problem.detail.clone(),
        }
    }
}

/// What the reader said of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    pub(super) encoding: Option<String>,
    pub(super) separator: Option<char>,
    pub(super) sheet: Option<String>,
    pub(super) sheets: Vec<AboutSheet>,
    pub(super) notes: Vec<AboutNote>,
}

/// A sheet of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AboutSheet {
    pub(super) name: String,
    pub(super) rows: Option<u32>,
}

/// Something that the salon should know of its file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AboutNote {
    pub(super) code: String,
    pub(super) count: Option<u32>,
}

impl About {
    pub(super) fn of(import: &Import) -> Self {
        let about = import.about.clone().unwrap_or_default();
        serde_json::from_value(about).unwrap_or_default()
    }
}

/// At most `most` characters of a text, on one line.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}
