//! What is wrong with texts.

use super::*;

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
    let binary = b"create table \xff".as_slice();
    vec![
        ("not_text", added(SQL, binary)),
        ("not_text", changed(SQL, "\n", "\r\n")),
        (
            "not_text",
            changed(ENGLISH, "acme-tips-about", "\u{feff}acme-tips-about"),
        ),
        ("texts", removed("locale/pl/acme-tips.ftl")),
        (
            "texts",
            changed(
                "locale/de/acme-tips.ftl",
                "acme-tips-table-given",
                "acme-tips-table-giver",
            ),
        ),
        (
            "texts",
            changed(
                "locale/de/acme-tips.ftl",
                "acme-tips-about = ",
                "acme-tips-about = { ",
            ),
        ),
        (
            "texts",
            changed(ENGLISH, "What was given.", &deep("{", "}", 9_900)),
        ),
        (
            "texts",
            changed(
                ENGLISH,
                "What was given.",
                &format!("{{ {} }}", deep("A(", ")", 9_900)),
            ),
        ),
        (
            "texts",
            changed(ENGLISH, "What was given.", &deep("{", "}", 50_000)),
        ),
    ]
}
