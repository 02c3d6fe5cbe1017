//! What every form does with what people typed: tidies it, and says where it is too long or too much.
//!
//! ```
//! use kartoteka_plugin::{Error, checks};
//! let mut error = Error::invalid();
//! let note = checks::tidy_lines("  on the  phone \n");
//! checks::too_long(&mut error, "/note", note.as_str(), 2000);
//! assert_eq!((note.as_str(), error.fields.len()), ("on the phone", 0));
//! ```

use unicode_normalization::UnicodeNormalization as _;

use crate::{Error, FieldError, fold};

/// Takes surrounding and doubled white space, control characters and invisible marks out, and
/// composes letters with their marks, which files of some machines hold apart. What is one line
/// stays one.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = out.len();
        out.extend(word.chars().filter(|&c| !is_stripped(c)).nfc());
        let was_empty = start == out.len();
        if !was_empty && start > 0 {
            out.insert(start, ' ');
        }
    }
    out
}

/// Each line tidied, without empty ones at either end.
pub fn tidy_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(tidy).collect();
    lines.join("\n").trim().to_owned()
}

/// A text that may be left out, tidied line by line; nothing where nothing is left.
pub fn tidy_note(text: Option<&str>) -> Option<String> {
    text.map(tidy_lines).filter(|text| !text.is_empty())
}

/// Whether `c` is taken out of what people typed. The joiners of Persian and Indian scripts stay.
pub fn is_stripped(c: char) -> bool {
    fold::is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}')
}

/// Notes in `error` where the field at `pointer`, if there is one, has more than `most` characters.
pub fn too_long<'a>(
    error: &mut Error,
    pointer: &str,
    text: impl Into<Option<&'a str>>,
    most: usize,
) {
    if text.into().is_some_and(|text| text.chars().count() > most) {
        let wrong = FieldError::new(pointer, "too_long").arg("most", most);
        error.fields.push(wrong);
    }
}

/// Notes in `error` where the field at `pointer` names more than `most` things.
pub fn too_many(error: &mut Error, pointer: &str, count: usize, most: usize) {
    if count > most {
        let wrong = FieldError::new(pointer, "too_many").arg("most", most);
        error.fields.push(wrong);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_goes_and_letters_stand_with_their_marks() {
        assert_eq!(tidy("  Mu\u{308}ller\u{200b} \t Eva\0 "), "Müller Eva");
        assert_eq!(tidy_lines("\n a  b \n\n c\n\n"), "a b\n\nc");
        assert_eq!(tidy_note(Some(" \u{feff}\n ")), None);
        assert_eq!(tidy_note(None), None);
    }

    proptest! {
        #[test]
        fn tidying_twice_is_tidying_once(text in "[\\PC\\s\u{202e}\u{200b}]*") {
            let once = tidy(&text);
            prop_assert_eq!(&tidy(&once), &once);
            let once = tidy_lines(&text);
            prop_assert_eq!(&tidy_lines(&once), &once);
        }
    }
}
