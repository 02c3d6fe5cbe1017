//! A first look at a statement, letter by letter.
//!
//! What is judged must be what runs: a text that two readers may take apart differently (comments that
//! nest on one engine alone, strings with escapes, quoted names) is refused here, before the parser and the
//! engine could disagree. What is left is words, numbers, `$1`, plain strings and the usual signs.

use kartoteka_plugin::db::THEN;

/// The longest text of a statement, in bytes: rows go in many at a time by other means.
const LONGEST: usize = 64 << 10;
/// So many signs and words that put one expression into another. A chain of them is read by
/// recursion.
const DEEPEST: usize = 400;
/// So many words: the parser looks at some of them again for each that follows.
const WORDS: usize = 2_000;
/// Words that do so.
const JOINING: [&str; 28] = [
    "and",
    "or",
    "not",
    "is",
    "in",
    "like",
    "between",
    "case",
    "when",
    "union",
    "except",
    "intersect",
    "join",
    "select",
    "collate",
    "escape",
    "glob",
    "match",
    "regexp",
    "xor",
    "overlaps",
    "ilike",
    "notnull",
    "isnull",
    "similar",
    "rlike",
    "then",
    "else",
];
/// Signs of operators, and those around what they work on.
const SIGNS: &str = "(),.*+-/%=<>!|:";

/// The text. The mark by which an engine knows where joined writes end is nobody's but the host's: where
/// it stood in a string, the text would be cut there.
///
/// # Errors
/// Says what in it is not plain.
pub(super) fn plain(text: &str) -> Result<&str, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    if text.contains(THEN) {
        return Err("it has a comment".to_owned());
    }
    let (mut joints, mut words) = (0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (is_joint, after) = match first {
            '\'' => (false, string(rest)?),
            'a'..='z' | 'A'..='Z' | '_' | '0'..='9' => {
                words += 1;
                word(rest)?
            }
            '$' => (false, bound(rest)?),
            _ if first.is_ascii_whitespace() => (false, &rest[1..]),
            _ if SIGNS.contains(first) => sign(rest)?,
            _ => return Err(unusual(first)),
        };
        joints += usize::from(is_joint);
        rest = after;
    }
    if words > WORDS {
        return Err(format!("it has more than {WORDS} words"));
    }
    if joints > DEEPEST {
        return Err(format!("it joins more than {DEEPEST} expressions"));
    }
    Ok(text)
}

fn unusual(letter: char) -> String {
    match letter {
        '"' | '`' | '[' | ']' => "names stand without quotes".to_owned(),
        ';' => "it is more than one statement".to_owned(),
        '?' | '@' | '#' | '&' | '~' | '^' | '{' | '}' | '\\' => format!("it has a {letter}"),
        _ => "outside of strings stands ASCII".to_owned(),
    }
}

/// Behind a string.
fn string(text: &str) -> Result<&str, String> {
    let mut rest = &text[1..];
    loop {
        let Some(at) = rest.find(['\'', '\\', '\0']) else {
            return Err("a string has no end".to_owned());
        };
        if !rest[at..].starts_with('\'') {
            return Err("a string has a backslash or a zero".to_owned());
        }
        rest = &rest[at + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => rest = after,
            None => return Ok(rest),
        }
    }
}

/// Whether a word joins expressions, and what is behind it.
fn word(text: &str) -> Result<(bool, &str), String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (word, after) = text.split_at(end.unwrap_or(text.len()));
    if after.starts_with(['\'', '$']) {
        // `E'…'`, `X'…'`, and in PostgreSQL a name goes on.
        return Err("a word is followed by a string or a $".to_owned());
    }
    let joins = |one: &&str| word.eq_ignore_ascii_case(one);
    Ok((JOINING.iter().any(joins), after))
}

/// Behind `$1`.
fn bound(text: &str) -> Result<&str, String> {
    let end = text[1..].find(|c: char| !c.is_ascii_digit());
    let (number, after) = text[1..].split_at(end.unwrap_or(text.len() - 1));
    let goes_on =
        after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$' | '\''));
    match number.is_empty() || number.starts_with('0') || goes_on {
        true => Err("a $ stands before a number from 1 on".to_owned()),
        false => Ok(after),
    }
}

/// Whether a sign joins expressions, and what is behind it.
fn sign(text: &str) -> Result<(bool, &str), String> {
    if text.starts_with("--") || text.starts_with("/*") {
        return Err("it has a comment".to_owned());
    }
    if let Some(after) = text.strip_prefix("::") {
        return Ok((true, after));
    }
    if text.starts_with(':') {
        return Err("a single colon names a value".to_owned());
    }
    Ok((!text.starts_with([',', '.', ')']), &text[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_readers_may_read_in_two_ways_is_refused() {
        for text in [
            "select 1; select 2",
            "select 1 -- all",
            "select 1 /* all */",
            "select 'a/*then*/b'",
            "select \"a\"",
            "select `a`",
            "select [a]",
            "select E'\\''",
            "select e'a'",
            "select U&'a'",
            "select x'00'",
            "select 'a\\'",
            "select 'a",
            "select $$a$$",
            "select $a$b$a$",
            "select a$1",
            "select $1a",
            "select $0",
            "select $",
            "select ?",
            "select :a",
            "select @a",
            "select a # b",
            "select a ~ b",
            "select {d '2026-01-01'}",
            "select ä",
            "select\u{a0}1",
            "select 'a'\0",
        ] {
            assert!(plain(text).is_err(), "{text}");
        }
    }

    #[test]
    fn plain_statements_pass() {
        for text in [
            "select a.b, count(*) from c where d = $1 and e <> 'it''s -- ä;' or f->>'g' = $12",
            "select cast($2 as bigint)::text, 1.5e3, a || b, c != -1, d >= 2 % 3",
            "with x as (insert into a values ($1) returning b) select 1",
        ] {
            assert!(plain(text).is_ok(), "{text}: {:?}", plain(text));
        }
    }

    #[test]
    fn chains_have_an_end() {
        let chain = |length: usize| format!("select 1{}", " or 1".repeat(length));
        assert!(plain(&chain(DEEPEST - 1)).is_ok());
        assert!(plain(&chain(DEEPEST)).is_err());
        assert!(plain(&format!("select '{}'", "a".repeat(LONGEST))).is_err());
        assert!(plain(&format!("select 1{}", " glob 1".repeat(DEEPEST))).is_err());
        assert!(plain(&format!("select 1{}", " a".repeat(WORDS))).is_err());
    }
}
