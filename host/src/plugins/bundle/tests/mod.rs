//! Bundles that are made, and then damaged: every reason for which one is refused is seen refusing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod everything;
mod libraries;
mod mutants;
mod refused;
mod shelf;
mod whole;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, OnceLock},
};

use tempfile::TempDir;

use super::{
    index::{INDEX, Index, SIGNATURE},
    zip::{Method, Piece, crc, read, write},
    *,
};
use crate::config::{Config, Keys};

/// The folder of the plugin that tests pack.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bundles/acme-tips")
}

/// A library that was built of C, for the platform that the tests run on.
fn built(code: &str) -> Vec<u8> {
    built_as(code, "gnu")
}

/// The same with a table of symbols in this style of the linker's.
fn built_as(code: &str, style: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (source, library) = (folder.path().join("a.c"), folder.path().join("a.so"));
    std::fs::write(&source, code).unwrap();
    let mut cc = Command::new("cc");
    cc.args([
        "-shared",
        "-fPIC",
        &format!("-Wl,--hash-style={style}"),
        "-o",
    ])
    .arg(&library)
    .arg(&source);
    assert!(cc.status().unwrap().success());
    std::fs::read(library).unwrap()
}

/// The library of the plugin that tests pack.
fn library() -> &'static [u8] {
    static LIBRARY: OnceLock<Vec<u8>> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let code = std::fs::read_to_string(folder().join("plugin.c")).unwrap();
        built(&code)
    })
}

fn here() -> Platform {
    Platform::here().unwrap()
}

fn library_part() -> String {
    format!("lib/{}/plugin.so", here())
}

/// The files of the plugin that tests pack.
fn sources() -> Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    let made = SOURCES.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.so");
        std::fs::write(&path, library()).unwrap();
        gather(&folder(), &[path], None).unwrap()
    });
    made.clone()
}

/// A key of `publisher`, made anew for each run.
fn signer(publisher: &str) -> Signer {
    static KEYS: OnceLock<TempDir> = OnceLock::new();
    static MAKES: Mutex<()> = Mutex::new(());
    let keys = KEYS.get_or_init(|| tempfile::tempdir().unwrap());
    // Nobody reads what another test is about to write.
    let _alone = MAKES.lock().unwrap();
    let path = keys.path().join(publisher);
    Signer::make(publisher, &path)
        .or_else(|_| Signer::read(publisher, &path))
        .unwrap()
}

fn linked() -> &'static Linked {
    static LINKED: OnceLock<Linked> = OnceLock::new();
    LINKED.get_or_init(|| Linked::of(&crate::modules::linked()).unwrap())
}

/// An operator who trusts acme.
fn config() -> Config {
    let mut config = Config::default();
    let key = Keys::One(signer("acme").public_key());
    config.plugins.publishers.insert("acme".to_owned(), key);
    config
}

fn trust() -> Trust {
    Trust::of(&config())
}

/// A bundle of these files, signed by acme.
fn packed(sources: &Sources) -> Packed {
    pack(sources, Some(&signer("acme"))).unwrap()
}

fn judged(packed: &Packed) -> Result<Bundle, Refusal> {
    Bundle::of_bytes(&packed.name, &packed.bytes, &trust(), linked())
}

/// The plugin with another text in one of its files.
fn with(name: &str, from: &str, to: &str) -> Sources {
    let mut sources = sources();
    let part = sources.parts.get_mut(name).unwrap();
    let text = String::from_utf8(part.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    *part = text.replace(from, to).into_bytes();
    sources
}

/// An entry, to be written otherwise.
type Loose = (String, Method, (u32, usize), Vec<u8>);

/// The file with other entries; the index is what it was.
fn rewritten(file: &[u8], change: impl FnOnce(&mut Vec<Loose>)) -> Vec<u8> {
    let entries = read(file).unwrap().into_iter();
    let entries = entries.map(|entry| {
        let packed = file[entry.packed.clone()].to_vec();
        (entry.name, entry.method, (entry.crc, entry.size), packed)
    });
    let mut entries: Vec<Loose> = entries.collect();
    change(&mut entries);
    let all: Vec<_> = entries
        .iter()
        .map(|(name, method, (crc, size), packed)| Piece {
            name,
            method: *method,
            crc: *crc,
            size: *size,
            packed,
        })
        .collect();
    write(&all)
}

/// The file with another index, which its publisher signs.
fn reindexed(file: &[u8], change: impl FnOnce(&mut Index)) -> Vec<u8> {
    let file = rewritten(file, |entries| {
        entries.retain(|(name, ..)| name != SIGNATURE);
        let (_, _, sums, bytes) = &mut entries[0];
        let mut index = Index::read(bytes).unwrap();
        change(&mut index);
        *bytes = index.bytes();
        *sums = (crc(bytes), bytes.len());
    });
    sign(&file, &signer("acme")).unwrap()
}

fn stored(name: &str, bytes: &[u8]) -> Loose {
    let sums = (crc(bytes), bytes.len());
    (name.to_owned(), Method::Stored, sums, bytes.to_vec())
}
