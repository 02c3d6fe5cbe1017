//! What is wrong with what a bundle says it is.

use super::*;

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
    // Nobody signs for such an id.
    let id = |id: &str| {
        let to = format!("id = \"{id}\"\nversion");
        let mut case = changed("plugin.toml", "id = \"acme-tips\"\nversion", &to);
        case.bytes = rewritten(&case.bytes, |entries| drop(entries.remove(1)));
        case.trust = case.trust.with_unsigned();
        case
    };
    let version = |to: &str| {
        changed(
            "plugin.toml",
            "version = \"1.0.0\"",
            &format!("version = \"{to}\""),
        )
    };
    vec![
        (
            "file_name",
            Case::of(packed(&sources()).bytes).called("tips.kplugin"),
        ),
        ("manifest", loose_manifest("id =")),
        ("manifest", loose_manifest("id = 1")),
        ("manifest", unpackable("icon =", "icons =")),
        (
            "manifest",
            unpackable(
                "icon =",
                &format!("more = {}\nicon =", deep("[", "]", 50_000)),
            ),
        ),
        (
            "identity",
            indexed(|index| index.version = "2.0.0".to_owned()),
        ),
        (
            "identity",
            indexed(|index| index.id = "acme-toys".to_owned()),
        ),
        (
            "identity",
            indexed(|index| index.contract = "0.2".to_owned()),
        ),
        ("id", id("tips")),
        ("id", id("Acme-Tips")),
        ("id", id("acme-")),
        ("id", id(&format!("acme-{}", "a".repeat(limits::ID)))),
        ("id_taken", id("call-link")),
        ("id_taken", id("booking-checks")),
        ("id_taken", id("sign-in")),
        ("version", version("1.0")),
        ("version", version("v1.0.0")),
        ("version", version("1.0.0+build")),
        (
            "contract",
            changed("plugin.toml", "contract = \"0.1\"", "contract = \"0.2\""),
        ),
        ("abi", indexed(|index| index.abi = "0.3".to_owned())),
    ]
}
