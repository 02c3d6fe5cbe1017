//! Which part of a shown text a query matched, in the original spelling.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::query::{Digits, Query, Word};
use crate::phones;
use kartoteka_plugin::fold::{self, Kind};

/// The parts of `display` (a name, a number, a phone, an e-mail) that `query` matched, as byte
/// ranges: in order, apart from one another, each on the borders of characters with their marks.
///
/// `muel` is found in `Müller` as `Mül`. Where a word of the query is at the beginning of a shown
/// word, its hits inside of others are left alone, because to emphasise every `m` of a page for
/// somebody who typed `m` says nothing.
pub fn highlight(display: &str, query: &Query) -> Vec<Range<usize>> {
    let folded = Shown::folded(display);
    let collapsed = folded.collapsed();
    let mut ranges = Vec::new();
    for word in &query.words {
        let of_phone = (word.digits.as_ref()).and_then(|digits| in_phone(display, digits));
        match of_phone {
            Some(range) => ranges.push(range),
            None => ranges.extend(word_ranges(word, &folded, &collapsed)),
        }
    }
    merge(ranges)
}

/// A folded text that remembers where each of its bytes comes from.
#[derive(Default)]
struct Shown {
    text: String,
    /// The range of the display that each byte of the text stands for.
    spans: Vec<Range<usize>>,
}

impl Shown {
    fn folded(display: &str) -> Self {
        let mut shown = Self::default();
        for (at, c) in display.char_indices() {
            let span = at..at + c.len_utf8();
            let before = shown.text.len();
            fold::fold_char(c, &mut |folded| shown.push(folded, span.clone()));
            if shown.text.len() == before && is_combining_mark(c) {
                shown.stretch(span.end);
            }
        }
        shown
    }

    fn collapsed(&self) -> Self {
        let mut shown = Self::default();
        let mut chars = self.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let mut span = self.spans[at].clone();
            let mut letter = c;
            if matches!(c, 'a' | 'o' | 'u') {
                while let Some((e, _)) = chars.next_if(|&(_, c)| c == 'e') {
                    span.end = self.spans[e].end;
                }
            } else if c == 'i'
                && let Some((j, _)) = chars.next_if(|&(_, c)| c == 'j')
            {
                letter = 'y';
                span.end = self.spans[j].end;
            }
            shown.push(letter, span);
        }
        shown
    }

    fn push(&mut self, c: char, span: Range<usize>) {
        self.text.push(c);
        self.spans.resize(self.text.len(), span);
    }

    /// Lets the character before take in a mark that folded to nothing.
    fn stretch(&mut self, end: usize) {
        let last = self.spans.last().map(|span| span.start);
        for span in self.spans.iter_mut().rev() {
            if Some(span.start) != last {
                break;
            }
            span.end = end;
        }
    }

    /// Where `needle` is: each with whether it is at the beginning of a word.
    fn find<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = (bool, Range<usize>)> + 'a {
        self.text.match_indices(needle).map(|(at, found)| {
            let before = self.text[..at].chars().next_back();
            let at_start = before.is_none_or(|c| fold::kind(c) != Kind::Word);
            let first = &self.spans[at];
            let last = &self.spans[at + found.len() - 1];
            (at_start, first.start..last.end)
        })
    }
}

/// The hits of a word in either form, only those at the beginning of a word if there are any.
fn word_ranges(word: &Word, folded: &Shown, collapsed: &Shown) -> Vec<Range<usize>> {
    let mut hits: Vec<_> = folded.find(&word.folded).collect();
    let form = word.collapsed.as_deref().unwrap_or(&word.folded);
    for (at_start, range) in collapsed.find(form) {
        let overlaps = |held: &Range<usize>| held.start < range.end && range.start < held.end;
        if !hits.iter().any(|(_, held)| overlaps(held)) {
            hits.push((at_start, range));
        }
    }
    let only_starts = hits.iter().any(|(at_start, _)| *at_start);
    hits.into_iter()
        .filter(|(at_start, _)| *at_start || !only_starts)
        .map(|(_, range)| range)
        .collect()
}

/// The hit of digits in a shown phone or number, across the gaps between its digits, and whichever
/// of the two is in national form. `None` also where a letter says that the text is no phone.
fn in_phone(display: &str, typed: &Digits) -> Option<Range<usize>> {
    if display.contains(|c: char| c.is_alphabetic() || c == '@') {
        return None;
    }
    let shown = ShownDigits::of(display);
    let whole = |from: usize, length: usize| {
        let first = *shown.places.get(from)?;
        let last = *shown.places.get(from + length.checked_sub(1)?)?;
        Some(first..last + 1)
    };
    let at_start = |from: usize, wanted: &str| {
        let found = shown.digits.get(from..)?.starts_with(wanted);
        found.then(|| whole(from, wanted.len())).flatten()
    };
    if let Some(international) = &typed.international {
        let found = if shown.international {
            at_start(0, international)
        } else {
            at_start(shown.trunk(), without_country(international))
        };
        if found.is_some() {
            return found;
        }
    }
    if let Some(at) = shown.digits.find(&typed.raw) {
        return whole(at, typed.raw.len());
    }
    if shown.international {
        let national = typed.raw.strip_prefix('0')?;
        return at_start(phones::country_code_len(&shown.digits), national);
    }
    at_start(shown.trunk(), without_country(&typed.raw))
}

fn without_country(digits: &str) -> &str {
    let code = phones::country_code_len(digits);
    digits.get(code..).unwrap_or_default()
}

/// The digits of a shown phone, and where each is.
struct ShownDigits {
    digits: String,
    places: Vec<usize>,
    international: bool,
}

impl ShownDigits {
    fn of(display: &str) -> Self {
        let international = phones::typed_digits(display).international;
        let optional = display.find("(0)").filter(|_| international);
        let mut shown = Self {
            digits: String::new(),
            places: Vec::new(),
            international,
        };
        for (at, c) in display.char_indices() {
            if c.is_ascii_digit() && optional.is_none_or(|bracket| at != bracket + 1) {
                shown.digits.push(c);
                shown.places.push(at);
            }
        }
        if international && shown.digits.starts_with("00") {
            shown.digits.drain(..2);
            shown.places.drain(..2);
        }
        shown
    }

    /// How many digits are there only for those who call from within the country.
    fn trunk(&self) -> usize {
        usize::from(self.digits.starts_with('0'))
    }
}

fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
