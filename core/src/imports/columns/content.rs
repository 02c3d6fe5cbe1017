//! What a column holds, by its first cells.

use super::ConsentCell;
use crate::imports::sheet::{CellFlags, Row};

/// Shares of the filled cells of a column that look like something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Content {
    /// Cells that hold something.
    pub(super) filled: usize,
    emails: usize,
    phones: usize,
    answers: usize,
    names: usize,
    dates: usize,
    numbers: usize,
}

impl Content {
    /// Looks at one column of these rows.
    pub(super) fn of(rows: &[Row], column: u16) -> Self {
        let mut content = Self::default();
        for cell in rows
            .iter()
            .filter_map(|row| row.cells.iter().find(|cell| cell.column == column))
        {
            let text = cell.text.trim();
            if text.is_empty() {
                continue;
            }
            content.filled += 1;
            if cell.flags.contains(CellFlags::FROM_DATE) {
                content.dates += 1;
                continue;
            }
            content.emails += usize::from(is_email(text));
            content.phones += usize::from(is_phone(text));
            content.answers += usize::from(ConsentCell::read(text) != ConsentCell::Unreadable);
            content.names += usize::from(is_name(text));
            content.numbers +=
                usize::from(text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit()));
        }
        content
    }

    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 5 >= self.filled * 3
    }

    /// At least three of five cells are e-mail addresses.
    pub(super) fn is_email(&self) -> bool {
        self.mostly(self.emails)
    }

    /// At least three of five cells are phone numbers.
    pub(super) fn is_phone(&self) -> bool {
        self.mostly(self.phones) && !self.mostly(self.dates)
    }

    /// At least three of five cells are names.
    pub(super) fn is_name(&self) -> bool {
        self.mostly(self.names)
    }

    /// All cells are answers, yes or no.
    pub(super) fn is_answer(&self) -> bool {
        self.filled > 0 && self.answers == self.filled
    }

    /// All cells are short whole numbers.
    pub(super) fn is_number(&self) -> bool {
        self.filled > 0 && self.numbers == self.filled
    }

    /// Text that is neither a date nor a number.
    pub(super) fn is_text(&self) -> bool {
        self.filled > 0 && !self.mostly(self.dates) && !self.mostly(self.numbers)
    }
}

/// Something, an at sign, something with a dot; one address at least.
pub(super) fn is_email(text: &str) -> bool {
    text.split([';', ',', ' ', '\n']).any(|part| {
        part.trim_matches(['<', '>'])
            .split_once('@')
            .is_some_and(|(local, domain)| {
                !local.is_empty() && domain.len() > 2 && domain.contains('.')
            })
    })
}

/// At least six digits, and nothing but what stands between the digits of a phone number.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (6..=30).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-/().\u{2013}\n;,".contains(c))
}

/// One to five words of letters.
fn is_name(text: &str) -> bool {
    text.split_whitespace().count() <= 5
        && text.chars().any(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphabetic() || c.is_whitespace() || "-.,'’´`()/&".contains(c))
}
