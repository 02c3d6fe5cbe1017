//! Libraries, judged by their bytes.

use super::{
    super::library::{Fault, judge, platform},
    *,
};

/// The tables by which loaders find symbols: the older one, which has those of others, too, the newer, and both.
const STYLES: [&str; 3] = ["sysv", "gnu", "both"];

#[test]
fn what_a_compiler_makes_is_known() {
    assert_eq!(platform(library()), Ok(here()));
    assert_eq!(judge(library(), here()), Ok(()));
    // The older table of symbols, too, and a library with many of them.
    let mut code = "const void *kartoteka_plugin(void) { return 0; }\n".to_owned();
    for at in 0..300 {
        code += &format!("int other_{at}(void) {{ return {at}; }}\n");
    }
    for style in STYLES {
        assert_eq!(judge(&built_as(&code, style), here()), Ok(()), "{style}");
    }
}

#[test]
fn what_is_no_plugin_exports_no_entry() {
    for code in [
        "int other(void) { return 1; }",
        // Asked of others, hidden, no function, private.
        "extern const void *kartoteka_plugin(void); const void *a(void) { return kartoteka_plugin(); }",
        "__attribute__((visibility(\"hidden\"))) const void *kartoteka_plugin(void) { return 0; }
         const void *a(void) { return kartoteka_plugin(); }",
        "int kartoteka_plugin = 1;",
        "static const void *kartoteka_plugin(void) { return 0; } const void *a(void) { return kartoteka_plugin(); }",
        "const void *kartoteka_plugins(void) { return 0; }",
    ] {
        for style in STYLES {
            let judged = judge(&built_as(code, style), here());
            assert_eq!(judged, Err(Fault::NoEntry), "{style}: {code}");
        }
    }
}

/// The linker knows that what it asks of another library is a function, and says so in its table.
#[test]
fn what_another_library_has_is_no_entry_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("libother.so"), library()).unwrap();
    let code = "extern const void *kartoteka_plugin(void); const void *a(void) { return kartoteka_plugin(); }";
    std::fs::write(at("a.c"), code).unwrap();
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-Wl,--hash-style=sysv", "-o"]);
    cc.args([at("a.so"), at("a.c")])
        .arg("-L")
        .arg(folder.path());
    assert!(cc.arg("-lother").status().unwrap().success());
    let bytes = std::fs::read(at("a.so")).unwrap();
    assert_eq!(judge(&bytes, here()), Err(Fault::NoEntry));
}

#[test]
fn what_is_cut_off_or_something_else_is_no_library() {
    let whole = library();
    for length in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
        assert!(judge(&whole[..length], here()).is_err(), "{length}");
    }
    let changed = |at: usize, to: u8| {
        let mut bytes = whole.to_vec();
        bytes[at] = to;
        judge(&bytes, here())
    };
    for (at, to) in [(0, 0), (4, 1), (5, 2), (7, 9), (16, 2), (18, 3)] {
        assert!(changed(at, to).is_err(), "{at}");
    }
    let other = Platform::ALL.into_iter().find(|one| *one != here());
    assert!(judge(whole, other.unwrap()).is_err());
    assert!(judge(b"#!/bin/sh\n", here()).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(2_000))]

    /// Whatever the bytes are, they are judged.
    #[test]
    fn no_library_breaks_its_judge(
        changes in proptest::collection::vec((0..20_000_usize, proptest::num::u8::ANY), 1..20),
    ) {
        let mut bytes = library().to_vec();
        for (at, to) in changes {
            let length = bytes.len();
            bytes[at % length] = to;
        }
        let _ = judge(&bytes, here());
    }
}
