//! What the contract's documentation shows is the very code that stories run.

use crate::{files, named};

/// All code below a folder.
fn code(folder: &str) -> String {
    let all = files(folder, ".rs").into_iter();
    all.map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn every_example_is_documented_and_run() {
    let (documented, run) = (code("plugins/sdk/src"), code("tests/src"));
    let examples = files("plugins/sdk/shown", ".rs");
    assert!(examples.len() > 10, "the examples were not found");
    for path in examples {
        let name = named(&path);
        let file = name.rsplit('/').next().unwrap_or_default();
        let shown = documented.contains(&format!("shown/{file}\")]\n"));
        assert!(shown, "{name} stands in no documentation of the contract");
        let runs = run.contains(&format!("#[path = \"../../{name}\"]"));
        assert!(runs, "{name} is part of no feature that stories run");
    }
}

#[test]
fn no_example_is_only_compiled() {
    // Blocks of code that are shown and not run: words that begin them.
    let shown_only = ["//! use ", "//! # use "];
    // They ask no call, and say by themselves that they do what they show.
    let also = ["features", "fold", "checks"].map(|name| format!("plugins/sdk/src/{name}.rs"));
    for path in files("plugins/sdk/src", ".rs") {
        let name = named(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        let found = (text.lines()).any(|line| shown_only.iter().any(|word| line.starts_with(word)));
        assert!(
            !found || also.contains(&name),
            "{name}: an example that no story runs; put it into plugins/sdk/shown"
        );
    }
}
