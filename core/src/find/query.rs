//! What somebody typed into the search field, ready to be compared.

use memchr::memmem::Finder;

use super::cursor::Rank;
use super::record::{PHONE, Tally, has_spelling, occurrences};
use super::text::may_be_in_email;
use crate::phones;
use kartoteka_plugin::fold;

/// More words than anybody types; those behind are not looked at.
const MOST_WORDS: usize = 12;
/// More characters than anybody types; those behind are not looked at.
const MOST_CHARS: usize = 200;

/// What somebody typed: words, each of which must match something of a client.
///
/// White space, commas and punctuation end a word. Neighbouring words of digits are one
/// (`0176 55` is `017655`), as phones are typed with gaps; a word with an `@` is an e-mail.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(crate) words: Vec<Word>,
}

/// One word of a query.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// The folded word, for [`super::highlight`].
    pub(crate) folded: String,
    /// The folded and collapsed word, where it differs.
    pub(crate) collapsed: Option<String>,
    /// The digits of a phone, where the word is made of digits.
    pub(crate) digits: Option<Digits>,
    /// A hit of any of these is a hit of the word.
    pub(crate) needles: Vec<Needle>,
    /// How the word was typed.
    spelled: String,
}

/// The digits of a word of digits.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    /// As typed, a leading `00` kept, a leading `+` gone.
    pub(crate) raw: String,
    /// The same with the country's code in front, if a `+` or `00` said so.
    pub(crate) international: Option<String>,
}

/// One form of a word, looked for as bytes.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    pub(crate) finder: Finder<'static>,
    /// How many of its bytes are a mark: 1 where only the beginning of a phone will do.
    pub(crate) lead: usize,
    /// Whether this form is the word as it was typed.
    pub(crate) is_spelling: bool,
}

impl Needle {
    fn anywhere(text: &str, spelled: &str) -> Self {
        Self {
            finder: Finder::new(text.as_bytes()).into_owned(),
            lead: 0,
            is_spelling: text == spelled,
        }
    }

    fn at_start_of_phone(digits: &str) -> Self {
        let text = format!("{}{digits}", char::from(PHONE));
        Self {
            finder: Finder::new(text.as_bytes()).into_owned(),
            lead: 1,
            is_spelling: true,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.finder.needle()
    }
}

impl Query {
    /// Reads what was typed. Anything is a query; one without letters and digits is empty.
    pub fn parse(typed: &str) -> Self {
        let end = typed.char_indices().nth(MOST_CHARS);
        let typed = end.map_or(typed, |(end, _)| &typed[..end]);
        let mut words = Vec::new();
        let mut number = String::new();
        for token in typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            if continues_number(token, &number) {
                number.push_str(token);
                continue;
            }
            words.extend(Word::number(&std::mem::take(&mut number)));
            if token.contains('@') {
                words.extend(Word::email(token));
            } else {
                words.extend(fold::words(token).filter_map(Word::text));
            }
        }
        words.extend(Word::number(&number));
        words.truncate(MOST_WORDS);
        Self { words }
    }

    /// Whether nothing was typed that could match: the owner then lists all, those seen last first.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// For each word its forms, one of which must be a part of a client's line: what a store does
    /// with `like` where a salon is not held in memory.
    ///
    /// No form holds `%`, `_` or `\` but those of an e-mail.
    pub fn forms(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        self.words.iter().map(|word| {
            let needles = word.needles.iter();
            needles.filter_map(|needle| std::str::from_utf8(needle.bytes()).ok())
        })
    }
}

/// Whether `token` is digits and what stands between the digits of a phone. Without a digit it only
/// goes on with a number that has begun, or begins one: `0176 / 55`, `+ 49 176`.
fn continues_number(token: &str, begun: &str) -> bool {
    let punctuation = |c| matches!(c, '+' | '(' | ')' | '/' | '-' | '.' | '–');
    let fits = !token.is_empty() && token.chars().all(|c| c.is_ascii_digit() || punctuation(c));
    fits && (token.contains(|c: char| c.is_ascii_digit()) || !begun.is_empty() || token == "+")
}

impl Word {
    fn text(word: &str) -> Option<Self> {
        let folded = fold::fold(word);
        let spelled = fold::spelled(word);
        (!folded.is_empty()).then(|| Self {
            collapsed: fold::collapse(&folded),
            digits: None,
            needles: needles_of(&folded, &spelled),
            spelled,
            folded,
        })
    }

    fn email(token: &str) -> Option<Self> {
        let kept: String = token.chars().filter(|&c| may_be_in_email(c)).collect();
        let trimmed = kept.trim_matches('.');
        let part = fold::words(trimmed).next().is_some();
        part.then(|| Self::text(trimmed)).flatten()
    }

    fn number(typed: &str) -> Option<Self> {
        let phone = phones::typed_digits(typed);
        let raw: String = typed.chars().filter(char::is_ascii_digit).collect();
        let mut needles = Vec::with_capacity(2);
        let plus = typed.trim_start_matches('(').starts_with('+');
        if raw.is_empty() {
            return None;
        }
        if !plus {
            needles.push(Needle::anywhere(&raw, &raw));
        }
        if phone.international && !phone.digits.is_empty() {
            needles.push(Needle::at_start_of_phone(&phone.digits));
        }
        Some(Self {
            folded: raw.clone(),
            collapsed: None,
            needles,
            spelled: raw.clone(),
            digits: Some(Digits {
                raw,
                international: phone.international.then_some(phone.digits),
            }),
        })
    }

    #[cfg(test)]
    pub(crate) fn spelled(&self) -> &str {
        &self.spelled
    }

    /// How well a record matches this word, or `None`.
    pub(crate) fn rank(&self, record: &[u8]) -> Option<Rank> {
        let ranks = self.needles.iter().map(|needle| {
            let mut tally = Tally::default();
            for at in occurrences(record, needle.bytes()) {
                let end = at + needle.bytes().len();
                tally.add(record, at + needle.lead, end, needle.is_spelling);
            }
            self.rank_of(record, tally)
        });
        ranks.flatten().min()
    }

    /// The rank of a record with these hits. A hit of another form (`muller`) may stand beside the
    /// spelling that was typed (`müller`), which no needle looks for.
    pub(crate) fn rank_of(&self, record: &[u8], tally: Tally) -> Option<Rank> {
        let looked_for = self.needles.iter().any(|needle| needle.is_spelling);
        if tally.whole && !looked_for && has_spelling(record, self.spelled.as_bytes()) {
            return Some(Rank::Exact);
        }
        tally.rank
    }

    /// The length of the shortest needle: the longer, the fewer clients are looked at.
    pub(crate) fn selectivity(&self) -> usize {
        let lengths = self.needles.iter().map(|needle| needle.bytes().len());
        lengths.min().unwrap_or(0)
    }
}

/// The forms to look for, of which one is nearly always enough: the collapsed form is in the text of
/// every spelling. Only a part that begins or ends within a pair is found by the other form alone.
fn needles_of(folded: &str, spelled: &str) -> Vec<Needle> {
    let Some(collapsed) = fold::collapse(folded) else {
        return vec![Needle::anywhere(folded, spelled)];
    };
    let mut needles = vec![Needle::anywhere(&collapsed, spelled)];
    if folded.starts_with(['e', 'j']) || folded.ends_with('i') {
        needles.push(Needle::anywhere(folded, spelled));
    }
    needles
}
