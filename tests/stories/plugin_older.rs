//! `kartoteka plugin pack` of what is older than what it is made of.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

use kartoteka_tests::{in_c, world::program};
use serde_json::{Value, json};

/// The folder of a made-up plugin, in which cargo is said to build.
struct Folder {
    place: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let made_up = Path::new(env!("CARGO_MANIFEST_DIR")).join("bundles/acme-tips");
        copy(&made_up, place.path());
        fs::write(place.path().join("Cargo.toml"), "[workspace]\n").expect("written");
        Self { place }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect("a file")
    }

    /// Builds its library, which says this of its API.
    fn build(&self, document: &Value) {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/c/says.c");
        // In C a text is escaped as it is here, where all of it is of ASCII.
        let defines = [format!("DOCUMENT={:?}", document.to_string())];
        let built = in_c::library(
            &source,
            &self.text("plugin.toml"),
            &defines,
            &self.at("build"),
        );
        fs::create_dir_all(self.at("target/release")).expect("a folder");
        fs::rename(built, self.at("target/release/libacme_tips.so")).expect("moved");
    }

    /// Says that a file was changed so many seconds from now.
    fn changed(&self, name: &str, seconds: u64) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut options = File::options();
        let file = options
            .create(true)
            .append(true)
            .open(path)
            .expect("a file");
        let at = SystemTime::now() + Duration::from_secs(seconds);
        file.set_modified(at).expect("changed");
    }

    /// Whether it is packed, and all that is said of it.
    fn packed(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(program());
        command.env_clear().args(["plugin", "pack"]).args(arguments);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let output = command.current_dir(self.place.path()).output();
        let output = output.expect("the program");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    }

    fn is_refused(&self, words: &[&str]) {
        let (well, said) = self.packed(&[]);
        assert!(
            !well && words.iter().all(|words| said.contains(words)),
            "{said}"
        );
    }

    fn is_packed(&self, arguments: &[&str], note: &str) {
        let (well, said) = self.packed(arguments);
        assert!(well && said.contains(note), "{said}");
        assert!(said.contains("note: ") != note.is_empty(), "{said}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).expect("a copy")),
        }
    }
}

#[test]
fn a_library_that_is_older_than_its_sources_is_not_packed() {
    let folder = Folder::new();
    let document: Value = serde_json::from_str(&folder.text("openapi.json")).expect("JSON");
    folder.build(&document);
    folder.is_packed(&[], "");
    folder.changed("src/lib.rs", 60);
    folder.changed("src/store.rs", 120);
    folder.is_refused(&[
        "libacme_tips.so is older than ./src/store.rs",
        "run `cargo build --release`",
        "--as-built",
    ]);
    folder.is_packed(&["--as-built"], "is older than ./src/store.rs");
    // Cargo says which files it is made of: these are not.
    let note = format!("x: {}\n", folder.at("plugin.toml").display());
    fs::write(folder.at("target/release/libacme_tips.d"), note).expect("written");
    folder.is_packed(&[], "");
    folder.changed("plugin.toml", 60);
    folder.is_refused(&["is older than", "plugin.toml"]);
}

#[test]
fn a_document_that_is_older_than_the_code_is_not_packed() {
    let folder = Folder::new();
    let written: Value = serde_json::from_str(&folder.text("openapi.json")).expect("JSON");
    let mut code = written.clone();
    let door = json!({"responses": {"204": {"description": "It is gone"}}});
    code["paths"]["/acme-tips/given"]["delete"] = door;
    folder.build(&code);
    folder.is_refused(&[
        "DELETE /acme-tips/given is in the code alone, and so is no door",
        "UPDATE_OPENAPI=1 cargo test",
    ]);
    folder.is_packed(&["--as-built"], "DELETE /acme-tips/given");
    let mut code = written.clone();
    code["info"]["title"] = json!("Otherwise");
    folder.build(&code);
    folder.is_refused(&["they differ at /info/title"]);
    // Line ends and the order of what it says are nothing of it.
    let crlf = folder.text("openapi.json").replace('\n', "\r\n");
    fs::write(folder.at("openapi.json"), crlf).expect("written");
    folder.build(&written);
    folder.is_packed(&[], "");
}

#[test]
fn a_library_with_another_manifest_is_not_packed() {
    let folder = Folder::new();
    let document: Value = serde_json::from_str(&folder.text("openapi.json")).expect("JSON");
    folder.build(&document);
    let manifest = folder.text("plugin.toml");
    fs::write(folder.at("plugin.toml"), format!("# Tips\n{manifest}")).expect("written");
    let said = ["holds another plugin.toml than the folder"];
    folder.is_refused(&said);
    let (well, all) = folder.packed(&["--as-built"]);
    assert!(!well && all.contains(said[0]), "{all}");
}

#[test]
fn what_cannot_be_asked_is_packed_with_a_note() {
    let folder = Folder::new();
    fs::create_dir_all(folder.at("target/release")).expect("a folder");
    in_c::no_plugin(&folder.at("target/release/libacme_tips.so"));
    folder.is_packed(&[], "whether openapi.json is up to date is not known");
}
