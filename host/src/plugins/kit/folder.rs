//! A folder for a while.

use std::{
    env, fs,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder that goes with this, unless it is to be kept.
pub(crate) struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// A new one, for this use.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn new(what: &str) -> Result<Self, String> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let top = env::temp_dir();
        let mut last = String::new();
        for _ in 0..1_000 {
            let number = MADE.fetch_add(1, Ordering::Relaxed);
            let path = top.join(format!("kartoteka-{what}-{}-{number}", std::process::id()));
            match fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self { path, kept: false }),
                Err(error) => last = format!("{}: {error}", path.display()),
            }
        }
        Err(last)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves it where it is.
    pub(crate) fn keep(&mut self) {
        self.kept = true;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed goes with the system's temporary files.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}
