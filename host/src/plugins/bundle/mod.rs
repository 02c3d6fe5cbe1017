//! The file that a partner hands to an operator: `<id>-<version>.kplugin`. All of it is judged before anything
//! of it runs, and no library is opened here. `plugins/sdk/BUNDLE.md` describes the format.
//!
//! A file is taken apart in this order, and the first thing that is wrong ends it: its bytes ([`zip`]), its
//! index, who signed that ([`Trust`]), its parts against the index, and what the parts say.

mod content;
mod discover;
mod document;
mod folder;
mod index;
mod keys;
mod library;
pub mod limits;
mod linked;
mod pack;
mod parts;
mod pins;
mod refusal;
mod tables;
mod trust;
mod words;
mod zip;

use std::{collections::BTreeMap, fs::File, io::Read as _, path::Path};

use kartoteka_plugin::{Locale, Manifest};
use semver::Version;
use utoipa::openapi::OpenApi;

use crate::conformance::Fault;

pub(crate) use discover::discover_but;
pub use discover::{Discovered, discover, settle};
pub(crate) use folder::library_of;
pub use folder::{Sources, gather};
pub use index::{FORMAT, Hash, hash, hex};
pub(crate) use index::{is_publisher, key};
pub use keys::{KeyError, Signer};
pub use library::{ENTRY, Platform};
pub use linked::Linked;
pub use pack::{Packed, pack, sign};
pub use pins::{Pins, pin, unpin};
pub use refusal::{Reason, Refusal, plain};
pub use trust::Trust;

/// The interface of libraries that this host has.
pub const ABI: &str = "0.1";
/// What names of bundles end with.
pub const ENDING: &str = ".kplugin";

/// A bundle, read and judged.
#[derive(Clone)]
pub struct Bundle {
    /// The name of its file.
    pub file: String,
    /// What it says of itself.
    pub manifest: Manifest,
    /// The same, as it is written.
    pub manifest_text: String,
    /// Its version.
    pub version: Version,
    /// Who signed it; none where nobody did whom the operator knows, and development lets it through.
    pub publisher: Option<String>,
    /// SHA-256 of its index: what names these very bytes, and by which the operator revokes them.
    pub index_hash: Hash,
    /// The document of its API.
    pub document: OpenApi,
    /// Its migrations.
    pub migrations: Migrations,
    /// Its texts: language, name of the file, and content.
    pub texts: Vec<(Locale, String, String)>,
    /// What tests need of it, where it brings that.
    pub samples: Option<String>,
    /// Its assets, by names without `assets/`.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// For which platforms it has libraries.
    pub libraries: Vec<Library>,
    /// The library for the platform of the host, where it has one.
    pub library: Option<Vec<u8>>,
}

/// The migrations of a bundle for both engines, which have the same names: name without `.sql`, and text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrations {
    /// For SQLite, in order.
    pub sqlite: Vec<(String, String)>,
    /// For PostgreSQL, in order.
    pub postgres: Vec<(String, String)>,
}

/// A library of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// What it runs on.
    pub platform: Platform,
    /// Its size in bytes.
    pub size: usize,
    /// SHA-256 of it.
    pub hash: Hash,
}

impl Bundle {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read(path: &Path, trust: &Trust, linked: &Linked) -> Result<Self, Refusal> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = read_file(path).map_err(|reason| Refusal {
            file: name.clone().into_owned(),
            reason,
        })?;
        Self::of_bytes(&name, &bytes, trust, linked)
    }

    /// The same of bytes that are at hand already, of a file called `name`.
    ///
    /// # Errors
    /// Why they are not taken.
    pub fn of_bytes(
        name: &str,
        bytes: &[u8],
        trust: &Trust,
        linked: &Linked,
    ) -> Result<Self, Refusal> {
        let refused = |reason| Refusal {
            file: name.to_owned(),
            reason,
        };
        let opened = parts::open(bytes, trust).map_err(refused)?;
        content::judge(name, opened, trust, linked).map_err(refused)
    }

    /// The same with all rules of the contract that it breaks, by which it would be refused: for who wrote it.
    ///
    /// # Errors
    /// Why it is not taken, whatever the rules say.
    pub fn with_faults(
        name: &str,
        bytes: &[u8],
        trust: &Trust,
        linked: &Linked,
    ) -> Result<(Self, Vec<Fault>), Refusal> {
        let refused = |reason| Refusal {
            file: name.to_owned(),
            reason,
        };
        let opened = parts::open(bytes, trust).map_err(refused)?;
        let mut faults = Vec::new();
        let bundle = content::judge_by(name, opened, trust, linked, |candidate, linked| {
            faults = content::faults(candidate, linked)?;
            Ok(())
        });
        Ok((bundle.map_err(refused)?, faults))
    }

    /// The name of the file of this id and version.
    pub fn file_name(id: &str, version: &str) -> String {
        format!("{id}-{version}{ENDING}")
    }
}

/// The bytes of a file, as many as a bundle may have.
///
/// # Errors
/// [`Reason::Unreadable`] or [`Reason::TooLarge`].
pub fn read_file(path: &Path) -> Result<Vec<u8>, Reason> {
    let unreadable = |e: std::io::Error| Reason::Unreadable(e.to_string());
    let file = File::open(path).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(Reason::Unreadable("it is no file".to_owned()));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(limits::FILE).unwrap_or(u64::MAX);
    let mut file = file.take(most.saturating_add(1));
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    match bytes.len() > limits::FILE {
        true => Err(Reason::TooLarge),
        false => Ok(bytes),
    }
}

/// Does `work` on a thread with a large stack: what comes from outside may put one thing into another as often
/// as its size allows, and parsers go down as deep. None where it panicked, or there was no thread.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    /// In bytes; as much as a build for debugging needs for [`words`], which goes deepest.
    const STACK: usize = 96 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}

#[cfg(test)]
mod tests;
