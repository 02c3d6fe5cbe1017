#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs::File, time::Duration};

use serde_json::json;

use super::*;

/// Writes a file, changed so many seconds after 1970.
fn put(folder: &Path, name: &str, text: &str, seconds: u64) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(at).unwrap();
    path
}

#[test]
fn a_library_is_as_old_as_what_cargo_says_it_is_made_of() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let library = put(folder, "target/release/libacme_tips.so", "", 100);
    let note = |files: &str| {
        let text = format!("{}: {files}\n", library.display());
        put(folder, "target/release/libacme_tips.d", &text, 100)
    };
    let part = put(folder, "src/a part.rs", "", 100);
    let texts = put(folder, "locale/en/acme-tips.ftl", "", 90);
    // Nothing is made of these: cargo builds nothing when they change.
    put(folder, "Cargo.toml", "", 200);
    put(folder, "src/notes.rs", "", 200);
    let escaped = part.display().to_string().replace(' ', "\\ ");
    note(&format!("{escaped} {} {}", texts.display(), "/gone.rs"));
    assert_eq!(newer_source(folder, &library), None);
    put(folder, "src/a part.rs", "", 101);
    put(folder, "locale/en/acme-tips.ftl", "", 102);
    assert_eq!(newer_source(folder, &library), Some(texts));
    put(folder, "locale/en/acme-tips.ftl", "", 90);
    assert_eq!(newer_source(folder, &library), Some(part));
}

#[test]
fn without_a_note_the_sources_of_the_folder_count() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let library = put(folder, "build/plugin.so", "", 100);
    put(folder, "src/tips.c", "", 100);
    put(folder, "src/readme.md", "", 200);
    put(folder, "openapi.json", "", 200);
    put(folder, "locale/en/acme-tips.ftl", "", 200);
    assert_eq!(newer_source(folder, &library), None);
    let header = put(folder, "src/parts/tips.h", "", 101);
    assert_eq!(newer_source(folder, &library), Some(header));
}

#[test]
fn documents_are_compared_by_what_they_say() {
    let written = json!({"paths": {"/a": {
        "get": {"responses": {}, "tags": ["one"]}, "parameters": []}}});
    assert!(differences(&written, &written.clone()).is_empty());
    let mut code = written.clone();
    code["paths"]["/a"]["get"]["tags"][0] = json!("two");
    assert_eq!(
        differences(&code, &written),
        ["they differ at /paths/~1a/get/tags/0"]
    );
    code["paths"]["/b"]["post"] = json!({"responses": {}});
    assert_eq!(
        differences(&code, &written),
        ["POST /b is in the code alone, and so is no door"]
    );
    assert_eq!(
        differences(&written, &code),
        ["POST /b is in openapi.json alone"]
    );
}
