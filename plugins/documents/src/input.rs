//! Files on their way in: what may stand beside them.

use chrono::{Days, NaiveDate};
use kartoteka_plugin::{Error, FieldError, Result, checks};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::file::{File, Kind};
use kartoteka_plugin::patch::Patch;

/// Letters of a title.
pub const MAX_TITLE: usize = 200;
/// Letters of a note.
pub const MAX_NOTE: usize = 2_000;
/// Nobody keeps or plans further: about a hundred years, in either direction.
const MAX_DAYS: u64 = 36_525;

/// What was said with an upload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewFile {
    /// On whose card.
    pub client_id: Option<Uuid>,
    /// What the salon calls it; the name of the file where nothing is said.
    pub title: Option<String>,
    /// What it is for; by its content where nothing is said.
    pub kind: Option<Kind>,
    /// What else is to be known.
    pub note: Option<String>,
}

impl NewFile {
    /// Without room around texts, with what is wrong added to `error`.
    pub fn checked(self, error: &mut Error) -> Self {
        let checked = Self {
            title: title(self.title.as_deref()),
            note: checks::tidy_note(self.note.as_deref()),
            ..self
        };
        checks::too_long(error, "/title", checked.title.as_deref(), MAX_TITLE);
        checks::too_long(error, "/note", checked.note.as_deref(), MAX_NOTE);
        checked
    }
}

/// A JSON merge patch of what stands beside a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileChanges {
    /// What the salon calls it.
    #[serde(default)]
    #[schema(value_type = String, required = false, max_length = 200)]
    pub title: Patch<String>,
    /// What it is for.
    #[serde(default)]
    #[schema(value_type = Kind, required = false)]
    pub kind: Patch<Kind>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub note: Patch<String>,
    /// When somebody should look at it again.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub review_on: Patch<NaiveDate>,
    /// The last day it is to be kept.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub retention_until: Patch<NaiveDate>,
}

impl FileChanges {
    /// The file with this patch applied.
    ///
    /// # Errors
    /// 422 with every broken rule.
    pub fn of(self, before: &File, today: NaiveDate) -> Result<File> {
        let mut error = Error::invalid();
        let title = title(self.title.or(Some(before.title.clone())).as_deref());
        let kind = self.kind.or(Some(before.kind));
        for (pointer, missing) in [("/title", title.is_none()), ("/kind", kind.is_none())] {
            if missing {
                error.fields.push(FieldError::new(pointer, "required"));
            }
        }
        let after = File {
            title: title.unwrap_or_default(),
            kind: kind.unwrap_or(before.kind),
            note: checks::tidy_note(self.note.or(before.note.clone()).as_deref()),
            review_on: self.review_on.or(before.review_on),
            retention_until: self.retention_until.or(before.retention_until),
            ..before.clone()
        };
        checks::too_long(&mut error, "/title", after.title.as_str(), MAX_TITLE);
        checks::too_long(&mut error, "/note", after.note.as_deref(), MAX_NOTE);
        check_day(&mut error, "/review_on", after.review_on, today);
        check_day(&mut error, "/retention_until", after.retention_until, today);
        error.if_any()?;
        Ok(after)
    }
}

/// What a file is called, on one line; nothing where nothing is left.
fn title(text: Option<&str>) -> Option<String> {
    text.map(checks::tidy).filter(|title| !title.is_empty())
}

/// A day that is over is no mistake: then it is due at once.
fn check_day(error: &mut Error, pointer: &str, day: Option<NaiveDate>, today: NaiveDate) {
    let Some(day) = day else { return };
    let (least, most) = (
        today.checked_sub_days(Days::new(MAX_DAYS)),
        today.checked_add_days(Days::new(MAX_DAYS)),
    );
    if least.is_none_or(|least| day < least) || most.is_none_or(|most| day > most) {
        let wrong = FieldError::new(pointer, "document_day_unlikely");
        error.fields.push(wrong);
    }
}

/// What a browser calls a file: the last part, without anything that cannot be seen or turns the
/// direction of what follows. Never more than fits a folder.
pub fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let seen: String = last.chars().filter(|c| !hidden(*c)).collect();
    // The ending is what tells most; a long name loses its middle.
    let seen = seen.trim();
    match seen.char_indices().nth(180) {
        None => seen.to_owned(),
        Some((at, _)) => {
            let (start, rest) = seen.split_at(at);
            let ending = rest.rsplit_once('.').map(|(_, ending)| ending);
            let ending = ending.filter(|ending| ending.len() < 10);
            match ending {
                Some(ending) => format!("{start}.{ending}"),
                None => start.to_owned(),
            }
        }
    }
}

/// The name of a file without its ending, for a title.
pub fn title_of(file_name: &str) -> String {
    let bare = match file_name.rsplit_once('.') {
        Some((bare, ending)) if !bare.trim().is_empty() && ending.len() < 6 => bare,
        _ => file_name,
    };
    let title = bare.replace('_', " ");
    match title.trim() {
        "" => file_name.to_owned(),
        title => title.to_owned(),
    }
}
