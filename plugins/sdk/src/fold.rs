//! Folding: what makes `Müller`, `Mueller` and `MULLER` one text to who looks for it. For finding and for
//! proposing; that two texts fold to one never says that they are one.
//!
//! ```
//! use kartoteka_plugin::fold::fold_fully;
//! assert_eq!(fold_fully("MÜLLER"), fold_fully("Mueller"));
//! ```
//!
//! It has two steps. [`fold`] lowers the case, strips marks and spells special letters out; it keeps
//! `ue` apart from `u`. [`collapse`] then takes `ue`, `oe`, `ae` to their vowel and `ij` to `y`.
//! What is looked through keeps both, because a part of a word may begin in the middle of such a pair:
//! `euerle` is a part of `baeuerle`, but not of its collapsed form `baurle`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What a character is to who looks for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of a word: a letter, a digit, a mark on one.
    Word,
    /// Not there at all: `O'Brien` is one word, and so is a name with an invisible mark in it.
    Dropped,
    /// The end of a word.
    Break,
}

/// Tells what `c` is to who looks for words.
pub fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Word,
        '\'' | '`' | '´' | '‘' | '’' | 'ʼ' | 'ʻ' | '\u{1fef}' | '\u{1ffd}' => Kind::Dropped,
        _ if is_invisible(c) => Kind::Dropped,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Kind::Word,
        _ => Kind::Break,
    }
}

/// Whether `c` shows nothing and means nothing in a name: controls other than white space, soft
/// hyphens, joiners, marks of direction and of byte order.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The words of `text`, in order, still as written: `Müller-Lüdenscheidt, Eva` has three.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| kind(c) == Kind::Break)
        .filter(|word| word.chars().any(|c| kind(c) == Kind::Word))
}

/// Lowers the case of `text`, strips its marks and spells special letters out (`ß` is `ss`, `ł` is
/// `l`, `ø` is `o`, `æ` is `ae`), leaving `ue`, `oe`, `ae` and `ij` as they are.
///
/// Apostrophes and invisible characters vanish; spaces and punctuation stay. Folding a folded text
/// changes nothing.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |folded| out.push(folded));
    }
    out
}

/// Hands each character that `c` folds to, if any, to `emit`.
pub fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    if c.is_ascii_alphanumeric() {
        return emit(c.to_ascii_lowercase());
    }
    match kind(c) {
        Kind::Dropped => return,
        Kind::Break => return emit(c),
        Kind::Word => {}
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if is_combining_mark(part) {
                return;
            }
            match spelled_out(part) {
                Some(letters) => letters.chars().for_each(&mut *emit),
                None => emit(part),
            }
        });
    }
}

/// How a letter that Unicode does not take apart is written by those who lack it on their keyboard.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ł' | 'ŀ' | 'ƚ' => "l",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'đ' | 'ð' | 'ɖ' => "d",
        'ı' => "i",
        'ĳ' => "ij",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ſ' => "s",
        'ə' => "e",
        'ς' => "σ",
        _ => return None,
    })
}

/// Takes `ue`, `oe`, `ae` of a folded text to `u`, `o`, `a`, and `ij` to `y`; `None` where nothing
/// changes.
///
/// All `e` after such a vowel go, so that collapsing again changes nothing. The collapsed form of the
/// beginning of a word is the beginning of its collapsed form, but for a beginning that ends on the
/// `i` of an `ij`: this is what makes finding while typing work.
pub fn collapse(folded: &str) -> Option<String> {
    let first = first_pair(folded.as_bytes())?;
    let mut out = String::with_capacity(folded.len());
    out.push_str(&folded[..first]);
    let mut chars = folded[first..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a' | 'o' | 'u' => {
                out.push(c);
                while chars.next_if_eq(&'e').is_some() {}
            }
            'i' if chars.next_if_eq(&'j').is_some() => out.push('y'),
            _ => out.push(c),
        }
    }
    Some(out)
}

/// Where the first pair that collapses begins.
fn first_pair(folded: &[u8]) -> Option<usize> {
    folded
        .windows(2)
        .position(|pair| matches!(pair, [b'a' | b'o' | b'u', b'e'] | [b'i', b'j']))
}

/// Both steps: the one form that all spellings of a name share.
pub fn fold_fully(text: &str) -> String {
    let folded = fold(text);
    collapse(&folded).unwrap_or(folded)
}

/// The spelling itself, without regard to case: lower case, composed, invisible characters gone.
pub fn spelled(text: &str) -> String {
    if text.is_ascii() {
        return fold(text);
    }
    text.chars()
        .filter(|&c| kind(c) != Kind::Dropped)
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfc()
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
        for (one, other) in [
            ("Müller", "Mueller"),
            ("Müller", "MULLER"),
            ("Mu\u{308}ller", "müller"),
            ("Groß", "GROSS"),
            ("GROẞ", "groß"),
            ("Łukasz", "lukasz"),
            ("Søren", "Soeren"),
            ("Ærø", "Aeroe"),
            ("Đorđević", "Dordevic"),
            ("İpek", "ipek"),
            ("Işık", "isik"),
            ("van Dijk", "van Dyk"),
            ("\u{132}sselmuiden", "IJsselmuiden"),
            ("O'Brien", "O’Brien"),
            ("Σοφίας", "ΣΟΦΊΑΣ"),
        ] {
            assert_eq!(fold_fully(one), fold_fully(other), "{one} and {other}");
        }
    }

    #[test]
    fn folding_keeps_pairs_and_collapsing_takes_them() {
        assert_eq!(fold("Baeuerle"), "baeuerle");
        assert_eq!(collapse("baeuerle").as_deref(), Some("baurle"));
        assert_eq!(collapse("dijk").as_deref(), Some("dyk"));
        assert_eq!(collapse("meier"), None);
    }

    #[test]
    fn words_end_at_anything_but_letters_digits_and_apostrophes() {
        let split: Vec<&str> = words("Müller-Lüdenscheidt, D'Angelo 't (Evi) — ''").collect();
        assert_eq!(split, ["Müller", "Lüdenscheidt", "D'Angelo", "'t", "Evi"]);
    }

    /// What stands in a line leads no one astray: a word stays one word, whatever it is made of.
    #[test]
    fn every_character_folds_to_its_own_kind_for_good() {
        for c in '\0'..=char::MAX {
            for form in [fold(&c.to_string()), spelled(&c.to_string())] {
                let fits = |part| kind(part) == kind(c) || is_combining_mark(part);
                assert!(form.chars().all(fits), "{c:?} to {form:?}");
            }
            let folded = fold(&c.to_string());
            assert_eq!(fold(&folded), folded, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(&fold(&folded), &folded);
            let full = fold_fully(&text);
            prop_assert_eq!(&fold_fully(&full), &full);
        }

        #[test]
        fn folding_pairs_twice_is_folding_once(text in "[aeouijyÄÜß]{0,12}") {
            let full = fold_fully(&text);
            prop_assert_eq!(&fold_fully(&full), &full);
        }

        #[test]
        fn a_beginning_collapses_to_a_beginning(text in "[aeuozbr]{0,12}", cut in 0usize..12) {
            let start = &text[..cut.min(text.len())];
            prop_assert!(fold_fully(&text).starts_with(&fold_fully(start)));
        }

        #[test]
        fn the_spelling_is_stable(text in "\\PC*") {
            let once = spelled(&text);
            prop_assert_eq!(&spelled(&once), &once);
        }
    }
}
