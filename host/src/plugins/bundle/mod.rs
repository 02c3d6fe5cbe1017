//! The file that a partner hands to an operator: `<id>-<version>.kplugin`. All of it is judged before anything
//! of it runs, and no library is opened here. `plugins/sdk/BUNDLE.md` describes the format.
//!
//! A file is taken apart in this order, and the first thing that is wrong ends it: its bytes ([`zip`]), its
//! index, who signed that ([`Trust`]), and its parts against the index. What the parts say is read to the end, so
//! that who wrote it learns of all that is wrong; a host refuses for the first of it.

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

use std::{fs::File, io::Read as _, path::Path};

use kartoteka_plugin::{Locale, Manifest, module::Asset};
use semver::Version;
use utoipa::openapi::OpenApi;

pub(crate) use discover::discover_but;
pub use discover::{Discovered, discover, settle};
pub use folder::{Sources, gather};
pub(crate) use folder::{library_of, made_by_make};
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
pub const ABI: &str = "0.2";
/// Those that it takes: structs of the interface have only grown since the first of them.
const TAKEN: [&str; 2] = ["0.1", ABI];
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
    /// The interface of its libraries.
    pub abi: String,
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
    /// Its pictures.
    pub assets: Vec<Asset>,
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
        let examined = Self::examine(name, bytes, trust, linked);
        examined.map_err(|all| {
            let first = all.into_iter().next();
            // Whatever is not taken has a reason.
            first.unwrap_or_else(|| Refusal {
                file: name.to_owned(),
                reason: Reason::Layout("nothing can be read of it".to_owned()),
            })
        })
    }

    /// The same with all that is wrong, for who wrote it; a host names the first of it.
    ///
    /// # Errors
    /// Why they are not taken: one reason where the file cannot be taken apart or is not what it is called, else
    /// all that can be found at once, broken rules of the contract included.
    pub fn examine(
        name: &str,
        bytes: &[u8],
        trust: &Trust,
        linked: &Linked,
    ) -> Result<Self, Vec<Refusal>> {
        let refused = |reason| Refusal {
            file: name.to_owned(),
            reason,
        };
        let opened = parts::open(bytes, trust).map_err(|reason| vec![refused(reason)])?;
        let examined = content::examine(name, opened, trust, linked);
        let all = |reasons: Vec<Reason>| reasons.into_iter().map(refused).collect();
        examined.well().map_err(all)
    }

    /// The same of the file at `path`.
    ///
    /// # Errors
    /// As [`examine`](Self::examine), or why it cannot be read.
    pub fn examine_file(path: &Path, trust: &Trust, linked: &Linked) -> Result<Self, Vec<Refusal>> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = read_file(path).map_err(|reason| {
            let file = name.clone().into_owned();
            vec![Refusal { file, reason }]
        })?;
        Self::examine(&name, &bytes, trust, linked)
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
