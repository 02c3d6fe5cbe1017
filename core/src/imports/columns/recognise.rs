//! Proposes what the columns of a sheet hold.

use super::content::Content;
use super::head::{fields_of_head, head_signature, head_words};
use super::{Column, Field, Mapping};
use crate::imports::sheet::{Cell, Row};

/// Rows at the top among which a head is looked for; above it there may be a title.
const HEAD_WITHIN: usize = 10;
/// Rows from which content is judged.
const CONTENT_ROWS: usize = 100;

/// What a proposal stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A head whose words are known.
    Head,
    /// Treatwell's layout: A name, B phone, C e-mail, D notes, E consent.
    Treatwell,
    /// What the cells look like.
    Content,
}

impl Basis {
    /// The code as it stands in answers and text keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Treatwell => "treatwell",
            Self::Content => "content",
        }
    }
}

/// A proposal, for the salon to look over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// The number of the row that is the head; clients are in the rows after it. `None`: from the first row on.
    pub head_row: Option<u32>,
    /// What the columns hold; columns without a field are named with [`Field::Ignore`].
    pub mapping: Mapping,
    /// What the proposal stands on.
    pub basis: Basis,
    /// By what the mapping of a file with the same head is remembered; `None` without a head.
    pub signature: Option<String>,
}

/// Proposes a mapping from the first rows of a sheet (a hundred are enough; more are not looked at). `told` is what
/// the salon said about a head: that there is none, or that there is one, which is then the first row if no other
/// looks like it.
pub fn recognise(rows: &[Row], told: Option<bool>) -> Recognition {
    let rows = &rows[..rows.len().min(CONTENT_ROWS + HEAD_WITHIN)];
    let found = find_head(rows).filter(|_| told != Some(false));
    if let Some(head) = found {
        return by_head(&rows[head], &rows[head + 1..]);
    }
    match rows.split_first() {
        Some((head, rows)) if told == Some(true) => Recognition {
            head_row: Some(head.row),
            signature: Some(head_signature(&head.cells)),
            ..without_head(rows)
        },
        _ => without_head(rows),
    }
}

/// A proposal from what the cells look like.
fn without_head(rows: &[Row]) -> Recognition {
    let columns = used_columns(rows);
    let (basis, fields) = match treatwell(rows, &columns) {
        Some(fields) => (Basis::Treatwell, fields),
        None => (Basis::Content, by_content(rows, &columns)),
    };
    Recognition {
        head_row: None,
        mapping: Mapping::new(fields).unwrap_or_default(),
        basis,
        signature: None,
    }
}

/// The row at the top with the most words of a head: two at least, or one where the sheet has but one column.
fn find_head(rows: &[Row]) -> Option<usize> {
    let narrow = rows.iter().all(|row| row.cells.len() < 2);
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in rows.iter().take(HEAD_WITHIN).enumerate() {
        let known = head_words(&row.cells).unwrap_or(0);
        let enough = known >= 2 || (known == 1 && (narrow || row.cells.len() == 1 && at == 0));
        if enough && known * 3 >= row.cells.len() && best.is_none_or(|(most, _)| known > most) {
            best = Some((known, at));
        }
    }
    best.map(|(_, at)| at)
}

fn by_head(head: &Row, rows: &[Row]) -> Recognition {
    let mut fields = fields_of_head(&head.cells);
    // A column without a word above it may still be plain: nobody writes "E-Mail" over e-mails they pasted in later.
    for column in used_columns(rows) {
        let known = fields.iter().any(|(named, _)| named.index() == column);
        if let (false, Some(column)) = (known, Column::at(column)) {
            let content = Content::of(rows, column.index());
            let field = match () {
                () if content.is_email() => Field::Email,
                () if content.is_phone() => Field::Phone,
                () => Field::Ignore,
            };
            fields.push((column, field));
        }
    }
    drop_wrong_contents(rows, &mut fields);
    Recognition {
        head_row: Some(head.row),
        mapping: Mapping::new(fields).unwrap_or_default(),
        basis: Basis::Head,
        signature: Some(head_signature(&head.cells)),
    }
}

/// A column called phone that holds e-mails holds e-mails, and the reverse.
fn drop_wrong_contents(rows: &[Row], fields: &mut [(Column, Field)]) {
    for (column, field) in fields {
        let content = Content::of(rows, column.index());
        *field = match *field {
            Field::Phone if content.is_email() => Field::Email,
            Field::Email if content.is_phone() => Field::Phone,
            field => field,
        };
    }
}

fn used_columns(rows: &[Row]) -> Vec<u16> {
    let mut columns: Vec<u16> = rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell: &Cell| cell.column))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn named(columns: &[(u16, Field)]) -> Vec<(Column, Field)> {
    columns
        .iter()
        .filter_map(|(index, field)| Some((Column::at(*index)?, *field)))
        .collect()
}

/// Treatwell's layout, if nothing in its five columns speaks against it.
fn treatwell(rows: &[Row], columns: &[u16]) -> Option<Vec<(Column, Field)>> {
    let of = |column| Content::of(rows, column);
    let (name, phone, email, note, consent) = (of(0), of(1), of(2), of(3), of(4));
    let fits = |content: Content, good: bool| content.filled == 0 || good;
    let found = name.is_text()
        && !name.is_email()
        && !name.is_phone()
        && fits(phone, phone.is_phone())
        && fits(email, email.is_email())
        && fits(note, !note.is_email() && !note.is_phone())
        && fits(consent, consent.is_answer())
        && phone.filled + email.filled > 0;
    if !found {
        return None;
    }
    let layout = [
        Field::Name,
        Field::Phone,
        Field::Email,
        Field::Note,
        Field::MarketingConsent,
    ];
    let mut fields: Vec<(u16, Field)> = (0..).zip(layout).collect();
    fields.extend(
        columns
            .iter()
            .filter(|column| **column > 4)
            .map(|column| (*column, Field::Ignore)),
    );
    Some(named(&fields))
}

/// E-mails and phones by their look; the first column of names is the name, or two in a row first and last name;
/// long text behind is a note.
fn by_content(rows: &[Row], columns: &[u16]) -> Vec<(Column, Field)> {
    let mut fields: Vec<(u16, Field)> = Vec::new();
    let names: Vec<u16> = columns
        .iter()
        .copied()
        .filter(|column| {
            Content::of(rows, *column).is_name() && !Content::of(rows, *column).is_answer()
        })
        .collect();
    let pair = matches!(names.as_slice(), [a, b, ..] if *b == *a + 1 && has_single_words(rows, *a));
    for column in columns {
        let content = Content::of(rows, *column);
        let place = names.iter().position(|name| name == column);
        let field = match place {
            _ if content.is_email() => Field::Email,
            _ if content.is_phone() => Field::Phone,
            Some(0) if pair => Field::FirstName,
            Some(1) if pair => Field::LastName,
            Some(0) => Field::Name,
            _ if content.is_answer() || content.is_number() || !content.is_text() => Field::Ignore,
            _ => Field::Note,
        };
        fields.push((*column, field));
    }
    named(&fields)
}

fn has_single_words(rows: &[Row], column: u16) -> bool {
    let cells = rows
        .iter()
        .filter_map(|row| row.cells.iter().find(|cell| cell.column == column));
    let (mut single, mut all) = (0, 0);
    for cell in cells {
        all += 1;
        single += usize::from(!cell.text.contains(' '));
    }
    single * 5 >= all * 4
}
