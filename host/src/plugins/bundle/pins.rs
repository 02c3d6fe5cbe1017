//! Going back: a small file `<id>.pin` beside the bundles says which version counts, although a newer one is
//! there.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::{Bundle, content::version};
use crate::registry::is_id;

const ENDING: &str = ".pin";
/// Bytes of a pin; a version has some ten.
const MOST: u64 = 256;

/// The versions that are pinned, by id.
pub type Pins = BTreeMap<String, String>;

/// The pins of a folder; none where there is no folder. What a pin says is not judged here.
///
/// # Errors
/// As the system says.
pub(super) fn read(folder: &Path) -> io::Result<Pins> {
    let mut pins = Pins::new();
    for path in super::discover::files(folder, ENDING)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let id = name.strip_suffix(ENDING).unwrap_or_default();
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
        // One that cannot be read is one all the same: it pins to no version.
        let text = match read {
            Ok(_) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            Err(_) => String::new(),
        };
        pins.insert(id.to_owned(), text);
    }
    Ok(pins)
}

/// Where the pin of `id` lies.
pub(super) fn path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}{ENDING}"))
}

/// Pins `id` to a version that lies in the folder; whole or not at all.
///
/// # Errors
/// A sentence for the operator.
pub fn pin(folder: &Path, id: &str, of: &str) -> Result<(), String> {
    if !is_id(id) {
        return Err(format!("{id:?} is no id of a plugin"));
    }
    if version(of).is_none() {
        return Err(format!("{of:?} is no version"));
    }
    let bundle = folder.join(Bundle::file_name(id, of));
    if !bundle.is_file() {
        return Err(format!("{} is not there", bundle.display()));
    }
    let path = path(folder, id);
    let new = folder.join(format!(".{id}{ENDING}.new"));
    let written = || -> io::Result<()> {
        let mut file = File::create(&new)?;
        writeln!(file, "{of}")?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        File::open(folder)?.sync_all()
    };
    written().map_err(|e| format!("{}: {e}", path.display()))
}

/// Takes the pin of `id` off; says whether there was one.
///
/// # Errors
/// A sentence for the operator.
pub fn unpin(folder: &Path, id: &str) -> Result<bool, String> {
    if !is_id(id) {
        return Err(format!("{id:?} is no id of a plugin"));
    }
    let path = path(folder, id);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
