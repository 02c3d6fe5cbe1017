//! The lock of the data folder, and the system's limit of open files.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors a connection may need: its database, its log and the log's index.
const FILES_A_CONNECTION: u64 = 3;
/// Descriptors for everything else: sockets, libraries, uploads.
const FILES_BESIDE: u64 = 512;

/// Held by the one host that serves a data folder; the system lets go of it when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Locks the folder, making it (readable by its owner alone) where missing.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another process holds the lock, else as
    /// the system says.
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        private_folder(folder)?;
        let file = private_file(&folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(io::Error::new(
                io::ErrorKind::WouldBlock,
                format!(
                    "another running Kartoteka serves the data folder {}; stop it, or give this one a folder of its own",
                    folder.display()
                ),
            )),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Makes a folder, and those above it, that only its owner may enter.
pub(super) fn private_folder(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens a file, making it where missing, that only its owner may read.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}

/// Raises this process's limit of open files as far as `max_connections` need and
/// the system allows; the rest is for [`open_files_warning`] to say.
pub fn raise_open_files(max_connections: usize) {
    let limit = getrlimit(Resource::Nofile);
    let wanted = needed(max_connections).min(limit.maximum.unwrap_or(u64::MAX));
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit {
            current: Some(wanted),
            maximum: limit.maximum,
        };
        // A refusal changes nothing, and the warning below then speaks.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}

/// What to tell the operator where the system lets this process open too few
/// files for `max_connections`.
pub fn open_files_warning(max_connections: usize) -> Option<String> {
    warning(getrlimit(Resource::Nofile).current, max_connections)
}

fn warning(limit: Option<u64>, max_connections: usize) -> Option<String> {
    let (limit, needed) = (limit?, needed(max_connections));
    (limit < needed).then(|| {
        format!(
            "the system lets this process open {limit} files; {max_connections} database connections need {needed}: raise the limit (ulimit -n, LimitNOFILE) or lower the number of connections"
        )
    })
}

fn needed(max_connections: usize) -> u64 {
    let connections = u64::try_from(max_connections).unwrap_or(u64::MAX);
    connections
        .saturating_mul(FILES_A_CONNECTION)
        .saturating_add(FILES_BESIDE)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_second_host_is_refused_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("deep/data");
        let first = DataLock::acquire(&data).unwrap();
        let refused = DataLock::acquire(&data).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::WouldBlock);
        assert!(refused.to_string().contains("deep/data"));
        drop(first);
        DataLock::acquire(&data).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("lock")), 0o600);
    }

    #[test]
    fn warns_only_where_files_are_too_few() {
        assert!(warning(Some(1024), 600).unwrap().contains("1024"));
        assert_eq!(warning(Some(2312), 600), None);
        assert_eq!(warning(None, usize::MAX), None);
    }
}
