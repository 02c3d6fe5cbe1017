//! What is wrong with libraries and migrations.

use super::*;

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
    let mut other = sources();
    let bytes = other.parts.remove(&library_part()).unwrap();
    let elsewhere = Platform::ALL
        .into_iter()
        .find(|one| *one != here())
        .unwrap();
    other
        .parts
        .insert(format!("lib/{elsewhere}/plugin.so"), bytes);
    let no_plugin = built("int other(void) { return 1; }");
    vec![
        ("platform", added("lib/sparc-solaris/plugin.so", library())),
        ("no_library", removed(&library_part())),
        ("library", made(&other)),
        (
            "library",
            added(&library_part(), &library()[..library().len() / 2]),
        ),
        ("no_entry", added(&library_part(), &no_plugin)),
        ("migrations", removed(SQL)),
        ("migrations", removed(LITE)),
        (
            "migrations",
            parted(|parts| {
                for engine in ["sqlite", "postgres"] {
                    parts.insert(format!("migrations/{engine}/0001_again.sql"), Vec::new());
                }
            }),
        ),
        (
            "migrations",
            parted(|parts| {
                for engine in ["sqlite", "postgres"] {
                    parts.insert(format!("migrations/{engine}/first.sql"), Vec::new());
                }
            }),
        ),
    ]
}
