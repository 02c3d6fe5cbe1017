//! An import and its rows, as they go out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A salon's list on its way in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Import {
    /// Never changes.
    pub id: Uuid,
    /// The name of the file, as it was uploaded.
    pub file_name: String,
    /// Where it stands.
    pub state: ImportState,
    /// Rows by verdict.
    pub counts: Counts,
    /// How far the running step has come, in rows.
    pub progress: Progress,
    /// What went wrong with the file or with the last step.
    pub problem: Option<ImportProblem>,
    /// What the reader found.
    #[schema(value_type = Option<Object>)]
    pub about: Option<serde_json::Value>,
    /// Which column holds what: `{"A":"name","B":"phone"}`.
    #[schema(value_type = Option<Object>)]
    pub mapping: Option<serde_json::Value>,
    /// What the mapping stands on: `head`, `remembered`, `layout`, `content` or `chosen`.
    pub basis: Option<String>,
    /// The row that names the columns, counted from 1.
    pub head_row: Option<i64>,
    /// The names of the columns, by column.
    #[schema(value_type = Option<Object>)]
    pub head: Option<serde_json::Value>,
    /// Who uploaded it: `user:<id>`, `token:<id>` or `system`.
    pub actor: String,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it was written to the cards.
    pub committed_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// Cards that the undo left alone, because they were edited since.
    pub left: i64,
    /// Whether the file is still kept, so that it can be read in another way.
    pub file_kept: bool,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is being read.
    Previewing,
    /// Every row has a verdict; nothing is written to cards.
    Previewed,
    /// It is being written.
    Committing,
    /// It is written.
    Committed,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
    /// The file cannot be read.
    Failed,
}

impl ImportState {
    /// As the table and the API have it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Previewing => "previewing",
            Self::Previewed => "previewed",
            Self::Committing => "committing",
            Self::Committed => "committed",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Failed => "failed",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "previewing" => Self::Previewing,
            "previewed" => Self::Previewed,
            "committing" => Self::Committing,
            "committed" => Self::Committed,
            "undoing" => Self::Undoing,
            "undone" => Self::Undone,
            _ => Self::Failed,
        }
    }

    /// Whether a host is at work on it.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Previewing | Self::Committing | Self::Undoing)
    }
}

/// Rows by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Become a new card.
    pub new: i64,
    /// Known, and nothing to change.
    pub unchanged: i64,
    /// Known, and would change the card.
    pub changed: i64,
    /// Not taken, with a reason.
    pub refused: i64,
}

/// How far a step has come, in rows. `of` is 0 while it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// Rows done.
    pub done: u64,
    /// Rows in all.
    pub of: u64,
}

/// What went wrong, by a stable code and in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportProblem {
    /// `password_protected`, `too_many_rows`, `interrupted` …
    pub code: String,
    /// What happened.
    pub title: String,
    /// What to do.
    pub detail: Option<String>,
}

/// A problem as it is kept: its code and the arguments of its sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptProblem {
    pub(super) code: String,
    #[serde(default)]
    pub(super) args: std::collections::BTreeMap<String, String>,
}

impl KeptProblem {
    pub(super) fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            args: std::collections::BTreeMap::new(),
        }
    }

    /// Whether the file may be a good one that was only read in the wrong way, or not to
    /// its end.
    pub(super) fn may_be_read_otherwise(&self) -> bool {
        matches!(
            self.code.as_str(),
            "unknown_encoding"
                | "unknown_separator"
                | "unknown_sheet"
                | "unbalanced_quotes"
                | "no_rows"
                | "too_many_rows"
                | "interrupted"
        )
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Becomes a new card.
    New,
    /// Known, and nothing to change.
    Unchanged,
    /// Known, and changes the card.
    Changed,
    /// Not taken.
    Refused,
}

impl Verdict {
    /// As the table and the API have it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::Refused => "refused",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "new" => Self::New,
            "unchanged" => Self::Unchanged,
            "changed" => Self::Changed,
            _ => Self::Refused,
        }
    }
}

/// A row with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ImportRow {
    /// As the salon sees it in its sheet, counted from 1 with the head.
    pub row: i64,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, by a stable code.
    pub reason: Option<String>,
    /// The known client; once committed, also the one that was made.
    pub client_id: Option<Uuid>,
    /// The number on that client's card.
    pub client_number: Option<String>,
    /// The name on that client's card.
    pub client_name: Option<String>,
    /// The row of the same file that is the same person.
    pub same_as_row: Option<i64>,
    /// `skip`, where the salon said so.
    pub choice: Option<String>,
    /// The salon's own cells, by column.
    #[schema(value_type = Object)]
    pub cells: std::collections::BTreeMap<String, String>,
    /// Cells that were not taken as they stand.
    pub problems: Vec<RowProblem>,
}

/// A cell that was not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowProblem {
    /// The column's letter.
    pub column: String,
    /// Why, by a stable code.
    pub code: String,
}

/// What the salon chose for rows that change a known client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitChoices {
    /// For all of them; `update` if absent.
    #[serde(default)]
    pub changed: Choice,
    /// Row by row, by the number of the row: overrides `changed`, and skips new rows.
    #[serde(default)]
    pub rows: std::collections::BTreeMap<String, Choice>,
}

/// Take a row, or leave it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Write it.
    #[default]
    Update,
    /// Leave the card as it is.
    Skip,
}
