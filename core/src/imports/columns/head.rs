//! The head of a sheet: what its cells name, and by what the same head is known again.

use super::words::{field_of, fold, is_other_word};
use super::{Column, Field};
use crate::imports::sheet::Cell;

/// A head as a text by which its mapping is remembered: the folded words of each filled column. Two files of the same
/// export have the same, whatever their rows; it is short enough to store (cut at 2,000 bytes) and can be read.
pub fn head_signature(head: &[Cell]) -> String {
    let mut signature = String::new();
    for cell in head {
        let Some(column) = Column::at(cell.column) else {
            continue;
        };
        if !signature.is_empty() {
            signature.push('|');
        }
        signature.push_str(&format!("{column}={}", fold(&cell.text)));
    }
    signature.truncate(signature.floor_char_boundary(2_000));
    signature
}

/// How many cells of a row are words of a head; `None` if one of them can only be data.
pub(super) fn head_words(cells: &[Cell]) -> Option<usize> {
    let mut known = 0;
    for cell in cells {
        let text = cell.text.as_str();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if text.contains('@') || digits > 4 || text.chars().count() > 80 {
            return None;
        }
        known += usize::from(field_of(text).is_some() || is_other_word(text));
    }
    Some(known)
}

/// The fields that a head names, each at most as often as it may stand.
pub(super) fn fields_of_head(cells: &[Cell]) -> Vec<(Column, Field)> {
    let mut fields: Vec<(Column, Field)> = cells
        .iter()
        .filter_map(|cell| {
            Some((
                Column::at(cell.column)?,
                field_of(&cell.text).unwrap_or(Field::Ignore),
            ))
        })
        .collect();
    settle_names(cells, &mut fields);
    let mut seen = Vec::new();
    for (_, field) in &mut fields {
        if field.is_several() {
            continue;
        }
        if seen.contains(field) {
            *field = Field::Ignore;
        }
        seen.push(*field);
    }
    fields
}

/// `Name` beside `Vorname` is the last name, `Nome` beside `Cognome` the first; a full name beside both is not needed.
fn settle_names(cells: &[Cell], fields: &mut [(Column, Field)]) {
    let has = |fields: &[(Column, Field)], wanted| fields.iter().any(|(_, field)| *field == wanted);
    let (first, last) = (has(fields, Field::FirstName), has(fields, Field::LastName));
    for (at, (_, field)) in fields.iter_mut().enumerate() {
        let word = fold(&cells[at].text);
        *field = match (word.as_str(), *field) {
            ("nome", _) if last => Field::FirstName,
            ("nome", _) => Field::Name,
            (_, Field::Name) if first && last => Field::Ignore,
            ("name" | "naam" | "nazwa", Field::Name) if first => Field::LastName,
            (_, Field::Name) if first || last => Field::Ignore,
            (_, field) => field,
        };
    }
}
