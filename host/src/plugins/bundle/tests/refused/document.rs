//! What is wrong with the document of the API.

use super::*;

/// One with another path in its document.
fn pathed(path: &str) -> Case {
    changed("openapi.json", "/acme-tips/given", path)
}

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
    vec![
        ("part_absent", removed("openapi.json")),
        (
            "document",
            changed("openapi.json", "{\n  \"openapi\"", "\n  \"openapi\""),
        ),
        (
            "document",
            changed("openapi.json", "\"3.1.0\"", "\"3.0.0\""),
        ),
        (
            "document",
            changed("openapi.json", "/acme-tips/given", "/clients/given"),
        ),
        (
            "document",
            changed("openapi.json", "/acme-tips/given", "/acme-tips-more"),
        ),
        ("document", changed("openapi.json", "give_tip", "list_tips")),
        (
            "document",
            changed(
                "openapi.json",
                "#/components/schemas/Tips",
                "https://evil.example/a.json",
            ),
        ),
        ("document", pathed("/acme-tips/")),
        ("document", pathed("/acme-tips//a")),
        ("document", pathed("/acme-tips/{*rest}")),
        ("document", pathed("/acme-tips/{a}-{b}")),
        ("document", pathed("/acme-tips/:a")),
        ("document", pathed("/acme-tips/a?b=c")),
        ("document", pathed("/acme-tips/{")),
        ("document", pathed("/acme-tips/{}")),
        // The same to a router.
        ("document", pathed("/acme-tips/{a}\": {}, \"/acme-tips/{b}")),
        (
            "document",
            changed(
                "openapi.json",
                "\"operationId\"",
                "\"servers\": [], \"operationId\"",
            ),
        ),
        (
            "document",
            changed(
                "openapi.json",
                "\"get\":",
                "\"$ref\": \"#/components/a\", \"get\":",
            ),
        ),
        (
            "document",
            changed("openapi.json", "\"operationId\": \"give_tip\",", ""),
        ),
        (
            "document",
            changed("openapi.json", "\"3.1.0\"", &deep("[", "]", 50_000)),
        ),
    ]
}
