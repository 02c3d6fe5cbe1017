//! The one line that stands for a client: which byte means what.
//!
//! Each word is led by a mark that says its field and whether it is the spelling itself or another
//! form of it. Marks never occur in a word, so a hit tells from the byte before it whether it is at
//! the start, and needles never run over from one word, or one client, into the next.
//! E-mails stand last. `K-7 Anna Müller` with a phone and an e-mail is
//! `(k(7(k7 anna müller,muller)01761234567)491761234567<anna@web.de`.

use super::cursor::Rank;

/// Leads a word of a name as it is spelled.
pub(crate) const NAME: u8 = b' ';
/// Leads another form of the name before it.
pub(crate) const NAME_FORM: u8 = b',';
/// Leads a client number, or a part of one.
pub(crate) const NUMBER: u8 = b'(';
/// Leads the digits of a phone, in national or international form.
pub(crate) const PHONE: u8 = b')';
/// Leads an e-mail as it is spelled.
pub(crate) const EMAIL: u8 = b'<';
/// Leads another form of the e-mail before it.
pub(crate) const EMAIL_FORM: u8 = b'>';

/// Whether `byte` leads a word.
pub(crate) const fn is_mark(byte: u8) -> bool {
    matches!(byte, NAME | NAME_FORM | NUMBER | PHONE | EMAIL | EMAIL_FORM)
}

/// Whether `byte` leads a word that is the spelling itself.
const fn leads_spelling(byte: u8) -> bool {
    matches!(byte, NAME | NUMBER | PHONE | EMAIL)
}

/// Whether a word ends before `at`: at the next mark, at the padding, at the end.
fn ends_at(lines: &[u8], at: usize) -> bool {
    lines.get(at).is_none_or(|&b| b == 0 || is_mark(b))
}

/// What the hits of a word in one record amount to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// The best rank so far; [`Rank::Exact`] where a hit was the very spelling.
    pub(crate) rank: Option<Rank>,
    /// A hit was a whole word of whatever spelling.
    pub(crate) whole: bool,
}

impl Tally {
    /// Takes in the hit at `at..end`, `at` being behind the mark where the needle itself holds one.
    /// Hits must come in ascending order.
    ///
    /// `lines` may be one record or all: each begins with a mark, so that no look at a neighbouring
    /// byte leads into another.
    pub(crate) fn add(&mut self, lines: &[u8], at: usize, end: usize, is_spelling: bool) {
        let before = at.checked_sub(1).and_then(|i| lines.get(i)).copied();
        let Some(mark) = before.filter(|&b| is_mark(b)) else {
            return self.add_inside(lines, at);
        };
        let mut rank = Rank::Start;
        if ends_at(lines, end) {
            self.whole = true;
            if is_spelling && leads_spelling(mark) {
                rank = Rank::Exact;
            }
        }
        self.better(rank);
    }

    fn add_inside(&mut self, lines: &[u8], at: usize) {
        match self.rank {
            // E-mails are last: behind one hit in an e-mail there are only e-mails.
            Some(_) => {}
            None if in_email(lines, at) => self.better(Rank::Email),
            None => self.better(Rank::Inside),
        }
    }

    fn better(&mut self, rank: Rank) {
        self.rank = Some(self.rank.map_or(rank, |held| held.min(rank)));
    }
}

/// Whether the word around `at` is an e-mail.
fn in_email(lines: &[u8], at: usize) -> bool {
    let mark = lines.iter().take(at).rev().copied().find(|&b| is_mark(b));
    matches!(mark, Some(EMAIL | EMAIL_FORM))
}

/// Whether one of the hits of a spelling in a record is a word so spelled.
pub(crate) fn has_spelling(record: &[u8], spelling: &[u8]) -> bool {
    occurrences(record, spelling).any(|at| {
        let before = at.checked_sub(1).and_then(|i| record.get(i)).copied();
        before.is_some_and(leads_spelling) && ends_at(record, at + spelling.len())
    })
}

/// Where `needle` occurs in one record. On texts this short, looking for its first byte is several
/// times faster than a searcher made for long ones.
pub(crate) fn occurrences(record: &[u8], needle: &[u8]) -> impl Iterator<Item = usize> {
    let first = needle.first().copied().unwrap_or_default();
    let hits = memchr::memchr_iter(first, record);
    hits.filter(move |&at| {
        record
            .get(at..)
            .is_some_and(|rest| rest.starts_with(needle))
    })
}
