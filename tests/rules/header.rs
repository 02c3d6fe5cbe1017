//! The header for plugins in C: clean by every standard that partners compile by, and its helpers tried.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder of the house.
fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// Runs a command, which says nothing where all is well.
fn well(command: &mut Command) {
    let done = command.output().expect("a command");
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(
        done.status.success() && said.is_empty(),
        "{command:?}: {said}"
    );
}

fn strict(compiler: &str, standard: &str) -> Command {
    let mut command = Command::new(compiler);
    command.arg(format!("-std={standard}"));
    command.args(["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]);
    command.arg("-I").arg(place("plugins/sdk/include"));
    command
}

#[test]
fn the_header_is_clean_by_each_standard() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("plugin.c");
    fs::write(&source, "#include \"kartoteka_plugin.h\"\n").expect("written");
    for (compiler, language, standard) in [
        ("cc", "c", "c99"),
        ("cc", "c", "c11"),
        ("c++", "c++", "c++11"),
        ("c++", "c++", "c++20"),
    ] {
        let mut command = strict(compiler, standard);
        well(command.args(["-fsyntax-only", "-x", language]).arg(&source));
    }
}

/// Each access to memory is looked at, and all memory has to be given back.
#[test]
fn the_helpers_do_what_they_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("helpers");
    for standard in ["c99", "c11"] {
        let mut command = strict("cc", standard);
        command.args(["-g", "-O1", "-fsanitize=address,undefined"]);
        command.args(["-fno-sanitize-recover=all"]);
        // So that there can be none.
        command.args(["-Wl,--wrap=malloc", "-Wl,--wrap=calloc"]);
        let source = place("tests/native/c/helpers.c");
        well(command.arg("-o").arg(&program).arg(source));
        well(&mut Command::new(&program));
    }
}
