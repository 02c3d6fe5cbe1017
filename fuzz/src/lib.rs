//! What the targets share.

pub mod bundles;
pub mod messages;

use std::{env, fs, path::Path};

/// Writes what a target begins with to the folder that `KARTOTEKA_SEEDS` names, before it is read: made here,
/// so that no bundle lies in the repository.
pub fn seed(seeds: impl IntoIterator<Item = (String, Vec<u8>)>) {
    let Some(folder) = env::var_os("KARTOTEKA_SEEDS") else {
        return;
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("a folder");
    for (name, bytes) in seeds {
        fs::write(folder.join(name.replace('/', "_")), bytes).expect("a seed");
    }
}
