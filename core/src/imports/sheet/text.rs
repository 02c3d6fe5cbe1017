//! Text of a cell as a salon would read it: trimmed, composed, without what cannot be seen.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::CellFlags;

/// Errors of formulas as the spreadsheet programs of the five languages write them into CSV files.
const FORMULA_ERRORS: [&str; 32] = [
    "#ADR!",
    "#ARG!",
    "#BEZUG!",
    "#BLOCKED!",
    "#CALC!",
    "#DEEL/0!",
    "#DIV/0!",
    "#DZIEL/0!",
    "#FIELD!",
    "#GETAL!",
    "#LICZBA!",
    "#N/A",
    "#N/B",
    "#N/D",
    "#NAAM?",
    "#NAME?",
    "#NAZWA?",
    "#NOME?",
    "#NULL!",
    "#NULLO!",
    "#NUM!",
    "#NV",
    "#REF!",
    "#RIF!",
    "#SPILL!",
    "#UNKNOWN!",
    "#VALORE!",
    "#VALUE!",
    "#VERW!",
    "#WAARDE!",
    "#WERT!",
    "#ZAHL!",
];

/// Writes the readable form of `raw` to `text`, which is empty before, and says what happened to it.
pub(super) fn clean(raw: &str, max_chars: usize, text: &mut String) -> CellFlags {
    if is_plain(raw) && raw.len() <= max_chars {
        text.push_str(raw);
    } else if raw.len() > max_chars.saturating_mul(64) {
        // Far beyond the maximum: nothing is worth the work of reading all of it.
        let cut = raw.floor_char_boundary(max_chars.saturating_mul(4));
        return clean(&raw[..cut], max_chars, text) | CellFlags::TRUNCATED;
    } else {
        return clean_slowly(raw, max_chars, text);
    }
    settle_numbers(text)
}

/// ASCII that can be seen, with nothing to trim and no first character that may mean more than itself.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => {
            !matches!(first, b' ' | b'#' | b'\'' | b'=')
                && *last != b' '
                && bytes.iter().all(|byte| matches!(byte, 0x20..=0x7e))
        }
        _ => true,
    }
}

fn clean_slowly(raw: &str, max_chars: usize, text: &mut String) -> CellFlags {
    let mut flags = CellFlags::default();
    let mut previous = '\0';
    for c in raw.chars() {
        match c {
            '\r' => text.push('\n'),
            '\n' if previous == '\r' => {}
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\t' => text.push(' '),
            c if is_invisible(c) => flags |= CellFlags::CLEANED,
            c if c.is_whitespace() => text.push(' '),
            c => text.push(c),
        }
        previous = c;
    }
    if text.contains('\u{fffd}') {
        flags |= CellFlags::UNDECODED;
    }
    if looks_garbled(text) {
        flags |= CellFlags::GARBLED;
    }
    if is_nfc_quick(text.chars()) != IsNormalized::Yes {
        *text = text.nfc().collect();
    }
    unwrap_quoted_text(text);
    trim(text);
    if FORMULA_ERRORS.binary_search(&text.as_str()).is_ok() {
        text.clear();
        return flags | CellFlags::FORMULA_ERROR;
    }
    flags | cut(text, max_chars) | settle_numbers(text)
}

/// Control characters, and marks that change direction or have no width: they make equal names unequal
/// and can make a text read other than it is.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Spreadsheets keep a phone number from becoming a number as `'+49…` or `="0176…"`; both are the text inside.
/// An apostrophe before a letter stays: `'t Hooft` is a name.
fn unwrap_quoted_text(text: &mut String) {
    trim(text);
    if let Some(inner) = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        *text = inner.replace("\"\"", "\"");
    } else if let Some(rest) = text.strip_prefix('\'')
        && rest
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '+' | '-' | '@' | '\''))
    {
        *text = rest.to_owned();
    }
}

fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    let start = text.len() - text.trim_start().len();
    text.drain(..start);
}

fn cut(text: &mut String, max_chars: usize) -> CellFlags {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => {
            text.truncate(end);
            CellFlags::TRUNCATED
        }
        None => CellFlags::default(),
    }
}

/// `Ã` or `Å`, `Ä`, `Â` followed by a character that stands for the second byte of UTF-8.
fn looks_garbled(text: &str) -> bool {
    let mut previous = '\0';
    text.chars().any(|c| {
        let found = matches!(previous, 'Ã' | 'Å' | 'Ä' | 'Â')
            && matches!(
                c,
                '\u{a0}'
                    ..='\u{bf}'
                        | 'Ÿ'
                        | 'œ'
                        | 'Œ'
                        | 'š'
                        | 'Š'
                        | 'ž'
                        | 'Ž'
                        | 'ƒ'
                        | '†'
                        | '‡'
                        | '‚'
                        | '„'
                        | '…'
                        | '‰'
                        | '‹'
                        | '›'
                        | '–'
                        | '—'
                        | '™'
                        | '˜'
                        | '•'
            );
        previous = c;
        found
    })
}

/// Text that was a number before someone saved it: `4917612345678.0` and `1.76E+11` become digits.
fn settle_numbers(text: &mut String) -> CellFlags {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 24 {
        return CellFlags::default();
    }
    if let Some((digits, exact)) = from_scientific(text) {
        *text = digits;
        return if exact {
            CellFlags::FROM_NUMBER
        } else {
            CellFlags::FROM_NUMBER | CellFlags::DIGITS_LOST
        };
    }
    // Short ones such as `12.0` may be an amount; nobody has seven digits and a half.
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0"));
    if let Some(whole) = whole.filter(|whole| whole.len() >= 7 && is_digits(whole)) {
        *text = whole.to_owned();
        return CellFlags::FROM_NUMBER;
    }
    CellFlags::default()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `4,91762E+12` as `4917620000000`, and whether all of its digits had been written.
fn from_scientific(text: &str) -> Option<(String, bool)> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent
        .strip_prefix('+')?
        .parse()
        .ok()
        .filter(|n| *n <= 18)?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if whole.len() != 1 || !is_digits(whole) || !(fraction.is_empty() || is_digits(fraction)) {
        return None;
    }
    if fraction.len() > exponent {
        return None;
    }
    let zeros = exponent - fraction.len();
    Some((
        format!("{whole}{fraction}{}", "0".repeat(zeros)),
        zeros == 0,
    ))
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
