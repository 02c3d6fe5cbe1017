//! What became of an import, for who looks at it afterwards.

use kartoteka_plugin::{Call, Result};
use uuid::Uuid;

use super::{show, store};
use crate::names;

/// Cards named at most.
const NAMED: i64 = 200;

/// What became of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Rows that became a card.
    pub made: i64,
    /// Rows that went to a known card.
    pub changed: i64,
    /// Rows that the salon left out.
    pub skipped: i64,
    /// Whether what the sheet said is still kept.
    pub has_sheet: bool,
}

/// A card that the undo left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// Its id.
    pub id: Uuid,
    /// The number on it.
    pub number: String,
    /// The names on it, either of which may be empty.
    pub names: [String; 2],
}

impl LeftAlone {
    /// `Anna Müller (17)`.
    pub fn shown(&self) -> String {
        let name = names::display_name(&self.names[0], &self.names[1]);
        format!("{name} ({})", self.number).trim_start().to_owned()
    }
}

/// What became of the rows of the import `id`.
///
/// # Errors
/// 403 without `imports.read`; 404.
pub async fn outcome(call: &Call, id: Uuid) -> Result<Outcome> {
    call.require("imports.read")?;
    let import = show::stored(call, id).await?;
    let mut db = call.db();
    let mut outcome = store::outcome(&mut db, import.id).await?;
    outcome.has_sheet = store::has_cells(&mut db, import.id).await?;
    Ok(outcome)
}

/// The cards that taking back the import `id` left alone, because they were edited
/// since; at most 200, in the order of names.
///
/// # Errors
/// 403 without `imports.read`; 404.
pub async fn left_alone(call: &Call, id: Uuid) -> Result<Vec<LeftAlone>> {
    call.require("imports.read")?;
    let import = show::stored(call, id).await?;
    Ok(store::left_alone(&mut call.db(), import.id, NAMED).await?)
}
