//! What callers may ask of the engines: to read rows and to write them. Transactions, settings of
//! a session, tables and files are the engines' own, and one text on both engines says so.

use kartoteka_plugin::DbError;

const VERBS: [&str; 6] = ["select", "insert", "update", "delete", "with", "values"];

/// That a text begins as a statement that reads or writes rows.
///
/// # Errors
/// Where it begins otherwise.
pub(super) fn check(text: &str) -> Result<(), DbError> {
    let verb = first_word(text);
    if VERBS.iter().any(|one| verb.eq_ignore_ascii_case(one)) {
        return Ok(());
    }
    Err(DbError::Engine(
        "a statement must read or write rows; all else is the engine's".to_owned(),
    ))
}

/// The word behind blanks, brackets and comments; empty where there is none.
fn first_word(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '(');
        let after = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n')
        } else if let Some(comment) = rest.strip_prefix("/*") {
            // PostgreSQL's comments nest and SQLite's do not: where they would read one text in
            // two ways, neither reads it.
            let ended = comment.split_once("*/");
            ended.filter(|(inside, _)| !inside.contains("/*"))
        } else {
            let end = rest.find(|c: char| !c.is_ascii_alphabetic());
            return rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        };
        match after {
            Some((_, after)) => rest = after,
            None => return "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_decides() {
        for text in [
            "select 1",
            "SELECT 1",
            "\n\t((select 1) union select 2)",
            "/* commit */ select 1",
            "-- commit\n/**/with a as (select 1) select 1",
            "insert into a",
            "delete from a",
            "values(1)",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            ";select 1",
            "commit",
            "/* /* */ select */ commit",
            "/* select 1",
            "-- select 1",
            "--\ncommit",
            "selection",
            "\u{a0}select 1",
            "explain select 1",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
