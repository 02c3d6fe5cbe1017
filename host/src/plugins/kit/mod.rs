//! What partners begin with: a plugin that builds and runs, and the contract beside it, as this program was
//! built with it.

mod asking;
mod cases;
pub mod cluster;
mod dev;
pub mod document;
pub(crate) mod folder;
mod forms;
mod here;
mod html;
pub(crate) mod log;
mod making;
mod manifest;
mod offers;
mod operations;
mod report;
mod run;
pub mod samples;
mod seen;
mod stage;
mod subject;

pub(crate) use dev::{Dev, judge, opened, run as dev};
pub use here::bundle_of;
pub use offers::offers;
pub use report::{Case, Counts, Fault, Outcome, Report, Told};
pub use run::{How, What, test};
pub use subject::Make;

use std::{borrow::Cow, fs, io, path::Path};

use rust_embed::RustEmbed;

use crate::registry::is_id;

/// The contract, its guide and the first plugins.
#[derive(RustEmbed)]
#[folder = "../plugins/sdk"]
#[include = "*.md"]
#[include = "*.json"]
#[include = "Cargo.toml"]
#[include = "src/**"]
#[include = "shown/**"]
#[include = "templates/**"]
#[include = "include/**"]
#[include = "abi/Cargo.toml"]
#[include = "abi/src/**"]
#[include = "template/**"]
#[exclude = "template/*/target/**"]
#[exclude = "template/*/sdk/**"]
struct Sdk;

/// The languages that a first plugin may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Rust, with the contract as a crate.
    Rust,
    /// C, with the header.
    C,
}

impl Language {
    const fn folder(self) -> &'static str {
        match self {
            Self::Rust => "template/rust/",
            Self::C => "template/c/",
        }
    }
}

/// What a plugin is called, in the forms in which its files have it.
struct Names {
    id: String,
    snake: String,
    camel: String,
    title: String,
}

impl Names {
    fn of(id: &str) -> Result<Self, String> {
        if !is_id(id) || !id.contains('-') {
            return Err(format!(
                "\"{id}\" is no id of a plugin: small letters and digits, and hyphens between words, \
                 beginning with who makes it: acme-tips"
            ));
        }
        let capital = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        };
        Ok(Self {
            id: id.to_owned(),
            snake: id.replace('-', "_"),
            camel: id.split('-').map(capital).collect(),
            title: capital(&id.replace('-', " ")),
        })
    }

    /// A text of the first plugin with these names in place of its own.
    fn put_into(&self, text: &str) -> String {
        text.replace("vendor-notes", &self.id)
            .replace("vendor_notes", &self.snake)
            .replace("VendorNotes", &self.camel)
            .replace("Vendor notes", &self.title)
    }
}

/// Writes a plugin of this id and language into `folder`, which is not there or empty.
///
/// # Errors
/// A sentence for who asked: the id is none, the folder is not empty, or cannot be written.
pub fn write(id: &str, language: Language, folder: &Path) -> Result<(), String> {
    let names = Names::of(id)?;
    let failed = |e: io::Error| format!("{}: {e}", folder.display());
    let is_empty = fs::read_dir(folder).map_or(Ok(true), |mut all| match all.next() {
        None => Ok(true),
        Some(Ok(_)) => Ok(false),
        Some(Err(e)) => Err(e),
    });
    if !is_empty.map_err(failed)? {
        return Err(format!("{} is not empty", folder.display()));
    }
    for name in Sdk::iter() {
        let own = name.strip_prefix(language.folder());
        let Some(rest) = own.or_else(|| name.strip_prefix("template/common/")) else {
            continue;
        };
        let text = String::from_utf8_lossy(&content(&name)).into_owned();
        // One that began with a dot would hide what is built here, too.
        let place = names.put_into(rest).replace("gitignore", ".gitignore");
        put(&folder.join(place), names.put_into(&text).as_bytes()).map_err(failed)?;
    }
    contract(language, &folder.join("sdk"))
}

/// Writes the contract into `folder`, over one that is there.
///
/// # Errors
/// A sentence for who asked: it cannot be written.
pub fn contract(language: Language, folder: &Path) -> Result<(), String> {
    let failed = |e: io::Error| format!("{}: {e}", folder.display());
    for name in Sdk::iter().filter(|name| !name.starts_with("template/")) {
        let is_document = !name.contains('/') && !name.ends_with(".toml");
        if language == Language::C && !is_document && !name.starts_with("include/") {
            continue;
        }
        let mut bytes = content(&name);
        if name.ends_with("Cargo.toml") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            bytes = Cow::Owned(manifest::standalone(&text)?.into_bytes());
        }
        put(&folder.join(&*name), &bytes).map_err(failed)?;
    }
    Ok(())
}

fn content(name: &str) -> Cow<'static, [u8]> {
    Sdk::get(name).map_or(Cow::Borrowed(&[]), |file| file.data)
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_put_everywhere() {
        let names = Names::of("acme-colour-mixes").expect("names");
        let text = "vendor-notes vendor_notes__notes VendorNotes; Vendor notes";
        let named = "acme-colour-mixes acme_colour_mixes__notes AcmeColourMixes; Acme colour mixes";
        assert_eq!(names.put_into(text), named);
    }

    #[test]
    fn an_id_names_who_makes_it() {
        for wrong in [
            "tips",
            "",
            "Acme-tips",
            "acme_tips",
            "acme-",
            "-tips",
            "../acme-tips",
        ] {
            let told = write(wrong, Language::Rust, Path::new("/nowhere")).expect_err(wrong);
            assert!(told.contains("acme-tips"), "{told}");
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.txt"), "mine").expect("written");
        let told = write("acme-tips", Language::Rust, folder.path()).expect_err("it is not empty");
        assert!(told.ends_with("is not empty"), "{told}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn nothing_of_the_first_plugin_stays() {
        for language in [Language::Rust, Language::C] {
            let folder = tempfile::tempdir().expect("a folder");
            write("acme-tips", language, folder.path()).expect("written");
            let mut open = vec![folder.path().to_owned()];
            let mut files = 0;
            while let Some(path) = open.pop() {
                if path.is_dir() {
                    open.extend(
                        fs::read_dir(path)
                            .expect("a folder")
                            .map(|e| e.expect("a file").path()),
                    );
                    continue;
                }
                files += 1;
                let named = path
                    .strip_prefix(folder.path())
                    .expect("a place")
                    .display()
                    .to_string();
                if named.starts_with("sdk") {
                    continue;
                }
                let text = fs::read_to_string(&path).expect("text").to_lowercase();
                let left = ["vendor-notes", "vendor_notes", "vendornotes"];
                assert!(
                    left.iter()
                        .all(|left| !text.contains(left) && !named.contains(left)),
                    "{named}"
                );
            }
            assert!(files > 15, "{files}");
        }
    }
}
