//! What `kartoteka plugin test` says of a plugin in C that asks for what its manifest does not read.

use std::{ffi::OsStr, fs, process::Command};

use kartoteka_tests::world::program;

/// A program, without what is set for tests.
fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KARTOTEKA_")) {
        command.env_remove(name);
    }
    command
}

#[test]
fn why_a_statement_is_refused_comes_before_what_fails_of_it() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("acme-blind");
    let mut new = clean(program());
    new.args(["plugin", "new", "acme-blind", "--lang", "c", "--dir"]);
    assert!(new.arg(&folder).status().expect("a plugin").success());
    let path = folder.join("plugin.toml");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let blind = manifest.replace("reads = [\"core.clients/1\"]\n", "");
    assert_ne!(blind, manifest);
    fs::write(&path, blind).expect("written");
    let mut make = clean("make");
    let tool = format!("KARTOTEKA={}", program().display());
    let made = make.arg("-C").arg(&folder).args([&tool, "pack"]).output();
    let made = made.expect("make");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut test = clean(program());
    test.args([
        "plugin", "test", "--engine", "sqlite", "--only", "samples", "--",
    ]);
    let file = folder.join("acme-blind-0.1.0.kplugin");
    let said = test.arg(file).output().expect("the program").stdout;
    let said = String::from_utf8_lossy(&said);
    let (_, failed) = said.split_once("  FAILED  ").expect("something fails");
    let (first, more) = failed.split_once("  FAILED  ").expect("more fails of it");
    assert!(
        first.starts_with("no statement of the samples is refused by the fence"),
        "{said}"
    );
    let why = "it names core_clients_1: acme-blind has acme_blind__… and what its manifest reads";
    assert_eq!(first.matches(why).count(), 1, "{said}");
    assert!(first.contains("change:   plugin.toml, reads"), "{said}");
    assert!(more.starts_with("one note is made"), "{said}");
    // It is in C.
    assert!(!said.contains(".rs"), "{said}");
}
