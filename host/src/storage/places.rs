//! The places of bound values in a text.

use std::{borrow::Cow, fmt::Write as _};

/// The text with each `$n` written anew by `write`, which is told `n`; what stands in quotes
/// and comments stays.
pub(super) fn rewrite(text: &str, write: impl Fn(&mut String, usize)) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'$' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit());
                let end = at + 1 + digits.count();
                out.reserve(text.len() + 8);
                out.push_str(&text[from..at]);
                write(&mut out, text[at + 1..end].parse().unwrap_or(usize::MAX));
                at = end;
                from = at;
            }
            b'\'' | b'"' | b'`' => at = after(bytes, at + 1, &[byte]),
            b'[' => at = after(bytes, at + 1, b"]"),
            b'-' if bytes.get(at + 1) == Some(&b'-') => at = after(bytes, at + 2, b"\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = after(bytes, at + 2, b"*/"),
            _ => at += 1,
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// The same text with `?1` for `$1`. SQLite takes `$1` for a name, numbers names
/// by their place in the text, and compares each with all others, which makes a
/// statement of thousands of values take seconds; `?1` is a number.
pub(super) fn numbered(text: &str) -> Cow<'_, str> {
    rewrite(text, |out, n| {
        // Writing to a String cannot fail.
        let _ = write!(out, "?{n}");
    })
}

/// The same text with its values, but for the salon, `by` places further on.
pub(super) fn shifted(text: &str, by: usize) -> Cow<'_, str> {
    rewrite(text, |out, n| {
        let n = if n == 1 { 1 } else { n.saturating_add(by) };
        let _ = write!(out, "${n}");
    })
}

/// The place after the next `end`, or the end of the text.
fn after(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let found = rest.windows(end.len()).position(|part| part == end);
    found.map_or(bytes.len(), |at| from + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_quotes_and_comments_are_numbered() {
        for (text, expected) in [
            ("select $2, $1", "select ?2, ?1"),
            (
                "select '$1', \"$1\", [$1], `$1`",
                "select '$1', \"$1\", [$1], `$1`",
            ),
            ("select 'it''s $1', $12", "select 'it''s $1', ?12"),
            (
                "-- $1\nselect $1 /* $1 */ - $2",
                "-- $1\nselect ?1 /* $1 */ - ?2",
            ),
            ("select j->>'$.a', $1", "select j->>'$.a', ?1"),
            ("select 'ü', $1, '", "select 'ü', ?1, '"),
            ("select $", "select $"),
        ] {
            assert_eq!(numbered(text), expected);
        }
    }

    #[test]
    fn the_salon_stays_where_it_is() {
        assert_eq!(
            shifted("a = $1 and b = $2 or $11", 3),
            "a = $1 and b = $5 or $14"
        );
        assert_eq!(shifted("select '$2'", 3), "select '$2'");
    }
}
