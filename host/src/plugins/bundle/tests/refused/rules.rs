//! What breaks a rule of the contract, or the start of a host.

use super::*;

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
    vec![
        (
            "rule",
            changed(
                SQL,
                "create table acme_tips__given",
                "drop table clients; create table acme_tips__given",
            ),
        ),
        ("rule", changed(LITE, "words ", "verse ")),
        (
            "rule",
            changed("plugin.toml", "icon = \"cake\"", "icon = \"no_such\""),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "enum = [\"all\", \"who_served\"], default = \"all\"",
                "minimum = 1",
            ),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "question = { type = \"object\" }",
                "question = { type = 1 }",
            ),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "name = \"acme-tips.may_give/1\"",
                "name = \"core.may_give/1\"",
            ),
        ),
        // A view of somebody else's table, by which the fence would let it through.
        (
            "rule",
            changed(
                "plugin.toml",
                "[[places]]",
                "[[views]]\nname = \"acme-tips.all/1\"\ntable = \"clients\"\n\n[[places]]",
            ),
        ),
        // What no rule sees and the host would not start with.
        (
            "rule",
            changed(
                "plugin.toml",
                "/acme-tips/slots/given/{about}",
                "/acme-tips/slots/given",
            ),
        ),
        (
            "rule",
            parted(|parts| {
                // A text of the host's, in every language.
                for (_, text) in parts
                    .iter_mut()
                    .filter(|(name, _)| name.starts_with("locale/"))
                {
                    text.extend(
                        b"field-required = Needed
",
                    );
                }
            }),
        ),
    ]
}
